"""From modules and notebooks to one code for each exercise."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from grader.course import Exercise
from grader.errors import SubmissionError
from grader.here.notebooks import Executed, NotebookRunner
from grader.here.runs import Code


def assemble(
    modules: Mapping[Exercise, Code | str],
    untouched: Collection[Exercise],
    runner: NotebookRunner,
    executed: Sequence[Executed],
    file_of: Callable[[str], str],
) -> dict[Exercise, Code | str]:
    """Each exercise from where it is found.

    What a heading assigns, or what is complete, goes before names that happen to be there, and all of them before a
    stub that nobody has touched. What is nowhere since a cell failed has a sentence that says so. Raises
    SubmissionError where an exercise is found twice.
    """
    found: dict[Exercise, Code | str] = dict(modules)
    for exercise in sorted({exercise for each in executed for exercise in each.claims}):
        holding = [each for each in executed if exercise in each.claims]
        strong = [each for each in holding if each.claims[exercise].strong]
        begun = exercise in modules and exercise not in untouched
        if begun and not strong:
            continue
        chosen = strong or holding
        if begun or len(chosen) > 1:
            names = [each.notebook.display for each in chosen] + [f"{exercise.name}.py"] * begun
            raise SubmissionError(f"{' and '.join(names)} both hold {exercise.label}: hand in one of them")
        found[exercise] = runner.code(chosen[0], exercise, file_of(chosen[0].notebook.display))
    for exercise in set(runner.exercises) - set(found):
        if sentence := next(filter(None, (runner.unfinished(each, exercise) for each in executed)), ""):
            found[exercise] = sentence
    return found

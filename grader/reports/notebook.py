"""The executed notebook, with its outputs and, under each exercise, what became of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grader.grade import CheckGrade, ExerciseGrade, Grade, NotebookGrade, Status, points
from grader.reports.files import replace_file
from grader.reports.gradescope import fenced

TAG = "grader-feedback"


def write_notebook(grade: Grade, path: Path) -> None:
    """Write the notebook of a submission; of several, the second to `NAME-2.ipynb` beside it, and so on.

    Hidden checks are told by their points alone. Where no notebook was run, one cell says so. Raises ReportError where
    a path cannot be written.
    """
    notebooks = [notebook for notebook in grade.notebooks if notebook.executed] or [NotebookGrade(name="")]
    for number, notebook in enumerate(notebooks, 1):
        target = path if number == 1 else path.with_stem(f"{path.stem}-{number}")
        data = json.dumps(with_feedback(grade, notebook), indent=1, ensure_ascii=False)
        replace_file(target, f"{data}\n".encode("utf-8", "replace"))


def with_feedback(grade: Grade, notebook: NotebookGrade) -> dict[str, Any]:
    """A notebook as JSON's plain data, its feedback in Markdown cells of their own."""
    made: dict[str, Any] = json.loads(notebook.executed) if notebook.executed else _empty()
    cells, number = [_feedback("summary", _summary(grade, notebook))], 0
    exercises = {f"{exercise.chapter}/{exercise.name}": exercise for exercise in grade.exercises}
    for cell in made["cells"]:
        cells.append(cell)
        if cell["cell_type"] == "code":
            number += 1
            ending = [label for label, end in notebook.ends.items() if end == number and label in exercises]
            cells += [_feedback(label, _of_exercise(exercises[label])) for label in ending]
    return made | {"cells": cells}


def _empty() -> dict[str, Any]:
    return {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def _feedback(name: str, parts: Iterator[str]) -> dict[str, Any]:
    return {
        "cell_type": "markdown",
        "id": f"feedback-{name}".replace("/", "-").replace("_", "-")[:64],
        "metadata": {"tags": [TAG]},
        "source": "\n\n".join(parts),
    }


def _summary(grade: Grade, notebook: NotebookGrade) -> Iterator[str]:
    if not notebook.executed:
        yield "No notebook was graded."
    yield f"**{points(grade.score)} of {points(grade.max_score)} points**"
    yield from map(fenced, notebook.remarks())


def _of_exercise(exercise: ExerciseGrade) -> Iterator[str]:
    yield f"**{exercise.name}: {points(exercise.score)} of {points(exercise.max_score)} points**"
    if exercise.mistake is not None:
        yield fenced(exercise.mistake.message)
    for check in exercise.checks:
        if not check.hidden and check.status is not Status.PASSED:
            yield _lost(check)
    hidden = [check for check in exercise.checks if check.hidden]
    if hidden:
        earned, of = sum(check.score for check in hidden), sum(check.max_score for check in hidden)
        yield f"Hidden checks: {points(earned)} of {points(of)} points"


def _lost(check: CheckGrade) -> str:
    lost = points(check.max_score - check.score)
    said = f"{check.title}\n{check.message}"
    return f"{check.status.value}, {lost} points lost:\n{fenced(said)}"

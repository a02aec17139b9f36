"""Grading one submission: for each check a verdict, for each exercise perhaps the name of the mistake."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from grader.course import Course, Exercise, mistake_message
from grader.grade import CheckGrade, Excerpt, Mistake, Place, Status
from grader.here.compare import known_factors
from grader.here.diagnosis import Result, explain
from grader.here.outcome import Outcome
from grader.here.pictures import curves, heat_maps
from grader.here.place import excerpt_of, place_of
from grader.here.runs import Code, Runs, Task
from grader.here.verdict import Bench, Verdict, verdict_of
from grader.job import Script

WITHOUT_EXCERPT = {Status.PASSED, Status.NOT_STARTED}
NOBODY = Outcome(kind="not started")


class Codes:
    """The scripts of the course's own codes, read once."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self._texts: dict[tuple[Exercise, str], Code] = {}

    def stub(self, exercise: Exercise) -> Code:
        """What the student starts from."""
        path = self.course.stub(exercise)
        return Code("stub", (Script(f"{exercise.label}.py", path.read_text("utf-8")),))

    def reference(self, exercise: Exercise) -> Code:
        """The reference solution."""
        return self._laid_over(exercise, "reference", {})

    def mistakes(self, exercise: Exercise) -> dict[str, Code]:
        """The known wrong solutions, by name."""
        found = self.course.mistakes(exercise)
        return {name: self._laid_over(exercise, name, {"mistakes": path}) for name, path in found.items()}

    def alternatives(self, exercise: Exercise) -> dict[str, Code]:
        """The other right solutions, by name."""
        found = self.course.alternatives(exercise)
        return {name: self._laid_over(exercise, name, {"alternatives": path}) for name, path in found.items()}

    def messages(self, exercise: Exercise) -> dict[str, str]:
        """What a student who made a mistake reads, by the mistake's name."""
        return {name: mistake_message(path) for name, path in self.course.mistakes(exercise).items()}

    def _laid_over(self, exercise: Exercise, label: str, overlay: Mapping[str, object]) -> Code:
        key = (exercise, f"{'/'.join(overlay)}/{label}")
        if key not in self._texts:
            paths = [self.course.reference(exercise), *overlay.values()]
            scripts = tuple(Script(str(path), path.read_text("utf-8")) for path in paths)  # type: ignore[attr-defined]
            self._texts[key] = Code(label, scripts, remembered=True)
        return self._texts[key]


class Grading:
    """Grades tasks one by one, and keeps what the diagnosis of an exercise needs."""

    def __init__(
        self, runs: Runs, codes: Codes, submitted: Mapping[Exercise, Code | str], protections: set[str] | None = None
    ) -> None:
        """`submitted` gives each exercise's code, or a sentence that says why there is none to run.

        `protections` are those under which the submission's code has run already, if it has.
        """
        self.runs = runs
        self.codes = codes
        self.submitted = submitted
        self.results: dict[Exercise, list[Result]] = {}
        self.protections = protections

    def grade(self, task: Task) -> CheckGrade:
        """The verdict on one check. Raises ReferenceError where the course itself is broken."""
        result = self._result(task)
        self.results.setdefault(task.exercise, []).append(result)
        verdict, outcome = result.verdict, result.outcome
        return CheckGrade(
            id=task.id,
            title=task.title,
            score=round(verdict.fraction * task.check.points, 6),
            max_score=task.check.points,
            status=verdict.status,
            message=verdict.message if verdict.status is not Status.PASSED else "",
            hidden=task.hidden,
            duration=round(outcome.duration, 4),
            output=outcome.output,
            place=self._place(result),
            excerpt=self._excerpt(result),
            figures=list(verdict.figures),
            measures={name: float(value) for name, value in verdict.measures.items() if math.isfinite(value)},
        )

    def _place(self, result: Result) -> Place | None:
        code = self.submitted.get(result.task.exercise)
        if not isinstance(code, Code) or result.outcome is NOBODY or result.verdict.status is Status.PASSED:
            return None
        if code.file:
            return Place(code.file, 1)  # a notebook's lines are no lines of its file
        return place_of(result.outcome, code.scripts[-1], result.task.body)

    def diagnose(self, exercise: Exercise) -> Mistake | None:
        """The known mistake that explains what was seen of this exercise, if one does."""
        results = self.results.get(exercise, [])
        return explain(self.codes.messages(exercise), results, self._attempt) if results else None

    def _result(self, task: Task) -> Result:
        code = self.submitted.get(task.exercise)
        if code is None:
            return Result(task, NOBODY, Verdict(Status.NOT_STARTED, 0.0, "not started: it was not handed in"))
        if isinstance(code, str):
            return Result(task, NOBODY, Verdict(Status.ERROR, 0.0, code))
        if reason := skipped_because(task, self.results.get(task.exercise, [])):
            return Result(task, NOBODY, Verdict(Status.SKIPPED, 0.0, reason))
        reference = self.codes.reference(task.exercise)
        outcome, expected = self.runs.outcomes(task, [code, reference])
        if outcome.protections:
            seen = set(outcome.protections)
            self.protections = seen if self.protections is None else self.protections & seen
        return pictured(judged(task, code, outcome, expected), expected)

    def _excerpt(self, result: Result) -> Excerpt | None:
        code = self.submitted.get(result.task.exercise)
        if not isinstance(code, Code) or result.outcome is NOBODY or result.verdict.status in WITHOUT_EXCERPT:
            return None
        return excerpt_of(result.outcome, code.scripts[-1], result.task.body)

    def _attempt(self, names: Sequence[str], tasks: Sequence[Task]) -> dict[tuple[str, str], Result]:
        found = {}
        for task in tasks:
            mistakes = self.codes.mistakes(task.exercise)
            codes = [self.codes.reference(task.exercise), *(mistakes[name] for name in names)]
            expected, *outcomes = self.runs.outcomes(task, codes)
            for name, code, outcome in zip(names, codes[1:], outcomes, strict=True):
                found[name, task.id] = judged(task, code, outcome, expected)
        return found


def judged(task: Task, code: Code, outcome: Outcome, expected: Outcome) -> Result:
    """The verdict on one outcome, beside the reference's."""
    bench = Bench(
        lambda: expected, code.scripts, lambda: code.sources, known_factors(task.arguments), task.fixtures, task.body
    )
    return Result(task, outcome, verdict_of(outcome, task.check.judge, bench))


def pictured(result: Result, expected: Outcome) -> Result:
    """The same result with figures of what was observed; of tables only where the judge has made no figures."""
    if {result.outcome.kind, expected.kind} != {"observed"}:
        return result
    seen, verdict = (result.outcome.value(), expected.value()), result.verdict
    failed = verdict.status is not Status.PASSED
    figures = [*curves(*seen, failed=failed), *verdict.figures]
    figures += [] if verdict.figures or not failed else heat_maps(*seen)
    return replace(result, verdict=replace(verdict, figures=tuple(figures)))


def skipped_because(task: Task, results: Sequence[Result]) -> str:
    """Why a check makes no sense now: another one, which it comes after, was not passed."""
    for result in results:
        if result.task.name in task.check.after and result.verdict.status is not Status.PASSED:
            return f"skipped, because this did not pass: {result.task.title}"
    return ""

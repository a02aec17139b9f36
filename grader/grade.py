"""The grade: the record of all verdicts of one submission, and the only input of every report."""

from __future__ import annotations

import math
from collections.abc import Iterable
from enum import StrEnum

import msgspec

from grader.figures import Figure

SCHEMA_VERSION = 1
MOST_REMARKS = 20
NOT_JUDGED = "The run ended before this check was judged."


class Status(StrEnum):
    """How a check, or an exercise, ended."""

    PASSED = "passed"
    PARTIAL = "partial"
    FAILED = "failed"
    NOT_STARTED = "not started"
    ERROR = "error"
    TIMED_OUT = "timed out"
    CRASHED = "crashed"
    SKIPPED = "skipped"
    BROKE = "grader broke"


class Place(msgspec.Struct, frozen=True):
    """A line of what was handed in, counted from 1. In CI, `path` starts at the top of the repository."""

    path: str
    line: int


class Excerpt(msgspec.Struct, frozen=True, kw_only=True):
    """Lines of the student's code around the one where it failed, or, with `line` 0, of what the check calls.

    `first` is the number of the first of them.
    """

    file: str
    line: int
    first: int
    lines: list[str]


class CheckGrade(msgspec.Struct, kw_only=True):
    """The verdict on one check. `duration` is in seconds; `output` is what the submission printed.

    `place` is where to look, for a check that lost points on code that was run. `measures` are numbers by which
    submissions may be compared, such as an accuracy.
    """

    id: str
    title: str
    score: float = 0.0
    max_score: float
    status: Status = Status.BROKE
    message: str = NOT_JUDGED
    hidden: bool = False
    duration: float = 0.0
    output: str = ""
    place: Place | None = None
    excerpt: Excerpt | None = None
    figures: list[Figure] = []
    measures: dict[str, float] = {}


class Mistake(msgspec.Struct, frozen=True):
    """A known mistake that explains failures of an exercise."""

    name: str
    message: str


class ExerciseGrade(msgspec.Struct, kw_only=True):
    """The verdicts of one exercise, in the order of its checks. Scores and status follow from them."""

    chapter: str
    name: str
    title: str
    score: float = 0.0
    max_score: float = 0.0
    status: Status = Status.BROKE
    duration: float = 0.0
    mistake: Mistake | None = None
    checks: list[CheckGrade] = []

    def add_up(self) -> None:
        """Derive scores, duration and status from the checks."""
        self.score = total(check.score for check in self.checks)
        self.max_score = total(check.max_score for check in self.checks)
        self.duration = total(check.duration for check in self.checks)
        self.status = summary(self.checks)


class NotebookCell(msgspec.Struct, frozen=True):
    """A cell of a notebook that did not run to its end: its number among the code cells, its first line, and why."""

    number: int
    line: str
    error: str


class NotebookGrade(msgspec.Struct, kw_only=True):
    """How a notebook ran: cells that failed, and remarks on what was graded.

    `ends` gives for each exercise that was found in it, by its label, the number of its last cell. `executed` is the
    notebook with its outputs, as text; no report but `notebook` holds it.
    """

    name: str
    cells: list[NotebookCell] = []
    notes: list[str] = []
    ends: dict[str, int] = {}
    executed: str = ""

    def remarks(self) -> list[str]:
        """What there is to say of the run, a text for each cell that failed, and then the notes."""
        failed = [f"{self.name}, cell {cell.number} failed: {cell.line}\n{cell.error}" for cell in self.cells]
        more = [f"{self.name}: {len(failed) - MOST_REMARKS} more cells failed"] if len(failed) > MOST_REMARKS else []
        return [*failed[:MOST_REMARKS], *more, *(f"{self.name}: {note}" for note in self.notes)]


class Isolation(msgspec.Struct, kw_only=True):
    """The isolation asked for, and the protections that were in force or missing, by name."""

    asked: str
    in_force: list[str] = []
    missing: list[str] = []


class Environment(msgspec.Struct, kw_only=True):
    """What the verdicts may depend on beside the submission."""

    versions: dict[str, str] = {}
    device: str = "cpu"
    seed: int = 0
    dataset: str = ""


class Grade(msgspec.Struct, kw_only=True):
    """Everything that a report may say of one submission. `duration` is in seconds.

    `problem` says why nothing in the submission could be graded, where that is so.
    """

    schema_version: int = SCHEMA_VERSION
    submission: str = ""
    problem: str = ""
    score: float = 0.0
    max_score: float = 0.0
    isolation: Isolation
    environment: Environment
    duration: float = 0.0
    exercises: list[ExerciseGrade] = []
    notebooks: list[NotebookGrade] = []

    def refuse(self, problem: str) -> None:
        """Let every check of a blank grade earn nothing for one reason, which concerns the whole submission."""
        self.problem = problem
        for check in (check for exercise in self.exercises for check in exercise.checks):
            check.score, check.status, check.message = 0.0, Status.ERROR, problem
        self.add_up()

    def add_up(self) -> None:
        """Derive every total from the checks: the denominator is the sum of all points, whatever happened."""
        for exercise in self.exercises:
            exercise.add_up()
        self.score = total(exercise.score for exercise in self.exercises)
        self.max_score = total(exercise.max_score for exercise in self.exercises)


def total(numbers: Iterable[float]) -> float:
    """A sum of points or seconds, free of the dust of binary fractions."""
    return round(sum(numbers), 6)


def points(value: float) -> str:
    """Points as people read them: at most two decimals, rounded down, so that nobody reads 10/10 who has not got it."""
    return f"{math.floor(value * 100 + 1e-4) / 100:.2f}".rstrip("0").rstrip(".")


def summary(checks: Iterable[CheckGrade]) -> Status:
    """The one status that stands for several checks; skipped ones say nothing of their own."""
    seen = {check.status for check in checks} - {Status.SKIPPED}
    if Status.BROKE in seen:
        return Status.BROKE
    if len(seen) == 1:
        return seen.pop()
    if seen & {Status.PASSED, Status.PARTIAL}:
        return Status.PARTIAL
    return Status.FAILED

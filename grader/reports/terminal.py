"""The grade as lines of text, for a terminal or a log: a table, and what went wrong in each exercise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from grader.grade import CheckGrade, ExerciseGrade, Grade, Isolation, NotebookGrade, Status, points
from grader.reports.page import Line, Page

LONGEST_NAME = 28
SHOWN = 5
OUTPUT_LINES = 10
MESSAGE_LINES = 20
LABEL = len(Status.BROKE)
BROKE_NOTE = (
    "The grader broke here. This is not your fault, and says nothing of your code: tell whoever runs the course."
)

_STYLES = {
    Status.PASSED: "green",
    Status.PARTIAL: "yellow",
    Status.NOT_STARTED: "dim",
    Status.SKIPPED: "dim",
    Status.BROKE: "bold magenta",
}
_FAULT = "red"
_VERBS = {
    Status.PARTIAL: "passed in part",
    Status.ERROR: "raised an error",
    Status.TIMED_OUT: "timed out",
    Status.CRASHED: "crashed",
    Status.NOT_STARTED: "not started",
    Status.SKIPPED: "skipped",
}


def summary_table(grade: Grade, *, width: int, colour: bool, ascii_only: bool = False) -> str:
    """One line for each exercise, then the total and the isolation. No line is wrapped.

    `width` is in terminal columns, of which at least 60 are used. `ascii_only` is for streams that can encode nothing
    else.
    """
    page = Page(width, colour, ascii_only)
    return page.rendered([*_table(grade, page), [], _isolation(grade.isolation, page)])


def details(grade: Grade, *, width: int, colour: bool, verbose: bool, ascii_only: bool = False) -> str:
    """A block for each exercise that lost points, and one line for all that are not started; "" if none lost any.

    Parameters as for summary_table; `verbose` shows lists, messages and outputs at greater length.
    """
    page = Page(width, colour, ascii_only, verbose)
    lines: list[Line] = [line for notebook in grade.notebooks for line in _notebook(notebook, page)]
    for exercise in grade.exercises:
        if exercise.status is not Status.NOT_STARTED and _lost(exercise.checks):
            lines += [*_block(exercise, page), []]
    lines += _not_started(grade.exercises, page)
    return page.rendered(lines)


def verdict(exercise: ExerciseGrade) -> str:
    """What to know of an exercise, in one line of any length."""
    if exercise.status is Status.BROKE:
        return "GRADER BROKE (not your fault)"
    if exercise.mistake is not None:
        return _first_sentence(exercise.mistake.message)
    if exercise.status in {Status.NOT_STARTED, Status.TIMED_OUT, Status.CRASHED}:
        return exercise.status.value
    if lost := _lost(exercise.checks):
        return _what_failed(exercise, _tellable(lost))
    return "all checks pass" if exercise.checks else "no checks"


def _what_failed(exercise: ExerciseGrade, told: list[CheckGrade]) -> str:
    messages = {check.message.strip() for check in told}
    if exercise.status is Status.ERROR and len(messages) == 1:
        return messages.pop().partition("\n")[0]
    return f"{_count(told, len(exercise.checks))}: {_title(told[0])}"


def _lost(checks: Iterable[CheckGrade]) -> list[CheckGrade]:
    return [check for check in checks if check.status is not Status.PASSED]


def _tellable(lost: list[CheckGrade]) -> list[CheckGrade]:
    """Of the checks that lost points, those that say most: skipped ones follow from others, parts are half good."""
    for mild in ({Status.SKIPPED, Status.PARTIAL}, {Status.SKIPPED}):
        if grave := [check for check in lost if check.status not in mild]:
            return grave
    return lost


def _count(told: list[CheckGrade], of: int) -> str:
    statuses = {check.status for check in told}
    verb = _VERBS.get(told[0].status, "failed") if len(statuses) == 1 else "failed"
    if of == 1:
        return f"its only check {verb}"
    number = f"all {of}" if len(told) == of else f"{len(told)} of {of}"
    return f"{number} checks {verb}"


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?])\s+(?=\W*[A-Z])", text.strip(), maxsplit=1)[0]


def _title(check: CheckGrade) -> str:
    return check.title.strip().removesuffix(".") or check.id.rpartition("::")[2]


def _style(status: Status) -> str:
    return _STYLES.get(status, _FAULT)


def _table(grade: Grade, page: Page) -> Iterator[Line]:
    rows: list[ExerciseGrade | Grade] = [*grade.exercises, grade]
    names = max([len("total"), *(page.columns(exercise.name) for exercise in grade.exercises)])
    row = _Row(page, min(names, LONGEST_NAME), max(len(out_of(graded)) for graded in rows))
    chapter = None
    for exercise in grade.exercises:
        if exercise.chapter != chapter:
            chapter = exercise.chapter
            yield [(page.fit(chapter, page.width), "bold")]
        yield row.line(exercise.name, exercise, verdict(exercise), _style(exercise.status))
    whole = sum(exercise.status is Status.PASSED for exercise in grade.exercises)
    yield row.line("total", grade, f"{whole} of {len(grade.exercises)} exercises complete", "bold", indent="")


def out_of(graded: Grade | ExerciseGrade | CheckGrade) -> str:
    """The points, and the points to be had."""
    return f"{points(graded.score)}/{points(graded.max_score)}"


@dataclass(frozen=True, slots=True)
class _Row:
    """The columns of the table: name, points, bar, verdict."""

    page: Page
    names: int
    points: int

    def line(self, name: str, graded: ExerciseGrade | Grade, said: str, style: str, indent: str = "  ") -> Line:
        label = self.page.fit(name, self.names + len("  ") - len(indent), pad=True)
        head = f"{indent}{label}  {out_of(graded):>{self.points}}  "
        bar = self.page.bar(graded.score, graded.max_score) + "  "
        room = self.page.width - self.page.columns(head) - len(bar)
        return [(head, style if style == "bold" else ""), (bar, style), (self.page.fit(said, room), style)]


def _isolation(isolation: Isolation, page: Page) -> Line:
    asked = f"isolation {isolation.asked}: "
    missing = f"; missing: {', '.join(isolation.missing)}" if isolation.missing else ""
    in_force = ", ".join(isolation.in_force) or "no protection"
    if page.columns(asked + in_force + missing) > page.width:
        in_force = f"{len(isolation.in_force)} protections"
    return [
        (page.fit(asked + in_force + missing, page.width), "yellow" if missing or not isolation.in_force else "dim")
    ]


def _block(exercise: ExerciseGrade, page: Page) -> Iterator[Line]:
    yield _heading(exercise, page)
    known = ""
    if exercise.status is Status.BROKE:
        yield from page.wrapped(BROKE_NOTE, "  !! ", _style(Status.BROKE))
    if exercise.mistake is not None:
        known = exercise.mistake.message.strip()
        yield from page.wrapped(known, "  >> ", "bold yellow")
    groups = _by_message(_lost(exercise.checks))
    for group in groups[: page.limit(SHOWN)]:
        yield from _group(group, known, page)
    rest = [check for group in groups[page.limit(SHOWN) :] for check in group]
    if rest:
        yield _more_checks(rest)


def _notebook(notebook: NotebookGrade, page: Page) -> Iterator[Line]:
    """The cells that failed, and remarks; nothing where there is nothing to say."""
    if not notebook.cells and not notebook.notes:
        return
    yield [(page.fit(notebook.name, page.width), "bold")]
    for cell in notebook.cells[: page.limit(SHOWN)]:
        yield from page.wrapped(f"cell {cell.number} failed: {cell.line}", "  ", "yellow")
        yield from page.head(page.wrapped(cell.error, "     | "), MESSAGE_LINES)
    if rest := notebook.cells[page.limit(SHOWN) :]:
        yield [(f"  ... and {len(rest)} more cells (-v shows them)", "dim")]
    for note in notebook.notes:
        yield from page.wrapped(note, "  ", "dim")
    yield []


def _heading(exercise: ExerciseGrade, page: Page) -> Line:
    score = f" {out_of(exercise)}"
    label = page.fit(f"{exercise.chapter}/{exercise.name}", page.width - len(score) - 2)
    rule = " " + page.rule * (page.width - page.columns(label) - len(score) - 1)
    return [(label, "bold"), (rule, "dim"), (score, f"bold {_style(exercise.status)}")]


def _by_message(checks: Iterable[CheckGrade]) -> list[list[CheckGrade]]:
    groups: dict[str, list[CheckGrade]] = {}
    for check in checks:
        groups.setdefault(check.message.strip(), []).append(check)
    return list(groups.values())


def _group(checks: list[CheckGrade], known: str, page: Page) -> Iterator[Line]:
    """Checks that failed with one message: a line for each, then the message and what the submission printed."""
    for check in checks[: page.limit(SHOWN)]:
        yield from _check(check, page)
    if rest := checks[page.limit(SHOWN) :]:
        yield _more_checks(rest)
    if (message := checks[0].message.strip()) not in {"", known}:
        yield from page.head(page.wrapped(message, "     | "), MESSAGE_LINES)
    yield from _printed(checks, page)


def _printed(checks: list[CheckGrade], page: Page) -> Iterator[Line]:
    outputs: dict[str, CheckGrade] = {}
    for check in checks:
        if check.output.strip():
            outputs.setdefault(check.output.strip("\n"), check)
    for output, check in list(outputs.items())[: page.limit(1)]:
        of = f" in '{_title(check)}'" if len(checks) > 1 else ""
        yield from page.wrapped(f"Your code printed{of}:", "     | ", "dim")
        yield from page.tail(page.wrapped(output, "     |   "), OUTPUT_LINES)


def _check(check: CheckGrade, page: Page) -> Iterator[Line]:
    label = "GRADER BROKE" if check.status is Status.BROKE else check.status.value
    head = f"  {label:<{LABEL}} {'-' + points(check.max_score - check.score):>5}  "
    title = f"{_title(check)} (hidden)" if check.hidden else _title(check)
    for text in page.pieces(title, page.width - len(head)):
        yield [(head, _style(check.status)), (text, "")]
        head = " " * len(head)


def _more_checks(checks: list[CheckGrade]) -> Line:
    lost = points(sum(check.max_score - check.score for check in checks))
    return [(f"  ... and {len(checks)} more, -{lost} (-v shows them)", "dim")]


def _not_started(exercises: Iterable[ExerciseGrade], page: Page) -> Iterator[Line]:
    names = [f"{one.chapter}/{one.name}" for one in exercises if one.status is Status.NOT_STARTED]
    said = f"Not started ({len(names)}): {', '.join(names)}"
    if names and page.verbose:
        yield from page.wrapped(said, "", "dim")
    elif names:
        yield [(page.fit(said, page.width), "dim")]

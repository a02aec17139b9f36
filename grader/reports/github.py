"""The grade for GitHub Actions: a summary in Markdown, outputs of the step, and annotations on the student's lines.

What GitHub does with each is said in its documentation, "Workflow commands for GitHub Actions", and in the runner's
sources (actions/runner, ActionCommand.cs and FileCommandManager.cs).
"""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.grade import CheckGrade, ExerciseGrade, Grade, Place, Status
from grader.harmless import harmless
from grader.reports.files import ReportError, replace_file
from grader.reports.page import Page
from grader.reports.terminal import out_of, verdict
from grader.reports.text_charts import charts

SUMMARY_BYTES = 2**20 - 2**10  # GitHub drops a summary of more than 1 MiB; the rest is for whoever writes after us
MESSAGE = 4000  # characters
LINE = 200
MOST_ANNOTATIONS = 10  # of a kind in a step; GitHub drops the others in silence
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_QUIET = {Status.PASSED, Status.NOT_STARTED, Status.SKIPPED}  # they call for no annotation


def summary_path() -> str:
    """Where GitHub reads a step's summary; a file in the working folder elsewhere."""
    return os.environ.get("GITHUB_STEP_SUMMARY") or "github-summary.md"


def write_github(grade: Grade, path: Path) -> None:
    """Put the summary at the end of the file at `path`, and score and max_score into GITHUB_OUTPUT.

    An earlier summary of the same submission is replaced; what else stands there stays. Raises ReportError where a file
    cannot be read or written.
    """
    begin, end = (f"<!-- {word}: {_html(_cut(grade.submission))} -->" for word in ("grade", "end of grade"))
    before, _, rest = _text(path).partition(begin)
    kept = (before.rstrip("\n") + "\n\n").lstrip("\n") + rest.partition(end)[2].lstrip("\n")
    room = SUMMARY_BYTES - len(f"{kept}{begin}\n\n\n{end}\n".encode())
    replace_file(path, f"{kept}{begin}\n\n{summary(grade, room)}\n{end}\n".encode("utf-8", "replace"))
    if output := os.environ.get("GITHUB_OUTPUT"):
        _append(Path(output), f"score={grade.score:.10g}\nmax_score={grade.max_score:.10g}\n")


def summary(grade: Grade, room: int = SUMMARY_BYTES) -> str:
    """The grade as Markdown in at most `room` bytes of UTF-8: a table, then what each exercise lost."""
    left_out = "\nThere is no room for more; the log has the rest.\n"
    parts = ["\n".join(_table(grade)) + "\n"]
    told = [] if grade.problem else [exercise for exercise in grade.exercises if _is_told(exercise)]
    parts += ["\n" + "\n".join(_block(exercise)) + "\n" for exercise in told]
    while _size(parts) > room:
        parts = [*parts[: -2 if parts[-1] == left_out else -1], left_out]
        if parts == [left_out]:
            return ""
    return "".join(parts)


def workflow_commands(grade: Grade) -> list[str]:
    """Workflow commands that mark the student's own lines, at most ten of a kind; the first one tells the points.

    They have to stand at the start of a line of stdout, at a time when commands are not stopped.
    """
    marks = [mark for exercise in grade.exercises for mark in _marks(exercise)]
    lines = [f"::notice title=Grade::{_data(f'{out_of(grade)} points')}"]
    for kind in ("error", "warning"):
        ours = [mark for mark in marks if mark.kind == kind]
        shown = ours if len(ours) <= MOST_ANNOTATIONS else ours[: MOST_ANNOTATIONS - 1]
        lines += [mark.command() for mark in shown]
        if shown != ours:
            lines.append(f"::{kind} title=More::{len(ours) - len(shown)} more are in the summary and in the log.")
    return lines


@dataclass(frozen=True, slots=True)
class _Mark:
    kind: str
    title: str
    message: str
    place: Place | None

    def command(self) -> str:
        properties = {"title": _cut(self.title)}
        if self.place is not None:
            properties = {"file": self.place.path, "line": str(self.place.line)} | properties
        told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
        return f"::{self.kind} {told}::{_data(self.message[:MESSAGE])}"


def _marks(exercise: ExerciseGrade) -> Iterator[_Mark]:
    """One mark for the known mistake, or one for each message."""
    lost = [check for check in exercise.checks if check.status not in _QUIET and not check.hidden]
    if exercise.mistake is not None:
        message, place = exercise.mistake.message, lost[0].place if lost else None
        yield _Mark("error", _label(exercise), message, place)
        return
    first: dict[tuple[str, Status, Place | None], CheckGrade] = {}
    for check in lost:
        first.setdefault((check.message, check.status, check.place), check)
    for check in first.values():
        kind = "warning" if check.status is Status.PARTIAL else "error"
        title = f"{_label(exercise)}: {check.title} ({check.status.value})"
        yield _Mark(kind, title, check.message or check.title, check.place)


def _table(grade: Grade) -> Iterator[str]:
    page = Page(0, colour=False, ascii_only=False)
    yield f"## {out_of(grade)} points: {_inline(grade.submission)}"
    yield ""
    if grade.problem:
        yield from (_inline(grade.problem, MESSAGE), "")
    yield "| exercise | points | | verdict |"
    yield "| :-- | --: | :-- | :-- |"
    for exercise in grade.exercises:
        bar = page.bar(exercise.score, exercise.max_score)
        yield f"| {_inline(_label(exercise))} | {out_of(exercise)} | {bar} | {_inline(verdict(exercise))} |"
    if remarks := [remark for notebook in grade.notebooks for remark in notebook.remarks()]:
        yield from ("", *(f"- {_inline(remark, MESSAGE)}" for remark in remarks))
    isolation = grade.isolation
    missing = f"; missing: {', '.join(isolation.missing)}" if isolation.missing else ""
    yield ""
    yield _inline(f"isolation {isolation.asked}: {', '.join(isolation.in_force) or 'no protection'}{missing}")


def _is_told(exercise: ExerciseGrade) -> bool:
    return any(
        check.status not in {Status.PASSED, Status.NOT_STARTED} or charts(check.figures, check.measures)
        for check in exercise.checks
    )


def _block(exercise: ExerciseGrade) -> Iterator[str]:
    """A fold for one exercise. The blank lines end the HTML, so that Markdown may begin, and the other way around."""
    yield f"<details><summary>{_html(_cut(f'{_label(exercise)}: {out_of(exercise)}'))}</summary>"
    if exercise.mistake is not None:
        yield ""
        yield f"**{_inline(exercise.mistake.message, MESSAGE)}**"
    for message, checks in _by_message(exercise).items():
        yield ""
        for check in checks:
            yield f"- {check.status.value}, {out_of(check)}: {_inline(check.title)}{_where(check)}"
        if message and (exercise.mistake is None or message != exercise.mistake.message):
            yield ""
            yield f"<pre>{_html(message[:MESSAGE])}</pre>"
    for check in exercise.checks:
        if lines := charts(check.figures, check.measures):
            yield ""
            text = "\n".join([_cut(check.title), *lines])
            yield f"<pre>{_html(text)}</pre>"
    yield ""
    yield "</details>"


def _by_message(exercise: ExerciseGrade) -> dict[str, list[CheckGrade]]:
    groups: dict[str, list[CheckGrade]] = {}
    for check in exercise.checks:
        if check.status is not Status.PASSED:
            groups.setdefault(check.message.strip(), []).append(check)
    return groups


def _where(check: CheckGrade) -> str:
    hidden = " (hidden)" if check.hidden else ""
    return hidden if check.place is None else f"{hidden}, {_inline(f'{check.place.path}:{check.place.line}')}"


def _label(exercise: ExerciseGrade) -> str:
    return f"{exercise.chapter}/{exercise.name}"


def _cut(text: str, length: int = LINE) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1]}\N{HORIZONTAL ELLIPSIS}"


def _inline(text: str, length: int = LINE) -> str:
    """Text on one line of Markdown, where it is text and nothing else."""
    return _PUNCTUATION.sub(r"\\\g<0>", harmless(_cut(text, length)))


def _html(text: str) -> str:
    return html.escape(harmless(text))


def _data(text: str) -> str:
    """The message of a workflow command."""
    return harmless(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """A property of a workflow command."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _size(parts: list[str]) -> int:
    return len("".join(parts).encode("utf-8", "replace"))


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise ReportError(f"{path} cannot be read: {error.strerror}.\nGive the path of a file.") from error


def _append(path: Path, lines: str) -> None:
    """Add lines to a file that others add to as well; for GitHub, the last value of a name counts."""
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(lines)
    except OSError as error:
        raise ReportError(
            f"{path} cannot be written: {error.strerror}.\nGITHUB_OUTPUT has to name the runner's file, or nothing."
        ) from error

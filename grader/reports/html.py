"""The grade as one page for a browser: no script, nothing fetched, readable in the light, in the dark and on paper."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from grader.grade import CheckGrade, ExerciseGrade, Grade, Status, points
from grader.harmless import harmless
from grader.reports import drawing
from grader.reports.files import replace_file

TEMPLATES = Path(__file__).parent / "templates"
MARKS = {
    Status.PASSED: "✓",
    Status.PARTIAL: "◐",
    Status.FAILED: "✗",
    Status.NOT_STARTED: "·",
    Status.ERROR: "✗",
    Status.TIMED_OUT: "✗",
    Status.CRASHED: "✗",
    Status.SKIPPED: "–",  # noqa: RUF001  a dash
    Status.BROKE: "!",
}


def write_html(grade: Grade, path: Path) -> None:
    """Write the page. Raises ReportError where the path cannot be written."""
    replace_file(path, page(grade).encode())


def page(grade: Grade) -> str:
    """The page of a grade. Every text is escaped, and what is not visible in it is spelt out."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: harmless(value) if type(value) is str else value,
    )
    environment.filters["points"] = points
    return environment.get_template("page.html.jinja").render(
        grade=grade,
        chapters=[(chapter, list(found)) for chapter, found in groupby(grade.exercises, lambda one: one.chapter)],
        complete=sum(one.status is Status.PASSED for one in grade.exercises),
        marks=MARKS,
        drawing=drawing,
        is_open=lambda exercise: not grade.problem and _is_open(exercise),
        lost=_lost,
    )


def _is_open(exercise: ExerciseGrade) -> bool:
    """Whether a reader sees the checks at once: where something was tried, and lost."""
    return exercise.status not in {Status.PASSED, Status.NOT_STARTED, Status.SKIPPED}


def _lost(check: CheckGrade) -> bool:
    return check.status is not Status.PASSED

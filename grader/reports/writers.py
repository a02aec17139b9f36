"""The formats of `--report FORMAT[=PATH]`: a writer is one small function from the grade to a file.

A module of a format imports at its top only what costs nothing: every run of pytest loads this one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from grader.grade import Grade
from grader.hidden import for_students
from grader.reports.classroom50 import write_classroom50
from grader.reports.codequality import write_codequality
from grader.reports.github import summary_path, write_github
from grader.reports.gradescope import RESULTS, write_gradescope
from grader.reports.html import write_html
from grader.reports.json import write_json
from grader.reports.notebook import write_notebook


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes a grade to a path; `default` is the path where none is given, relative to where pytest was started.

    Students read what it writes, so that it is given hidden checks bare, unless it is `for_teachers`.
    """

    default: str
    form: Callable[[Grade, Path], None]
    for_teachers: bool = False

    def write(self, grade: Grade, path: Path) -> None:
        """Write the grade. Raises ReportError where that cannot be done."""
        self.form(grade if self.for_teachers else for_students(grade), path)


WRITERS = {
    "html": Writer("grade.html", write_html),
    "notebook": Writer("graded.ipynb", write_notebook),
    "html-full": Writer("grade-full.html", write_html, for_teachers=True),
    "json": Writer("grade.json", write_json, for_teachers=True),
    "gradescope": Writer(RESULTS, write_gradescope, for_teachers=True),
    "github": Writer(summary_path(), write_github),
    "classroom50": Writer("result.json", write_classroom50),
    "codequality": Writer("gl-code-quality-report.json", write_codequality),
}

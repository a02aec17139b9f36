"""Filling one column of a platform's sheet with the grades of many students."""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.grade import Grade, Status, points
from grader.reports.json import read_json
from grader.sheets import Sheet, SheetError
from grader.text import shown


@dataclass(frozen=True, slots=True)
class Platform:
    """What is usual in a platform's sheets: the column to fill, the one that tells students apart, rows of no student.

    The points that a column is out of stand in a row of their own (its first cell is `maximum_row`), or in a column.
    `kept` are words in place of a grade that stay.
    """

    column: str
    key: str
    maximum_row: str = ""
    maximum_column: str = ""
    kept: frozenset[str] = frozenset()


PLATFORMS = {
    "canvas": Platform(column="", key="SIS Login ID", maximum_row="Points Possible", kept=frozenset({"EX", "N/A"})),
    "moodle": Platform(column="Grade", key="Email address", maximum_column="Maximum grade"),
}


@dataclass(frozen=True, slots=True)
class Filled:
    """The new file, the students (as the sheet names them) whose cells stay: without a grade, or excused.

    `refused` says of whose work nothing could be graded, and why: these have no point.
    """

    data: bytes
    count: int
    without: list[str]
    excused: list[str]
    refused: dict[str, str]

    def remarks(self) -> Iterator[str]:
        """Lines on the students to whom something special happened."""
        for name, problem in self.refused.items():
            yield f"No point for {shown(name)}, of whose work nothing could be graded: {shown(problem)}"
        for fact, names in (("without a grade", self.without), ("excused, or not assigned", self.excused)):
            if names:
                yield f"Left as they were, {fact}: {', '.join(shown(name) for name in names)}"


def read_grades(path: Path) -> dict[str, Grade]:
    """The grades by student: of a folder of STUDENT.json, or of a CSV file with the columns `student` and `grade`.

    A path in the CSV file counts from that file's folder. Raises SheetError or ReportError for what cannot be read.
    """
    files = _mapped(path) if path.is_file() else [(file.stem, file) for file in sorted(path.glob("*.json"))]
    if not files:
        raise SheetError(
            f"{path} holds no grades.\nGive a folder of STUDENT.json, each by `pytest --report json=PATH`."
        )
    _refuse(f"{path} has more than one grade for", _doubled(name for name, _ in files), "Leave one for each.")
    return {name: read_json(file) for name, file in files}


def _mapped(path: Path) -> list[tuple[str, Path]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if not {"student", "grade"} <= set(rows.fieldnames or ()):
            raise SheetError(
                f"{path} does not name the columns `student` and `grade` in its first line.\nAdd that line."
            )
        return [(row["student"] or "", path.parent / (row["grade"] or "")) for row in rows]


def fill(sheet: Sheet, grades: Mapping[str, Grade], platform: Platform, out_of: float | None = None) -> Filled:
    """Put each student's points into a column of the sheet, scaled to `out_of` points where that is given.

    Raises SheetError where a student is not in the sheet or is there twice, where the grader broke, and where grades
    or the sheet are out of other points.
    """
    target, keys = sheet.column(platform.column), sheet.column(platform.key)
    maximum = _one_maximum(grades)
    if out_of is None:
        _refuse_another_maximum(sheet, platform, target, maximum)
    broken = [name for name, grade in grades.items() if any(one.status is Status.BROKE for one in grade.exercises)]
    _refuse("The grader broke for", broken, "Grade them again, or take their grades out.")
    students = _students(sheet, platform, keys)
    wanted = _places(sheet, students, grades)
    excused = [row for row in wanted.values() if sheet.value(row, target) in platform.kept]
    scale = 1.0 if out_of is None else out_of / maximum
    values = {row: points(grades[name].score * scale) for name, row in wanted.items() if row not in excused}
    without = [row for row in students if row not in wanted.values()]
    refused = {students[row]: grades[name].problem for name, row in wanted.items() if grades[name].problem}
    left, kept = ([students[row] for row in rows] for rows in (without, excused))
    return Filled(sheet.filled(target, values), len(values), left, kept, refused)


def _students(sheet: Sheet, platform: Platform, keys: int) -> dict[int, str]:
    """The name of each row that is a student's."""
    first = 1
    if platform.maximum_row:
        first = 1 + max(
            [row for row in range(len(sheet.rows)) if platform.maximum_row in sheet.value(row, 0)], default=0
        )
    return {row: sheet.value(row, keys) for row in range(first, len(sheet.rows)) if sheet.value(row, keys)}


def _places(sheet: Sheet, students: Mapping[int, str], grades: Iterable[str]) -> dict[str, int]:
    """The row of each student with a grade."""
    rows: dict[str, list[int]] = {}
    for row, name in students.items():
        rows.setdefault(_plain(name), []).append(row)
    places = {name: rows.get(_plain(name), []) for name in grades}
    _refuse(
        f"{sheet.path} has no row for",
        [name for name, found in places.items() if not found],
        "Name the grades as the sheet does, or choose its column with --by.",
    )
    _refuse(
        f"{sheet.path} has more than one row for",
        [name for name, found in places.items() if len(found) > 1],
        "Choose a column that tells students apart with --by.",
    )
    return {name: found[0] for name, found in places.items()}


def _one_maximum(grades: Mapping[str, Grade]) -> float:
    """The points that the grades are out of. Raises SheetError where they differ: some were graded on other checks."""
    by_maximum: dict[float, list[str]] = {}
    for name, grade in grades.items():
        by_maximum.setdefault(grade.max_score, []).append(shown(name))
    if len(by_maximum) > 1:
        lines = [f"  {points(maximum)}: {', '.join(names)}" for maximum, names in by_maximum.items()]
        raise SheetError(
            "\n".join(["The grades are out of different points:", *lines, "Grade all with the same checks."])
        )
    maximum = next(iter(by_maximum))
    if maximum <= 0:
        raise SheetError("The grades are out of 0 points.\nGrade with a course that has checks.")
    return maximum


def _refuse_another_maximum(sheet: Sheet, platform: Platform, target: int, maximum: float) -> None:
    for text in _maxima(sheet, platform, target):
        if not math.isclose(float(text), maximum):
            raise SheetError(
                f"{sheet.path}: the column is out of {text} points, and the grades are out of {points(maximum)}.\n"
                f"Add --out-of {text} to scale them."
            )


def _maxima(sheet: Sheet, platform: Platform, target: int) -> list[str]:
    """The numbers of points that the sheet says its column is out of."""
    titles = [cell.value.strip() for cell in sheet.rows[0]]
    found = []
    for row in range(1, len(sheet.rows)):
        if platform.maximum_row and platform.maximum_row in sheet.value(row, 0):
            found.append(sheet.value(row, target))
        elif platform.maximum_column in titles:
            found.append(sheet.value(row, titles.index(platform.maximum_column)))
    numbers = [text.replace(",", ".") for text in found]
    return [text for text in numbers if re.fullmatch(r"\d+(\.\d+)?", text)]


def _doubled(names: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(map(_plain, names)).items() if count > 1]


def _plain(name: str) -> str:
    """A name as it is compared: file systems differ in how they write an accent, people in capitals."""
    return unicodedata.normalize("NFC", name.strip()).casefold()


def _refuse(fact: str, names: list[str], remedy: str) -> None:
    if names:
        raise SheetError("\n".join([f"{fact}:", *(f"  {shown(name)}" for name in names), remedy]))

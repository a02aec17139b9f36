"""A sheet that a platform exported: CSV of which single cells are replaced, while every other byte stays as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from grader.text import shown

DELIMITERS = ",;\t"
_BOM = "\ufeff"
_QUOTED = r'"[^"]*(?:""[^"]*)*"'
_LINE_END = re.compile(r"\r\n|\r|\n")


class SheetError(Exception):
    """A sheet, or grades for it, that do not fit: the file, the fact, the remedy."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: where it stands in the text, quotes included, and what it says."""

    start: int
    end: int
    value: str
    quoted: bool


Row = list[Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The text of a CSV file with its byte order mark and line ends, and its rows; the first one names the columns."""

    path: Path
    text: str
    rows: list[Row]

    @classmethod
    def read(cls, path: Path) -> Self:
        """The sheet in a file of UTF-8. Raises SheetError for anything else."""
        try:
            text = path.read_bytes().decode("utf-8")
        except OSError as error:
            raise SheetError(
                f"{path} cannot be read: {error.strerror}.\nGive the file that was exported from the platform."
            ) from None
        except UnicodeDecodeError as error:
            raise SheetError(
                f"{path} is not UTF-8 (byte {error.start}).\n"
                "Give the exported file itself, not one saved by a spreadsheet."
            ) from None
        return cls(path, text, _rows(path, text))

    def column(self, name: str) -> int:
        """The place of the column with this title. Raises SheetError unless there is exactly one."""
        titles = [cell.value.strip() for cell in self.rows[0]]
        if titles.count(name.strip()) == 1:
            return titles.index(name.strip())
        there = ", ".join(f'"{shown(title)}"' for title in titles if title)
        many = "more than one column" if name.strip() in titles else "no column"
        raise SheetError(f'{self.path} has {many} "{shown(name)}".\nIts columns are: {there}')

    def cell(self, row: int, column: int) -> Cell:
        """One cell; the row of titles is row 0. Raises SheetError where the row is too short."""
        cells = self.rows[row]
        if column >= len(cells):
            line = 1 + len(_LINE_END.findall(self.text, 0, cells[0].start))
            raise SheetError(
                f"{self.path}, line {line}: there are {len(cells)} cells, and column {column + 1} is asked for.\n"
                "Export the sheet anew."
            )
        return cells[column]

    def value(self, row: int, column: int) -> str:
        """What a cell says, or "" where the row is too short."""
        cells = self.rows[row]
        return cells[column].value.strip() if column < len(cells) else ""

    def filled(self, column: int, values: Mapping[int, str]) -> bytes:
        """The file with other values in one column, by row. Values are plain: no quote, delimiter or line end."""
        pieces, position = [], 0
        for row, value in sorted(values.items()):
            cell = self.cell(row, column)
            pieces += [self.text[position : cell.start], f'"{value}"' if cell.quoted else value]
            position = cell.end
        return "".join([*pieces, self.text[position:]]).encode("utf-8")


def _rows(path: Path, text: str) -> list[Row]:
    """The rows of the text, after a byte order mark."""
    start = len(_BOM) if text.startswith(_BOM) else 0
    delimiter = _delimiter(text, start)
    rows: list[Row] = []
    while start < len(text) or not rows:
        row, start = _row(path, text, start, delimiter)
        rows.append(row)
    return rows


def _delimiter(text: str, start: int) -> str:
    """What parts the titles: the delimiter that occurs most often in the first row, outside of quotes."""
    titles = re.compile(rf'(?:{_QUOTED}|[^"\r\n])*').match(text, start)
    bare = re.sub(_QUOTED, "", titles[0] if titles else "")
    return max(DELIMITERS, key=bare.count)


def _row(path: Path, text: str, start: int, delimiter: str) -> tuple[Row, int]:
    """The row that begins at `start`, and where the next one does."""
    pattern = re.compile(rf"{_QUOTED}|[^\"{delimiter}\r\n][^{delimiter}\r\n]*|")
    row: Row = []
    while True:
        row.append(_cell(pattern, text, start))
        start = row[-1].end
        if start == len(text):
            return row, start
        if line_end := _LINE_END.match(text, start):
            return row, line_end.end()
        if text[start] != delimiter:
            line = 1 + len(_LINE_END.findall(text[:start]))
            raise SheetError(f"{path}, line {line}: a quote is not closed, or not doubled.\nExport the sheet anew.")
        start += 1


def _cell(pattern: re.Pattern[str], text: str, start: int) -> Cell:
    match = pattern.match(text, start)
    assert match is not None  # the pattern matches nothing, too
    found = match[0]
    quoted = found.startswith('"')
    return Cell(start, match.end(), found[1:-1].replace('""', '"') if quoted else found, quoted)

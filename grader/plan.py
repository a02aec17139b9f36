"""What a kernel is told to run, and what it says of it: typed records, plain data on the way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np

MIB = 2**20


def place(display: str, number: int) -> str:
    """The name that tracebacks give a cell of a notebook."""
    return f"{display}, cell {number}"


@dataclass(frozen=True, slots=True)
class PlannedCell:
    """A code cell to run: its number in the notebook, its text, and the label of the exercise of its section."""

    number: int
    source: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """One run of a notebook.

    `display` is the notebook's name for people. `names` are the public names that each exercise promises, True for
    functions and classes; `companions` is the folder with the files beside the notebook ("" for none). Times are in
    seconds, for each cell and for all of them. With `tells_progress` the number of each cell is printed before it runs.
    """

    display: str
    cells: tuple[PlannedCell, ...]
    names: Mapping[str, Mapping[str, bool]]
    companions: str = ""
    cell_seconds: float = 60.0
    seconds: float = 300.0
    tells_progress: bool = True

    def place(self, number: int) -> str:
        """The name that tracebacks give a cell."""
        return place(self.display, number)


@dataclass(frozen=True, slots=True)
class Room:
    """Most bytes that may come back from one run: of values, of files that cells wrote, and of outputs, by cell too."""

    values: int = 24 * MIB
    files: int = 16 * MIB
    outputs: int = 6 * MIB
    outputs_of_cell: int = 2 * MIB
    most_files: int = 200


class CellRun(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one cell. `error` is empty where it ran to its end."""

    number: int
    error: str = ""
    seconds: float = 0.0


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """The names of an exercise that a notebook defines, each with the number of the cell that it was taken from.

    `own` names those that stand in the exercise's own section; `replaced` tells for a name in which later cell
    something that cannot be called took its place (0 where it was deleted). `values` is a pickle, opened in workers
    alone.
    """

    names: dict[str, int]
    own: list[str] = []
    replaced: dict[str, int] = {}
    values: bytes = b""
    problem: str = ""


class Ran(msgspec.Struct, frozen=True, kw_only=True):
    """A run of a notebook.

    `died` is the number of the cell in which the kernel ended (0: it did not), `why` what ended it.
    """

    cells: list[CellRun]
    found: dict[str, Found] = {}
    files: dict[str, bytes] = {}
    outputs: bytes = b""
    died: int = 0
    why: str = ""


def as_observation(record: Any) -> Any:
    """A record as what an observation may hold: bytes become arrays."""
    if isinstance(record, msgspec.Struct):
        return {name: as_observation(getattr(record, name)) for name in record.__struct_fields__}
    if isinstance(record, dict):
        return {name: as_observation(value) for name, value in record.items()}
    if isinstance(record, list):
        return [as_observation(value) for value in record]
    return np.frombuffer(record, np.uint8) if isinstance(record, bytes) else record


def from_observation(value: Any) -> Ran:
    """The inverse, for a value that a worker sent. Raises msgspec.ValidationError where it is no such record."""
    return msgspec.convert(_with_bytes(value), Ran)


def _with_bytes(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _with_bytes(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_with_bytes(item) for item in value]
    return value.tobytes() if isinstance(value, np.ndarray) else value

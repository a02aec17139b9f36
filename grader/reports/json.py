"""The grade as JSON, for programs. `python -m grader.reports.json` writes grade.schema.json anew from the record."""

from __future__ import annotations

import math
import os
import secrets
from pathlib import Path
from typing import Any

import msgspec

from grader.grade import SCHEMA_VERSION, Grade

SCHEMA_PATH = Path(__file__).parent.parent / "grade.schema.json"
_LARGEST_EXACT = 2**53


class ReportError(Exception):
    """A report that cannot be written or read: the file, the fact, the remedy."""


def write_json(grade: Grade, path: Path) -> None:
    """Write the grade to `path` as UTF-8 JSON that follows grade.schema.json.

    The file appears whole or not at all, and missing folders are made. Raises ReportError where the path cannot be
    written, or where a number of the grade is not finite.
    """
    try:
        data = _indented(msgspec.to_builtins(grade, order="deterministic"))
    except ValueError as error:
        raise ReportError(
            f"{path} is not written: {error}.\nThis is a fault of the grader; please report it."
        ) from None
    replace_file(path, data)


def read_json(path: Path) -> Grade:
    """The grade that write_json wrote to `path`. Raises ReportError for anything else."""
    try:
        grade = msgspec.json.decode(path.read_bytes(), type=Grade)
    except OSError as error:
        raise ReportError(
            f"{path} cannot be read: {error.strerror}.\nGive the path of a file that `pytest --report json=PATH` wrote."
        ) from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ReportError(
            f"{path} does not hold a grade: {error}.\nWrite it anew with `pytest --report json={path}`."
        ) from error
    if grade.schema_version != SCHEMA_VERSION:
        raise ReportError(
            f"{path} has schema version {grade.schema_version}, and this grader reads version {SCHEMA_VERSION}.\n"
            f"Write it anew with `pytest --report json={path}`."
        )
    return grade


def replace_file(path: Path, data: bytes) -> None:
    """Make `data` the content of the file at `path`, at once: a reader sees the old file or the new one.

    Missing folders are made, and a link is followed. Raises ReportError where the path cannot be written.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        # replacing /dev/stdout or a folder would destroy it
        raise ReportError(f"{path} is not a regular file, so no report can take its place.\nGive the path of a file.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _write_beside_and_move(target, data)
    except OSError as error:
        raise ReportError(
            f"{path} cannot be written: {error.strerror}.\nGive a path in a folder where you may write, with room left."
        ) from error


def _write_beside_and_move(target: Path, data: bytes) -> None:
    temporary = target.with_name(f".report-{secrets.token_hex(8)}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def schema() -> bytes:
    """The JSON Schema of what write_json writes, as indented JSON."""
    described = msgspec.json.schema(Grade)
    for definition in described["$defs"].values():
        _require_all(definition)
    return _indented(
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "The grade of one submission"} | described
    )


def _require_all(definition: dict[str, Any]) -> None:
    """A file always holds every field; the defaults are for the code that builds the record."""
    properties = definition.get("properties", {})
    for described in properties.values():
        described.pop("default", None)
    if properties:
        definition["required"] = list(properties)


def _indented(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(_plain(value)), indent=2) + b"\n"


def _plain(value: object) -> object:
    """The same value as JSON shows it best: whole numbers without `.0`, and no lone surrogate, which UTF-8 has not."""
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    return _plain_number(value) if isinstance(value, float) else value


def _plain_number(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError(f"the grade holds the number {value}, which JSON does not have")
    return int(value) if value.is_integer() and abs(value) < _LARGEST_EXACT else value


if __name__ == "__main__":
    replace_file(SCHEMA_PATH, schema())

"""Files of reports: a reader finds the old one or the new one, whole, and in UTF-8."""

from __future__ import annotations

import math
import os
import secrets
from pathlib import Path

import msgspec

_LARGEST_EXACT = 2**53


class ReportError(Exception):
    """A report that cannot be written or read: the file, the fact, the remedy."""


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


def replace_by_json(path: Path, value: object) -> None:
    """Make the value, plain data, the content of the file at `path`, as replace_file does.

    Raises ReportError where the path cannot be written, or where a number is not finite.
    """
    try:
        data = indented_json(value)
    except ValueError as error:
        raise ReportError(
            f"{path} is not written: {error}.\nThis is a fault of the grader; please report it."
        ) from None
    replace_file(path, data)


def indented_json(value: object) -> bytes:
    """Plain data as indented UTF-8 JSON. Raises ValueError where a number is not finite."""
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

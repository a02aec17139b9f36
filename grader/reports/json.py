"""The grade as JSON, for programs. `python -m grader.reports.json` writes grade.schema.json anew from the record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from grader.grade import SCHEMA_VERSION, Grade
from grader.reports.files import ReportError, indented_json, replace_by_json, replace_file

SCHEMA_PATH = Path(__file__).parent.parent / "grade.schema.json"


def write_json(grade: Grade, path: Path) -> None:
    """Write the grade to `path` as UTF-8 JSON that follows grade.schema.json.

    The file appears whole or not at all, and missing folders are made. Raises ReportError where the path cannot be
    written, or where a number of the grade is not finite.
    """
    told = msgspec.to_builtins(grade, order="deterministic")
    for notebook in told["notebooks"]:
        del notebook["executed"]  # large, and another report's
    replace_by_json(path, told)


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


def schema() -> bytes:
    """The JSON Schema of what write_json writes, as indented JSON."""
    described = msgspec.json.schema(Grade)
    del described["$defs"]["NotebookGrade"]["properties"]["executed"]
    for definition in described["$defs"].values():
        _require_all(definition)
    return indented_json(
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "The grade of one submission"} | described
    )


def _require_all(definition: dict[str, Any]) -> None:
    """A file always holds every field; the defaults are for the code that builds the record."""
    properties = definition.get("properties", {})
    for described in properties.values():
        described.pop("default", None)
    if properties:
        definition["required"] = list(properties)


if __name__ == "__main__":
    replace_file(SCHEMA_PATH, schema())

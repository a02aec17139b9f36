"""The notebook as it was run: the cells that were handed in, with the outputs of the run."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import nbformat
from nbformat import v4

from grader.notebooks import Cell, Notebook

MOST_OUTPUTS = 200  # of a cell
TAGS = re.compile(r"[^,\s]+")


def with_outputs(notebook: Notebook, outputs: bytes) -> str:
    """The notebook as JSON of version 4, which is valid whatever a worker says of its outputs.

    Args:
        notebook: As it was handed in.
        outputs: JSON, {number of a code cell: its outputs}.

    """
    made = v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    )
    told = _read(outputs)
    for index, cell in enumerate(notebook.cells):
        made.cells.append(_cell(cell, told.get(str(cell.number)), f"cell-{index}"))
    return str(nbformat.writes(made)).encode("utf-8", "replace").decode()  # JSON may hold halves of characters


def _cell(cell: Cell, outputs: Any, name: str) -> Any:
    metadata = {"tags": [tag for tag in dict.fromkeys(cell.tags) if TAGS.fullmatch(tag)]} if cell.tags else {}
    if cell.kind != "code":
        make = v4.new_markdown_cell if cell.kind == "markdown" else v4.new_raw_cell
        made = make(cell.source, id=name, metadata=metadata)
        if cell.attachments and _is_valid(attached := {**made, "attachments": cell.attachments}):
            made = nbformat.from_dict(attached)
        return made
    made = v4.new_code_cell(cell.source, id=name, metadata=metadata)
    for output in outputs[:MOST_OUTPUTS] if isinstance(outputs, list) else []:
        if _is_valid({**made, "outputs": [output]}):
            made.outputs.append(nbformat.from_dict(output))
    return made


def _read(outputs: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(outputs or b"{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _is_valid(cell: Mapping[str, Any]) -> bool:
    try:
        json.dumps(cell, allow_nan=False)  # NaN and Infinity are no JSON, though Python reads and writes them
        nbformat.validate(v4.new_notebook(cells=[nbformat.from_dict(cell)]), relax_add_props=True)
    except (nbformat.ValidationError, ValueError, RecursionError):
        return False
    return True

"""Notebooks that were handed in: their cells, read from JSON of any version. Nothing in them is run."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.errors import SubmissionError

MAX_NOTEBOOK_BYTES = 64 * 10**6
MAX_CELLS = 10_000
MAX_SOURCE = 2 * 10**6  # characters of all cells together
SKIPPED = "skip-execution"
OTHER_KERNELS = re.compile(r"(ir|julia|bash|javascript|octave|matlab|sas|scala|xcpp|rust)[-.\d]*", re.IGNORECASE)
NEWEST = 4  # the newest major version of the format
SAVE_AGAIN = "save it again in Jupyter"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: "code", "markdown" or "raw". Code cells are counted from 1 in `number`; it is 0 for others."""

    kind: str
    source: str
    number: int = 0
    tags: tuple[str, ...] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)
    attachments: Mapping[str, Any] = field(default_factory=dict)

    @property
    def runs(self) -> bool:
        """Whether there is something to execute."""
        return self.kind == "code" and bool(self.source.strip()) and SKIPPED not in self.tags

    @property
    def first_line(self) -> str:
        """The first line that says something."""
        return next((line.strip() for line in self.source.splitlines() if line.strip()), "")


@dataclass(frozen=True, slots=True)
class Notebook:
    """A notebook that was handed in.

    `display` is its name for people; `files` holds the small files in its folder by their path from there, and
    `left_out` names those that are too large or too many.
    """

    display: str
    cells: tuple[Cell, ...]
    files: Mapping[str, bytes] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


def read_notebook(data: bytes, display: str) -> Notebook:
    """The notebook in a file's bytes. Raises SubmissionError where it is none, or none that can be run."""
    found = _as_version_4(_json(data, display), display)
    _refuse_other_languages(found.get("metadata"), display)
    cells = tuple(_cells(found.get("cells"), display))
    if not any(cell.runs for cell in cells):
        raise SubmissionError(f"{display} holds no code: hand in the notebook that you have worked in")
    if len(cells) > MAX_CELLS or sum(len(cell.source) for cell in cells) > MAX_SOURCE:
        raise SubmissionError(f"{display} holds more than {MAX_CELLS:,} cells or {MAX_SOURCE / 10**6:g} MB of text")
    return Notebook(display, cells)


def _json(data: bytes, display: str) -> dict[str, Any]:
    text = _text(data, display)
    if not text.lstrip().startswith("{"):
        raise SubmissionError(
            f"{display} is no notebook, since it does not begin as one does: call a file of Python code .py"
        )
    try:
        found = json.loads(text)
    except RecursionError:
        raise SubmissionError(f"{display} is nested too deeply for a notebook: {SAVE_AGAIN}") from None
    except json.JSONDecodeError as error:
        what = "is cut short" if _is_cut(text, error) else f"is not valid JSON (line {error.lineno}: {error.msg})"
        raise SubmissionError(f"{display} {what}: {SAVE_AGAIN}") from None
    except ValueError:
        raise SubmissionError(f"{display} holds a number of too many digits: {SAVE_AGAIN}") from None
    if not isinstance(found.get("nbformat"), int) or not ("cells" in found or "worksheets" in found):
        raise SubmissionError(f"{display} is JSON, but no notebook: it has no cells, or no version of the format")
    return found  # type: ignore[no-any-return]


def _is_cut(text: str, error: json.JSONDecodeError) -> bool:
    """Whether JSON just ends, be it within a word."""
    left = text[error.pos :].rstrip()
    return error.msg.startswith("Unterminated") or any(word.startswith(left) for word in ("true", "false", "null"))


def _text(data: bytes, display: str) -> str:
    if len(data) > MAX_NOTEBOOK_BYTES:
        raise SubmissionError(
            f"{display} is larger than {MAX_NOTEBOOK_BYTES / 10**6:g} MB: clear its outputs, and save it again"
        )
    if not data.strip():
        raise SubmissionError(f"{display} is empty: {SAVE_AGAIN}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SubmissionError(f"{display} is not UTF-8 text: {SAVE_AGAIN}") from None


def _as_version_4(found: dict[str, Any], display: str) -> dict[str, Any]:
    version = found["nbformat"]
    if version > NEWEST:
        raise SubmissionError(f"{display} is of version {version} of the format: save it as version {NEWEST}")
    if version == NEWEST:
        return found
    import nbformat

    try:
        for sheet in found.get("worksheets", []):
            for cell in sheet["cells"]:
                cell.pop("outputs", None)  # they may be large, and are made anew
                if cell["cell_type"] == "code":
                    cell["outputs"] = []
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return dict(nbformat.convert(nbformat.from_dict(found), NEWEST))
    except Exception as error:
        reason = type(error).__name__
        raise SubmissionError(
            f"{display} is not what version {version} of the format asks for ({reason}): {SAVE_AGAIN}"
        ) from error


def _refuse_other_languages(metadata: object, display: str) -> None:
    language = _language(_mapping(metadata))
    if not language.lower().startswith(("python", "ipython")):
        raise SubmissionError(f"{display} is written for {language}: hand in a notebook in Python")


def _language(metadata: Mapping[str, Any]) -> str:
    """The language that a notebook states; its kernel's name, which anybody may choose, counts for well-known ones."""
    info, spec = _mapping(metadata.get("language_info")), _mapping(metadata.get("kernelspec"))
    stated = [name for name in (info.get("name"), spec.get("language")) if isinstance(name, str) and name]
    kernel = str(spec.get("name", ""))
    return stated[0] if stated else kernel if OTHER_KERNELS.fullmatch(kernel) else "python"


def _cells(found: object, display: str) -> Iterator[Cell]:
    if not isinstance(found, list) or not all(isinstance(cell, dict) for cell in found):
        raise SubmissionError(f"{display} holds something that is no cell: {SAVE_AGAIN}")
    number = 0
    for cell in found:
        metadata = _mapping(cell.get("metadata"))
        tags = metadata.get("tags")
        number += cell.get("cell_type") == "code"
        yield Cell(
            kind=str(cell.get("cell_type")),
            source=_source(cell.get("source")),
            number=number if cell.get("cell_type") == "code" else 0,
            tags=tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
            metadata=metadata,
            attachments=_mapping(cell.get("attachments")),
        )


def _mapping(found: object) -> dict[str, Any]:
    return found if isinstance(found, dict) else {}


def _source(found: object) -> str:
    """A cell's text, which may be stored as a list of lines; with newlines alone at the lines' ends."""
    lines = found if isinstance(found, list) else [found]
    text = "".join(line for line in lines if isinstance(line, str))
    text = text.encode("utf-8", "replace").decode()  # JSON may hold halves of characters, Python's text may not
    return text.replace("\r\n", "\n").replace("\r", "\n")

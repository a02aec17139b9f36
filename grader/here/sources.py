"""The text of a submission: its module, and the files handed in beside it that it imports."""

from __future__ import annotations

import ast
import contextlib
import importlib.util
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath


def with_imported(own: Mapping[str, str], beside: Mapping[str, bytes]) -> dict[str, str]:
    """The submission's own texts by their names, first, and those of the files that they import, and they in turn.

    What only a run could tell (`importlib.import_module(name)`, `exec`) is not followed, nor what is not Python text.
    """
    found = dict(own)
    for path in (waiting := list(found)):  # grows meanwhile
        for wanted in _imports(found[path], PurePosixPath(path).parent.parts):
            if wanted in beside and wanted not in found:
                with contextlib.suppress(SyntaxError, UnicodeError, LookupError):
                    found[wanted] = importlib.util.decode_source(beside[wanted])
                    waiting.append(wanted)
    return found


def _imports(text: str, package: Sequence[str]) -> Iterator[str]:
    """The paths where a file of this package may find what it imports."""
    with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        for node in ast.walk(ast.parse(text)):
            for name in _names(node, package):
                for length in range(1, len(name) + 1):
                    start = "/".join(name[:length])
                    yield from (f"{start}.py", f"{start}/__init__.py")


def _names(node: ast.AST, package: Sequence[str]) -> list[list[str]]:
    """The modules that a statement may import, each as its parts."""
    if isinstance(node, ast.Import):
        return [alias.name.split(".") for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        here = list(package)[: len(package) - node.level + 1] if node.level else []
        module = [*here, *(node.module.split(".") if node.module else [])]
        return [[*module, alias.name] for alias in node.names]
    return []

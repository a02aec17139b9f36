"""Names in source text: what a module or a notebook's cell binds, and what it uses. Nothing is run."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_PYTHON_BELOW = re.compile(r"\A\s*%%(time|timeit|capture|prun)\b[^\n]*")
_OTHER_BELOW = re.compile(r"\A\s*%%")
_LINE = re.compile(r"^([ \t]*)[%!][^\n]*$", re.MULTILINE)
_RESULT = re.compile(r"^([ \t]*[\w, \t]+=[ \t]*)[%!][^\n]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Binding:
    """A name that a top-level statement binds; `imported` where an import does."""

    name: str
    imported: bool = False


def parsed(source: str) -> ast.Module:
    """The syntax tree of a module or of a cell, with IPython's magics taken out; empty where it is not Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about the text itself, such as an invalid escape
            return ast.parse(without_magics(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


def without_magics(source: str) -> str:
    """The Python in a cell, every line where it was: magics and shell escapes become `pass` or `None`."""
    source = _PYTHON_BELOW.sub("pass", source)
    if _OTHER_BELOW.match(source):
        return ""
    return _RESULT.sub(r"\1None", _LINE.sub(r"\1pass", source))


def lines_above(source: str) -> int:
    """The lines of a cell before the Python that a magic such as `%%time` runs; 0 where there is none."""
    magic = _PYTHON_BELOW.match(source)
    return source.count("\n", 0, magic.end()) + 1 if magic else 0


def bindings(tree: ast.AST) -> Iterator[Binding]:
    """What runs at the top level binds, in branches and loops too, but not inside functions and classes."""
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield Binding(node.name)
            case ast.Import() | ast.ImportFrom():
                for alias in node.names:
                    yield Binding(alias.asname or alias.name.partition(".")[0], imported=True)
            case ast.Name(ctx=ast.Store()):
                yield Binding(node.id)
            case ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                pass
            case _:
                yield from bindings(node)


def definitions(source: str) -> str:
    """Of a cell what defines something and calls nothing: imports, functions, classes and plain values."""
    lines = without_magics(source).split("\n")
    body = parsed(source).body
    for node in body:
        if not _only_defines(node):
            lines[node.lineno - 1 : node.end_lineno] = [""] * ((node.end_lineno or node.lineno) - node.lineno + 1)
    return "\n".join(lines) if body else ""


def _only_defines(node: ast.stmt) -> bool:
    if isinstance(node, ast.Assign | ast.AnnAssign):
        return not any(isinstance(each, ast.Call | ast.Await) for each in ast.walk(node))
    kinds = ast.Import | ast.ImportFrom | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return isinstance(node, kinds)


def used(tree: ast.AST) -> set[str]:
    """Every name that is read anywhere in a tree."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def promised(source: str) -> dict[str, bool]:
    """The public names that a stub defines: True for functions and classes, False for anything else."""
    found: dict[str, bool] = {}
    for node in parsed(source).body:
        callable_ = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        for binding in bindings(ast.Module([node], [])):
            if not binding.imported and not binding.name.startswith("_"):
                found[binding.name] = callable_
    return found


@dataclass(frozen=True, slots=True)
class Statement:
    """A top-level statement, and the number of the source that it stands in."""

    source: int
    node: ast.stmt
    text: str


def reachable(sources: Sequence[str], names: Iterable[str]) -> list[Statement]:
    """The top-level statements by which these names come about, and those that they use in turn, in their order.

    Expressions that only run something, such as a call that trains and prints, are not among them.
    """
    statements = [
        Statement(number, node, ast.get_source_segment(text, node) or "")
        for number, text in enumerate(map(without_magics, sources))
        for node in parsed(text).body
    ]
    bound = [{binding.name for binding in bindings(ast.Module([each.node], []))} for each in statements]
    wanted, chosen = set(names), set[int]()
    while fresh := {i for i, found in enumerate(bound) if i not in chosen and found & wanted}:
        chosen |= fresh
        for index in fresh:
            wanted |= used(statements[index].node)
    return [statements[index] for index in sorted(chosen)]

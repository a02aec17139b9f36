"""Names in source text: what a module or a notebook's cell binds, and what it uses. Nothing is run."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

_PYTHON_BELOW = re.compile(r"\A((?:[ \t]*\n)*)[ \t]*%%(time|timeit|capture|prun)\b[^\n]*")
_OTHER_BELOW = re.compile(r"\A\s*%%")
_REST = r"(?:\\\n|[^\n])*$"  # of a line, and those that it goes on in
_LINE = re.compile(rf"^([ \t]*)(?:[%!?]{_REST}|[\w.]+\?\??[ \t]*$)", re.MULTILINE)
_RESULT = re.compile(rf"^([ \t]*\w[\w, \t]*=[ \t]*)[%!]{_REST}", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Binding:
    """A name that a top-level statement binds; `imported` where an import does."""

    name: str
    imported: bool = False


def parsed(source: str) -> ast.Module:
    """The syntax tree of a module or of a cell, with IPython's magics taken out; empty where it is not Python."""
    return _tree(without_magics(source)) or ast.Module([], [])


def _tree(source: str) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about the text itself, such as an invalid escape
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def without_magics(source: str) -> str:
    """The Python in a cell, every line where it was: magics and shell escapes become `pass` or `None`."""
    if _tree(source):
        return source  # a line of Python may begin with % too, where an expression goes on
    source = _PYTHON_BELOW.sub(r"\1pass", source)
    if _OTHER_BELOW.match(source):
        return ""
    return _RESULT.sub(partial(_instead, "None"), _LINE.sub(partial(_instead, "pass"), source))


def _instead(word: str, magic: re.Match[str]) -> str:
    return magic[1] + word + "\n" * magic[0].count("\n")


def lines_above(source: str) -> int:
    """The lines of a cell before the Python that a magic such as `%%time` runs; 0 where there is none."""
    magic = _PYTHON_BELOW.match(source)
    return source.count("\n", 0, magic.end()) + 1 if magic else 0


def bindings(tree: ast.AST) -> Iterator[Binding]:
    """What runs at the top level binds, in branches and loops too, but not inside functions and classes."""
    waiting = [tree]  # no recursion: an expression may be nested deeply
    for node in waiting:
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
                waiting += ast.iter_child_nodes(node)


def definitions(source: str) -> str:
    """Of a cell what defines something and calls nothing: imports, functions, classes and plain values."""
    lines = without_magics(source).split("\n")
    body = parsed(source).body
    for together in _sharing_lines(body):
        if not all(map(_only_defines, together)):
            first, last = together[0].lineno - 1, together[-1].end_lineno or len(lines)
            lines[first:last] = [""] * (last - first)
    return "\n".join(lines) if body else ""


def _sharing_lines(body: Sequence[ast.stmt]) -> list[list[ast.stmt]]:
    """Statements in their order; those with a semicolon between them stand together."""
    found: list[list[ast.stmt]] = []
    for node in body:
        if found and node.lineno <= (found[-1][-1].end_lineno or 0):
            found[-1].append(node)
        else:
            found.append([node])
    return found


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

    @property
    def lines(self) -> range:
        """The numbers of its lines, from the first decorator on."""
        above = [each.lineno for each in getattr(self.node, "decorator_list", [])]
        return range(min([self.node.lineno, *above]), (self.node.end_lineno or self.node.lineno) + 1)


def reachable(sources: Sequence[str], names: Iterable[str]) -> list[Statement]:
    """The top-level statements by which these names come about, and those that they use in turn, in their order.

    Expressions that only run something, such as a call that trains and prints, are not among them.
    """
    statements = [Statement(number, node) for number, source in enumerate(sources) for node in parsed(source).body]
    binders: dict[str, set[int]] = {}
    for index, each in enumerate(statements):
        for binding in bindings(ast.Module([each.node], [])):
            binders.setdefault(binding.name, set()).add(index)
    waiting, chosen = [*names, "*"], set[int]()  # an import of everything may bring any name
    for name in waiting:
        fresh = binders.pop(name, set()) - chosen
        chosen |= fresh
        for index in fresh:
            waiting += used(statements[index].node)
    return [statements[index] for index in sorted(chosen)]

"""The course as notebooks to hand out: a notebook for each chapter, with a section for each exercise."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import v4

from grader.course import REFERENCES, STUBS, Course, Exercise, docstring
from grader.errors import CourseError
from grader.names import promised

METADATA = {
    "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
    "language_info": {"name": "python"},
}
TRY_HERE = "# Try things here. What you write in this cell is run, and costs no points."


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a module: the text of one cell, and the public name that it defines ("" for what comes first)."""

    name: str
    text: str


def notebooks(course: Course, tree: str = STUBS) -> dict[str, str]:
    """The text of each chapter's notebook, by the chapter's name.

    Args:
        course: Where to read.
        tree: Whose modules fill the cells: those of the stubs, or of the references (`solutions`).

    Raises:
        CourseError: A module is missing, or is not Python.

    """
    return {chapter: nbformat.writes(_chapter(course, chapter, tree)) for chapter in sorted(course.chapters)}


def _chapter(course: Course, chapter: str, tree: str) -> Any:
    made = v4.new_notebook(metadata=METADATA)
    readme = course.root / STUBS / chapter / "README.md"
    text = readme.read_text("utf-8") if readme.is_file() else f"# {chapter.replace('_', ' ')}\n"
    made.cells.append(v4.new_markdown_cell(text.strip(), id=chapter))
    exercises = [exercise for exercise in course.exercises if exercise.chapter == chapter]
    for exercise in sorted(exercises, key=lambda each: _place(text, each.name)):
        made.cells += _section(exercise, exercise.path(course.root / tree))
    nbformat.validate(made)
    return made


def _place(text: str, name: str) -> tuple[int, str]:
    """Where the chapter's text first names a module; those that it does not name come last."""
    found = text.find(f"`{name}`")
    return (found if found >= 0 else len(text), name)


def _section(exercise: Exercise, path: Path) -> Iterator[Any]:
    """A heading that names the exercise, its text, a cell for each name, and one to try things in."""
    told = {"grader": {"exercise": exercise.label}}
    yield v4.new_markdown_cell(f"## {exercise.name}\n\n{docstring(path)}".strip(), id=exercise.name)
    for part in parts(path):
        yield v4.new_code_cell(part.text, id=_id(exercise, part.name or "first"), metadata=told)
    yield v4.new_code_cell(TRY_HERE, id=_id(exercise, "try"), metadata=told)


def _id(exercise: Exercise, name: str) -> str:
    return f"{exercise.name}-{name}"[:64]


def parts(path: Path) -> list[Part]:
    """A module in the pieces that make good cells: what comes before the first public name, then each such name.

    What stands between two of them, private helpers for instance, goes with the second. Raises CourseError where there
    is no such module, or where it is not Python.
    """
    try:
        source = path.read_text("utf-8")
        nodes = ast.parse(source).body
    except (OSError, SyntaxError, ValueError) as error:
        raise CourseError(f"{path} cannot be made a notebook of: {error}. Write it, or mend it") from None
    found: list[Part] = []
    waiting: list[str] = []
    for node, text in zip(nodes, _texts(source, nodes), strict=True):
        name = next(iter(promised(ast.unparse(node))), "")
        if name and isinstance(node, ast.FunctionDef | ast.ClassDef) and not found and waiting:
            found.append(Part("", _joined(waiting)))
            waiting = []
        waiting.append(text)
        if name and (found or isinstance(node, ast.FunctionDef | ast.ClassDef)):
            found.append(Part(name, _joined(waiting)))
            waiting = []
    return [*found, Part("last" if found else "", _joined(waiting))] if _joined(waiting) else found


def _texts(source: str, nodes: Sequence[ast.stmt]) -> Iterator[str]:
    """The text of each statement with the comments above it; nothing for the module's docstring."""
    lines, done = source.splitlines(), 0
    for number, node in enumerate(nodes):
        end = node.end_lineno or node.lineno
        said = number == 0 and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        yield "" if said else "\n".join(lines[done:end])
        done = end


def _joined(texts: Sequence[str]) -> str:
    return "\n".join(texts).strip("\n").strip()


def write(course: Course, folder: Path, *, solutions: bool = False, force: bool = False) -> list[Path]:
    """Write every chapter's notebook into a folder.

    Raises:
        CourseError: A module is missing or broken, or a notebook is there already and `force` is not given.

    """
    made = {
        folder / f"{name}.ipynb": text for name, text in notebooks(course, REFERENCES if solutions else STUBS).items()
    }
    there = [path for path in made if path.exists()]
    if there and not force:
        raise CourseError(
            f"{there[0]} is there already, perhaps with somebody's work: choose another folder, or --force"
        )
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in made.items():
        path.write_text(f"{text}\n", "utf-8")
    return list(made)

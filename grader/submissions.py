"""Submissions: the modules of the course, and the notebooks, that were handed in. Nothing in them is run."""

from __future__ import annotations

import codecs
import contextlib
import difflib
import io
import tempfile
import tokenize
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import TypedDict

from grader import archives
from grader.course import STUBS, Course, Exercise
from grader.errors import SubmissionError
from grader.notebooks import MAX_NOTEBOOK_BYTES, Notebook, read_notebook
from grader.text import shown

NOTEBOOK = ".ipynb"
FORMS = "a .py file, a notebook, a folder or a .zip"
MAX_MODULE_BYTES = 10**6
MAX_COMPANIONS = 200
MAX_COMPANION_BYTES = 20 * 10**6
MAX_ENTRIES = 20_000

# beside names that begin with a dot; the last two hold files called like modules, in a course's solutions
IGNORED = {"__MACOSX", "__pycache__", "site-packages", "node_modules", "venv", "env", "mistakes", "alternatives"}
# what steers pytest or the interpreter does not help a module, nor does what is handed in for itself
STEERING = (
    *("test_*.py", "*_test.py", "conftest.py", "pytest.ini", "pytest.toml", "pyproject.toml", "tox.ini", "setup.cfg"),
    *("sitecustomize.py", "usercustomize.py", "*.pth", "*.zip", "*.ipynb"),
    *("*.pyc", "*.so", "*.pyd"),  # modules that nobody can read
)
# text codecs that take quadratic time, warn, or turn one character of code into another
ODD_CODECS = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "utf-7"}


@dataclass(frozen=True, slots=True)
class Source:
    """One module that was handed in.

    `display` is its name for people, `text` its text with every line end as a newline. Where it is not Python text,
    `text` is empty, and `problem` is a sentence that says why and what to do. `files` holds the small files in its
    folder by their path from there, itself among them; `left_out` names those that are too large or too many,
    or called modules and no Python text.
    """

    display: str
    text: str
    problem: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Submission:
    """What was handed in: the modules by their exercise, and notebooks, whose exercises show when they have run.

    `unread` says of each notebook that cannot be read why, where there is something else to grade.
    """

    modules: Mapping[Exercise, Source] = field(default_factory=dict)
    notebooks: tuple[Notebook, ...] = ()
    unread: Mapping[str, str] = field(default_factory=dict)


class _UnreadableError(Exception):
    """Why one module cannot be read, and the remedy."""


def read_submission(path: Path, course: Course) -> Submission:
    """What was handed in, read.

    `path` is a module, a notebook, a folder of them (one that mirrors the exercises, wrapped in others or not, a whole
    checkout, or modules lying loose) or a zip of such a folder. What concerns one module alone becomes that source's
    problem. Raises SubmissionError where nothing can be graded, or where it is not clear what should be.
    """
    readers = {".py": _read_module, ".zip": _read_zip, NOTEBOOK: _read_notebook}
    try:
        if path.is_dir():
            return _read_folder(path.resolve(), path.resolve().name, course)
        if not path.exists():
            raise SubmissionError(f"{path} does not exist: give the path of {FORMS}")
        reader = readers.get(path.suffix.lower()) if path.is_file() else None
        if reader is None:
            raise SubmissionError(
                f"{path} is neither a .py file nor a notebook, a folder or a .zip: hand in one of these"
            )
        return reader(path, course)
    except OSError as error:
        raise SubmissionError(f"{path} cannot be read ({error.strerror}): check its name and permissions") from error


def _read_module(path: Path, course: Course) -> Submission:
    # a folder of another chapter does not matter for a file that was named by itself
    exercise = _owner(path, [path.resolve().parent.name], course) or _owner(path, [], course)
    if exercise is None:
        near = difflib.get_close_matches(path.stem, [each.name for each in course.exercises], n=1)
        guess = f" (perhaps {near[0]}.py)" if near else ""
        raise SubmissionError(f"{path.name} is called like no exercise: give it the name of its stub{guess}")
    module = path.resolve()
    return Submission({exercise: _source(module, path.name, module.parent)})


def _read_zip(path: Path, course: Course) -> Submission:
    with tempfile.TemporaryDirectory(prefix="submission-") as folder:
        target = Path(folder).resolve()
        archives.unpack(path, target)
        return _read_folder(target, path.name, course)


def _read_notebook(path: Path, _course: Course) -> Submission:
    notebook = path.resolve()
    return Submission(notebooks=(_notebook(notebook, shown(path.name), notebook.parent),))


def _notebook(path: Path, display: str, root: Path) -> Notebook:
    try:
        return read_notebook(_contents(path, root, MAX_NOTEBOOK_BYTES), display)
    except _UnreadableError as reason:
        raise SubmissionError(f"{display} {reason}") from None


def _read_folder(root: Path, name: str, course: Course) -> Submission:
    tree = _unwrapped(root)
    paths = sorted([*_walk(tree), *_beside_stubs(tree)])
    found = _modules(paths, root, name, course)
    notebooks = [path for path in paths if path.suffix.lower() == NOTEBOOK]
    if not found and not notebooks:
        raise SubmissionError(
            f"{name} holds no module of the course and no notebook: give each .py file the name of its stub"
        )
    folders = {path.parent for path in [*found.values(), *notebooks]}
    beside = {folder: _companions(folder, paths, root, course) for folder in folders}
    modules = {
        exercise: replace(_source(path, _display(path, root, name), root), **beside[path.parent])
        for exercise, path in sorted(found.items())
    }
    read, unread = [], {}
    for path in notebooks:
        try:
            read.append(replace(_notebook(path, _display(path, root, name), root), **beside[path.parent]))
        except SubmissionError as error:
            unread[_display(path, root, name)] = str(error)
    if unread and not modules and not read:
        raise SubmissionError("\n".join(unread.values()))
    return Submission(modules, tuple(read), unread)


def _modules(paths: Sequence[Path], root: Path, name: str, course: Course) -> dict[Exercise, Path]:
    """The path of each exercise's module."""
    found: dict[Exercise, Path] = {}
    for path in paths:
        exercise = _owner(path, [name, *path.relative_to(root).parent.parts], course)
        if exercise in found:
            both = " and ".join(_display(each, root, name) for each in (found[exercise], path))
            raise SubmissionError(f"{both} are both {exercise.label}: hand in one of them")
        if exercise is not None:
            found[exercise] = path
    return found


def _owner(path: PurePath, folders: Sequence[str], course: Course) -> Exercise | None:
    """The exercise whose module a file is, by its name and by the nearest of its folders that is a chapter, if any is.

    Raises SubmissionError where only a chapter could tell between several.
    """
    if path.suffix.lower() != ".py":
        return None
    chapter = next((folder for folder in reversed(folders) if folder in course.chapters), None)
    fitting = [each for each in course.exercises if each.name == path.stem and chapter in {None, each.chapter}]
    if len(fitting) > 1:
        labels = " or ".join(each.label for each in fitting)
        raise SubmissionError(f"{path.name} may be {labels}: put it into a folder with the chapter's name")
    return fitting[0] if fitting else None


def _unwrapped(folder: Path) -> Path:
    """The tree of exercises: past folders that only wrap another one, and inside a checkout's `exercises`."""
    while True:
        entries = _entries(folder)
        folders = [entry for entry in entries if _is_folder(entry)]
        if folder / STUBS in folders:
            return folder / STUBS
        if len(folders) != 1 or any(entry.suffix.lower() in {".py", NOTEBOOK} for entry in entries):
            return folder
        folder = folders[0]


def _beside_stubs(tree: Path) -> list[Path]:
    """Notebooks that lie at the top of a checkout, where the tree is its folder of exercises."""
    if tree.name != STUBS:
        return []
    return [entry for entry in _entries(tree.parent) if entry.suffix.lower() == NOTEBOOK and entry.is_file()]


def _walk(tree: Path) -> Iterator[Path]:
    """Everything below a folder but folders; one that is called like a module is not taken for a folder."""
    waiting = [tree]
    seen = 0
    while waiting:
        for entry in _entries(waiting.pop()):
            seen += 1
            if seen > MAX_ENTRIES:
                raise SubmissionError(
                    f"{tree} holds more than {MAX_ENTRIES:,} files: hand in the folder with the exercises alone"
                )
            if _is_folder(entry):
                waiting.append(entry)
            else:
                yield entry


def _entries(folder: Path) -> list[Path]:
    return [entry for entry in folder.iterdir() if not _is_ignored(entry)]


def _is_ignored(entry: Path) -> bool:
    return entry.name.startswith(".") or entry.name in IGNORED or (entry / "pyvenv.cfg").exists()


def _is_folder(entry: Path) -> bool:
    return entry.is_dir() and not entry.is_symlink() and entry.suffix != ".py"


def _display(path: Path, root: Path, name: str) -> str:
    return shown(f"{name}/{path.relative_to(root).as_posix()}")


def _source(path: Path, display: str, root: Path) -> Source:
    try:
        return Source(display, _decoded(_contents(path, root, MAX_MODULE_BYTES)))
    except _UnreadableError as reason:
        return Source(display, "", f"{display} {reason}")


def _contents(path: Path, root: Path, limit: int) -> bytes:
    """The bytes of a regular file of at most `limit` bytes inside `root`."""
    try:
        if path.is_dir():
            raise _UnreadableError("is a folder: hand in the file itself")
        if not path.is_file():
            raise _UnreadableError("is a broken link or no ordinary file: hand in the file itself")
        if not path.resolve().is_relative_to(root):
            raise _UnreadableError("is a link that leads out of what was handed in: hand in the file itself")
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise _UnreadableError(f"cannot be read ({error.strerror}): check its permissions") from error
    if len(data) > limit:
        raise _UnreadableError(f"is larger than {limit / 10**6:g} MB: hand in code alone")
    return data


def _decoded(data: bytes) -> str:
    """Source text from bytes, by Python's own rules: a byte order mark, a coding line, else UTF-8."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _UnreadableError("is UTF-16 text: save it as UTF-8")
    if b"\0" in data:
        raise _UnreadableError("holds NUL bytes, so it is no text or a damaged one: save it again, as UTF-8")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        if codecs.lookup(encoding).name in ODD_CODECS:
            raise _UnreadableError(f"is in the coding {encoding}, which is not read here: save it as UTF-8")
        return io.TextIOWrapper(io.BytesIO(data), encoding).read()
    except (SyntaxError, UnicodeError, LookupError) as error:
        raise _UnreadableError("is not UTF-8 text, nor what its coding line says: save it as UTF-8") from error


class _Beside(TypedDict):
    files: dict[str, bytes]
    left_out: tuple[str, ...]


def _companions(folder: Path, paths: Sequence[Path], root: Path, course: Course) -> _Beside:
    """The small files in a module's folder, as many as fit, the smallest first; and the names of the others."""
    helping = [
        path
        for path in paths
        if path.is_relative_to(folder)
        and may_help(path.relative_to(folder))
        and course.chapters.isdisjoint(path.relative_to(folder).parent.parts)
    ]
    helping.sort(key=lambda path: (path.lstat().st_size, path))
    files: dict[str, bytes] = {}
    room = {True: MAX_MODULE_BYTES, False: MAX_COMPANION_BYTES}  # judges read what is code
    for path in helping[:MAX_COMPANIONS]:
        is_code = path.suffix == ".py"
        with contextlib.suppress(_UnreadableError):
            data = _contents(path, root, room[is_code])
            if is_code:
                _decoded(data)
            files[path.relative_to(folder).as_posix()] = data
            room[is_code] -= len(data)
    names = [path.relative_to(folder).as_posix() for path in helping]
    return _Beside(files=files, left_out=tuple(name for name in names if name not in files))


def may_help(path: PurePath) -> bool:
    """Whether a file may lie beside a module or a notebook when it runs: not if it would steer something else."""
    return not any(map(path.match, STEERING)) and str(path).isprintable()

"""The course: which exercises there are, and where everything that belongs to one lies."""

from __future__ import annotations

import ast
import warnings
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from grader.errors import CourseError

STUBS = "exercises"
REFERENCES = "solutions"
CHAPTER = "[0-9][0-9]_*"


@dataclass(frozen=True, order=True, slots=True)
class Exercise:
    """A chapter and a module name; everything else is derived from these two."""

    chapter: str
    name: str

    @property
    def label(self) -> str:
        """The exercise as people write it: `03_autograd/no_grad_update`."""
        return f"{self.chapter}/{self.name}"

    def path(self, tree: Path) -> Path:
        """Its module in a tree of chapters."""
        return tree / self.chapter / f"{self.name}.py"

    def overlays(self, tree: Path, kind: str) -> dict[str, Path]:
        """The files laid over its reference, `mistakes` or `alternatives`, by name and in order."""
        folder = tree / self.chapter / kind / self.name
        return {path.stem: path for path in sorted(folder.glob("*.py"))}


@dataclass(frozen=True)
class Course:
    """The two trees below `root`: `exercises` with the stubs, and `solutions`, which a student may not have."""

    root: Path

    @cached_property
    def exercises(self) -> tuple[Exercise, ...]:
        """Every exercise that has a stub and checks (visible or hidden ones), in order.

        Raises CourseError where there is no folder of exercises.
        """
        stubs = self.root / STUBS
        if not stubs.is_dir():
            raise CourseError(f"{stubs} is not a folder: start from the folder that holds the course's {STUBS}/")
        tests = [test for tree in (STUBS, REFERENCES) for test in (self.root / tree).glob(f"{CHAPTER}/test_*.py")]
        named = {_named_by(test) for test in tests}
        return tuple(sorted(exercise for exercise in named if exercise.path(stubs).is_file()))

    @cached_property
    def chapters(self) -> frozenset[str]:
        """The names of the chapters' folders."""
        return frozenset(exercise.chapter for exercise in self.exercises)

    def stub(self, exercise: Exercise) -> Path:
        """What the student fills in. Raises CourseError where it is missing."""
        return _existing(exercise.path(self.root / STUBS), f"write the stub of {exercise.label}, or delete its checks")

    def reference(self, exercise: Exercise) -> Path:
        """The reference solution. Raises CourseError where it is missing."""
        path = exercise.path(self.root / REFERENCES)
        return _existing(path, f"write the reference of {exercise.label}, or delete its stub and checks")

    def mistakes(self, exercise: Exercise) -> dict[str, Path]:
        """The known wrong solutions, by name."""
        return exercise.overlays(self.root / REFERENCES, "mistakes")

    def alternatives(self, exercise: Exercise) -> dict[str, Path]:
        """The other right solutions, by name."""
        return exercise.overlays(self.root / REFERENCES, "alternatives")

    def title(self, exercise: Exercise) -> str:
        """The first line of the stub's module docstring, read without running the stub.

        A student may have broken the stub: then the reference's line stands in, or the module's name.
        """
        paths = (exercise.path(self.root / tree) for tree in (STUBS, REFERENCES))
        found = (docstring(path) for path in paths)
        return next((text.splitlines()[0] for text in found if text), exercise.name.replace("_", " "))

    def exercise_of(self, test_file: Path) -> Exercise:
        """The exercise that a file of checks belongs to.

        Raises CourseError where the file lies elsewhere, or where its exercise has no stub.
        """
        test_file = test_file.resolve()
        exercise = _named_by(test_file)
        twins = [
            self.root.resolve() / tree / exercise.chapter / f"test_{exercise.name}.py" for tree in (STUBS, REFERENCES)
        ]
        if test_file not in twins or not test_file.parent.match(CHAPTER):
            raise CourseError(
                f"{test_file} belongs to no exercise: name it {STUBS}/<nn_chapter>/test_<module>.py, "
                f"or {REFERENCES}/... for hidden checks"
            )
        self.stub(exercise)
        return exercise


def mistake_message(path: Path) -> str:
    """What a student who made this mistake reads: the module docstring, on one line.

    Raises CourseError where there is none.
    """
    text = docstring(path)
    if not text:
        raise CourseError(
            f"{path} has no readable module docstring: write the sentence that a student who made this mistake reads"
        )
    return " ".join(text.split())


def docstring(path: Path) -> str:
    """The module docstring of a source file, read without running it; "" where there is none to be read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about the file's own text, such as an invalid escape
            return ast.get_docstring(ast.parse(path.read_bytes())) or ""
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return ""


def _named_by(test_file: Path) -> Exercise:
    return Exercise(test_file.parent.name, test_file.stem.removeprefix("test_"))


def _existing(path: Path, remedy: str) -> Path:
    if not path.is_file():
        raise CourseError(f"{path} is missing: {remedy}")
    return path

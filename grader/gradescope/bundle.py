"""The autograder's zip: two scripts, the course, the grader, and the versions to install."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

from grader.errors import CourseError
from grader.gradescope.wheel import DISTRIBUTION, tree, wheel, zipped
from grader_rootdir import SETTINGS_FILES

SCRIPTS = ("setup.sh", "run_autograder")
TREES = ("exercises", "solutions")
CONSTRAINTS = "constraints.txt"


def bundle(root: Path, options: Sequence[str], include: Sequence[Path], index: str | None) -> bytes:
    """The zip for the course at `root`, as bytes.

    `options` go to pytest with each submission. `include` are further files and folders of the course; `index` is the
    address of one more index of packages. Raises CourseError where `root` holds no course or `include` leads out of it.
    """
    name, grader = wheel()
    scripts = {script: Path(__file__).with_name(script).read_bytes() for script in SCRIPTS}
    files = {
        **scripts,
        **_course(root, include),
        f"packages/{name}": grader,
        CONSTRAINTS: _constraints(root),
        "pip.conf": f"[install]\n{f'extra-index-url = {index}' if index else ''}\n".encode(),
        "options.json": json.dumps(list(options)).encode(),
    }
    return zipped(files, executable=frozenset(SCRIPTS))


def _course(root: Path, include: Sequence[Path]) -> dict[str, bytes]:
    for name in TREES:
        if not (root / name).is_dir():
            raise CourseError(f"{root} holds no folder {name}: run this in the folder of a course")
    usual = [root / name for name in (*TREES, "conftest.py", *SETTINGS_FILES) if (root / name).exists()]
    files: dict[str, bytes] = {}
    for path in [*usual, *(_within(root, path) for path in include)]:
        name = f"course/{path.relative_to(root).as_posix()}"
        files |= tree(path, name) if path.is_dir() else {name: path.read_bytes()}
    return files


def _within(root: Path, path: Path) -> Path:
    found = (root / path).resolve()
    if not found.is_relative_to(root.resolve()) or not found.exists():
        raise CourseError(f"{path} is not in {root}: --include takes files and folders of the course")
    return root / found.relative_to(root.resolve())


def _constraints(root: Path) -> bytes:
    """The course's own constraints, else the versions that are installed here."""
    own = root / CONSTRAINTS
    if own.is_file():
        return own.read_bytes()
    wanted = [Requirement(text) for text in metadata.requires(DISTRIBUTION) or []]
    here = [each.name for each in wanted if each.marker is None or each.marker.evaluate({"extra": ""})]
    return "".join(f"{name}=={_public_version(name)}\n" for name in here).encode()


def _public_version(name: str) -> str:
    """Without the part after `+`, which names a build: the image may take another build of the same version."""
    return metadata.version(name).partition("+")[0]

"""Courses to try the grader on, and its command lines run as users run them.

Every test from outside starts an interpreter or two that import torch. So a module runs the grader a few times, in
fixtures of its own, and many tests look at what came of it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

COURSES = Path(__file__).with_name("courses")
HANGS = 600  # seconds; only a test that is about to fail waits so long

collect_ignore = ["courses"]


@dataclass(frozen=True, slots=True)
class Run:
    """What a command left: its exit status, what it printed on stdout and stderr, and the grade where it wrote one."""

    status: int
    text: str
    errors: str
    grade: dict[str, Any] = field(default_factory=dict)

    @property
    def checks(self) -> dict[str, dict[str, Any]]:
        """Each check of the grade by the end of its id: `test_double.py::test_doubles[3]`."""
        return {check["id"].rpartition("/")[2]: check for one in self.exercises.values() for check in one["checks"]}

    @property
    def exercises(self) -> dict[str, dict[str, Any]]:
        """Each exercise of the grade by its name."""
        return {one["name"]: one for one in self.grade["exercises"]}

    @property
    def verdicts(self) -> dict[str, str]:
        """The status of each check."""
        return {name: check["status"] for name, check in self.checks.items()}


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    """The variables of a user's shell: nothing of the pytest that runs these tests, nor of the CI that runs that."""
    foreign = ("PYTEST", "PY_COLORS", "CI", "GITHUB_", "GITLAB_", "BUILD_NUMBER")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return kept | {"COLUMNS": "100", "NO_COLOR": "1", "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}


@pytest.fixture(scope="session")
def copy_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A function that gives a fresh copy of one of the courses in `courses/`."""
    return lambda name: shutil.copytree(COURSES / name, tmp_path_factory.mktemp(name) / name)


@pytest.fixture(scope="session")
def submit(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """A function that writes a submission: `submit(double="def double(x): ...")` gives the path of its folder."""

    def write(**modules: str) -> str:
        folder = tmp_path_factory.mktemp("submission")
        for name, text in modules.items():
            (folder / f"{name}.py").write_text(text)
        return str(folder)

    return write


@pytest.fixture(scope="session")
def run(environment: Mapping[str, str]) -> Callable[..., Run]:
    """A function that runs a command in a folder to its end."""

    def to_its_end(folder: Path, *command: str, **variables: str) -> Run:
        done = subprocess.run(
            command,
            cwd=folder,
            env={**environment, **variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=HANGS,
            check=False,
        )
        return Run(done.returncode, done.stdout.decode(), done.stderr.decode())

    return to_its_end


@pytest.fixture(scope="session")
def open_interpreter(run: Callable[..., Run]) -> str:
    """An interpreter of this version that other users can run; it takes the packages of this one from PYTHONPATH."""
    if sys.platform == "win32" or os.geteuid() != 0:
        pytest.skip("only root can become another user")
    version = "import sys; print(*sys.version_info[:2])"
    for name in (sys.executable, *(f"/usr{local}/bin/python3" for local in ("", "/local"))):
        path = os.path.realpath(name)
        ways_there = [path, *map(str, Path(path).parents)]
        if not all(Path(way).exists() and Path(way).stat().st_mode & 0o001 for way in ways_there):
            continue
        if run(Path.cwd(), name, "-c", version).text.split() == [str(part) for part in sys.version_info[:2]]:
            return name
    pytest.skip("no interpreter of this version lies where other users reach it")


@pytest.fixture(scope="session")
def grade_in(run: Callable[..., Run], tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Run]:
    """A function that grades with pytest, in a course's folder and with these options."""

    def graded(course: Path, *options: str, **variables: str) -> Run:
        report = tmp_path_factory.mktemp("report") / "grade.json"
        done = run(course, sys.executable, "-m", "pytest", "--report", f"json={report}", *options, **variables)
        grade = json.loads(report.read_bytes()) if report.exists() else {}
        return Run(done.status, done.text, done.errors, grade)

    return graded


@pytest.fixture(scope="session")
def verify_in(run: Callable[..., Run]) -> Callable[..., Run]:
    """A function that runs `grader verify` in a course's folder."""
    code = "from grader.cli import main; main(prog_name='grader')"
    return lambda course, *options: run(course, sys.executable, "-c", code, "verify", *options)

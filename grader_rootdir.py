"""Keeps pytest's settings out of a submission's hands.

Before any plugin is loaded, pytest takes the PATH of `pytest --submission PATH` for a path of tests, and obeys the
pyproject.toml or pytest.ini that it finds there: its `addopts = -p ...` would run a student's code beside the answers.
No hook comes early enough. So `grader_rootdir.pth` loads this module when an interpreter starts with `--submission` as
a word of its command line, and the course's own settings are given to pytest beforehand. Nothing of the grader is
imported here. (`--submission=PATH`, in one word, is nothing that pytest would take for a path.)

PYTEST_DONT_REWRITE: it is loaded before pytest could.
"""

import os
import shlex
from pathlib import Path

SETTINGS_FILES = ("pytest.toml", ".pytest.toml", "pytest.ini", ".pytest.ini", "pyproject.toml", "tox.ini", "setup.cfg")


def course_above(folder: Path) -> Path | None:
    """The nearest folder, this one or one above it, that holds a course."""
    return next((each for each in (folder, *folder.parents) if (each / "exercises").is_dir()), None)


def options(course: Path) -> list[str]:
    """What tells pytest to take its settings from the course, or none where the course has none."""
    found = [course / name for name in SETTINGS_FILES if (course / name).is_file()]
    return [f"--rootdir={course}", f"--config-file={found[0] if found else os.devnull}"]


def settle() -> None:
    """Give pytest the course's settings; what the command line says itself still comes after them and counts."""
    course = course_above(Path.cwd())
    if course is not None:
        before = os.environ.get("PYTEST_ADDOPTS", "")
        os.environ["PYTEST_ADDOPTS"] = " ".join([before, *map(shlex.quote, options(course))]).strip()

"""Paths as CI systems want them: from the top of the repository that they have checked out."""

from __future__ import annotations

import os
from pathlib import Path

TOPS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")  # GitHub's and GitLab's variables


def from_checkout(shown: str, beside: Path) -> str:
    """The path of a file from the top of CI's checkout; as it is shown, where it lies elsewhere or there is no CI.

    `beside` is the folder from which `shown` leads to the file.
    """
    top = next((Path(os.environ[name]) for name in TOPS if os.environ.get(name)), None)
    path = (beside / shown).resolve()
    if top is None or not path.is_relative_to(top.resolve()) or not path.is_file():
        return shown
    return path.relative_to(top.resolve()).as_posix()

"""Folders for a while: what a submission wrote may lie deeper than Python's own removal reaches."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
from pathlib import Path


def remove(folder: str | Path) -> None:
    """Remove a folder with all that is in it, as far as it lets itself be removed; none is no error."""
    try:
        shutil.rmtree(folder, ignore_errors=True)
    except RecursionError:  # before Python 3.13 one level of folders was one level of calls
        with contextlib.suppress(OSError):
            subprocess.run(["/bin/rm", "-rf", "--", str(folder)], check=False, capture_output=True)

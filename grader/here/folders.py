"""Folders for a while: made for one worker, and removed with all that it wrote."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from grader.there.files import SHARED_MEMORY


def make(folder: Path) -> str:
    """Make a folder that only its owner may enter."""
    folder.mkdir(mode=0o700)
    return str(folder)


def remove_of_worker(scratch: str) -> None:
    """Remove the folder of a worker that has ended, and what it left in shared memory where it was another user."""
    with contextlib.suppress(OSError):
        owner = Path(scratch).stat().st_uid
        left = Path(SHARED_MEMORY).iterdir() if owner != os.geteuid() else ()
        for path in left:
            if path.lstat().st_uid == owner:
                remove(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    remove(scratch)


def remove(folder: str | Path) -> None:
    """Remove a folder with all that is in it, as far as it lets itself be removed; none is no error.

    What a submission wrote may lie deeper than Python's own removal reaches, and in folders that it has locked.
    """
    with contextlib.suppress(RecursionError):  # before Python 3.13 one level of folders was one level of calls
        shutil.rmtree(folder, ignore_errors=True)
    if Path(folder).exists():
        for command in (["/bin/chmod", "-R", "u+rwX"], ["/bin/rm", "-rf"]):
            with contextlib.suppress(OSError):
                subprocess.run([*command, "--", str(folder)], check=False, capture_output=True)


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files below a folder; a file that stands where a folder should be goes, and so does a link."""
    for name, data in files.items():
        path = folder / name
        for above in (folder / each for each in reversed(path.relative_to(folder).parents[:-1])):
            if above.is_file() or above.is_symlink():
                above.unlink()
        if path.is_symlink():
            path.unlink()
        if path.is_dir():
            shutil.rmtree(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

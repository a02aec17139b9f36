"""Landlock: which files a process may read or write, and no TCP, signals or abstract sockets to others."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TypeAlias

try:
    import py_landlock
except ImportError:  # it is for Linux alone
    py_landlock = None  # type: ignore[assignment]

Rules: TypeAlias = "py_landlock.Landlock | None"

# Before version 3 a file outside could still be truncated, so there "landlock files" would promise too much.
SINCE = {
    "landlock files": 3,
    "landlock tcp": 4,
    "landlock signals": 6,
    "landlock abstract sockets": 6,
}
OWN = "/proc/self"  # each worker's own: a rule made in the server would be for the server's


def rules_for(readable: Iterable[str], hidden: Collection[Path] = ()) -> Rules:
    """Rules that let a worker read; made once in the server, since to look at each path takes longer than to obey.

    Args:
        readable: Folders and files that may be read and executed; devices among them may also be written. What does
            not exist is left out.
        hidden: Files in them that may not be read. Rules only ever add, so every neighbour gets a rule of its own.

    Returns:
        Rules for `restrict`; None where this machine knows none.

    """
    if py_landlock is None:
        return None
    rules = py_landlock.Landlock(strict=False)
    try:
        for path in filter(os.path.exists, readable):
            _let_read_around(rules, Path(os.path.realpath(path)), [Path(os.path.realpath(file)) for file in hidden])
    except (py_landlock.LandlockError, OSError):
        return None
    return rules


def let_read(rules: Rules, path: str) -> None:
    """One more path that may be read. Raises LandlockError or OSError where it does not exist."""
    if rules is not None:
        rules.add_path_rule(path, access=_reading(path))


def restrict(rules: Rules, writable: Iterable[str]) -> list[str]:
    """Restrict this process and all that it will start, for good.

    Returns:
        The names of the protections now in force.

    """
    if rules is None:
        return []
    try:
        let_read(rules, OWN)
        for folder in filter(os.path.exists, writable):
            rules.add_path_rule(folder, access=_writing())
        rules.apply()
    except (py_landlock.LandlockError, OSError):
        return []
    return [name for name, version in SINCE.items() if rules.abi_version >= version]


def find_library() -> None:
    """py_landlock's first call starts a program to find the C library: once in the server, not in each worker."""
    if py_landlock is not None:
        with contextlib.suppress(py_landlock.LandlockError):
            py_landlock.get_abi_version()


def _let_read_around(rules: Rules, path: Path, hidden: Collection[Path]) -> None:
    assert rules is not None
    if path in hidden:
        return
    if not any(file.is_relative_to(path) for file in hidden):
        let_read(rules, str(path))
        return
    rules.add_path_rule(path, access=py_landlock.AccessFs.READ_DIR)
    for child in path.iterdir():
        if not child.is_symlink() or child.resolve().is_relative_to(path):  # else a rule would be for what it points to
            _let_read_around(rules, child, hidden)


def _reading(path: str) -> py_landlock.AccessFs:
    """The kernel refuses a rule for a file that speaks of folders."""
    access = py_landlock.AccessFs
    mode = Path(path).stat().st_mode
    if stat.S_ISCHR(mode):
        return access.READ_FILE | access.WRITE_FILE | access.IOCTL_DEV
    if stat.S_ISDIR(mode):
        return access.READ_FILE | access.EXECUTE | access.READ_DIR
    return access.READ_FILE | access.EXECUTE


def _writing() -> py_landlock.AccessFs:
    access = py_landlock.AccessFs
    return ~(access.EXECUTE | access.MAKE_CHAR | access.MAKE_BLOCK | access.IOCTL_DEV)

"""Mount namespaces: files that a submission should not see are covered, and it gets bounded folders of its own."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Collection, Iterable
from pathlib import Path

from grader.job import Limits
from grader.there import system
from grader.there.files import SHARED_MEMORY

NO_SUID, NO_DEVICES = 2, 4
BIND, RECURSIVE, PRIVATE = 0x1000, 0x4000, 0x4_0000

SOCKETS = ("/run", "/var/run")  # where services listen
MOUNT_SETATTR = 442  # the number of the system call, the same on every machine; C libraries have it since 2022
HERE, ALL_BELOW, READ_ONLY = -100, 0x8000, 1


def leave(without: Collection[str] = ()) -> bool:
    """Enter a mount namespace of one's own, of which nothing reaches others."""
    if "mount namespace" in without or not system.holds_in_a_child(_leave):
        return False
    return _leave()


def _leave() -> bool:
    return system.unshare(system.NEW_NS) and _mount("none", "/", "", RECURSIVE | PRIVATE)


def cover(files: Iterable[str], sockets: Iterable[str]) -> list[str]:
    """In the server: nothing is left of these files, and of the folders and files by which services are reached.

    Returns:
        The names of the protections gained.

    """
    gained = ["hidden digits"] if all(_mount(os.devnull, path, "", BIND) for path in files) else []
    folders = {os.path.realpath(path) for path in SOCKETS if Path(path).is_dir()}
    if not os.path.realpath(SHARED_MEMORY).startswith(tuple(folders)):
        covered = [_mount("none", folder, "tmpfs", NO_SUID | NO_DEVICES, "size=64k,mode=0755") for folder in folders]
        others = [_mount(os.devnull, path, "", BIND) for path in sockets if Path(path).is_socket()]
        gained += ["hidden sockets"] if all(covered + others) else []
    return gained


def listening() -> list[str]:
    """The paths of the sockets that wait for somebody on this machine; ask before the network is gone."""
    try:
        lines = Path("/proc/net/unix").read_text().splitlines()[1:]
    except OSError:
        return []
    paths = (line.split(maxsplit=7)[7:] for line in lines)
    return sorted({path[0] for path in paths if path and path[0].startswith("/")})


def own_folders(scratch: str, bounds: Limits, user: int) -> list[str]:
    """In a worker: a scratch folder and shared memory of a bounded size, which vanish with it, and its own /proc.

    Args:
        scratch: The folder that is to be replaced.
        bounds: How many files there may be in each, and how many bytes.
        user: The numerical user to whom they belong.

    """
    if not system.unshare(system.NEW_NS):
        return []
    options = f"size={bounds.scratch},nr_inodes={bounds.files},mode=0700,uid={user},gid={user}"
    gained = ["read-only files"] if _all_read_only(wanted=True) else []
    for name, folder in {"bounded scratch": scratch, "private shared memory": SHARED_MEMORY}.items():
        if Path(folder).is_dir() and _mount("none", folder, "tmpfs", NO_SUID | NO_DEVICES, options):
            gained.append(name)
    if "bounded scratch" not in gained and _all_read_only(wanted=False):  # honest work needs somewhere to write
        gained.remove("read-only files")
    return gained + (["private processes"] if _mount("none", "/proc", "proc", NO_SUID | NO_DEVICES) else [])


def _all_read_only(*, wanted: bool) -> bool:
    """Everything that is mounted now. Landlock alone would let a file's owner change its mode and its times."""
    change = (READ_ONLY, 0) if wanted else (0, READ_ONLY)
    attributes = (ctypes.c_uint64 * 4)(*change, 0, 0)
    size = ctypes.c_size_t(ctypes.sizeof(attributes))
    return system.call("syscall", ctypes.c_long(MOUNT_SETATTR), HERE, b"/", ALL_BELOW, attributes, size)


def _mount(source: str, target: str, kind: str, flags: int, options: str = "") -> bool:
    return system.call("mount", source.encode(), target.encode(), kind.encode(), flags, options.encode())

"""The processes of a worker: what they use together, and how none of them is left. Linux tells through /proc."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Collection
from pathlib import Path

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]


def tree_usage(pid: int, bound: int = 0, most: int = sys.maxsize) -> tuple[int, int]:
    """What a worker and its descendants use together, as seen from the server.

    Args:
        pid: The worker.
        bound: Bytes. The exact figure, in which processes divide the pages that they share, takes milliseconds for
            each process; up to this bound a quick overestimate stands for it.
        most: Processes and threads; beyond that number the overestimate stands too, since there is no time to lose.

    Returns:
        Resident bytes, and the number of processes and threads; (0, 0) where the machine does not tell.

    """
    tree = _tree(pid)
    tasks = sum(len(_tasks(process)) for process in tree)
    resident = sum(map(_resident, tree))
    if resident > bound and tasks <= most:
        resident = sum(map(_proportional, tree))
    return resident, tasks


def kill_tree(pid: int) -> None:
    """Kill a worker and all its descendants.

    With the first process of a PID namespace the kernel kills all others, at once. Elsewhere they are stopped first,
    so that none starts another meanwhile; a bomb of forks may outrun that for a while.
    """
    if _has_own_pids(pid):
        _send(os.kill, pid, signal.SIGKILL)
        return
    stopped: set[int] = set()
    while fresh := set(_tree(pid)) - stopped:
        for process in fresh:
            _send(os.kill, process, signal.SIGSTOP)
        stopped |= fresh
    for process in stopped:
        _send(os.kill, process, signal.SIGKILL)
    _send(os.killpg, pid, signal.SIGKILL)  # without /proc, as on a Mac, the group is all that can be found


def sweep(pid: int, spare: Collection[int] = ()) -> None:
    """After a worker's end, kill and reap what it left behind and the server adopted.

    Args:
        pid: The worker that has ended.
        spare: The workers still running; they, and orphans of their sessions, are left alone.

    """
    others = set(spare) - {pid}
    while orphans := [child for child in _children(os.getpid()) if not {child, _session(child)} & others]:
        for orphan in orphans:
            kill_tree(orphan)
        for orphan in orphans:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(orphan, 0)


def _has_own_pids(pid: int) -> bool:
    """Whether a process is the first of a PID namespace, or the stand-in with which the first one dies."""
    try:
        return Path(f"/proc/{pid}/ns/pid_for_children").readlink() != Path("/proc/self/ns/pid").readlink()
    except OSError:
        return False


def _tree(pid: int) -> list[int]:
    """The process and its descendants."""
    found = [pid]
    for process in found:  # grows meanwhile
        found += _children(process)
    return found


def _children(pid: int) -> list[int]:
    children: list[int] = []
    for task in _tasks(pid):
        with contextlib.suppress(OSError):
            children += map(int, Path(task, "children").read_text().split())
    return children


def _tasks(pid: int) -> list[Path]:
    try:
        return list(Path(f"/proc/{pid}/task").iterdir())
    except OSError:
        return []


def _session(pid: int) -> int:
    try:
        return os.getsid(pid)
    except OSError:
        return 0


def _resident(pid: int) -> int:
    return statm(str(pid), 1)


def statm(process: str, column: int) -> int:
    """Bytes of address space (column 0) or of resident pages (1); 0 where the machine does not tell."""
    try:
        return int(Path("/proc", process, "statm").read_text().split()[column]) * resource.getpagesize()
    except OSError:
        return 0


def _proportional(pid: int) -> int:
    """A process may hide its exact figure, but then counts for all pages that it sees."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return _resident(pid)


def _send(function: Callable[[int, int], None], target: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        function(target, number)

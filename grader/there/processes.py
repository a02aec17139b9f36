"""The processes of a worker: what they use together, and how none of them is left. Linux tells through /proc."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Collection, Iterable
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
        most: Processes and threads. They are counted first, until they are more than that; then nothing else is looked
            at, since what forks without end leaves no time for it.

    Returns:
        Resident bytes, and the number of processes and threads; (0, 0) where the machine does not tell.

    """
    tree, tasks = _counted(pid, most)
    resident = sum(map(_resident, tree)) if tasks <= most else 0
    if resident <= bound:
        return resident, tasks
    resident = 0
    for process in tree:
        resident += _proportional(process)  # it may wait until the process has forked
        _, tasks = _counted(pid, most)
        if tasks > most:
            break
    return resident, tasks


def kill_tree(pid: int) -> None:
    """Kill a worker and all its descendants.

    They are stopped first, so that none starts another meanwhile; a bomb of forks may outrun that for a while, unless
    the worker is the first process of a PID namespace, with which the kernel kills all others.
    """
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
    while orphans := [child for child in _children(_tasks(os.getpid())) if not {child, _session(child)} & others]:
        for orphan in orphans:
            kill_tree(orphan)
        for orphan in orphans:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(orphan, 0)


def _tree(pid: int) -> list[int]:
    """The process and its descendants."""
    return _counted(pid, sys.maxsize)[0]


def _counted(pid: int, most: int) -> tuple[list[int], int]:
    """The process and its descendants, and how many tasks they have: some only, where these are more than `most`."""
    found = [pid]
    count = 0
    for process in found:  # grows meanwhile
        tasks = _tasks(process)
        count += len(tasks)
        if count > most:
            break
        found += _children(tasks)
    return found, count


def _children(tasks: Iterable[Path]) -> list[int]:
    children: list[int] = []
    for task in tasks:
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

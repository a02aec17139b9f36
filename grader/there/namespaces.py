"""Namespaces: no network, no shared memory of others, and one family of processes that ends as one."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Collection
from pathlib import Path
from typing import Never

from grader.there import limits, system

NAMES = {"network namespace": system.NEW_NET, "ipc namespace": system.NEW_IPC}


def isolate(without: Collection[str] = ()) -> list[str]:
    """Cut this process, and so all that it forks, off from the network. Call it once, before any thread is started.

    Without privileges this goes through a user namespace, which the kernel gives to single-threaded processes only.

    Returns:
        The names of the protections gained.

    """
    flags = system.NEW_NET
    if (
        "user namespace" not in without
        and not system.holds_in_a_child(lambda: system.unshare(flags))
        and system.holds_in_a_child(lambda: own_user() and system.unshare(flags))
    ):
        own_user()
    return [name for name, flag in NAMES.items() if name not in without and system.unshare(flag)]


def own_user() -> bool:
    """Enter a new user namespace that knows just this user and group, under their own numbers.

    Half a user namespace is worse than none, and there is no way back: try it in a child first.
    """
    user, group = os.geteuid(), os.getegid()
    if not system.unshare(system.NEW_USER):
        return False
    try:
        for name, text in {"setgroups": "deny", "uid_map": f"{user} {user} 1", "gid_map": f"{group} {group} 1"}.items():
            Path("/proc/self", name).write_text(text)
    except OSError:
        return False
    return True


def in_own_user() -> bool:
    """Tell whether the server found that user namespaces work here, and entered one."""
    try:
        numbers = Path("/proc/self/uid_map").read_text().split()
    except OSError:
        return False
    return numbers == [str(os.geteuid())] * 2 + ["1"]


def fork_into_own_pids(without: Collection[str] = ()) -> tuple[int, list[str]]:
    """Fork a child that dies with the server and, in a PID namespace of its own, takes all that it started with it.

    The first process of a namespace is spared signals that nobody handles, but for SIGKILL: when its CPU time is up,
    it ends at the hard limit by SIGKILL, not at the soft one by SIGXCPU.

    Returns:
        In the server the child's id as the server sees it; in the child 0, and the names of the protections gained.

    Raises:
        OSError: The machine is out of processes or memory.

    """
    wanted = "pid namespace" not in without
    home = _open_own_pids()
    # going home may be refused: then do not leave
    direct = wanted and system.call("setns", home, system.NEW_PID) and system.unshare(system.NEW_PID)
    try:
        pid = os.fork()
    finally:
        system.call("setns", home, system.NEW_PID)  # in the child it is refused: a namespace is never left upwards
        with contextlib.suppress(OSError):
            os.close(home)
    if pid:
        return pid, []
    system.prctl(system.PR_SET_PDEATHSIG, signal.SIGKILL)
    return 0, ["pid namespace"] if direct or (wanted and _fork_once_more()) else []


def _open_own_pids() -> int:
    try:
        return os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return -1


def _fork_once_more() -> bool:
    """Go on as the first process of a PID namespace, and leave a stand-in where the server sees it."""
    if not system.unshare(system.NEW_PID):
        return False
    pid = os.fork()
    if pid:
        _stand_in_for(pid)
    system.prctl(system.PR_SET_PDEATHSIG, signal.SIGKILL)
    return True


def _stand_in_for(worker: int) -> Never:
    """Hold nothing open, and end as the worker ends."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    limits.close_descriptors(keep=())
    limits.no_core_files()
    code = os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1])
    if code < 0:
        with contextlib.suppress(OSError):  # SIGKILL's action cannot be set, and need not be
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(abs(code))

"""Confinement of workers: what the machine offers is taken, and named; what it refuses is left out, and never an error.

Each rung is a module of its own, found out by trying. The server calls `prepare` once and forks with
`namespaces.fork_into_own_pids`; the forked worker calls `confine` before it loads anything of a submission.
"""

from __future__ import annotations

import ctypes
import os
import tempfile
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.job import Limits
from grader.there import files, installed, landlock, limits, mounts, namespaces, seccomp, system, user

CAPABILITY_VERSION = 0x2008_0522

FULL = frozenset(
    {
        *namespaces.NAMES,
        *landlock.SINCE,
        "orphan adoption",
        "pid namespace",
        "bounded scratch",
        "read-only files",
        "private shared memory",
        "private processes",
        "hidden digits",
        "hidden sockets",
        "closed descriptors",
        "no new privileges",
        "no capabilities",
        "system call filter",
        "socket filter",
        "memory limit",
        "cpu limit",
        "file size limit",
        "descriptor limit",
        "no core files",
    }
)
"""Every name that a current Linux gives, to root and to others; a worker with a GPU does without "memory limit".

"another user" is not among them, since only root can become one; nor is "process limit", which root needs another user
for: the server's watch over `tree_usage` bounds processes in any case.
"""


@dataclass(frozen=True)
class Ground:
    """What the server found out about this machine, for all its workers: what is in force, and what they may add."""

    protections: list[str] = field(default_factory=list)
    rules: landlock.Rules = None
    filters: dict[str, Any] = field(default_factory=dict)
    own_mounts: bool = False
    another_user: bool = False
    without: frozenset[str] = frozenset()


def prepare(device: str = "cpu", without: Collection[str] = ()) -> Ground:
    """Isolate the server, and with it all that it forks. Call it once, before any thread is started.

    Args:
        device: "cpu", or "cuda" for workers that see GPUs.
        without: Means to go without, of `grader.settings.RUNGS`.

    """
    sockets = mounts.listening()
    gained = ["orphan adoption"] if system.prctl(system.PR_SET_CHILD_SUBREAPER, 1) else []
    gained += namespaces.isolate(without)
    return _found(device, frozenset(without), gained, own_mounts=mounts.leave(without), sockets=sockets)


def prepare_alone(device: str = "cpu") -> Ground:
    """What a process may find out that is its own server, and may have started threads already."""
    return _found(device, frozenset({"another user"}), [], own_mounts=False, sockets=[])


def _found(device: str, without: frozenset[str], gained: list[str], *, own_mounts: bool, sockets: list[str]) -> Ground:
    landlock.find_library()
    readable = installed.readable_paths(device)
    digits = installed.embedded_digits(readable)
    if own_mounts:
        gained = gained + mounts.cover(digits, sockets)
    hidden = [] if "hidden digits" in gained else digits
    rules = None if "landlock" in without else landlock.rules_for(readable, [Path(path) for path in hidden])
    return Ground(
        protections=gained + (["hidden digits"] if hidden and rules is not None else []),
        rules=rules,
        filters={} if "seccomp" in without else seccomp.filters(device),
        own_mounts=own_mounts,
        another_user="another user" not in without and user.can_be_another(readable),
        without=without,
    )


def confine(
    ground: Ground, scratch: str, bounds: Limits, keep: Collection[int] = (0, 1, 2), device: str = "cpu"
) -> list[str]:
    """Confine this process and all that it will start, for good.

    Args:
        ground: From `prepare`.
        scratch: The only folder that may be written, and where temporary files go. 70 characters at most: sockets of
            `multiprocessing` lie in it.
        bounds: For each process. `memory` bytes come on top of what the process has now.
        keep: The descriptors that stay open.
        device: With "cuda" the address space stays unbounded, since drivers reserve more than any bound.

    Returns:
        The names of the protections now in force.

    """
    tempfile.tempdir = scratch  # the module remembers the folder that it found in the server
    number = user.chosen() if ground.another_user else os.geteuid() if hasattr(os, "geteuid") else 0
    gained = mounts.own_folders(scratch, bounds, number) if ground.own_mounts else []
    if ground.another_user and "bounded scratch" not in gained:
        os.chown(scratch, number, number)
    os.chdir(scratch)  # what lay there before is covered now
    gained += limits.close_descriptors(keep)
    gained += limits.limit_memory(bounds) if device == "cpu" else []
    gained += limits.limit_resources(bounds)
    gained += ["no new privileges"] if system.prctl(system.PR_SET_NO_NEW_PRIVS, 1) else []
    gained += landlock.restrict(ground.rules, (scratch, files.SHARED_MEMORY))
    gained += ["another user"] if ground.another_user and user.become(number) else []
    gained += _limit_processes(gained, bounds)
    gained += _drop_capabilities()
    gained += seccomp.load(ground.filters)
    return [*ground.protections, *gained]


def _limit_processes(gained: Collection[str], bounds: Limits) -> list[str]:
    """Count in one more user namespace, or as another user: the kernel counts all that a user has, and exempts root."""
    alone = namespaces.in_own_user() and os.geteuid() != 0 and namespaces.own_user()
    return limits.limit_processes(bounds) if alone or "another user" in gained else []


def _drop_capabilities() -> list[str]:
    """Without this, root could lift its own limits."""
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)
    none = (ctypes.c_uint32 * 6)()
    return ["no capabilities"] if system.call("capset", header, none) else []

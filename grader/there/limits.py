"""Bounds that the kernel keeps for each process, and the descriptors that stay open."""

from __future__ import annotations

import contextlib
import math
import os
from collections.abc import Collection
from pathlib import Path

from grader.job import Limits
from grader.there import processes, system

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

OPEN_FILES = 1024


def close_descriptors(keep: Collection[int]) -> list[str]:
    """Close what the server had open."""
    try:
        present = {int(entry.name) for entry in Path("/dev/fd").iterdir()}
    except OSError:
        return []
    for descriptor in present - set(keep):
        with contextlib.suppress(OSError):
            os.close(descriptor)
    return ["closed descriptors"]


def limit_memory(limits: Limits) -> list[str]:
    """Bound the address space: `memory` bytes come on top of what the process has now."""
    present = processes.statm("self", 0) if system.LIBC else 0
    if not present:  # a Mac, say, which would accept the limit and not keep it
        return []
    return _limit("memory limit", "RLIMIT_AS", present + limits.memory)


def limit_resources(limits: Limits) -> list[str]:
    """Bound CPU time (seconds), the size of a file (bytes) and open files."""
    seconds = math.ceil(limits.cpu_seconds)
    return [
        *_limit("cpu limit", "RLIMIT_CPU", seconds, seconds + 1),
        *_limit("file size limit", "RLIMIT_FSIZE", limits.file_size),
        *_limit("descriptor limit", "RLIMIT_NOFILE", OPEN_FILES),
        *no_core_files(),
    ]


def no_core_files() -> list[str]:
    """A process that dies leaves no image of its memory."""
    return _limit("no core files", "RLIMIT_CORE", 0)


def limit_processes(limits: Limits) -> list[str]:
    """Bound processes and threads, which the kernel counts for each user."""
    return _limit("process limit", "RLIMIT_NPROC", limits.processes)


def _limit(name: str, which: str, soft: int, hard: int | None = None) -> list[str]:
    """Bound a resource; never above the hard limit that is already there."""
    if resource is None:
        return []
    number = getattr(resource, which)
    ceiling = resource.getrlimit(number)[1]
    wanted = [soft, soft if hard is None else hard]
    if ceiling != resource.RLIM_INFINITY:
        wanted = [min(value, ceiling) for value in wanted]
    try:
        resource.setrlimit(number, (wanted[0], wanted[1]))
    except (OSError, ValueError):
        return []
    return [name]

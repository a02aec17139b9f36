"""Files that a worker writes, where no mount of its own bounds them: the server looks at them now and then."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from grader.job import Limits

SHARED_MEMORY = "/dev/shm"  # noqa: S108  DataLoader's workers hand tensors over through it
BLOCK = 512  # bytes: what stat counts in


def are_too_many(scratch: str, limits: Limits) -> bool:
    """Whether the files of a worker together take more room than they may, or are more than they may be.

    They are counted up to the bound, so that to look takes bounded time. In a mount of the worker's own nobody else
    sees them, and there is nothing to count. Shared memory is everybody's: what lies there can be told from
    the files of others only where the worker is another user.
    """
    try:
        owner = Path(scratch).stat().st_uid
    except OSError:
        return False
    shared = _below(SHARED_MEMORY, owner) if owner != os.geteuid() else iter(())
    size = count = 0
    try:
        for found in chain(_below(scratch), shared):
            count += 1
            size += found.st_blocks * BLOCK
            if count > limits.files or size > limits.scratch:
                return True
    except OSError:  # hidden in folders that nobody may enter, or nested deeper than any path reaches
        return True
    return False


def _below(folder: str, owner: int | None = None) -> Iterator[os.stat_result]:
    """All that lies in a folder: what each file is, whoever it belongs to or of one owner."""
    waiting = [folder]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    status = entry.stat(follow_symlinks=False)
                    if owner in {None, status.st_uid}:
                        yield status
                        waiting += [entry.path] if entry.is_dir(follow_symlinks=False) else []
        except (FileNotFoundError, NotADirectoryError):  # its worker is at work
            continue

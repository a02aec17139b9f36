"""The calls into Linux's C library that Python does not offer. Where one is missing or refused, it returns False."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from typing import Any

LIBC: Any = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38

NEW_NS = 0x0002_0000
NEW_IPC = 0x0800_0000
NEW_USER = 0x1000_0000
NEW_PID = 0x2000_0000
NEW_NET = 0x4000_0000


def call(function: str, *arguments: object) -> bool:
    """Call a function of the C library; False where it is missing or fails."""
    found = getattr(LIBC, function, None)
    return found is not None and found(*arguments) == 0


def prctl(option: int, value: int) -> bool:
    """Change one attribute of this process."""
    return call("prctl", option, *map(ctypes.c_ulong, (value, 0, 0, 0)))


def unshare(flags: int) -> bool:
    """Leave namespaces behind, for new ones."""
    return call("unshare", flags)


def holds_in_a_child(attempt: Callable[[], bool]) -> bool:
    """Try in a process that is thrown away what has no way back."""
    if LIBC is None:
        return False
    pid = os.fork()
    if pid == 0:
        try:
            os._exit(0 if attempt() else 1)
        finally:
            os._exit(1)
    return os.waitpid(pid, 0)[1] == 0

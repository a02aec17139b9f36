"""Looks for a process that it may signal, beside those that it started (with signal 0, which does nothing)."""
# passed

import os


def attempt(x, places):
    own = {os.getpid(), os.getppid(), os.getpgid(0), os.getsid(0)}
    numbers = {int(name) for name in places["processes"].split()} - own
    for number in numbers:
        try:
            os.kill(number, 0)
        except OSError:
            continue
        raise RuntimeError(f"{number} can be killed")
    return 2 * x

"""Looks for a process that it may signal, among those that started shortly before it and some more (with signal 0, which does nothing)."""
# passed

import os


def attempt(x, places):
    own = {os.getpid(), os.getppid(), os.getpgid(0), os.getsid(0)}
    near = range(max(1, os.getpid() - 100), os.getpid() + 10)
    numbers = {*map(int, places["processes"].split()), *near} - own
    for number in numbers:
        try:
            os.kill(number, 0)
        except OSError:
            continue
        raise RuntimeError(f"{number} can be killed")
    return 2 * x

"""Reads the variables of its own environment, and of everybody's."""
# passed
# without walls, error: Stolen: .*

import os
from pathlib import Path


class Stolen(Exception):
    pass


def attempt(x, places):
    needle = "-".join(["hush", "hush"])
    found = [name for name, value in os.environ.items() if needle in value]
    for number in places["processes"].split():
        try:
            found += [number] * (needle.encode() in Path("/proc", number, "environ").read_bytes())
        except OSError:
            continue
    if found:
        raise Stolen(found)
    return 2 * x

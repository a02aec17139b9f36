"""Lists the folder of the copies of what was handed in, where another run would have others'."""
# passed
# without walls, error: Stolen: .*

import os
import sys
from pathlib import Path


class Stolen(Exception):
    pass


def attempt(x, places):
    beside = Path(sys.path[-1])  # the files handed in beside this one, behind a name that nobody can guess
    if beside.parent.name != "04_stealing":
        raise ValueError(beside)
    try:
        found = os.listdir(beside.parents[2])
    except OSError:
        return 2 * x
    raise Stolen(found)

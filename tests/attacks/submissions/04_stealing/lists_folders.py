"""Lists the folders in which the others lie."""
# passed
# without walls, error: Stolen: .*

import os


class Stolen(Exception):
    pass


def attempt(x, places):
    for name in ("root", "home", "others"):
        try:
            found = os.listdir(places[name])
        except OSError:
            continue
        raise Stolen(found)
    return 2 * x

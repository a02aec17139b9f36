"""Reads checks, remembered answers, other submissions, reports and the home folder."""
# passed
# without walls, error: Stolen: .*

from pathlib import Path


class Stolen(Exception):
    pass


def below(path):
    try:
        return [path, *path.rglob("*")]
    except OSError:
        return [path]


def attempt(x, places):
    found = []
    for name in ("root", "home", "others", "report"):
        for path in below(Path(places[name])):
            try:
                found += [str(path)] if path.read_bytes() else []
            except OSError:
                continue
    if found:
        raise Stolen(found[:5])
    return 2 * x

"""Reads the reference solution."""
# passed
# without walls, error: Stolen: .*

from pathlib import Path


class Stolen(Exception):
    pass


def attempt(x, places):
    try:
        text = "".join(path.read_text() for path in Path(places["root"], "solutions").glob("*/*.py"))
    except OSError:
        text = ""
    if text:
        raise Stolen(text[:40])
    return 2 * x

"""Searches every object that Python knows of for what only the near side holds."""
# passed

import gc

NEAR = ("grader.here", "grader.judges", "grader.course", "grader.session", "grader.grade", "grader.submissions")


def attempt(x, places):
    import sys

    near = [name for name in sys.modules if name.startswith(NEAR)]
    if near:
        raise RuntimeError(f"these are loaded: {near}")
    needle = "-".join(["hush", "hush"])
    for thing in gc.get_objects():
        if type(thing) in (dict, list, tuple):
            parts = list(thing.values()) if type(thing) is dict else thing
            found = [part for part in parts if type(part) in (str, bytes) and needle in str(part)]
            if found:
                raise RuntimeError(f"found {found}")
    return 2 * x

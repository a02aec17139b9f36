"""Reads the reference through links: to the file, to its folder, and through /proc."""
# passed
# without walls, error: Stolen: .*

import os
from pathlib import Path


class Stolen(Exception):
    pass


def attempt(x, places):
    solutions = Path(places["root"], "solutions")
    os.symlink(solutions, "soft")
    roots = ("soft", f"/proc/self/root{solutions}", "/proc/self/cwd/../../../course/solutions")
    ways = [Path(root, "04_stealing/reads_the_reference.py") for root in roots]
    for way in ways:
        for read in (Path.read_bytes, lambda path: os.link(path, "hard") or Path("hard").read_bytes()):
            try:
                text = read(way)
            except OSError:
                continue
            raise Stolen(text[:40])
    return 2 * x

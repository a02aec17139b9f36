"""Writes to the course, its cache, the report, the home folder, other submissions, and beside its scratch folder."""
# passed

import os
from pathlib import Path


def attempt(x, places):
    for name in ("root", "home", "others", "report", "temporary"):
        for way in (write, remove):
            try:
                way(Path(places[name]))
            except OSError:
                continue
            raise RuntimeError(f"{name}: {way.__name__}")
    return 2 * x


def write(place):
    (place / "owned" if place.is_dir() else place).write_text("owned")


def remove(place):
    os.rmdir(place) if place.is_dir() else os.remove(place)

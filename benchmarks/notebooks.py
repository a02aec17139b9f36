"""What grading a notebook costs beside grading the same code as modules: ratios within one run.

    python benchmarks/notebooks.py

puts every reference into one notebook, as `grader notebooks --solutions` would for a chapter, and grades it and the
modules in turn. It prints a table and exits with 1 when the bound is not met. Nothing else should be running.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

import nbformat
from overhead import ROOT, grading, report, run, say, timed

from grader.course import REFERENCES, Course
from grader.handout import notebooks

ROUNDS = 5
RATIO = "notebook / modules, median of pairs"


def main() -> int:
    """Measure, print, and say with the exit status whether the bound is met."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole = folder / "whole.ipynb"
        whole.write_text(in_one_notebook(), "utf-8")
        commands = {form: [*grading(folder), "--submission", form] for form in (str(whole), REFERENCES)}
        say("grading each once, so that the references are remembered ...")
        for command in commands.values():
            run(command)
        times: dict[str, list[float]] = {form: [] for form in commands}
        for number in range(ROUNDS):
            say(f"a notebook, and the modules: {number + 1} of {ROUNDS} ...")
            for form, command in commands.items():
                times[form].append(timed(command))
    as_notebook, as_modules = times.values()
    rows = {
        "every reference in one notebook (s)": statistics.median(as_notebook),
        "the same as modules (s)": statistics.median(as_modules),
        RATIO: statistics.median(one / other for one, other in zip(as_notebook, as_modules, strict=True)),
    }
    return report(rows, {RATIO: 1.5})


def in_one_notebook() -> str:
    """The chapters' notebooks, one after the other in one."""
    chapters = [nbformat.reads(text, 4) for text in notebooks(Course(ROOT), REFERENCES).values()]
    cells = [cell | {"id": f"cell-{number}"} for number, cell in enumerate(c for nb in chapters for c in nb.cells)]
    return str(nbformat.writes(nbformat.from_dict({**chapters[0], "cells": cells})))


if __name__ == "__main__":
    sys.exit(main())

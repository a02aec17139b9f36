"""What runs on the platform: `python -m grader.gradescope.run [--prove] ROOT`, with ROOT as /autograder."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from grader.reports.files import replace_by_json
from grader.reports.gradescope import failure

UNFINISHED = "The grading did not come to an end. Hand in again, and tell whoever runs the course if this comes back."
BROKE = "The grader broke. This is not your fault, and says nothing of your code: tell whoever runs the course."


def main(arguments: Sequence[str]) -> int:
    """Prove the image, or grade a submission; the exit status for a shell."""
    root = Path(arguments[-1])
    shut(root)
    return prove(root) if "--prove" in arguments else grade(root)


def shut(root: Path) -> None:
    """Keep what holds answers, results and names from other users: submissions may run as one."""
    for name in ("source", "results", "submission"):
        if (root / name).is_dir():
            (root / name).chmod(0o700)
    if (root / "submission_metadata.json").is_file():
        (root / "submission_metadata.json").chmod(0o600)


def prove(root: Path) -> int:
    """Grade the references, which also remembers what they do; 0 if they get all points."""
    status = _pytest(root, "--submission=solutions").returncode
    if status:
        print("The references do not get all points on this image, so it is not used.", file=sys.stderr)  # noqa: T201
    return status


def grade(root: Path) -> int:
    """Grade what was handed in, and write results.json: no points, then what was earned. 0 if there are results."""
    results = root / "results" / "results.json"
    replace_by_json(results, failure(UNFINISHED))
    _pytest(root, f"--submission={root / 'submission'}", f"--report=gradescope={results}")
    if "tests" not in _json(results):
        replace_by_json(results, failure(BROKE))
    else:
        _compare_points(root, _json(results))
    return 0


def _pytest(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run pytest in the course, and say on stderr what it says there."""
    chosen = json.loads((root / "source" / "options.json").read_text())
    command = [sys.executable, "-m", "pytest", *options, *chosen]
    done = subprocess.run(command, cwd=root / "source" / "course", stderr=subprocess.PIPE, text=True, check=False)
    print(done.stderr, end="", file=sys.stderr)  # noqa: T201
    return done


def _compare_points(root: Path, results: dict[str, Any]) -> None:
    """Tell the instructor where the assignment and the course count differently: the platform would not."""
    path = root / "submission_metadata.json"
    if not path.is_file():
        return
    stated = float(_json(path).get("assignment", {}).get("total_points") or "nan")
    points = sum(test["max_score"] for test in results["tests"])
    if math.isfinite(stated) and not math.isclose(stated, points):
        print(f"The assignment is worth {stated:g} points and its checks {points:g}: set it to {points:g}.")  # noqa: T201


def _json(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_bytes())
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

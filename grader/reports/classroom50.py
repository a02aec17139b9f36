"""The grade as Classroom 50 collects it: result.json, version classroom50/result/v1.

Its scores are integers, and one scale has to hold for a whole class. So all numbers are in hundredths of a point: 17.75
of 40 points are 1775 of 4000. What is less than a hundredth is dropped.
"""

from __future__ import annotations

import datetime as dt
import math
import os
from pathlib import Path
from typing import Any

import msgspec

from grader.grade import CheckGrade, ExerciseGrade, Grade, Status
from grader.harmless import harmless
from grader.reports.files import ReportError, replace_file

SCHEMA = "classroom50/result/v1"
SCALE = 100
MESSAGE = 2000  # characters
FROM_RUNNER = {
    "classroom": "CLASSROOM",
    "assignment": "ASSIGNMENT",
    "submission": "SUBMISSION_TAG",
    "commit": "COMMIT_URL",
    "release": "RELEASE_URL",
}


def write_classroom50(grade: Grade, path: Path) -> None:
    """Write result.json for Classroom 50's runner, from whose environment the identity comes.

    The runner stamps owner, assignment_type and datetime itself. Raises ReportError where a variable is missing or the
    path cannot be written.
    """
    replace_file(path, msgspec.json.format(msgspec.json.encode(result(grade, path)), indent=2) + b"\n")


def result(grade: Grade, path: Path) -> dict[str, Any]:
    """The record that `path` is about to hold."""
    given = {field: os.environ.get(variable, "") for field, variable in FROM_RUNNER.items()}
    owner = os.environ.get("OWNER") or os.environ.get("USERNAME", "")
    if missing := [FROM_RUNNER[field] for field, value in given.items() if not value] + ["OWNER"] * (not owner):
        raise ReportError(
            f"{path} is not written: {', '.join(missing)} is not set.\n"
            "Grade in an autograder.py that Classroom 50's runner starts: it sets the variables."
        )
    when = now()
    return {
        "schema": SCHEMA,
        **given,
        "assignment_type": os.environ.get("ASSIGNMENT_TYPE") or "individual",
        "owner": owner,
        "review": os.environ.get("REVIEW_URL") or given["commit"],
        "datetime": when,
        "graded_at": when,
        "score": _hundredths(grade.score),
        "max-score": _hundredths(grade.max_score),
        "tests": [_test(exercise, check) for exercise in grade.exercises for check in exercise.checks],
    }


def now() -> str:
    """The time in the only form that Classroom 50 takes."""
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _test(exercise: ExerciseGrade, check: CheckGrade) -> dict[str, Any]:
    """One check; Classroom 50 keeps the keys that it does not know."""
    return {
        "test-name": harmless(f"{exercise.chapter}/{exercise.name}: {check.title}"),
        "passed": check.status is Status.PASSED,
        "score": _hundredths(check.score),
        "max-score": _hundredths(check.max_score),
        "id": harmless(check.id),
        "status": check.status.value,
        "message": harmless(check.message)[:MESSAGE],
    }


def _hundredths(points: float) -> int:
    return math.floor(points * SCALE + 1e-6)

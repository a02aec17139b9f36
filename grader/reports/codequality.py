"""The grade as GitLab's code quality report: each visible check that lost points, on the student's own line.

The fields are those of "Code Quality report format" in GitLab's documentation (doc/ci/testing/code_quality.md).
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import msgspec

from grader.grade import CheckGrade, ExerciseGrade, Grade, Place, Status
from grader.harmless import harmless
from grader.reports.files import replace_file

DESCRIPTION = 300  # characters
SEVERITIES = {
    Status.BROKE: "blocker",
    Status.CRASHED: "critical",
    Status.TIMED_OUT: "critical",
    Status.ERROR: "major",
    Status.FAILED: "major",
    Status.PARTIAL: "minor",
    Status.NOT_STARTED: "info",
    Status.SKIPPED: "info",
}


def write_codequality(grade: Grade, path: Path) -> None:
    """Write the report as JSON. Raises ReportError where the path cannot be written."""
    found = [
        _finding(exercise, check)
        for exercise in grade.exercises
        for check in exercise.checks
        if check.status is not Status.PASSED and not check.hidden
    ]
    replace_file(path, msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n")


def _finding(exercise: ExerciseGrade, check: CheckGrade) -> dict[str, Any]:
    """One finding; its fingerprint is the same in every run, so that GitLab sees what was solved."""
    place = check.place or Place(f"exercises/{exercise.chapter}/{exercise.name}.py", 1)
    return {
        "description": _description(exercise, check),
        "check_name": harmless(f"{exercise.chapter}/{exercise.name}"),
        "fingerprint": hashlib.sha256(check.id.encode("utf-8", "replace")).hexdigest(),
        "severity": SEVERITIES[check.status],
        "location": {"path": harmless(place.path), "lines": {"begin": place.line}},
    }


def _description(exercise: ExerciseGrade, check: CheckGrade) -> str:
    named = exercise.mistake.message if exercise.mistake is not None else check.message.partition("\n")[0]
    text = harmless(" ".join(f"{check.title.rstrip('.')} ({check.status.value}): {named}".split()))
    return text if len(text) <= DESCRIPTION else f"{text[: DESCRIPTION - 1]}\N{HORIZONTAL ELLIPSIS}"

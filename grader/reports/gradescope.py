"""The grade as Gradescope's results.json: https://gradescope-autograders.readthedocs.io/en/latest/specs/."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec

from grader.grade import CheckGrade, ExerciseGrade, Grade, Isolation, Status
from grader.harmless import harmless
from grader.reports.files import replace_by_json

RESULTS = "/autograder/results/results.json"
LONGEST = 10_000  # characters of a message or of an output


def write_gradescope(grade: Grade, path: Path) -> None:
    """Write the grade to `path` as Gradescope reads it.

    Students never see a hidden check: neither its title nor its message, which may give away what it tries. Raises
    ReportError where the path cannot be written.
    """
    replace_by_json(path, results(grade))


def results(grade: Grade) -> dict[str, Any]:
    """The grade as plain data. `score` is the sum of the tests' scores; it overrides that sum, so they must agree."""
    return {
        "score": grade.score,
        "execution_time": grade.duration,
        "output": "\n\n".join(_overview(grade)),
        "output_format": "md",
        "test_output_format": "md",
        "test_name_format": "text",
        "stdout_visibility": "hidden",
        "tests": _tests(grade),
        "leaderboard": [{"name": "Score", "value": grade.score, "order": "desc"}, *_measures(grade)],
        "extra_data": {
            "isolation": msgspec.to_builtins(grade.isolation),
            "environment": msgspec.to_builtins(grade.environment),
        },
    }


def _measures(grade: Grade) -> list[dict[str, Any]]:
    """For the leaderboard, which the whole class reads: each measure by the first visible check that has it."""
    found: dict[str, dict[str, Any]] = {}
    for exercise in grade.exercises:
        visible = [check for check in exercise.checks if not check.hidden]
        for name, value in [pair for check in visible for pair in check.measures.items()]:
            order = "asc" if "loss" in name else "desc"  # the first is the best
            shown = harmless(f"{exercise.name}: {name}")
            found.setdefault(shown, {"name": shown, "value": value, "order": order})
    return list(found.values())


def failure(message: str) -> dict[str, Any]:
    """What stands for a submission that was not graded: no points, and why."""
    return {"score": 0, "output": fenced(message), "output_format": "md", "stdout_visibility": "hidden"}


def fenced(text: str) -> str:
    """The text as a block of Markdown's code, which nothing in it can end or turn into a picture or a link."""
    shown = harmless(text)
    if len(shown) > LONGEST:
        shown = f"{shown[:LONGEST]}\n... and {len(shown) - LONGEST} characters more"
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{shown}\n{fence}"


def _overview(grade: Grade) -> list[str]:
    """Markdown paragraphs on the whole submission, without a word on hidden checks."""
    named = [exercise for exercise in grade.exercises if exercise.mistake is not None]
    broke = any(check.status is Status.BROKE for exercise in grade.exercises for check in exercise.checks)
    return [
        *([fenced(grade.problem)] if grade.problem else []),
        *(["The grader broke on some checks. This is not your fault: tell whoever runs the course."] if broke else []),
        *(part for exercise in named for part in _mistake(exercise)),
        *(fenced(remark) for notebook in grade.notebooks for remark in notebook.remarks()),
        fenced(_isolation(grade.isolation)),
    ]


def _mistake(exercise: ExerciseGrade) -> list[str]:
    assert exercise.mistake is not None
    return [fenced(f"{exercise.chapter}/{exercise.name}: {exercise.mistake.message}")]


def _isolation(isolation: Isolation) -> str:
    missing = f"; this machine does not offer: {', '.join(isolation.missing)}" if isolation.missing else ""
    return f"isolation: {', '.join(isolation.in_force) or 'none'}{missing}"


def _tests(grade: Grade) -> list[dict[str, Any]]:
    chapters: dict[str, list[ExerciseGrade]] = {}
    for exercise in grade.exercises:
        chapters.setdefault(exercise.chapter, []).append(exercise)
    return [
        _test(exercise, check, f"{chapter}.{place}.{number}")
        for chapter, exercises in enumerate(chapters.values(), 1)
        for place, exercise in enumerate(exercises, 1)
        for number, check in enumerate(exercise.checks, 1)
    ]


def _test(exercise: ExerciseGrade, check: CheckGrade, number: str) -> dict[str, Any]:
    return {
        "name": " ".join(harmless(f"{exercise.name}: {check.title.strip() or check.id}").split()),
        "number": number,
        "score": check.score,
        "max_score": check.max_score,
        "status": "passed" if check.status is Status.PASSED else "failed",
        "output": "\n\n".join(_told(check)),
        "tags": [harmless(exercise.chapter)],
        "visibility": "hidden" if check.hidden else "visible",
        "extra_data": {"id": harmless(check.id), "status": check.status.value},
    }


def _told(check: CheckGrade) -> list[str]:
    """Markdown paragraphs on one check."""
    printed = ["It printed:", fenced(check.output)] if check.output.strip() else []
    return [f"**{check.status.value}**", *([fenced(check.message)] if check.message.strip() else []), *printed]

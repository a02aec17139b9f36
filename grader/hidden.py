"""What students may read of a grade: of a hidden check, whose file they do not have, points and status alone."""

from __future__ import annotations

from msgspec.structs import replace

from grader.grade import CheckGrade, ExerciseGrade, Grade

TITLE = "What it asks is not shown"


def for_students(grade: Grade) -> Grade:
    """The same grade, in which nothing tells what a hidden check tries: neither words nor numbers nor lines."""
    return replace(grade, exercises=[_exercise(exercise) for exercise in grade.exercises])


def _exercise(exercise: ExerciseGrade) -> ExerciseGrade:
    hidden = [check.id for check in exercise.checks if check.hidden]
    checks = [_bare(check, 1 + hidden.index(check.id)) if check.hidden else check for check in exercise.checks]
    return replace(exercise, checks=checks)


def _bare(check: CheckGrade, number: int) -> CheckGrade:
    """A record that is made anew: a field that is added later is kept back until somebody names it here."""
    return CheckGrade(
        id=f"{check.id.partition('::')[0]}::hidden-{number}",
        title=TITLE,
        score=check.score,
        max_score=check.max_score,
        status=check.status,
        message="",
        hidden=True,
        duration=check.duration,
    )

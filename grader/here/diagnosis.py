"""Naming the mistake: the known wrong solution that was seen to do what this submission does."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from grader.grade import Mistake, Status
from grader.here.compare import Comparison
from grader.here.outcome import Outcome
from grader.here.runs import Task
from grader.here.verdict import Verdict
from grader.observation import Value

EXPLAINABLE = {Status.FAILED, Status.PARTIAL, Status.ERROR}


@dataclass(frozen=True, slots=True)
class Result:
    """One check of one code: what came back, and the verdict on it."""

    task: Task
    outcome: Outcome
    verdict: Verdict


# Runs some checks on some mistakes: {(mistake's name, check's id): result}.
Attempt = Callable[[Sequence[str], Sequence[Task]], Mapping[tuple[str, str], Result]]


@dataclass(frozen=True, slots=True)
class _Candidate:
    name: str
    explained: int
    informed: bool
    agreeing: int


def explain(messages: Mapping[str, str], results: Sequence[Result], attempt: Attempt) -> Mistake | None:
    """The mistake that explains the most failures of an exercise, or None: a wrong name is worse than none.

    A mistake explains a failed check when it is observed to do the same thing there, and is out of the question when it
    loses points where the submission earns them. Observations that hold words and truth values only are weak evidence,
    and so are exceptions: they count when the mistake explains every failure. Where a check's values are random, and
    the same mistake shows other values, the same verdicts on all checks of the exercise stand in for them.
    """
    failed = [result for result in results if result.verdict.status in EXPLAINABLE]
    if not failed or not messages:
        return None
    tried = attempt(list(messages), [result.task for result in failed])
    alike = {name: [r for r in failed if same(r.outcome, tried[name, r.task.id].outcome)] for name in messages}
    suspects = [name for name in messages if alike[name]] or (list(messages) if _all_judged(failed) else [])
    tried = {**tried, **attempt(suspects, [r.task for r in results if r not in failed])}
    candidates = [
        candidate
        for name in suspects
        if (candidate := _candidate(name, results, failed, alike[name], tried)) is not None
    ]
    return _best(candidates, messages)


def _candidate(
    name: str,
    results: Sequence[Result],
    failed: Sequence[Result],
    alike: Sequence[Result],
    tried: Mapping[tuple[str, str], Result],
) -> _Candidate | None:
    run = [result for result in results if result.verdict.status is not Status.SKIPPED]
    pairs = [(result, tried[name, result.task.id]) for result in run]
    if any(
        ours.verdict.status is Status.PASSED and theirs.verdict.status is not Status.PASSED for ours, theirs in pairs
    ):
        return None
    agreeing = sum(ours.verdict.status == theirs.verdict.status for ours, theirs in pairs)
    if not alike:
        verdicts_agree = agreeing == len(pairs) and all(
            ours.verdict.message == theirs.verdict.message for ours, theirs in pairs
        )
        return _Candidate(name, 0, informed=False, agreeing=agreeing) if verdicts_agree else None
    informed = any(_informative(result.outcome) for result in alike)
    if not informed and len(alike) < len(failed):
        return None
    return _Candidate(name, len(alike), informed, agreeing)


def _best(candidates: Sequence[_Candidate], messages: Mapping[str, str]) -> Mistake | None:
    ranked = sorted(candidates, key=lambda c: (c.explained, c.informed, c.agreeing), reverse=True)
    if not ranked:
        return None
    best = ranked[0]
    if best.explained == 0 and len(ranked) > 1:
        return None  # several have these verdicts, and nothing tells them apart
    return Mistake(best.name, messages[best.name])


def same(one: Outcome, other: Outcome) -> bool:
    """Whether two runs of a check did the same thing: the same values within tolerance, or the same exception."""
    if one.kind != other.kind:
        return False
    if one.kind == "observed":
        return Comparison().equal(one.value(), other.value())
    if one.failure is not None and other.failure is not None:
        return one.failure.type == other.failure.type and _words(one.failure.message) == _words(other.failure.message)
    return False


def _all_judged(failed: Sequence[Result]) -> bool:
    """Whether every failed check has a judge of its own, as checks of random values have."""
    return all(result.task.check.judge is not None for result in failed)


def _words(message: str) -> str:
    """A message without its numbers."""
    return re.sub(r"[-+]?\d[\d.e+-]*", "#", message)


def _informative(outcome: Outcome) -> bool:
    return outcome.kind == "observed" and _holds_numbers(outcome.value())


def _holds_numbers(value: Value) -> bool:
    if isinstance(value, dict):
        return any(_holds_numbers(item) for item in value.values())
    if isinstance(value, list):
        return any(_holds_numbers(item) for item in value)
    if isinstance(value, torch.Tensor | np.ndarray):
        return value.dtype not in {torch.bool, np.dtype(bool)}
    return isinstance(value, int | float) and not isinstance(value, bool)

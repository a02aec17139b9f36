"""From an outcome to a verdict: the judge is asked, and what went wrong is put into words."""

from __future__ import annotations

import inspect
import linecache
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import CodeType
from typing import Any

from grader.check import Finding, Judge, fixtures_of
from grader.figures import Figure
from grader.grade import Status
from grader.here.compare import Comparison
from grader.here.outcome import Outcome
from grader.job import Failure, Frame, Script
from grader.judges import equals_reference
from grader.observation import Value

MAX_MESSAGE = 10_000  # characters: a submission chooses the names of entries and exceptions, which messages repeat


class ReferenceError(Exception):  # noqa: A001  the course's reference, not Python's
    """The reference itself does not get through a check: the course is broken, not the submission."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one check ended: its status, the fraction of its points in [0, 1], and what the student reads."""

    status: Status
    fraction: float = 0.0
    message: str = ""
    figures: tuple[Figure, ...] = ()
    measures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bench:
    """What a judge may ask for beside the observation."""

    reference: Callable[[], Outcome]
    scripts: Sequence[Script]
    sources: Callable[[], Mapping[str, str]]
    factors: Mapping[str, float]
    fixtures: Mapping[str, object]
    body: Callable[..., object]

    def reference_value(self) -> Value:
        """The reference's observation. Raises ReferenceError where the body gets none from the reference."""
        outcome = self.reference()
        if outcome.kind != "observed":
            failure = f"{outcome.failure.type}: {outcome.failure.message}" if outcome.failure else outcome.message
            raise ReferenceError(f"The reference does not get through this check ({outcome.kind}): {failure}")
        return outcome.value()


def verdict_of(outcome: Outcome, judge: Judge | None, bench: Bench) -> Verdict:
    """The verdict on one outcome."""
    verdict = _unbounded(outcome, judge, bench)
    return replace(verdict, message=verdict.message[:MAX_MESSAGE])


def _unbounded(outcome: Outcome, judge: Judge | None, bench: Bench) -> Verdict:
    if outcome.kind == "observed":
        return _judged(outcome.value(), judge or equals_reference(), bench)
    if outcome.kind == "not started":
        return Verdict(Status.NOT_STARTED, 0.0, "not started")
    message = described(outcome.failure, bench.scripts, bench.body) if outcome.failure else outcome.message
    return Verdict(Status(outcome.kind), 0.0, message)


def _judged(seen: Value, judge: Judge, bench: Bench) -> Verdict:
    try:
        return _graded(_ask(judge, seen, bench))
    except AssertionError as error:
        return Verdict(Status.FAILED, 0.0, _assertion_text(error))
    except ReferenceError:
        raise
    except Exception:  # noqa: BLE001  a judge may stumble in any way
        _graded(_ask(judge, bench.reference_value(), bench))  # a judge that fails here, too, is broken
        return Verdict(Status.FAILED, 0.0, _malformed(seen, bench))


def _ask(judge: Judge, seen: Value, bench: Bench) -> object:
    named: dict[str, Any] = {name: bench.fixtures[name] for name in fixtures_of(judge)}
    offered: dict[str, Callable[[], object]] = {
        "reference": bench.reference_value,
        "sources": bench.sources,
        "factors": lambda: bench.factors,
    }
    wanted = inspect.signature(judge).parameters
    named |= {name: offer() for name, offer in offered.items() if name in wanted}
    return judge(seen, **named)


def _graded(result: object) -> Verdict:
    finding = result if isinstance(result, Finding) else Finding(1.0 if result is None else float(result))  # type: ignore[arg-type]
    if not 0.0 <= finding.fraction <= 1.0:
        raise ValueError(f"a judge returned the fraction {finding.fraction}; it must be in [0, 1]")
    if finding.fraction == 1.0:
        return Verdict(Status.PASSED, 1.0, "", finding.figures, finding.measures)
    status = Status.PARTIAL if finding.fraction > 0 else Status.FAILED
    return Verdict(status, finding.fraction, finding.message, finding.figures, finding.measures)


def _assertion_text(error: AssertionError) -> str:
    """The judge's own words, without what pytest adds of the assertion's parts."""
    text = str(error).partition("\nassert ")[0].strip()
    return text or "The result is not what this check asks for."


def _malformed(seen: Value, bench: Bench) -> str:
    """A judge stumbled over a value: say how its form differs from the reference's."""
    found = next(Comparison().differences(seen, bench.reference_value()), None)
    return f"What came back has not the form that this check asks for. {found or ''}".strip()


def described(failure: Failure, scripts: Sequence[Script], body: Callable[..., object]) -> str:
    """An exception, with the submission's own lines on the way to it, or else the line of the check's body."""
    if failure.type == "MissingNameError":
        return f"{failure.message}."
    head = f"{failure.type}: {failure.message}" if failure.message else failure.type
    texts = {script.path: script.text.splitlines() for script in scripts}
    own = [_place(frame, texts[frame.path]) for frame in failure.frames if frame.path in texts]
    if not own:
        own = [f"  in the check: {line}" for line in _lines_of(body, failure.frames)][-1:]
    return "\n".join([head, *_shortened(own)])


def _place(frame: Frame, lines: Sequence[str]) -> str:
    line = lines[frame.line - 1].strip() if 0 < frame.line <= len(lines) else ""
    where = "" if frame.function == "<module>" else f", in {frame.function}"
    return f"  {Path(frame.path).name}, line {frame.line}{where}: {line[:100]}"


def _lines_of(body: Callable[..., object], frames: Sequence[Frame]) -> Iterator[str]:
    """The lines of the body among the frames. A submission may name any file and any line: no other is looked up."""
    code: CodeType = inspect.unwrap(body).__code__
    within = set(_line_numbers(code)) - {code.co_firstlineno}  # where a decorator may stand, with the judge
    for frame in frames:
        if frame.path == code.co_filename and frame.line in within:
            yield linecache.getline(code.co_filename, frame.line).strip()


def _line_numbers(code: CodeType) -> Iterator[int]:
    yield from (line for _, _, line in code.co_lines() if line is not None)
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _line_numbers(inner)


def _shortened(lines: list[str]) -> list[str]:
    return lines if len(lines) <= 4 else [*lines[:2], "  ...", *lines[-2:]]

"""A check: a pytest test function with points, a body that observes and a judge that decides."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, cast

from grader.figures import Figure

DEFAULT_TIMEOUT = 10.0
RESERVED = frozenset({"seen", "reference", "sources", "factors"})


@dataclass(frozen=True, slots=True)
class Finding:
    """What a judge may return: the fraction of the points earned, in [0, 1], and what to tell and show the student.

    `measures` are numbers by which submissions may be compared, such as {"accuracy": 0.97}.
    """

    fraction: float
    message: str = ""
    figures: tuple[Figure, ...] = ()
    measures: Mapping[str, float] = field(default_factory=dict)


# A judge takes the observation first; its other parameters are `reference` (the observation of the same
# body on the reference solution), `sources` (the submission's texts, by file), `factors` (named numbers of
# the check's arguments) or names of pytest fixtures.
# It returns None (all points), a fraction in [0, 1] or a Finding, and raises AssertionError with a message.
Judge = Callable[..., float | Finding | None]


@dataclass(slots=True)
class Check:
    """What `@check` adds to a test function."""

    points: float
    after: tuple[str, ...] = ()
    timeout: float = DEFAULT_TIMEOUT
    judge: Judge | None = None
    needs: tuple[str, ...] = field(default=())


class CheckFunction(Protocol):
    """A test function that carries a check; `judge` registers a judge of its own."""

    check: Check
    __name__: str

    def __call__(self, *args: object, **kwargs: object) -> object:
        """Run the body."""

    def judge(self, judge: Judge) -> Judge:
        """Register what decides."""


def check(
    *, points: float, after: str | tuple[str, ...] = (), timeout: float = DEFAULT_TIMEOUT, judge: Judge | None = None
) -> Callable[[Callable[..., object]], CheckFunction]:
    """Make a test function a check worth `points` (for each of its parametrized cases).

    The function is the body: it runs in a worker beside the submission and returns an observation. Its docstring
    is the line that the student reads. `after` names checks of the same file without which this one makes no
    sense; when one of them is not passed, this one is skipped. `timeout` is in seconds of CPU time. Without a
    judge the observation is compared with the reference's.

    Raises ValueError where the points are not positive or the docstring is missing.
    """
    if not 0 < points < math.inf:
        raise ValueError(f"points must be a positive number, not {points}: leave the check out, or give it its worth")
    names = (after,) if isinstance(after, str) else tuple(after)

    def decorate(body: Callable[..., object]) -> CheckFunction:
        if not (body.__doc__ or "").strip():
            raise ValueError(f"{body.__name__} has no docstring: write the line that the student reads")
        function = cast("CheckFunction", body)
        function.check = Check(points, names, timeout)

        def register(chosen: Judge) -> Judge:
            function.check.judge = chosen
            function.check.needs = fixtures_of(chosen)
            if function.check.needs:
                import pytest  # bodies are unpickled in workers, which have no use for it

                pytest.mark.usefixtures(*function.check.needs)(body)
            return chosen

        function.judge = register  # type: ignore[method-assign, assignment]
        if judge is not None:
            register(judge)
        return function

    return decorate


def fixtures_of(judge: Judge) -> tuple[str, ...]:
    """Names of the fixtures that a judge asks for: its `fixtures` attribute, else its parameters."""
    declared = getattr(judge, "fixtures", None)
    if declared is not None:
        return tuple(declared)
    parameters = list(inspect.signature(judge).parameters)
    return tuple(name for name in parameters[1:] if name not in RESERVED)


def check_of(function: object) -> Check | None:
    """The check that a collected test function carries, if any."""
    found = getattr(function, "check", None)
    return found if isinstance(found, Check) else None

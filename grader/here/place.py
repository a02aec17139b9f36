"""Where in a submission to look for what a check found wrong: a line of its own file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from types import CodeType
from typing import Any

from grader.grade import Place
from grader.here.outcome import Outcome
from grader.job import Script

_DEFINITION = re.compile(r"^(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)", re.MULTILINE)


def place_of(outcome: Outcome, script: Script, body: Callable[..., Any]) -> Place:
    """The innermost line of the script on the way to the exception; where there was none, what the check calls."""
    lines = script.text.count("\n") + 1
    for frame in reversed(outcome.failure.frames if outcome.failure else []):
        if frame.path == script.path and 1 <= frame.line <= lines:  # the worker's word for it is not enough
            return Place(script.path, frame.line)
    return Place(script.path, _called(script.text, set(_names(body.__code__))))


def _called(text: str, names: set[str]) -> int:
    """The line of the first definition with one of these names, or the first line."""
    found = (match for match in _DEFINITION.finditer(text) if match[1] in names)
    return next((text.count("\n", 0, match.start()) + 1 for match in found), 1)


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)

"""Where in a submission to look for what a check found wrong: a line of its own file, and the lines around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType
from typing import Any

from grader.grade import Excerpt, Place
from grader.here.outcome import Outcome
from grader.job import Script

LINES_AROUND = 3
LINES_OF_DEFINITION = 20
LONGEST_LINE = 160  # characters
_DEFINITION = re.compile(r"^(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)")
_WITHIN = re.compile(r"[\s)\]}#]|$")  # how a line begins that does not end a definition at the top


def place_of(outcome: Outcome, script: Script, body: Callable[..., Any]) -> Place:
    """The innermost line of the script on the way to the exception; where there was none, what the check calls."""
    lines = _lines(script)
    return Place(script.path, _raised(outcome, script, lines) or _called(lines, body) or 1)


def excerpt_of(outcome: Outcome, script: Script, body: Callable[..., Any]) -> Excerpt | None:
    """The lines around that place, or of the whole definition where there was no exception."""
    lines = _lines(script)
    line = _raised(outcome, script, lines)
    if line:
        first, last = max(1, line - LINES_AROUND), line + LINES_AROUND
    elif first := _called(lines, body):
        last = min(_last_of_definition(lines, first), first + LINES_OF_DEFINITION - 1)
    else:
        return None
    shown = [text[:LONGEST_LINE] for text in lines[first - 1 : last]]
    return Excerpt(file=Path(script.path).name, line=line, first=first, lines=shown)


def _lines(script: Script) -> list[str]:
    """The lines as Python counts them."""
    return script.text.removesuffix("\n").split("\n")


def _raised(outcome: Outcome, script: Script, lines: list[str]) -> int:
    """The line of the script that the exception passed last, or 0: the worker's word for it is not enough."""
    frames = outcome.failure.frames if outcome.failure else []
    own = (frame.line for frame in reversed(frames) if frame.path == script.path)
    return next((line for line in own if 1 <= line <= len(lines)), 0)


def _called(lines: list[str], body: Callable[..., Any]) -> int:
    """The line of the first definition whose name the body has, or 0."""
    names = set(_names(body.__code__))
    found = ((number, _DEFINITION.match(line)) for number, line in enumerate(lines, 1))
    return next((number for number, match in found if match and match[1] in names), 0)


def _last_of_definition(lines: list[str], first: int) -> int:
    """The last line of the definition that begins at `first`, told by how lines begin: the text may be anything."""
    after = (number for number in range(first, len(lines)) if not _WITHIN.match(lines[number]))
    last = next(after, len(lines))
    while not lines[last - 1].strip():
        last -= 1
    return last


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)

"""Text that a submission chose, made safe to show: nothing in it moves a cursor, hides, or is read as a command."""

from __future__ import annotations

import re

_NOT_PLAIN = re.compile(r"[^\n\t -~]")
# Printable by name, invisible on a screen, and skipped by comparisons that follow a language's rules: fillers, joiners
# and variation selectors.
_UNSEEN = re.compile(r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
# GitHub obeys `::` after any white space at the start of a line; GitHub, Azure and TeamCity obey `##[` or `##word[`
# anywhere in a line.
_LINE_COMMAND = re.compile(r"^([ \t]*)(?=::)", re.MULTILINE)
_HASH_COMMAND = re.compile(r"#(?=#\w*\[)")


def harmless(text: str) -> str:
    r"""The same text for a terminal, a log file or a CI system's log, in which it can do nothing.

    Characters that are not visible (ANSI sequences, carriage returns and other C0 and C1 controls, bidirectional
    overrides, line separators, lone surrogates, odd spaces) appear as Python writes them: `\x1b`. Line feeds and tabs
    stay; a carriage return before a line feed goes. A backslash breaks what a CI system would obey: `\::error`,
    `#\#[group]`. Applying it twice changes nothing more, so a line cut out of the result may be passed through again.
    """
    visible = _NOT_PLAIN.sub(_visible, text.replace("\r\n", "\n"))
    return _HASH_COMMAND.sub(r"#\\", _LINE_COMMAND.sub(r"\1\\", visible))


def _visible(match: re.Match[str]) -> str:
    character = match[0]
    if character.isprintable() and not _UNSEEN.match(character):
        return character
    return ascii(character)[1:-1]

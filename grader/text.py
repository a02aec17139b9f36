"""Names of files that a stranger chose, made fit for a message."""

from __future__ import annotations

from grader.harmless import harmless


def shown(name: str) -> str:
    """The name on one line, with everything in it that is not visible spelt out."""
    return harmless(name).replace("\n", r"\n").replace("\t", r"\t")

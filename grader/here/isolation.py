"""Which protections there could be, and which of them a run went without."""

from __future__ import annotations

from collections.abc import Iterable

from grader.there import confine


def missing_protections(in_force: Iterable[str]) -> list[str]:
    """The protections of the full set that were not in force, by name."""
    return sorted(confine.FULL - set(in_force))

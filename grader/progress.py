"""A line now and then for a check that takes long, so that nobody wonders whether the run hangs."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from grader.here.ticket import Ticket

FIRST_AFTER = 2.0  # seconds; then after twice as long, and so on


class Progress:
    """Called a few times a second with the jobs that are not done."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.next: dict[int, float] = {}

    def __call__(self, pending: Sequence[Ticket]) -> None:
        """Say what has been running for long."""
        for ticket in pending:
            if ticket.started and ticket.age >= self.next.setdefault(ticket.number, FIRST_AFTER):
                self.next[ticket.number] *= 2
                self._say(f"  {ticket.job.module}: {_what(ticket)} has been running for {ticket.age:.0f} s")

    def _say(self, line: str) -> None:
        plugins = self.config.pluginmanager
        reporter, capture = plugins.get_plugin("terminalreporter"), plugins.get_plugin("capturemanager")
        if reporter is None or self.config.option.verbose < 0:
            return
        with capture.global_and_fixture_disabled() if capture else contextlib.nullcontext():
            reporter.ensure_newline()
            reporter.write_line(line)


def _what(ticket: Ticket) -> str:
    return f"a notebook, now at {ticket.step} {ticket.reached}," if ticket.step else "a check"

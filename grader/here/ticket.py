"""A job that was handed in, and what has come of it so far."""

from __future__ import annotations

import time

from grader.here.outcome import Outcome, Returned
from grader.job import Job


class Ticket:
    """A job that was handed in; `outcome` is there once it is done."""

    def __init__(self, job: Job, call: bytes) -> None:
        self.job = job
        self.call = call
        self.returned = Returned()
        self.reply = bytearray()
        self.output = bytearray()
        self.outcome: Outcome | None = None
        self.started = 0.0
        self.number = 0
        self.scratch = ""
        self.readers: dict[str, int] = {}

    @property
    def age(self) -> float:
        """Seconds since its worker was started; 0 while it waits."""
        return time.monotonic() - self.started if self.started else 0.0

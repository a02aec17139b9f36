"""A job that was handed in, and what has come of it so far."""

from __future__ import annotations

import re
import time

from grader.here.outcome import Outcome, Returned
from grader.job import Job

_NUMBER = re.compile(rb"^[0-9]{1,9}$", re.MULTILINE)


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
        self.step = ""  # what its output counts, one number a line, where it tells how far it is

    @property
    def reached(self) -> int:
        """The last line of its output that is a number; 0 where there is none."""
        numbers = _NUMBER.findall(self.output)
        return int(numbers[-1]) if numbers else 0

    @property
    def age(self) -> float:
        """Seconds since its worker was started; 0 while it waits."""
        return time.monotonic() - self.started if self.started else 0.0

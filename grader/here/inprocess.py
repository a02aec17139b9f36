"""No isolation at all: the submission runs in pytest's own process, where breakpoint() works."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from grader.here.outcome import Returned, understand
from grader.here.ticket import Ticket
from grader.job import Hello, Job, frame


class InProcess:
    """Runs a job at once, here. Nothing bounds it and nothing is kept from it."""

    def submit(self, job: Job, call: bytes) -> Ticket:
        """Do the job now."""
        from grader.there.worker import perform

        ticket = Ticket(job, call)
        ticket.started = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="grader-") as scratch, _restored():
            ticket.job = msgspec.structs.replace(job, scratch=scratch)
            reply = perform(ticket.job, call)
        ticket.returned = Returned(reply=frame(Hello([])) + frame(reply), duration=ticket.age)
        ticket.outcome = understand(ticket.returned, ticket.job)
        return ticket

    def wait(self, tickets: Sequence[Ticket], tick: Callable[[Sequence[Ticket]], None] = lambda _: None) -> None:
        """Everything is done already."""

    def close(self) -> None:
        """Nothing was started."""


@contextlib.contextmanager
def _restored() -> Iterator[None]:
    """Put back what a job changes in the process on purpose: folder, import path, threads, modes."""
    import warnings

    import torch

    folder, path, modules, threads = Path.cwd(), list(sys.path), dict(sys.modules), torch.get_num_threads()
    dtype, grad = torch.get_default_dtype(), torch.is_grad_enabled()
    try:
        with warnings.catch_warnings():
            yield
    finally:
        os.chdir(folder)
        sys.path[:] = path
        for name in set(sys.modules) - set(modules):
            if getattr(sys.modules[name], "__spec__", None) is None:
                del sys.modules[name]
        sys.modules["__main__"] = modules["__main__"]
        torch.set_num_threads(threads)
        torch.set_default_dtype(dtype)
        torch.set_grad_enabled(grad)

"""Workers that are started anew for each job: slow, and the same everywhere, without fork or Unix sockets."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

import msgspec

from grader.here.folders import remove
from grader.here.interpreter import clean_environment, command
from grader.here.outcome import understand
from grader.here.ticket import Ticket
from grader.job import Job, pack

STARTUP_SECONDS = 60.0  # importing torch, before the job's own time begins


class Spawner:
    """Runs each job in a process of its own, several at a time."""

    def __init__(self, parallel: int) -> None:
        self.pool = ThreadPoolExecutor(parallel)
        self.folder = Path(tempfile.mkdtemp(prefix="grader-"))

    def submit(self, job: Job, call: bytes) -> Ticket:
        """Queue a job."""
        ticket = Ticket(job, call)
        self.pool.submit(self._run, ticket)
        return ticket

    def wait(self, tickets: Sequence[Ticket], tick: Callable[[Sequence[Ticket]], None] = lambda _: None) -> None:
        """Wait until the tickets are done; `tick` is called a few times a second with those that are not."""
        while pending := [ticket for ticket in tickets if ticket.outcome is None]:
            time.sleep(0.05)
            tick(pending)

    def close(self) -> None:
        """Wait for what runs, and remove what it wrote."""
        self.pool.shutdown(cancel_futures=True)
        remove(self.folder)

    def _run(self, ticket: Ticket) -> None:
        scratch = tempfile.mkdtemp(dir=self.folder)
        ticket.job = msgspec.structs.replace(ticket.job, scratch=scratch)
        ticket.started = time.monotonic()
        process = subprocess.Popen(
            command("spawned", device=ticket.job.device),
            env=clean_environment(ticket.job.device),
            cwd=scratch,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        self._converse(process, ticket)
        ticket.returned.duration = ticket.age
        remove(scratch)
        ticket.outcome = understand(ticket.returned, ticket.job)

    def _converse(self, process: subprocess.Popen[bytes], ticket: Ticket) -> None:
        """Hand in the job; take what comes, within its bounds; end the process when its time is over."""
        assert process.stdin is not None
        limits = ticket.job.limits
        readers = [
            threading.Thread(target=_collect, args=(process.stdout, ticket.reply, limits.reply), daemon=True),
            threading.Thread(target=_collect, args=(process.stderr, ticket.output, limits.output), daemon=True),
        ]
        for reader in readers:
            reader.start()
        with contextlib.suppress(OSError):
            process.stdin.write(pack(ticket.job, ticket.call))
            process.stdin.close()
        try:
            ticket.returned.status = process.wait(limits.wall_seconds + STARTUP_SECONDS)
        except subprocess.TimeoutExpired:
            ticket.returned.ended_by = "time"
        _end(process)
        for reader in readers:
            reader.join(5)
        if len(ticket.reply) > limits.reply:
            ticket.returned.ended_by = "reply"
        ticket.returned.reply = bytes(ticket.reply)
        ticket.returned.output = bytes(ticket.output[: limits.output])


def _collect(stream: IO[bytes], into: bytearray, most: int) -> None:
    """Read to the end; what is beyond the bound is read and dropped, so that the writer is not held up."""
    with contextlib.suppress(OSError, ValueError), stream:
        while data := os.read(stream.fileno(), 2**16):
            into += data[: most + 1 - len(into)]


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and its session."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()

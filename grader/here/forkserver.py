"""Workers that are forked from a server with torch loaded: the client side of `grader.there.server`."""

from __future__ import annotations

import contextlib
import os
import selectors
import socket
import subprocess
import tempfile
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from grader import wire
from grader.errors import WorkersError
from grader.here.folders import make, remove, remove_of_worker
from grader.here.interpreter import clean_environment, command
from grader.here.outcome import EndedBy, is_whole, understand
from grader.here.ticket import Ticket
from grader.job import Job, Limits, pack
from grader.wire import Event, Message

STARTUP_SECONDS = 120.0
BEYOND: dict[Event, EndedBy] = {
    Event.OVER_MEMORY: "memory",
    Event.OVER_PROCESSES: "processes",
    Event.OVER_FILES: "files",
}
MOST_LEFT = 64  # a pipe holds less than this many reads; more comes from a writer that never stops


class ForkServer:
    """Hands jobs to the fork server and collects what comes back; one thread, no callbacks from elsewhere."""

    def __init__(self, parallel: int, limits: Limits, device: str, without: Sequence[str] = ()) -> None:
        self.device = device
        self.without = without
        self.parallel = parallel
        self.limits = limits
        self.folder = Path(tempfile.mkdtemp(prefix="grader-"))
        self.folder.chmod(0o711)  # a worker that is another user passes through to its own scratch folder
        self.waiting: deque[Ticket] = deque()
        self.running: dict[int, Ticket] = {}
        self.numbers = 0
        self.selector = selectors.DefaultSelector()
        self.process: subprocess.Popen[bytes] | None = None
        self.channel: socket.socket | None = None
        self.ready = False

    def start(self) -> None:
        """Start the server; it loads torch while we go on."""
        self.channel, theirs = socket.socketpair()
        with (self.folder / "server.log").open("wb") as log:
            self.process = subprocess.Popen(
                command(
                    "server",
                    channel=theirs.fileno(),
                    limits=msgspec.to_builtins(self.limits),
                    device=self.device,
                    without=list(self.without),
                ),
                env=clean_environment(self.device),
                cwd=self.folder,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )
        theirs.close()
        self.ready = False
        self.selector.register(self.channel, selectors.EVENT_READ, None)

    def submit(self, job: Job, call: bytes) -> Ticket:
        """Queue a job; its scratch folder is made here and gone when it is done."""
        ticket = Ticket(job, call)
        self.waiting.append(ticket)
        return ticket

    def wait(self, tickets: Sequence[Ticket], tick: Callable[[Sequence[Ticket]], None] = lambda _: None) -> None:
        """Work until the tickets are done; `tick` is called a few times a second with those that are not."""
        while pending := [ticket for ticket in tickets if ticket.outcome is None]:
            self._fill()
            self._pump(0.25)
            tick(pending)

    def close(self) -> None:
        """End the server, and with it every worker, and remove what they wrote."""
        if self.channel is not None:
            self.channel.close()
        if self.process is not None:
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        remove(self.folder)

    def _fill(self) -> None:
        while self.waiting and sum(ticket.outcome is None for ticket in self.running.values()) < self.parallel:
            if self.process is None:
                self.start()
            if not self.ready:
                self._await_server()
            self._launch(self.waiting.popleft())

    def _await_server(self) -> None:
        assert self.channel is not None
        self.channel.settimeout(STARTUP_SECONDS)
        try:
            message, _ = wire.receive(self.channel)
        except TimeoutError:
            message = None
        self.channel.settimeout(None)
        if message is None:
            log = (self.folder / "server.log").read_text("utf-8", "replace").strip()[-2000:]
            raise WorkersError(f"The process that forks the workers did not start. Its last words:\n{log}")
        self.ready = True

    def _launch(self, ticket: Ticket) -> None:
        self.numbers += 1
        ticket.number = self.numbers
        ticket.scratch = make(self.folder / str(ticket.number))
        ticket.job = msgspec.structs.replace(ticket.job, scratch=ticket.scratch)
        reply, theirs = os.pipe()
        output, theirs_too = os.pipe()
        handed_over = self._hand_over(ticket, theirs, theirs_too)
        os.close(theirs)
        os.close(theirs_too)
        if not handed_over:
            os.close(reply)
            os.close(output)
            remove(ticket.scratch)
            self.waiting.appendleft(ticket)
            self._server_is_gone()
            return
        ticket.readers = {"reply": reply, "output": output}
        for name, descriptor in ticket.readers.items():
            os.set_blocking(descriptor, False)
            self.selector.register(descriptor, selectors.EVENT_READ, (ticket, name))
        ticket.started = time.monotonic()
        self.running[ticket.number] = ticket

    def _hand_over(self, ticket: Ticket, reply: int, output: int) -> bool:
        """Send a job with the descriptors that its worker writes to; False when the server has died."""
        assert self.channel is not None
        with tempfile.TemporaryFile(dir=self.folder) as payload:
            payload.write(pack(ticket.job, ticket.call))
            payload.flush()
            try:
                wire.send(self.channel, Message(Event.RUN, ticket.number), (payload.fileno(), reply, output))
            except OSError:
                return False
        return True

    def _pump(self, seconds: float) -> None:
        for key, _ in self.selector.select(seconds):
            if key.data is None:
                self._hear()
            else:
                ticket, name = key.data
                if name in ticket.readers:
                    self._read(ticket, name)
                self._answer(ticket)
        for ticket in list(self.running.values()):
            if ticket.age > ticket.job.limits.wall_seconds:
                self._stop(ticket, "time")

    def _hear(self) -> None:
        """Take one message of the server."""
        assert self.channel is not None
        try:
            message, _ = wire.receive(self.channel)
        except OSError:
            message = None
        if message is None:
            self._server_is_gone()
            return
        ticket = self.running.get(message.number)
        if ticket is None:
            return
        if message.event == Event.ENDED:
            ticket.returned.status = os.waitstatus_to_exitcode(message.value)
            ticket.returned.cpu_seconds = message.cpu_milliseconds / 1000
            self._finish(ticket)
        elif not ticket.returned.ended_by:
            ticket.returned.ended_by = BEYOND[message.event]

    def _server_is_gone(self) -> None:
        """Every running job is lost; the next one gets a new server."""
        assert self.channel is not None
        self.selector.unregister(self.channel)
        self.channel.close()
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        self.process = None
        self.ready = False
        for ticket in list(self.running.values()):
            ticket.returned.status = -9
            self._finish(ticket)

    def _read(self, ticket: Ticket, name: str) -> bool:
        """Take what is there, within its bound; False where there is nothing now."""
        limits = ticket.job.limits
        try:
            data = os.read(ticket.readers[name], 2**20)
        except BlockingIOError:
            return False
        if not data:
            self._close(ticket, name)
        elif name == "output":
            ticket.output += data[: limits.output - len(ticket.output)]
        elif len(ticket.reply) + len(data) > limits.reply:
            self._stop(ticket, "reply")
        else:
            ticket.reply += data
        return True

    def _stop(self, ticket: Ticket, why: EndedBy) -> None:
        if not ticket.returned.ended_by:
            ticket.returned.ended_by = why
            self._kill(ticket)

    def _kill(self, ticket: Ticket) -> None:
        assert self.channel is not None
        with contextlib.suppress(OSError):
            wire.send(self.channel, Message(Event.KILL, ticket.number))

    def _answer(self, ticket: Ticket) -> None:
        """Once the reply is whole, nothing that the worker could still do matters: nobody waits for its end."""
        unfit = "reply" in ticket.readers or ticket.outcome is not None or ticket.returned.ended_by
        if not unfit and is_whole(ticket.reply):
            self._kill(ticket)
            self._understand(ticket)

    def _finish(self, ticket: Ticket) -> None:
        """The worker has ended, with all that it started: nothing of it is left."""
        if ticket.outcome is None:
            self._understand(ticket)
        for name in list(ticket.readers):
            self._close(ticket, name)
        del self.running[ticket.number]
        remove_of_worker(ticket.scratch)

    def _understand(self, ticket: Ticket) -> None:
        """Read what is left in the worker's pipes, and make an outcome of it."""
        for name in list(ticket.readers):
            for _ in range(MOST_LEFT):
                if name not in ticket.readers or not self._read(ticket, name):
                    break
        if not ticket.returned.ended_by:
            ticket.returned.reply = bytes(ticket.reply)
        ticket.returned.output = bytes(ticket.output)
        ticket.returned.duration = ticket.age
        ticket.outcome = understand(ticket.returned, ticket.job)

    def _close(self, ticket: Ticket, name: str) -> None:
        descriptor = ticket.readers.pop(name)
        self.selector.unregister(descriptor)
        os.close(descriptor)

"""The fork server: a clean process with torch loaded, which forks a worker for each job and watches over it."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import sys
from typing import NamedTuple, Never

import msgspec

from grader import wire
from grader.job import Limits
from grader.there import confine, files, namespaces, processes
from grader.wire import Event, Message

WATCH_EVERY = 0.1  # seconds between two looks at what the workers use


class Idle(NamedTuple):
    """A worker that waits for its job at the other end of `orders`."""

    pid: int
    orders: socket.socket


class Server:
    """Forks workers ahead of the jobs; never loads a submission itself, and never holds an answer.

    It works in the folder where each job has its scratch folder, which is called by the job's number.

    One worker is always ready: to fork a process with torch in it takes longer than most checks do.
    """

    def __init__(self, channel: socket.socket, ground: confine.Ground, limits: Limits, device: str) -> None:
        self.channel = channel
        self.limits = limits
        self.device = device
        self.running: dict[int, int] = {}  # pid -> job number
        self.idle: Idle | None = None
        self.ground = ground
        self.wakeup, signalled = socket.socketpair()
        for end in (self.wakeup, signalled):
            end.settimeout(0)
        signal.set_wakeup_fd(signalled.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self.signalled = signalled

    def serve(self) -> None:
        """Answer until the other side closes the channel; then nothing that was started is left."""
        self.tell(Message(Event.READY))
        self.idle = self.fork()
        while True:
            ready, _, _ = select.select([self.channel, self.wakeup], [], [], WATCH_EVERY if self.running else None)
            if self.channel in ready and not self.obey():
                break
            if self.wakeup in ready:
                self.wakeup.recv(4096)
            self.reap()
            self.watch()
        for pid in self.pids():
            processes.kill_tree(pid)
        processes.sweep(0)

    def obey(self) -> bool:
        """Carry out one message; False when there will be no more."""
        try:
            message, descriptors = wire.receive(self.channel)
        except OSError:
            return False
        if message is None:
            return False
        if message.event == Event.RUN:
            self.start(message.number, *descriptors)
        elif message.event == Event.KILL:
            for pid in [pid for pid, number in self.running.items() if number == message.number]:
                processes.kill_tree(pid)
        return True

    def start(self, number: int, *descriptors: int) -> None:
        """Hand a job to the worker that is ready, and fork the next one while it works."""
        chosen = self.idle
        if chosen is None or not handed_over(chosen, number, descriptors):
            chosen = self.fork()
            handed_over(chosen, number, descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        self.running[chosen.pid] = number
        self.idle = self.fork()

    def fork(self) -> Idle:
        """Fork a worker that waits for its job."""
        orders, theirs = socket.socketpair()
        pid, protections = namespaces.fork_into_own_pids(self.ground.without)
        if pid == 0:
            orders.close()
            self.become_worker(theirs, protections)
        theirs.close()
        return Idle(pid, orders)

    def become_worker(self, orders: socket.socket, protections: list[str]) -> Never:
        """In the child: leave everything of the server behind, wait for the job, then work."""
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            self.channel.close()
            os.setsid()
            from grader.there import worker

            worker.rehearse(self.device)
            message, descriptors = wire.receive(orders)
            if message is not None:
                work(descriptors, self.ground, protections)
        finally:
            os._exit(70)

    def pids(self) -> set[int]:
        """The workers, at work and ready."""
        return {*self.running, *([self.idle.pid] if self.idle else [])}

    def tell(self, message: Message) -> None:
        """Send a message; that nobody is there any more is learnt from what `obey` reads."""
        with contextlib.suppress(OSError):
            wire.send(self.channel, message)

    def reap(self) -> None:
        """Report every worker that has ended, after everything that it started has ended too."""
        for pid in list(self.running):
            with contextlib.suppress(ChildProcessError):
                ended, status, usage = os.wait4(pid, os.WNOHANG)
                if ended:
                    processes.sweep(pid, spare=self.pids())
                    milliseconds = int(1000 * (usage.ru_utime + usage.ru_stime))
                    self.tell(Message(Event.ENDED, self.running.pop(pid), status, milliseconds))

    def watch(self) -> None:
        """End the workers whose processes together are beyond their bounds."""
        for pid, number in self.running.items():
            over = self.over(pid, number)
            if over is not None:
                self.tell(Message(over, number))
                processes.kill_tree(pid)

    def over(self, pid: int, number: int) -> Event | None:
        """The bound that a worker is beyond, if it is beyond one."""
        memory, tasks = processes.tree_usage(pid, self.limits.memory, self.limits.processes)
        if tasks > self.limits.processes:
            return Event.OVER_PROCESSES
        if memory > self.limits.memory:
            return Event.OVER_MEMORY
        return Event.OVER_FILES if files.are_too_many(str(number), self.limits) else None


def handed_over(idle: Idle, number: int, descriptors: tuple[int, ...]) -> bool:
    """Send a job to a worker; False when it has died meanwhile."""
    with idle.orders:
        try:
            wire.send(idle.orders, Message(Event.RUN, number), descriptors)
        except OSError:
            return False
    return True


def work(descriptors: list[int], ground: confine.Ground, protections: list[str]) -> Never:
    """In a worker: take the descriptors of a job into use, and do it."""
    from grader.there import worker

    payload, reply, output = descriptors
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    with os.fdopen(payload, "rb") as file:
        file.seek(0)
        message = file.read()
    worker.work(message, reply, ground, protections)


def main() -> None:
    """Serve on the descriptor, and with the bounds, that the command line's JSON gives."""
    settings = json.loads(sys.argv[1])
    ground = confine.prepare(settings["device"], settings["without"])  # it forks, which costs more once torch is here
    from grader.there import worker

    worker.preload(settings["device"])
    channel = socket.socket(fileno=settings["channel"])
    Server(channel, ground, msgspec.convert(settings["limits"], Limits), settings["device"]).serve()
    os._exit(0)


if __name__ == "__main__":
    main()

"""The fork server: a clean process with torch loaded, which forks a worker for each job and watches over it."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import sys

from grader import wire
from grader.there import confine, processes, worker
from grader.wire import Event, Message

WATCH_EVERY = 0.1  # seconds between two looks at what the workers use


class Server:
    """Forks workers on request; never loads a submission itself, and never holds an answer."""

    def __init__(self, channel: socket.socket, memory: int, processes: int, device: str) -> None:
        self.channel = channel
        self.memory = memory
        self.processes = processes
        self.running: dict[int, int] = {}  # pid -> job number
        self.protections = confine.isolate_server()
        self.readable = confine.readable_paths(device)
        self.wakeup, signalled = socket.socketpair()
        for end in (self.wakeup, signalled):
            end.settimeout(0)
        signal.set_wakeup_fd(signalled.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self.signalled = signalled

    def serve(self) -> None:
        """Answer until the other side closes the channel; then nothing that was started is left."""
        wire.send(self.channel, Message(Event.READY))
        while True:
            ready, _, _ = select.select([self.channel, self.wakeup], [], [], WATCH_EVERY if self.running else None)
            if self.wakeup in ready:
                self.wakeup.recv(4096)
            self.reap()
            self.watch()
            if self.channel in ready and not self.obey():
                break
        for pid in self.running:
            processes.kill_tree(pid)
        processes.sweep(0)

    def obey(self) -> bool:
        """Carry out one message; False when there will be no more."""
        message, descriptors = wire.receive(self.channel)
        if message is None:
            return False
        if message.event == Event.RUN:
            self.start(message.number, *descriptors)
        elif message.event == Event.KILL:
            for pid in [pid for pid, number in self.running.items() if number == message.number]:
                processes.kill_tree(pid)
        return True

    def start(self, number: int, payload: int, reply: int, output: int) -> None:
        """Fork the worker of one job."""
        pid, protections = confine.fork_into_own_pids()
        if pid == 0:
            self.become_worker(payload, reply, output, protections)
        for descriptor in (payload, reply, output):
            os.close(descriptor)
        self.running[pid] = number

    def become_worker(self, payload: int, reply: int, output: int, protections: list[str]) -> None:
        """In the child: leave everything of the server behind, then work."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self.channel.close()
        os.setsid()
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.dup2(output, 1)
        os.dup2(output, 2)
        with open(payload, "rb", closefd=True) as file:
            file.seek(0)
            message = file.read()
        try:
            worker.work(message, reply, self.readable, self.protections + protections)
        finally:
            os._exit(70)

    def reap(self) -> None:
        """Report every worker that has ended, after everything that it started has ended too."""
        for pid in list(self.running):
            with contextlib.suppress(ChildProcessError):
                ended, status, usage = os.wait4(pid, os.WNOHANG)
                if ended:
                    processes.sweep(pid, spare=set(self.running))
                    milliseconds = int(1000 * (usage.ru_utime + usage.ru_stime))
                    wire.send(self.channel, Message(Event.ENDED, self.running.pop(pid), status, milliseconds))

    def watch(self) -> None:
        """End the workers whose processes together are beyond their bounds."""
        for pid, number in self.running.items():
            memory, tasks = processes.tree_usage(pid, self.memory)
            over = Event.OVER_MEMORY if memory > self.memory else Event.OVER_PROCESSES
            if memory > self.memory or tasks > self.processes:
                wire.send(self.channel, Message(over, number))
                processes.kill_tree(pid)


def main() -> None:
    """Serve on the descriptor, and with the bounds, that the command line's JSON gives."""
    settings = json.loads(sys.argv[1])
    worker.preload(settings["device"])
    channel = socket.socket(fileno=settings["channel"])
    Server(channel, settings["memory"], settings["processes"], settings["device"]).serve()
    os._exit(0)


if __name__ == "__main__":
    main()

"""What came back from a worker, read with suspicion."""

from __future__ import annotations

import signal
from typing import Literal

import msgspec

from grader import observation
from grader.job import Failure, Hello, Job, Reply

Kind = Literal["observed", "not started", "error", "timed out", "crashed"]
EndedBy = Literal["", "time", "memory", "processes", "files", "reply"]


class Returned(msgspec.Struct, kw_only=True):
    """What a worker left behind, as it is: bytes, and how the process ended.

    `status` is the exit status, negative for a signal. `ended_by` says why it was ended from here ("" if it was not).
    """

    reply: bytes = b""
    output: bytes = b""
    status: int = 0
    ended_by: EndedBy = ""
    cpu_seconds: float = 0.0
    duration: float = 0.0


class Outcome(msgspec.Struct, kw_only=True, frozen=True):
    """One run of one body, understood. `data` is an encoded observation, and only there when it was observed."""

    kind: Kind
    data: bytes = b""
    failure: Failure | None = None
    message: str = ""
    output: str = ""
    duration: float = 0.0
    protections: list[str] = []

    def value(self) -> observation.Value:
        """The observation."""
        return observation.decode(self.data)


def understand(returned: Returned, job: Job) -> Outcome:
    """Make an outcome of what a worker left. Nothing in it is believed unless it is complete and well-formed."""
    output = _local(returned.output.decode("utf-8", "replace"), job)
    hello, reply = _messages(returned.reply)
    protections = hello.protections if hello else []

    def ended(kind: Kind, message: str = "") -> Outcome:
        return Outcome(kind=kind, message=message, output=output, duration=returned.duration, protections=protections)

    if returned.ended_by or reply is None:
        return ended(*_why_it_ended(returned, job))
    if reply.failure is not None:
        kind: Kind = "error" if reply.failure.started else "not started"
        failure = msgspec.structs.replace(reply.failure, message=_local(reply.failure.message, job))
        return msgspec.structs.replace(ended(kind), failure=failure)
    try:
        observation.decode(reply.observation)
    except observation.ObservationError as error:
        return ended("crashed", f"What came back from the check cannot be read: {error}.")
    return msgspec.structs.replace(ended("observed"), data=reply.observation)


def _local(text: str, job: Job) -> str:
    """A text without the names of folders that only this run has: two runs of a submission say the same."""
    for folder in filter(None, (job.companions, job.scratch)):
        text = text.replace(f"{folder}/", "")
    return text


def is_whole(data: bytes | bytearray) -> bool:
    """Whether a reply channel has brought both of its messages. It is asked at every read: nothing is copied."""
    start = 0
    for _message in ("hello", "reply"):
        if len(data) < start + 8:
            return False
        start += 8 + int.from_bytes(data[start : start + 8], "big")
    return len(data) >= start


def _messages(data: bytes) -> tuple[Hello | None, Reply | None]:
    """The two messages of a reply channel, as far as they are complete; anything after them spoils the reply."""
    try:
        head, rest = _split(data)
        hello = msgspec.msgpack.decode(head, type=Hello)
    except (ValueError, msgspec.MsgspecError, RecursionError):
        return None, None
    try:
        body, rest = _split(rest)
        return hello, None if rest else msgspec.msgpack.decode(body, type=Reply)
    except (ValueError, msgspec.MsgspecError, RecursionError):
        return hello, None


def _split(data: bytes) -> tuple[bytes, bytes]:
    length = int.from_bytes(data[:8], "big")
    if len(data) < 8 + length or len(data) < 8:
        raise ValueError("an incomplete message")
    return data[8 : 8 + length], data[8 + length :]


def _why_it_ended(returned: Returned, job: Job) -> tuple[Kind, str]:
    limits = job.limits
    if returned.ended_by == "time":
        return "timed out", f"It was stopped after {limits.wall_seconds:g} s: something waits, or loops, without end."
    beyond = {
        "memory": f"it used more than {limits.memory // 2**20} MiB of memory",
        "processes": f"it ran more than {limits.processes} processes and threads",
        "files": f"it wrote more than {limits.scratch // 2**20} MiB of files, or more than {limits.files:,} files "
        "(what lies in folders that cannot be entered counts as too much)",
        "reply": f"what came back was larger than {limits.reply // 2**20} MiB",
    }
    if returned.ended_by:
        return "crashed", f"It was stopped: {beyond[returned.ended_by]}."
    if returned.status < 0:
        return _by_signal(-returned.status, returned.cpu_seconds, limits.cpu_seconds)
    return "crashed", (
        f"The process ended by itself (exit status {returned.status}) before the check was over: "
        "a call such as os._exit() or exec ended it."
    )


def _by_signal(number: int, used: float, allowed: float) -> tuple[Kind, str]:
    name = signal.Signals(number).name if number in set(signal.Signals) else f"signal {number}"
    if name == "SIGXCPU" or (name == "SIGKILL" and used >= allowed):  # the soft and the hard limit
        return "timed out", f"It was stopped after {allowed:g} s of computing: something loops without end."
    return "crashed", f"The process was ended by {name}."

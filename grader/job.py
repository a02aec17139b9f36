"""What travels to a worker and what comes back: typed records, as MessagePack, which cannot run code."""

from __future__ import annotations

import msgspec

MIB = 2**20


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The bounds of one worker: sizes in bytes, times in seconds. `scratch` is for all its files together."""

    cpu_seconds: float = 10.0
    wall_seconds: float = 30.0
    memory: int = 2048 * MIB
    file_size: int = 256 * MIB
    scratch: int = 512 * MIB
    files: int = 20_000
    processes: int = 64
    reply: int = 64 * MIB
    output: int = MIB // 16


class TimeLimits(msgspec.Struct, frozen=True):
    """Seconds for each cell of a notebook, and for all of its cells together."""

    cell: float = 60.0
    notebook: float = 300.0


class Script(msgspec.Struct, frozen=True):
    """One source text, and the name that tracebacks give it."""

    path: str
    text: str


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One run of one body on one module. Several scripts are run in order in the same namespace.

    `scratch` is the worker's own folder; `companions` holds the files handed in beside the module ("" for none).
    With `values`, a notebook's namespace as `grader.there.namespace` packs it, nothing is run: the scripts, its cells,
    are there for tracebacks. `lacking` says of a name, or of "" for any other, that it is not defined, and why.
    """

    module: str
    scripts: list[Script]
    seed: int
    scratch: str
    companions: str = ""
    values: bytes = b""
    lacking: dict[str, str] = {}
    device: str = "cpu"
    confined: bool = True
    limits: Limits = Limits()


class Frame(msgspec.Struct, frozen=True):
    """A place on the way to an exception: in the submission, or in the check that called it."""

    path: str
    line: int
    function: str


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """The exception that ended a run. `started` is False for a stub's NotImplementedError."""

    type: str
    message: str
    frames: list[Frame] = []
    loading: bool = False
    started: bool = True


class Hello(msgspec.Struct, frozen=True):
    """What a worker says before it loads any submission: the protections that it is under."""

    protections: list[str]


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What a worker says at its end: an encoded observation, or why there is none."""

    observation: bytes = b""
    failure: Failure | None = None


encode = msgspec.msgpack.encode


def pack(job: Job, call: bytes) -> bytes:
    """The job and the pickled call, in one message for a worker."""
    head = encode(job)
    return len(head).to_bytes(8, "big") + head + call


def unpack(message: bytes) -> tuple[Job, bytes]:
    """The inverse of pack; it runs there, on a message that came from here."""
    end = 8 + int.from_bytes(message[:8], "big")
    return msgspec.msgpack.decode(message[8:end], type=Job), message[end:]


def frame(message: msgspec.Struct) -> bytes:
    """One message of a worker's reply channel: its length, then itself."""
    body = encode(message)
    return len(body).to_bytes(8, "big") + body

"""Each attempt returns "nothing" where nothing came of it, as the reference does."""

import ctypes
import os
import signal
import sys
import time
from pathlib import Path

import torch


def attempt(what, root):
    return globals()[what](Path(root))


def behaves(root):
    return "nothing"


def exits(root):
    os._exit(0)


def raises_exit(root):
    sys.exit(0)


def exits_as_an_exception(root):
    class Liar(Exception):
        def __str__(self):
            os._exit(0)

    raise Liar


def segfaults(root):
    ctypes.string_at(0)


def kills_itself(root):
    os.kill(os.getpid(), signal.SIGKILL)
    os.abort()  # the first process of a PID namespace survives its own signals


def kills_its_parent(root):
    os.kill(os.getppid() or os.getpid(), signal.SIGKILL)
    return "nothing"


def loops(root):
    while True:
        pass


def waits(root):
    time.sleep(10_000)


def allocates(root):
    return [bytearray(10**8) for _ in range(10**4)]


def leaves_a_child(root):
    if os.fork() == 0:
        time.sleep(10_000)
    return "nothing"


def returns_too_much(root):
    return torch.zeros(20_000_000)


def reply_channel():
    """The worker's one descriptor beside the standard ones."""
    return max(int(name) for name in os.listdir("/dev/fd") if writes(int(name)))


def writes(descriptor):
    try:
        return descriptor > 2 and os.write(descriptor, b"") == 0
    except OSError:
        return False


def floods_the_reply(root):
    channel = reply_channel()
    while True:
        os.write(channel, bytes(2**20))


def speaks_twice(root):
    from grader.job import Reply, frame
    from grader.observation import encode

    os.write(reply_channel(), frame(Reply(observation=encode({"what came of it": "nothing"}))))
    return "nothing"


def floods_the_output(root):
    for _ in range(2000):
        print("y" * 4096)
    return "nothing"


COMMANDS = "\x1b[2J\x1b[31mowned\r\n::error::owned\n  ::stop-commands::owned\n##[group]owned\u202eowned"


def prints_commands(root):
    print(COMMANDS)
    print(COMMANDS, file=sys.stderr)
    os.write(1, COMMANDS.encode())
    return "something"


def raises_commands(root):
    raise ValueError(COMMANDS)


def raises_half_a_character(root):
    raise ValueError("half of \U0001f600 is \ud83d")


def returns_commands(root):
    return type(COMMANDS, (), {})()


def reads_the_environment(root):
    found = [value for value in os.environ.values() if "hush" in value]
    for process in Path("/proc").glob("[0-9]*"):
        try:
            found += [str(process)] * (b"hush" in (process / "environ").read_bytes())
        except OSError:
            continue
    return found or "nothing"


def read(path):
    try:
        return path.read_text()
    except OSError:
        return "nothing"


def reads_the_reference(root):
    return read(root / "solutions/01_walls/guest.py")


def reads_the_checks(root):
    return read(root / "exercises/01_walls/test_guest.py")


def reads_what_is_remembered(root):
    try:
        return os.listdir(root / ".pytest_cache/d/grader")
    except OSError:
        return "nothing"


def writes_outside(root):
    try:
        (root / "conftest.py").write_text("owned")
    except OSError:
        return "nothing"
    return "a file of the course"

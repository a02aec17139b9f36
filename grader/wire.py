"""The control channel between pytest's process and the fork server: fixed-size messages, descriptors beside them."""

from __future__ import annotations

import socket
import struct
from enum import IntEnum
from typing import NamedTuple

LAYOUT = struct.Struct("!BxxxIiI")


class Event(IntEnum):
    """What a message says. RUN and KILL go there; the others come back."""

    RUN = 1
    KILL = 2
    READY = 3
    ENDED = 4
    OVER_MEMORY = 5
    OVER_PROCESSES = 6
    OVER_FILES = 7


class Message(NamedTuple):
    """An event about the job `number`; once it ENDED, its wait status and the CPU time that it took (ms)."""

    event: Event
    number: int = 0
    value: int = 0
    cpu_milliseconds: int = 0


def send(channel: socket.socket, message: Message, descriptors: tuple[int, ...] = ()) -> None:
    """Send one message, and open descriptors with it."""
    data = LAYOUT.pack(*message)
    if descriptors:
        socket.send_fds(channel, [data], descriptors)
    else:
        channel.sendall(data)


def receive(channel: socket.socket) -> tuple[Message | None, list[int]]:
    """The next message and its descriptors; None when the other side has gone."""
    data, descriptors, _flags, _address = socket.recv_fds(channel, LAYOUT.size, 3)
    while data and len(data) < LAYOUT.size:
        data += channel.recv(LAYOUT.size - len(data))
    if not data:
        return None, descriptors
    event, *rest = LAYOUT.unpack(data)
    return Message(Event(event), *rest), descriptors

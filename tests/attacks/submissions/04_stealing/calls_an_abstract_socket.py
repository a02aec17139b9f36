"""Calls a socket of the machine that has a name and no file."""
# passed
# without walls, error: Stolen.*

import socket


class Stolen(Exception):
    pass


def attempt(x, places):
    try:
        socket.socket(socket.AF_UNIX).connect("\0" + places["abstract"])
    except OSError:
        return 2 * x
    raise Stolen

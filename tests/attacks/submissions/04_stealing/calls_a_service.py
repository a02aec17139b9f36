"""Calls a service of the machine at the file by which it is reached."""
# passed
# without walls, error: Stolen.*

import socket


class Stolen(Exception):
    pass


def attempt(x, places):
    try:
        socket.socket(socket.AF_UNIX).connect(places["unix"])
    except OSError:
        return 2 * x
    raise Stolen

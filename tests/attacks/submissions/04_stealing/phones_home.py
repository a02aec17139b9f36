"""Sends what it knows by TCP and UDP, to an address and to a name."""
# passed
# without walls, error: Stolen: tcp.*

import socket


class Stolen(Exception):
    pass


def attempt(x, places):
    try:
        socket.create_connection(("127.0.0.1", int(places["tcp"])), timeout=1).close()
    except OSError:
        pass
    else:
        raise Stolen("tcp")
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto(b"labels", ("127.0.0.1", int(places["udp"])))
    except OSError:
        pass
    else:
        raise Stolen("udp")
    return 2 * x

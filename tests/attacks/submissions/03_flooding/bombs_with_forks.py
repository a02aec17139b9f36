"""Forks without end."""
# crashed|error: (It was stopped: it ran more than 64 processes and threads|BlockingIOError).*

import os
import time


def attempt(x, places):
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        os.fork()

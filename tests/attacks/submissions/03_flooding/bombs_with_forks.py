"""Forks without end."""
# crashed|error|timed out: (It was stopped(: it ran more than 64 processes and threads| after 0\.5 s of computing)|BlockingIOError).*

import os
import time


def attempt(x, places):
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        os.fork()

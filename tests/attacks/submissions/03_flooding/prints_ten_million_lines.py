"""Prints ten million lines."""
# passed|timed out: It was stopped.*

import sys


def attempt(x, places):
    for _ in range(100):
        sys.stdout.write("y\n" * 100_000)
    return 2 * x

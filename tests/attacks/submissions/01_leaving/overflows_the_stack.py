"""Recurses without end, in Python."""
# error: RecursionError: maximum recursion depth exceeded.*

import sys


def attempt(x, places):
    return attempt(x, places)

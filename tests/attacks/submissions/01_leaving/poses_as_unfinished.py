"""Raises the exception of a stub from its own code: not started, and no points."""
# not started: not started


def attempt(x, places):
    raise NotImplementedError

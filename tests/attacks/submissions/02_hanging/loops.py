"""Loops without end, in Python."""
# timed out: It was stopped after 0\.5 s of computing: something loops without end\.


def attempt(x, places):
    while True:
        pass

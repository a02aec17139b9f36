"""Catches whatever is raised in it, and goes on."""
# timed out: It was stopped after 0\.5 s of computing.*


def attempt(x, places):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass

"""Says that an exception passed through a file without end."""
# error: Lost: look

import os

from grader.job import Failure, Frame, Reply, frame


def attempt(x, places):
    reply = Reply(failure=Failure(type="Lost", message="look", frames=[Frame("/dev/zero", 5, "attempt")]))
    for number in range(3, 64):
        try:
            os.write(number, frame(reply))
        except OSError:
            continue
    os._exit(0)

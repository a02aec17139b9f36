"""Says that an exception passed through the reference, so that its line would be shown."""
# error: Lost: look

import os

from grader.job import Failure, Frame, Reply, frame


def attempt(x, places):
    place = Frame(places["root"] + "/solutions/04_stealing/reads_the_reference.py", 6, "attempt")
    answer(Reply(failure=Failure(type="Lost", message="look", frames=[place])))


def answer(reply):
    for number in range(3, 64):
        try:
            os.write(number, frame(reply))
        except OSError:
            continue
    os._exit(0)

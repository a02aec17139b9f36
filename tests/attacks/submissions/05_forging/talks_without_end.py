"""Says that an exception had a message of 20 MB, and so had its type."""
# error: n{4000}.*

import os

from grader.job import Failure, Reply, frame


def attempt(x, places):
    long = "n" * 20 * 10**6
    data = frame(Reply(failure=Failure(type=long, message=long)))
    for number in range(3, 64):
        try:
            os.write(number, b"")
        except OSError:
            continue
        while data:
            data = data[os.write(number, data) :]
    os._exit(0)

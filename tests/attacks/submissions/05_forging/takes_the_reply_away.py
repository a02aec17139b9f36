"""Puts a file where the answer's pipe was."""
# crashed: The process ended by itself \(exit status 0\).*

import os


def attempt(x, places):
    file = os.open("elsewhere", os.O_RDWR | os.O_CREAT)
    for number in range(3, 64):
        try:
            os.write(number, b"")
            os.dup2(file, number)
        except OSError:
            continue
    return 2 * x

"""Writes a file of 100 GB (with a hole in it, so that a disk without walls survives)."""
# error: OSError: \[Errno 27\] File too large.*

import os


def attempt(x, places):
    with open("large", "w") as file:
        os.truncate(file.fileno(), 100 * 2**30)
    return 2 * x

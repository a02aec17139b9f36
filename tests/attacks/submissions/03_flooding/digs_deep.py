"""Leaves folders nested three times deeper than Python recurses, for whoever clears up."""
# passed|crashed: It was stopped: it wrote more than .*

import os


def attempt(x, places):
    for _ in range(3_000):
        os.mkdir("d")
        os.chdir("d")
    return 2 * x

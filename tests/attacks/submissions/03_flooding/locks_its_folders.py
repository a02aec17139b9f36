"""Leaves folders that nobody may enter, for whoever clears up."""
# passed|crashed: It was stopped: it wrote more than .*

import os


def attempt(x, places):
    os.makedirs("a/b")
    open("a/b/file", "w").close()
    os.chmod("a/b", 0)
    os.chmod("a", 0)
    return 2 * x

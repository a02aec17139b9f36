"""Answers, and leaves a grandchild in a session of its own that holds the answer's pipe and never ends."""
# passed

import os
import time


def attempt(x, places):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.chdir("/")
            time.sleep(10_000)
        os._exit(0)
    os.wait()
    return 2 * x

"""Takes within each process what one may have, in many of them."""
# crashed: It was stopped: it used more than 600 MiB of memory\.

import os
import time


def attempt(x, places):
    for _ in range(8):
        if os.fork() == 0:
            block = b"x" * (200 * 2**20)
            time.sleep(100)
            os._exit(len(block))
    time.sleep(100)

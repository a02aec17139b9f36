"""Kills the process that started it, which would be the fork server."""
# passed|crashed: .*

import os
import signal


def attempt(x, places):
    os.kill(os.getppid() or os.getpid(), signal.SIGKILL)
    return 2 * x

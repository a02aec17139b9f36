"""Blocks and ignores every signal that can be, and loops."""
# timed out: It was stopped after 0\.5 s of computing.*

import signal


def attempt(x, places):
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    while True:
        pass

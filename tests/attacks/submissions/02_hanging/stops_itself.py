"""Stops, as Ctrl-Z does, and nobody continues it."""
# timed out|crashed: It was stopped after 11\.5 s: something waits, or loops, without end\.

import os
import signal
import threading


def attempt(x, places):
    os.kill(os.getpid(), signal.SIGSTOP)
    threading.Event().wait()  # the first process of a PID namespace is spared its own signals

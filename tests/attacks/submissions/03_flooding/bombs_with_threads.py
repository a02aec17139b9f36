"""Starts threads without end."""
# crashed|error: (It was stopped: it ran more than 64 processes and threads|RuntimeError: can't start new thread).*

import threading


def attempt(x, places):
    for _ in range(10_000):
        threading.Thread(target=threading.Event().wait, daemon=True).start()
    threading.Event().wait()

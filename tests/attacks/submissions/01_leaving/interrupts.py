"""Raises what Ctrl-C raises, which a grader might take for its user's."""
# error: KeyboardInterrupt\n  interrupts\.py, line \d+, in attempt: raise KeyboardInterrupt


def attempt(x, places):
    raise KeyboardInterrupt

"""Leaves before anything is asked of it, as a script without its `if __name__ ...` does."""
# error: SystemExit\n  exits_when_loaded\.py, line \d+: raise SystemExit


def attempt(x, places):
    return 2 * x


raise SystemExit

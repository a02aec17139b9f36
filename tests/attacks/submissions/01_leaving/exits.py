"""Leaves as a script does."""
# error: SystemExit: 0\n  exits\.py, line 8, in attempt: sys\.exit\(0\)

import sys


def attempt(x, places):
    sys.exit(0)

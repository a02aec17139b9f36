"""Aborts, as a failed assertion in C does."""
# crashed: The process was ended by SIG(ABRT|SEGV)\.

import os


def attempt(x, places):
    os.abort()

"""Aborts, as a failed assertion in C does."""
# crashed: The process was ended by SIGABRT\.

import os


def attempt(x, places):
    os.abort()

"""Matches a pattern that takes exponential time."""
# timed out: It was stopped after 0\.5 s of computing: something loops without end\.

import re


def attempt(x, places):
    return re.match("(a+)+$", "a" * 50 + "b")

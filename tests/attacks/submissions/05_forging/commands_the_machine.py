"""Speaks to the CI system and to the terminal: in what it prints, and in its exception."""
# error: Sp.*oken: .*

import os
import sys

WORDS = "\x1b]0;owned\x07\x1b[2J\r\n::error::owned\n ::set-output name=score::owned\n##[group]owned\u202eowned"


def attempt(x, places):
    print(WORDS)
    print(WORDS, file=sys.stderr)
    os.write(1, WORDS.encode())
    raise type("Sp\n::error::oken", (Exception,), {})(WORDS)

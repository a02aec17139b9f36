"""Writes bytes at random where the answer is awaited."""
# crashed: .+

import os


def attempt(x, places):
    for number in range(3, 64):
        try:
            os.write(number, b"\0\0\0\0\0\0\0\x04\xc1\xff\xff\xff")
        except OSError:
            continue
    return 2 * x

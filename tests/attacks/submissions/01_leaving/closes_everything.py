"""Closes every descriptor, that of the answer among them."""
# crashed: The process ended by itself \(exit status \d+\) before the check was over.*

import os


def attempt(x, places):
    os.closerange(0, 4096)
    return 2 * x

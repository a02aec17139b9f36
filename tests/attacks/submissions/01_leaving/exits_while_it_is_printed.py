"""Raises an exception that ends the process when somebody looks at it."""
# crashed: The process ended by itself \(exit status 0\).*

import os


class Trap(Exception):
    def __str__(self):
        os._exit(0)


def attempt(x, places):
    raise Trap

"""Returns an object that runs a command where it is unpickled."""
# failed: twice x: expected a float32 tensor of shape \(2, 3\), got something of type .*Poison\.

import os


class Poison:
    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.system, (f"touch {self.path}/owned",)


def attempt(x, places):
    return Poison(places["root"])

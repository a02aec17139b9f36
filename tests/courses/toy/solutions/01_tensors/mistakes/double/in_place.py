"""The argument itself is changed, so whoever still needs it finds other numbers there."""


def double(x):
    x *= 2
    return x

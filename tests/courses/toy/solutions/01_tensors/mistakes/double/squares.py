"""Every entry is multiplied by itself, and not by two."""


def double(x):
    return x * x

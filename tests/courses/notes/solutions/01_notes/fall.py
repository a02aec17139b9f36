"""One below."""


def fit(x):
    """The tensor that is one below `x`."""
    return x - 1

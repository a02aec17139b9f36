"""Twice a number, whatever other cells have done."""


def double(x):
    """Twice the tensor `x`."""
    return 2 * x


def helpers():
    """A list of what the notebook's own helpers say: [3, "beside"]."""
    return [3, "beside"]

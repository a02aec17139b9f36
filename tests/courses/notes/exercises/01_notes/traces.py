"""Twice a number, whatever other cells have done."""


def double(x):
    """Twice the tensor `x`."""
    raise NotImplementedError


def helpers():
    """A list of what the notebook's own helpers say: [3, "beside"]."""
    raise NotImplementedError

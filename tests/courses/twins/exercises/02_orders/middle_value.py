"""The value in the middle."""


def fit(xs):
    """The middle one of an odd number of numbers `xs`."""
    raise NotImplementedError


def spread(xs):
    """The largest distance from `fit(xs)`."""
    raise NotImplementedError

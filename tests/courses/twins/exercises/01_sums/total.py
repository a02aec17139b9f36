"""The total."""


def fit(xs):
    """The sum of the numbers `xs`."""
    raise NotImplementedError

"""The value in the middle."""


def fit(xs):
    """The middle one of an odd number of numbers `xs`."""
    return sorted(xs)[len(xs) // 2]


def spread(xs):
    """The largest distance from `fit(xs)`."""
    return max(abs(x - fit(xs)) for x in xs)

"""Two classes of points."""


def classify(points):
    """The class of each of n points [n, 2]: 1 where the first coordinate is the larger one, else 0. An int64 [n]."""
    raise NotImplementedError

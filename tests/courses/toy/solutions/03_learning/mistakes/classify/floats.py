"""The classes are floats, with which nothing can be indexed."""


def classify(points):
    return (points[:, 0] > points[:, 1]).float()

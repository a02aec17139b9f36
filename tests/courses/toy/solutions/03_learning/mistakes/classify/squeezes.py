"""All dimensions of size one are squeezed away, among them the only row of a single point."""


def classify(points):
    return (points[:, 0] > points[:, 1]).long().squeeze()

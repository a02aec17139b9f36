def classify(points):
    return points.flip(1).argmax(dim=1)

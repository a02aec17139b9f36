"""Python's own generator and floats: four sums of the data say all that the descent has to know."""

import random


def initial_parameters(seed):
    draw = random.Random(seed)
    return [draw.gauss(0, 1), draw.gauss(0, 1)]


def step(a, b, da, db, lr):
    return [p - lr * dp for p, dp in ((a, da), (b, db))]


def fit(x, y, a, b, lr, n_epochs):
    points = list(zip(x.ravel().tolist(), y.ravel().tolist(), strict=True))
    n = len(points)
    mean_x, mean_y = (sum(column) / n for column in zip(*points, strict=True))
    mean_xx, mean_xy = sum(u * u for u, _ in points) / n, sum(u * v for u, v in points) / n
    for _ in range(n_epochs):
        slopes = 2 * (a + b * mean_x - mean_y), 2 * (a * mean_x + b * mean_xx - mean_xy)
        a, b = step(a, b, *slopes, lr)
    return a, b

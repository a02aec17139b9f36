"""The square multiplied out: five means of the data are enough. Plain floats come back, in a list, and a third
number."""

import numpy as np


def mse(y, yhat):
    return float(np.square(np.asarray(y) - np.asarray(yhat)).sum()) / len(y)


def gradients(a, b, x, y):
    x, y = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    a, b = (float(np.asarray(p).item()) for p in (a, b))
    mean_x, mean_y, mean_xx, mean_xy = x.mean(), y.mean(), (x * x).mean(), (x * y).mean()
    da = 2 * (a + b * mean_x - mean_y)
    db = 2 * (a * mean_x + b * mean_xx - mean_xy)
    return [float(da), float(db), float((y * y).mean())]

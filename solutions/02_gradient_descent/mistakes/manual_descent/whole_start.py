"""The start is put into arrays and moved in place. An array made of an int holds integers, and NumPy refuses to add a
fraction to it."""

import numpy as np


def fit(x, y, a, b, lr, n_epochs):
    a, b = np.array([a]), np.array([b])
    for _ in range(n_epochs):
        error = a + b * x - y
        da, db = 2 * error.mean(), 2 * (x * error).mean()
        a -= lr * da
        b -= lr * db
    return a, b

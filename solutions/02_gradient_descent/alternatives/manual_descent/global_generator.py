"""NumPy's global generator and arrays of shape (1,), moved in place; x and y keep their dtype. Both histories come
back too."""

import numpy as np


def initial_parameters(seed):
    np.random.seed(seed)
    a = np.random.randn(1)
    b = np.random.randn(1)
    return a, b


def step(a, b, da, db, lr):
    a, b = np.array([a], dtype=float), np.array([b], dtype=float)
    a -= lr * da
    b -= lr * db
    return [a, b]


def fit(x, y, a, b, lr, n_epochs):
    a, b = (np.full(1, p, dtype=x.dtype) for p in (a, b))
    history = []
    for _ in range(n_epochs):
        error = y - (a + b * x)
        a_grad = -2 * error.mean()
        b_grad = -2 * (x * error).mean()
        a -= lr * a_grad
        b -= lr * b_grad
        history.append((a.copy(), b.copy()))
    return a, b, history

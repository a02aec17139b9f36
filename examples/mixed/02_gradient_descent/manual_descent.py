import numpy as np


def initial_parameters(seed):
    rng = np.random.default_rng(seed)
    a, b = rng.standard_normal(2)
    return a, b


def step(a, b, da, db, lr):
    return a - lr * da, b - lr * db


def fit(x, y, a, b, lr, n_epochs):
    x = x.ravel()
    y = y.ravel()
    for epoch in range(n_epochs):
        residual = a + b * x - y
        grad_a = 2 * residual.sum() / len(x)
        grad_b = 2 * residual @ x / len(x)
        a, b = step(a, b, grad_a, grad_b, lr)
    return a, b

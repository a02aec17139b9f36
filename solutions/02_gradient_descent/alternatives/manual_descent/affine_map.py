"""A step of descent on a parabola is an affine map; n steps are its n-th power. Box and Muller make the normal
draws."""

import numpy as np


def initial_parameters(seed):
    u, v = np.random.RandomState(seed).random_sample(2)
    radius = np.sqrt(-2 * np.log1p(-u))
    return radius * np.cos(2 * np.pi * v), radius * np.sin(2 * np.pi * v)


def fit(x, y, a, b, lr, n_epochs):
    design = np.hstack([np.ones_like(x), x]).astype(np.float64)
    steps = np.eye(3)
    steps[:2, :2] -= 2 * lr * design.T @ design / len(x)
    steps[:2, 2] = 2 * lr * (design * y).mean(axis=0)
    a, b, _ = np.linalg.matrix_power(steps, n_epochs) @ [a, b, 1.0]
    return np.array([[a]]), np.array([[b]])

"""The gradients are summed over the points in place of their mean, so each step is n times as long, and with many
points it jumps across the valley."""


def fit(x, y, a, b, lr, n_epochs):
    for _ in range(n_epochs):
        error = a + b * x - y
        a, b = step(a, b, 2 * error.sum(), 2 * (x * error).sum(), lr)  # noqa: F821
    return a, b

"""The descent starts at zero. The a and b that were handed in play no part."""


def fit(x, y, a, b, lr, n_epochs):
    a = b = 0.0
    for _ in range(n_epochs):
        error = a + b * x - y
        a, b = step(a, b, 2 * error.mean(), 2 * (x * error).mean(), lr)  # noqa: F821
    return a, b

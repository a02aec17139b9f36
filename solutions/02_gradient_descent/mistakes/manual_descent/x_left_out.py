"""a and b are moved by the same amount. How much a change of b moves a prediction depends on the point's x."""


def fit(x, y, a, b, lr, n_epochs):
    for _ in range(n_epochs):
        error = a + b * x - y
        a, b = step(a, b, 2 * error.mean(), 2 * error.mean(), lr)  # noqa: F821
    return a, b

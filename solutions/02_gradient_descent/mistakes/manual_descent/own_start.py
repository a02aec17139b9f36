"""fit draws a start of its own and takes no notice of the a and b that it was given."""


def fit(x, y, a, b, lr, n_epochs):
    a, b = initial_parameters(seed=42)  # noqa: F821
    for _ in range(n_epochs):
        error = a + b * x - y
        a, b = step(a, b, 2 * error.mean(), 2 * (x * error).mean(), lr)  # noqa: F821
    return a, b

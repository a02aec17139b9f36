"""The two from the derivative of the square is missing in fit, so every step is half as long as it should be."""


def fit(x, y, a, b, lr, n_epochs):
    for _ in range(n_epochs):
        error = a + b * x - y
        a, b = step(a, b, error.mean(), (x * error).mean(), lr)  # noqa: F821
    return a, b

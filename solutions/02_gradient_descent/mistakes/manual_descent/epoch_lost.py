"""The loop makes one epoch too few: range(1, n) begins at 1 and still ends before n."""


def fit(x, y, a, b, lr, n_epochs):
    for _ in range(1, n_epochs):
        error = a + b * x - y
        a, b = step(a, b, 2 * error.mean(), 2 * (x * error).mean(), lr)  # noqa: F821
    return a, b

"""Each step takes a part of the one before along. That is descent with momentum; a plain step depends on the place
alone, not on the way there."""


def fit(x, y, a, b, lr, n_epochs):
    along_a = along_b = 0.0
    for _ in range(n_epochs):
        error = a + b * x - y
        along_a = 0.9 * along_a + 2 * error.mean()
        along_b = 0.9 * along_b + 2 * (x * error).mean()
        a, b = step(a, b, along_a, along_b, lr)  # noqa: F821
    return a, b

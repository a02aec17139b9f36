"""The two derivatives come back in the wrong order, b's before a's."""


def gradients(a, b, x, y):
    error = predict(a, b, x) - y  # noqa: F821
    return 2 * (x * error).mean(), 2 * error.mean()

"""The derivative of a square is twice what was squared; the two is missing."""


def gradients(a, b, x, y):
    error = predict(a, b, x) - y  # noqa: F821
    return error.mean(), (x * error).mean()

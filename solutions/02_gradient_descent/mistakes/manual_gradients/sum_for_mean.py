"""The gradients are summed over the points. They belong to the mean of the squared errors, so they must not grow with
the number of points."""


def gradients(a, b, x, y):
    error = predict(a, b, x) - y  # noqa: F821
    return 2 * error.sum(), 2 * (x * error).sum()

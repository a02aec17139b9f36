"""For b, the mean of x is multiplied by the mean of the errors. The mean of products is something else: each error
belongs to its own x."""


def gradients(a, b, x, y):
    error = predict(a, b, x) - y  # noqa: F821
    return 2 * error.mean(), 2 * x.mean() * error.mean()

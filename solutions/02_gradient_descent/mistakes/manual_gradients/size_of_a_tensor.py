"""The sum is divided by `x.size`. That is a number for an array, but for a tensor it is a method, and nothing can be
divided by that."""


def gradients(a, b, x, y):
    error = a + b * x - y
    return 2 * error.sum() / x.size, 2 * (x * error).sum() / x.size

"""The signs are turned round: the minus that comes out of the derivative of y - yhat is lost. A step against these
numbers would climb."""


def gradients(a, b, x, y):
    error = y - predict(a, b, x)  # noqa: F821
    return 2 * error.mean(), 2 * (x * error).mean()

"""The prediction is written into x itself, as *= and += do. A second name for an array is no copy: the caller's x now
holds predictions."""


def predict(a, b, x):
    yhat = x
    yhat *= b
    yhat += a
    return yhat


def gradients(a, b, x, y):
    error = a + b * x - y
    return 2 * error.mean(), 2 * (x * error).mean()

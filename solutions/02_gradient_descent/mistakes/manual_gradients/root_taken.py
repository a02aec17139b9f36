"""The root of the mean squared error comes back. It is smallest at the same line, but it is another number, with
other gradients."""


def mse(y, yhat):
    return ((y - yhat) ** 2).mean() ** 0.5

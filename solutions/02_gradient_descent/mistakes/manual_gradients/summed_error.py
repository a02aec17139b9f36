"""mse adds the squared errors up and does not divide by their number, so twice the data would mean twice the error."""


def mse(y, yhat):
    return ((y - yhat) ** 2).sum()

import numpy as np


def predict(a, b, x):
    return a + b * x


def mse(y, yhat):
    error = yhat - y
    return (error * error).mean()


def gradients(a, b, x, y):
    error = predict(a, b, x) - y
    da = error.mean()
    db = (x * error).mean()
    return da, db

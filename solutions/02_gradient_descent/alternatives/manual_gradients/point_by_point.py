"""Python's own numbers, one point after the other."""

import torch


def predict(a, b, x):
    if isinstance(x, torch.Tensor):
        return torch.stack([a + b * row for row in x]).reshape(x.shape)
    out = x.copy()
    for i in range(len(x)):
        out[i] = a + b * x[i]
    return out


def mse(y, yhat):
    return sum((t - p) ** 2 for t, p in zip(y.flatten().tolist(), yhat.flatten().tolist(), strict=True)) / len(y)


def gradients(a, b, x, y):
    da = db = 0.0
    for x_i, y_i in zip(x.ravel().tolist(), y.ravel().tolist(), strict=True):
        slope = 2 * (a + b * x_i - y_i)
        da, db = da + slope, db + slope * x_i
    return da / len(x), db / len(x)

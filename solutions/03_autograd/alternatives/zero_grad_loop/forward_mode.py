"""Forward mode: one pass for each parameter, with a tangent of one on it."""

import torch


def fit(x, y, a, b, lr, n_epochs):
    def mse(a, b):
        return ((a + b * x - y) ** 2).mean()

    a, b = torch.tensor(float(a)), torch.tensor(float(b))
    one, zero = torch.tensor(1.0), torch.tensor(0.0)
    losses = []
    for _ in range(n_epochs):
        loss, da = torch.func.jvp(mse, (a, b), (one, zero))
        _, db = torch.func.jvp(mse, (a, b), (zero, one))
        losses.append(float(loss))
        a, b = a - lr * da, b - lr * db
    return a, b, tuple(losses)

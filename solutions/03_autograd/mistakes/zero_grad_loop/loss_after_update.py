"""The loss that is noted down belongs to the parameters after the update, so the one of the start is missing and all
are one epoch ahead."""

import torch


def fit(x, y, a, b, lr, n_epochs):
    a = torch.tensor(a, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(n_epochs):
        ((a + b * x - y) ** 2).mean().backward()
        with torch.no_grad():
            a -= lr * a.grad
            b -= lr * b.grad
            losses.append(((a + b * x - y) ** 2).mean().item())
        a.grad = b.grad = None
    return a, b, losses

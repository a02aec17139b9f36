"""b's gradient is computed after a has moved. The two gradients of an epoch belong to one loss, at one place."""

import torch


def fit(x, y, a, b, lr, n_epochs):
    a = torch.tensor(a, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(n_epochs):
        losses.append(((a + b * x - y) ** 2).mean().item())
        for p in (a, b):
            ((a + b * x - y) ** 2).mean().backward()
            with torch.no_grad():
                p -= lr * p.grad
            a.grad = b.grad = None
    return a, b, losses

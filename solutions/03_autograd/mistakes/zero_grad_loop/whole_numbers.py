"""A tensor made of an int holds int64, and integers have no gradients. A start such as 0 or 2 makes such a tensor."""

import torch


def fit(x, y, a, b, lr, n_epochs):
    a = torch.tensor(a, requires_grad=True)
    b = torch.tensor(b, requires_grad=True)
    losses = []
    for _ in range(n_epochs):
        loss = ((a + b * x - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            a -= lr * a.grad
            b -= lr * b.grad
        a.grad = b.grad = None
        losses.append(loss.item())
    return a, b, losses

"""The loss has no graph that leads back to a or b: neither of them requires grad, or the way from them to the loss is cut
by something like detach() or item()."""

import torch


def fit(x, y, a, b, lr, n_epochs):
    a = torch.tensor(a, dtype=x.dtype)
    b = torch.tensor(b, dtype=x.dtype)
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

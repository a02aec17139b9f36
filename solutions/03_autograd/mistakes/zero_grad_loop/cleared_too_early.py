"""a and b never move, and so the loss stays what it was. Either the gradients are cleared between backward and the update,
or the update makes new tensors, which never become a and b."""

import torch


def fit(x, y, a, b, lr, n_epochs):
    a = torch.tensor(a, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(n_epochs):
        loss = ((a + b * x - y) ** 2).mean()
        loss.backward()
        a.grad.zero_()
        b.grad.zero_()
        with torch.no_grad():
            a -= lr * a.grad
            b -= lr * b.grad
        losses.append(loss.item())
    return a, b, losses

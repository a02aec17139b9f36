"""The step is taken while autograd is watching. It would have to put a change of a leaf into the graph, and refuses."""

import torch


def fit(x, y, a, b, lr, n_epochs):
    a = torch.tensor(a, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(n_epochs):
        loss = ((a + b * x - y) ** 2).mean()
        loss.backward()
        a -= lr * a.grad
        b -= lr * b.grad
        a.grad = b.grad = None
        losses.append(loss.item())
    return a, b, losses

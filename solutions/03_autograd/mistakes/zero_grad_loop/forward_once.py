"""The prediction is computed once, before the loop. Every epoch repeats the first one's loss and gradient, however
far the parameters have moved."""

import torch


def fit(x, y, a, b, lr, n_epochs):
    a = torch.tensor(a, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b, dtype=x.dtype, requires_grad=True)
    losses = []
    loss = ((a + b * x - y) ** 2).mean()
    for _ in range(n_epochs):
        loss.backward(retain_graph=True)
        with torch.no_grad():
            a -= lr * a.grad
            b -= lr * b.grad
        a.grad = b.grad = None
        losses.append(loss.item())
    return a, b, losses

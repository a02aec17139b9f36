"""The parameters are noted down together with the loss, before the update, so what comes back lacks the last update."""

import torch


def fit(x, y, a, b, lr, n_epochs):
    a = torch.tensor(a, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b, dtype=x.dtype, requires_grad=True)
    history = []
    for _ in range(n_epochs):
        loss = ((a + b * x - y) ** 2).mean()
        history.append((a.item(), b.item(), loss.item()))
        loss.backward()
        with torch.no_grad():
            a -= lr * a.grad
            b -= lr * b.grad
        a.grad = b.grad = None
    last_a, last_b, _ = history[-1]
    return last_a, last_b, [loss for _, _, loss in history]

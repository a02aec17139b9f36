"""After the first update a or b is a new tensor, the result of a subtraction and no longer a leaf. Backward fills the
`.grad` of leaves alone, so the second update finds None there."""

import torch


def fit(x, y, a, b, lr, n_epochs):
    a = torch.tensor(a, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(n_epochs):
        loss = ((a + b * x - y) ** 2).mean()
        loss.backward()
        a = a - lr * a.grad
        b = b - lr * b.grad
        losses.append(loss.item())
    return a, b, losses

"""torch.autograd.grad, with new leaves for each epoch; nothing has to be cleared. Plain floats come back, in a list."""

import torch


def fit(x, y, a, b, lr, n_epochs):
    a, b = float(a), float(b)
    losses = []
    for _ in range(n_epochs):
        leaves = [torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in (a, b)]
        loss = torch.nn.functional.mse_loss(leaves[0] + leaves[1] * x, y.double())
        da, db = torch.autograd.grad(loss, leaves)
        losses += [float(loss)]
        a, b = a - lr * float(da), b - lr * float(db)
    return [a, b, losses]

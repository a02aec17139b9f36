"""torch.optim takes the steps. Here the update is to be written out, to see what such an optimiser
does."""

import torch


def fit(x, y, a, b, lr, n_epochs):
    a = torch.tensor(a, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b, dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([a, b], lr=lr)
    losses = []
    for _ in range(n_epochs):
        loss = ((a + b * x - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
    return a, b, losses

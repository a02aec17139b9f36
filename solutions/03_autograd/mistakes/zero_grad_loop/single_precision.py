"""The parameters are float32, whatever the data is. A matrix product takes factors of one dtype only, and refuses
float64 data."""

import torch


def fit(x, y, a, b, lr, n_epochs):
    weights = torch.tensor([[float(a)], [float(b)]], requires_grad=True)
    design = torch.cat([torch.ones_like(x), x], dim=1)
    losses = []
    for _ in range(n_epochs):
        loss = ((design @ weights - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            weights -= lr * weights.grad
        weights.grad = None
        losses.append(loss.item())
    return weights[0], weights[1], losses

"""torch draws the start, finds the gradients and makes the steps; x and y are lent to it. Tensors come back, tracked
ones from fit."""

import torch


def initial_parameters(seed):
    return torch.randn(2, generator=torch.Generator().manual_seed(seed)).unbind()


def step(a, b, da, db, lr):
    return tuple(torch.tensor([a, b], dtype=torch.float64) - lr * torch.tensor([da, db], dtype=torch.float64))


def fit(x, y, a, b, lr, n_epochs):
    line = torch.nn.Linear(1, 1, dtype=torch.from_numpy(x).dtype)
    torch.nn.init.constant_(line.bias, a)
    torch.nn.init.constant_(line.weight, b)
    optimizer = torch.optim.SGD(line.parameters(), lr=lr)
    for _ in range(n_epochs):
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(line(torch.from_numpy(x)), torch.from_numpy(y)).backward()
        optimizer.step()
    return line.bias, line.weight

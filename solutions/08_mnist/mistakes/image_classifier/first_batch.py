"""Each epoch takes the first batch alone. The model learns it by heart and never sees the other images."""

import torch


def train(model, loader, n_epochs):
    optimizer = torch.optim.Adam(model.parameters(), lr=0.003)
    model.train()
    for _ in range(n_epochs):
        x, y = next(iter(loader))
        optimizer.zero_grad()
        loss = -model(x, y).mean()
        loss.backward()
        optimizer.step()

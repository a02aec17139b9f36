"""The model learns in eval mode, all the time or part of it. Dropout does nothing there."""

import torch


def train(model, loader, n_epochs):
    optimizer = torch.optim.Adam(model.parameters(), lr=0.003)
    model.eval()
    for _ in range(n_epochs):
        for x, y in loader:
            optimizer.zero_grad()
            loss = -model(x, y).mean()
            loss.backward()
            optimizer.step()

"""torch.optim does the update; gradients are cleared before backward; a DataLoader draws the batches."""

from itertools import cycle, islice

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def train_step(w1, w2, x, labels, lr):
    optimizer = torch.optim.SGD([w1, w2], lr=lr)
    optimizer.zero_grad(set_to_none=False)
    loss = nn.CrossEntropyLoss()((x @ w1).clamp(min=0) @ w2, labels)
    loss.backward()
    optimizer.step()
    return float(loss)


def train(images, labels, w1, w2, n_steps, batch_size, lr, seed):
    torch.manual_seed(seed)
    loader = DataLoader(TensorDataset(images, labels), batch_size=batch_size, shuffle=True)
    epochs = (batch for _ in cycle([0]) for batch in loader)
    return [train_step(w1, w2, x, y, lr) for x, y in islice(epochs, n_steps)]

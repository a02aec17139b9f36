"""What train_step returns is a tensor with its graph, not a float. Kept in a list, such losses keep the graph of every step in memory."""

import torch
from torch.nn.functional import cross_entropy


def train_step(w1, w2, x, labels, lr):
    loss = cross_entropy(torch.relu(x @ w1) @ w2, labels)
    loss.backward()
    with torch.no_grad():
        for w in (w1, w2):
            w -= lr * w.grad
            w.grad = None
    return loss


def train(images, labels, w1, w2, n_steps, batch_size, lr, seed):
    generator = torch.Generator().manual_seed(seed)
    losses = []
    for _ in range(n_steps):
        rows = torch.randint(len(images), (batch_size,), generator=generator)
        losses.append(train_step(w1, w2, images[rows], labels[rows], lr).item())
    return losses

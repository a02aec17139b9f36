"""One training loop without train_step: a new order of all rows every epoch, `torch.autograd.grad`, `.data`."""

import random

import torch
from torch.nn.functional import cross_entropy, relu


def train_step(w1, w2, x, labels, lr):
    loss = cross_entropy(relu(x.matmul(w1)).matmul(w2), labels)
    for w, slope in zip((w1, w2), torch.autograd.grad(loss, (w1, w2)), strict=True):
        w.data = w.data - lr * slope
    return loss.detach().numpy().item()


def train(images, labels, w1, w2, n_steps, batch_size, lr, seed):
    rng = random.Random(seed)
    rows, losses = [], []
    for _ in range(n_steps):
        if len(rows) < batch_size:
            rows += rng.sample(range(len(images)), len(images))
        batch, rows = rows[:batch_size], rows[batch_size:]
        w1.grad = w2.grad = None
        loss = cross_entropy((images[batch] @ w1).relu() @ w2, labels[batch], reduction="sum") / batch_size
        loss.backward()
        w1.data.add_(w1.grad, alpha=-lr)
        w2.data.add_(w2.grad, alpha=-lr)
        losses.append(loss.item())
    return losses

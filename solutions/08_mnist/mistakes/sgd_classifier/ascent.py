"""The weights move up the gradient, so that every step makes the loss of its batch larger."""

import torch
from torch.nn.functional import cross_entropy


def train_step(w1, w2, x, labels, lr):
    loss = cross_entropy(torch.relu(x @ w1) @ w2, labels)
    loss.backward()
    with torch.no_grad():
        for w in (w1, w2):
            w += lr * w.grad
            w.grad = None
    return loss.item()

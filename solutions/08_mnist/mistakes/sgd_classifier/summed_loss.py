"""The loss is summed over the batch where its mean is asked for, so a step grows with the number of images in the batch."""

import torch
from torch.nn.functional import cross_entropy


def train_step(w1, w2, x, labels, lr):
    loss = cross_entropy(torch.relu(x @ w1) @ w2, labels, reduction="sum")
    loss.backward()
    with torch.no_grad():
        for w in (w1, w2):
            w -= lr * w.grad
            w.grad = None
    return loss.item()

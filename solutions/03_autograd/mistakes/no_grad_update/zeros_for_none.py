"""A parameter without a gradient is given one of zeros. None says that it had no part in the loss; zeros say that it
had, and an optimiser treats the two differently."""

import torch


def update(parameters, lr):
    with torch.no_grad():
        for p in parameters:
            if p.grad is not None:
                p -= lr * p.grad
            p.grad = torch.zeros_like(p)

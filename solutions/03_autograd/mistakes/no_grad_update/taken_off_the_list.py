"""Parameters are taken off the list, those without a gradient for example. It is the caller's list: they will be missing
from every later step, too."""

import torch


def update(parameters, lr):
    parameters[:] = [p for p in parameters if p.grad is not None]
    with torch.no_grad():
        for p in parameters:
            p -= lr * p.grad
            p.grad = None

"""A parameter that had no part in the loss has None for its gradient, and None cannot be multiplied by a learning
rate."""

import torch


def update(parameters, lr):
    with torch.no_grad():
        for p in parameters:
            p -= lr * p.grad
            p.grad = None

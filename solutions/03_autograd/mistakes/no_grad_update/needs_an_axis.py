"""A parameter or its gradient is reached through [:], which takes at least one axis. A parameter may be a single number,
with no axis at all."""

import torch


def update(parameters, lr):
    with torch.no_grad():
        for p in parameters:
            if p.grad is not None:
                p[:] = p - lr * p.grad
                p.grad = None

"""The parameters move along the gradient. It points to where the loss grows fastest, so this step climbs."""

import torch


def update(parameters, lr):
    with torch.no_grad():
        for p in parameters:
            if p.grad is not None:
                p += lr * p.grad
                p.grad = None

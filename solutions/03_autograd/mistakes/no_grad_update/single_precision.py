"""The new values are computed in float32, whatever the parameter is made of. A float64 parameter loses half of its
digits that way."""

import torch


def update(parameters, lr):
    with torch.no_grad():
        for p in parameters:
            if p.grad is not None:
                p.copy_(p.float() - lr * p.grad.float())
                p.grad = None

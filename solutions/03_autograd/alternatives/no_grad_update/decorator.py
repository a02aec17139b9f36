"""no_grad as a decorator, the values copied in; two loops."""

import torch


@torch.no_grad()
def update(parameters, lr):
    moving = [p for p in parameters if p.grad is not None]
    for p in moving:
        p.copy_(torch.sub(p, p.grad, alpha=lr))
    for p in moving:
        del p.grad
    return parameters

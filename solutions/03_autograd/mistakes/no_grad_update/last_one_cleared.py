"""The clearing stands after the loop instead of in it, so only the last parameter's gradient is cleared."""

import torch


def update(parameters, lr):
    with torch.no_grad():
        for p in parameters:
            if p.grad is not None:
                p -= lr * p.grad
        if p.grad is not None:
            p.grad.zero_()

"""The step reaches nothing that is in the list: neither a parameter nor its gradient has changed. `p = p - ...`, for one,
makes a new tensor and gives it the name p; the parameter in the list is still the old one."""

import torch


def update(parameters, lr):
    with torch.no_grad():
        for p in parameters:
            if p.grad is not None:
                p = p - lr * p.grad
                p.grad = None

"""torch.mean takes tensors only; a NumPy array makes it raise a TypeError. Methods such as `.mean()` exist on both."""

import torch


def gradients(a, b, x, y):
    error = a + b * x - y
    return 2 * torch.mean(error), 2 * torch.mean(x * error)

"""One matrix product with the transposed design matrix; one-element tensors or arrays of shape (1,) come back."""

import numpy as np
import torch


def predict(a, b, x):
    out = x * b
    out += a
    return out


def gradients(a, b, x, y):
    stack = torch.cat if isinstance(x, torch.Tensor) else np.concatenate
    design = stack([x**0, x], 1)
    da, db = 2 * (design.T @ (predict(a, b, x) - y)) / len(y)
    return da, db

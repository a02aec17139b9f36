"""Sums of products by einsum, under inference mode; the two derivatives come in a list."""

import torch, numpy as np


def predict(a, b, x):
    return x.__mul__(b).__add__(a)


@torch.inference_mode()
def mse(y, yhat):
    d = y - yhat
    ein = torch.einsum if torch.is_tensor(d) else np.einsum
    return ein("ij,ij->", d, d) / d.shape[0]


@torch.inference_mode()
def gradients(a, b, x, y):
    d = predict(a, b, x) - y
    ein = torch.einsum if torch.is_tensor(d) else np.einsum
    return [ein("ij->", d) * 2 / len(d), ein("ij,ij->", x, d) * 2 / len(d)]

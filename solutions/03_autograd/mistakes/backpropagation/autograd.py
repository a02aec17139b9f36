"""Automatic differentiation computes the gradients. Here the chain rule is yours to apply: the numbers are right, but
the exercise is to know where they come from."""

import torch
from torch.nn import functional as F


def gradients(x, labels, w1, w2):
    w1, w2 = w1.clone().requires_grad_(), w2.clone().requires_grad_()
    F.cross_entropy(torch.relu(x @ w1) @ w2, labels).backward()
    return w1.grad, w2.grad

"""The sign of the gradient is turned round. `.grad` holds the derivative itself, which points uphill; the minus
belongs to a descent step."""

import torch


def gradient_of_b(a, b, c):
    a, b, c = (torch.tensor(float(number), requires_grad=True) for number in (a, b, c))
    z(a, b, c).backward()  # noqa: F821
    return -b.grad.item()


def accumulated_gradient(a, b, c, n):
    return n * gradient_of_b(a, b, c)

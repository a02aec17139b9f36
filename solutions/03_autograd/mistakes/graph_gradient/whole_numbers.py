"""A tensor made of an int holds int64, and integers have no gradients: only tensors of floating-point numbers can
require them."""

import torch


def gradient_of_b(a, b, c):
    return accumulated_gradient(a, b, c, 1)


def accumulated_gradient(a, b, c, n):
    a, b, c = (torch.tensor(number, requires_grad=True) for number in (a, b, c))
    for _ in range(n):
        z(a, b, c).backward()  # noqa: F821
    return b.grad.item()

"""An answer is kept, and given again for the same a, b and c. By then z may be another function."""

import functools

import torch


@functools.cache
def gradient_of_b(a, b, c):
    return accumulated_gradient(a, b, c, 1)


@functools.cache
def accumulated_gradient(a, b, c, n):
    leaf = torch.tensor(float(b), requires_grad=True)
    for _ in range(n):
        z(a, leaf, c).backward()  # noqa: F821
    return leaf.grad.item()

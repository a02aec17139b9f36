"""No tensor here requires grad, so no graph is recorded, and backward has nowhere to go."""

import torch


def gradient_of_b(a, b, c):
    return accumulated_gradient(a, b, c, 1)


def accumulated_gradient(a, b, c, n):
    a, b, c = (torch.tensor(float(number)) for number in (a, b, c))
    for _ in range(n):
        z(a, b, c).backward()  # noqa: F821
    return b.grad.item()

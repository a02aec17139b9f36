"""The gradient of a is given for that of b. Every leaf has a `.grad` of its own, with the derivative for that leaf
alone."""

import torch


def gradient_of_b(a, b, c):
    return accumulated_gradient(a, b, c, 1)


def accumulated_gradient(a, b, c, n):
    a, b, c = (torch.tensor(float(number), requires_grad=True) for number in (a, b, c))
    for _ in range(n):
        z(a, b, c).backward()  # noqa: F821
    return a.grad.item()

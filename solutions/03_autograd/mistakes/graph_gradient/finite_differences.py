"""The slope is measured by moving b a little, not taken from the graph. The graph knows what a difference of two
values cannot see: which parts of z were detached."""

import torch


def gradient_of_b(a, b, c):
    a, b, c = (torch.tensor(number, dtype=torch.float64) for number in (a, b, c))
    h = 1e-5
    return (z(a, b + h, c) - z(a, b - h, c)).item() / (2 * h)  # noqa: F821


def accumulated_gradient(a, b, c, n):
    return n * gradient_of_b(a, b, c)

"""The n graphs are built first, all on the same leaf, and walked by one backward call from their sum."""

import torch


def accumulated_gradient(a, b, c, n):
    leaf = torch.full((), b, dtype=torch.double).requires_grad_()
    torch.stack([z(torch.tensor(float(a)), leaf, torch.tensor(float(c))) for _ in range(n)]).sum().backward()  # noqa: F821
    return leaf.grad.item()


def gradient_of_b(a, b, c):
    return accumulated_gradient(a, b, c, 1)

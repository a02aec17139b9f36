"""z wraps its result in a new tensor. That keeps the number but not the graph, so no backward call finds the way to
b."""

import torch


def z(a, b, c):
    return torch.tensor(2 * (a.item() - b.item()) + c.item(), dtype=a.dtype, requires_grad=True)

"""z gives the right number but not the graph behind it, as a tensor does that is newly made of numbers, or detached. No
backward call finds the way to b."""

import torch


def z(a, b, c):
    return torch.tensor(2 * (a.item() - b.item()) + c.item(), dtype=a.dtype, requires_grad=True)

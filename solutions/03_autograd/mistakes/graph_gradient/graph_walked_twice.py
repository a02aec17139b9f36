"""z is computed once and all backward calls go through that one graph. The first of them frees what the graph has
saved, so the second finds it gone."""

import torch


def accumulated_gradient(a, b, c, n):
    a, b, c = (torch.tensor(float(number), requires_grad=True) for number in (a, b, c))
    result = z(a, b, c)  # noqa: F821
    for _ in range(n):
        result.backward()
    return b.grad.item()

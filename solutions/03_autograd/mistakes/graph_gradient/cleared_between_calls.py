"""The gradient of one backward call comes back, where the sum of all n is asked for: either it is cleared between the
calls, or there are not n of them."""

import torch


def accumulated_gradient(a, b, c, n):
    a, b, c = (torch.tensor(float(number), requires_grad=True) for number in (a, b, c))
    for _ in range(n):
        b.grad = None
        z(a, b, c).backward()  # noqa: F821
    return b.grad.item()

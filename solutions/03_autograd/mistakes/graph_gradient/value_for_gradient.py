"""What comes back is the value of z, not its derivative. Backward returns nothing; what it finds is added to the
`.grad` of the leaves."""

import torch


def gradient_of_b(a, b, c):
    a, b, c = (torch.tensor(float(number), requires_grad=True) for number in (a, b, c))
    result = z(a, b, c)  # noqa: F821
    result.backward()
    return result.item()


def accumulated_gradient(a, b, c, n):
    return sum(gradient_of_b(a, b, c) for _ in range(n))

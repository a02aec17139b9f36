"""The transform of torch.func; n equal gradients add up to n times one."""

import torch


def gradient_of_b(a, b, c):
    numbers = torch.tensor([a, b, c], dtype=torch.float32)
    return torch.func.grad(lambda a, b, c: z(a, b, c), argnums=1)(*numbers).item()  # noqa: F821


def accumulated_gradient(a, b, c, n):
    return float(n) * gradient_of_b(a, b, c)

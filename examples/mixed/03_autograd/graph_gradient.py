import torch


def z(a, b, c):
    return 2 * (a - b) + c


def gradient_of_b(a, b, c):
    return accumulated_gradient(a, b, c, 1)


def accumulated_gradient(a, b, c, n):
    a, b, c = (torch.tensor(float(v), requires_grad=True) for v in (a, b, c))
    for _ in range(n):
        z(a, b, c).backward()
    return b.grad.item()

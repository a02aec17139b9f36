"""z is an object that can be called, and a is at hand as a number only; the gradient is what a hook has seen."""

import torch


class _Z:
    def __call__(self, a, b, c):
        return torch.stack([2 * a, -2 * b, c]).sum()


z = _Z()


def gradient_of_b(a, b, c):
    seen = []
    leaf = torch.tensor(float(b), requires_grad=True)
    leaf.register_hook(lambda gradient: seen.append(gradient.item()))
    z(torch.tensor(float(a)), leaf, torch.tensor(float(c))).backward()
    return sum(seen)


def accumulated_gradient(a, b, c, n):
    leaves = torch.full((n,), float(b), requires_grad=True)
    sum(globals()["z"](torch.tensor(float(a)), leaf, torch.tensor(float(c))) for leaf in leaves).backward()
    return leaves.grad.sum().double().item()

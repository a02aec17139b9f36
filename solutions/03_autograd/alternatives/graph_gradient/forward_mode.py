"""Forward mode: a tangent of one on b is carried through z."""

import torch
from torch.autograd import forward_ad


def gradient_of_b(a, b, c):
    with forward_ad.dual_level():
        dual = forward_ad.make_dual(torch.tensor(float(b)), torch.tensor(1.0))
        tangent = forward_ad.unpack_dual(z(torch.tensor(float(a)), dual, torch.tensor(float(c)))).tangent  # noqa: F821
    return tangent.item()


def accumulated_gradient(a, b, c, n):
    return sum(gradient_of_b(a, b, c) for _ in range(n))

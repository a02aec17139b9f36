"""One graph, kept for all backward calls; b alone is a tensor, with one axis."""

import torch


def z(a, b, c):
    return a + a - b - b + c


def gradient_of_b(a, b, c):
    leaf = torch.nn.Parameter(torch.Tensor([b]))
    z(a=a, b=leaf, c=c).backward()
    return float(leaf.grad)


def accumulated_gradient(a, b, c, n):
    leaf = torch.nn.Parameter(torch.Tensor([b]))
    result = z(a=a, b=leaf, c=c)
    for _ in range(n):
        result.backward(retain_graph=True)
    return leaf.grad.tolist()[0]

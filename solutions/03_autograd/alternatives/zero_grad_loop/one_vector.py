"""Both parameters in one vector, rebound to a new leaf in every epoch; the gradients of a sum, divided by n."""

import torch


def fit(x, y, a, b, lr, n_epochs):
    theta = torch.tensor([[a], [b]], dtype=x.dtype)
    design = torch.hstack([torch.ones_like(x), x])
    losses = []
    for _ in range(n_epochs):
        theta.requires_grad_()
        total = (design @ theta - y).norm() ** 2
        total.backward()
        losses.append(total.item() / len(x))
        theta = theta.detach() - lr / len(x) * theta.grad
    return theta[0], theta[1], losses

"""The update sits in a hook that runs as soon as a gradient has been accumulated; it clears it as well."""

import torch


def fit(x, y, a, b, lr, n_epochs):
    def move(p):
        with torch.no_grad():
            p.sub_(p.grad, alpha=lr)
        p.grad = None

    a, b = (torch.full((1,), float(start), dtype=x.dtype, requires_grad=True) for start in (a, b))
    for p in (a, b):
        p.register_post_accumulate_grad_hook(move)
    losses = []
    for _ in range(n_epochs):
        loss = torch.mean((y - (a + b * x)) ** 2)
        losses.append(loss.item())
        loss.backward()
    return a, b, losses

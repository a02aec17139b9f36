"""The caller's own mu is trained: it is moved, and it keeps `requires_grad` and the last gradient. Only its value was
lent, as the place to start from."""

import torch


def fit_mean(samples, mu, var, lr, n_steps):
    mu.requires_grad_()
    optimizer = torch.optim.SGD([mu], lr=lr)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        loss = neg_log_likelihood(samples, mu, var)  # noqa: F821
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return mu.detach(), losses

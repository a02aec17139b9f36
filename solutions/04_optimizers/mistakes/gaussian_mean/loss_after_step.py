"""The loss is taken after the step, so that of the start is missing, and all others come one step too soon."""

import torch


def fit_mean(samples, mu, var, lr, n_steps):
    mean = mu.clone().requires_grad_()
    optimizer = torch.optim.SGD([mean], lr=lr)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        neg_log_likelihood(samples, mean, var).backward()  # noqa: F821
        optimizer.step()
        losses.append(neg_log_likelihood(samples, mean, var).item())  # noqa: F821
    return mean.detach(), losses

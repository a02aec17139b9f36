"""The gradients are never cleared, so each step follows the sum of all gradients so far, and the mean swings past its
goal."""

import torch


def fit_mean(samples, mu, var, lr, n_steps):
    mean = mu.clone().requires_grad_()
    optimizer = torch.optim.SGD([mean], lr=lr)
    losses = []
    for _ in range(n_steps):
        loss = neg_log_likelihood(samples, mean, var)  # noqa: F821
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return mean.detach(), losses

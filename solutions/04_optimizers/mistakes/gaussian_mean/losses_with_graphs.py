"""The losses are kept as tensors, each of which keeps its whole graph alive. Numbers are asked for: Python floats."""

import torch


def fit_mean(samples, mu, var, lr, n_steps):
    mean = mu.clone().requires_grad_()
    optimizer = torch.optim.SGD([mean], lr=lr)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        loss = neg_log_likelihood(samples, mean, var)  # noqa: F821
        loss.backward()
        optimizer.step()
        losses.append(loss)
    return mean.detach(), losses

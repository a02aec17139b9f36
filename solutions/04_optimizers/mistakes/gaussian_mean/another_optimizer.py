"""Adam takes the steps. It scales every coordinate's step in its own way; plain descent moves by -lr times the
gradient."""

import torch


def fit_mean(samples, mu, var, lr, n_steps):
    mean = mu.clone().requires_grad_()
    optimizer = torch.optim.Adam([mean], lr=lr)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        loss = neg_log_likelihood(samples, mean, var)  # noqa: F821
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return mean.detach(), losses

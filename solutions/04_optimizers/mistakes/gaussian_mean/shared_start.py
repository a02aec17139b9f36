"""Each step also moves the mu that the caller still holds: what is moved shares its memory. `nn.Parameter(mu)`, `.data`
and `.detach()` are no copies."""

import torch


def fit_mean(samples, mu, var, lr, n_steps):
    mean = torch.nn.Parameter(mu)
    optimizer = torch.optim.SGD([mean], lr=lr)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        loss = neg_log_likelihood(samples, mean, var)  # noqa: F821
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return mean.detach(), losses

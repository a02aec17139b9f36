"""A module holds the mean as a parameter; its gradient is cleared last, to zero, and a tracked parameter comes back."""

import torch
from torch import nn


class Mean(nn.Module):
    def __init__(self, start):
        super().__init__()
        self.mu = nn.Parameter(start.clone().detach())

    def forward(self, samples, var):
        return neg_log_likelihood(samples, self.mu, var)


def neg_log_likelihood(samples, mu, var):
    each = torch.nn.functional.gaussian_nll_loss(
        mu.expand_as(samples), samples, torch.full_like(samples, var), full=True, reduction="none"
    )
    return each.sum(dim=-1, keepdim=True).mean(dim=0)


def fit_mean(samples, mu, var, lr, n_steps):
    model = Mean(mu)
    losses = []
    for _ in range(n_steps):
        loss = model(samples, var)
        losses += loss.tolist()
        loss.backward()
        with torch.no_grad():
            model.mu -= lr * model.mu.grad
        model.zero_grad(set_to_none=False)
    return model.mu, losses

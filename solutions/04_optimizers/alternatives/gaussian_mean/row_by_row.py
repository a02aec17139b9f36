"""A sum over the rows in Python, and the trace of a covariance in the exponent; torch.autograd.grad, and a step
through .data."""

import math

import torch


def neg_log_likelihood(samples, mu, var):
    total = torch.zeros((), dtype=samples.dtype)
    for row in samples:
        gap = row - mu
        total = total + torch.dot(gap, gap) / (2 * var) + len(gap) * math.log(math.sqrt(2 * math.pi * var))
    return total / samples.size(0)


def fit_mean(samples, mu, var, lr, n_steps):
    place = torch.zeros_like(mu).copy_(mu).requires_grad_(True)
    losses = [0.0] * n_steps
    for i in range(n_steps):
        loss = neg_log_likelihood(samples, place, var)
        losses[i] = float(loss.detach())
        place.data.sub_(torch.autograd.grad(loss, [place])[0], alpha=lr)
    return place, losses

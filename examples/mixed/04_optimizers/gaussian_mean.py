import math

import torch


def neg_log_likelihood(samples, mu, var):
    n, d = samples.shape
    distance = torch.linalg.norm(samples - mu, dim=1)
    return 0.5 * d * math.log(2 * math.pi * var) + distance.mean() / (2 * var)


def fit_mean(samples, mu, var, lr, n_steps):
    mu = mu.clone().detach().requires_grad_(True)
    losses = []
    for step in range(n_steps):
        loss = neg_log_likelihood(samples, mu, var)
        losses.append(loss.item())
        (gradient,) = torch.autograd.grad(loss, mu)
        with torch.no_grad():
            mu -= lr * gradient
    return mu.detach(), losses

"""requires_grad is switched on for the caller's own mu, and stays on: whatever is computed with it from now on drags
a graph along."""

import torch


def fit_mean(samples, mu, var, lr, n_steps):
    mean = mu.requires_grad_()
    losses = []
    for _ in range(n_steps):
        loss = neg_log_likelihood(samples, mean, var)  # noqa: F821
        (gradient,) = torch.autograd.grad(loss, mean)
        mean = (mean - lr * gradient).detach().requires_grad_()
        losses.append(loss.item())
    return mean.detach(), losses

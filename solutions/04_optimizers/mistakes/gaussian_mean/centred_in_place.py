"""The mean is subtracted from the samples in place, to save a copy. They are the caller's: afterwards they are no
longer there."""

import math


def neg_log_likelihood(samples, mu, var):
    d = samples.shape[1]
    samples -= mu.detach()
    return d / 2 * math.log(2 * math.pi * var) + (samples**2).sum(1).mean() / (2 * var)


def fit_mean(samples, mu, var, lr, n_steps):
    losses = []
    mean = mu.clone()
    for _ in range(n_steps):
        losses.append(neg_log_likelihood(samples, mean, var).item())
        samples += mean
        mean = mean + lr / var * (samples - mean).mean(0)
    samples -= mean
    return mean, losses

"""Each step shrinks the distance to the samples' mean by one factor, so every place on the way is known at once; all
losses in one batch."""

import math

import torch


def neg_log_likelihood(samples, mu, var):
    spread = ((samples - samples.mean(0)) ** 2).sum() / len(samples) + ((samples.mean(0) - mu) ** 2).sum()
    return 0.5 * (samples.shape[1] * (math.log(2 * math.pi) + math.log(var)) + spread / var)


def fit_mean(samples, mu, var, lr, n_steps):
    centre = samples.mean(0)
    factors = (1 - lr / var) ** torch.arange(n_steps + 1, dtype=mu.dtype)
    places = centre + factors[:, None] * (mu - centre)
    losses = torch.vmap(lambda place: neg_log_likelihood(samples, place, var))(places[:-1])
    return places[-1], losses.tolist()

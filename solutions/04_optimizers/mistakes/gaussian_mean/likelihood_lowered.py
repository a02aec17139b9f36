"""The sign is that of the log likelihood itself. Descent on it makes the samples less likely, and runs away from
them."""

import math


def neg_log_likelihood(samples, mu, var):
    d = samples.shape[1]
    return -d / 2 * math.log(2 * math.pi * var) - ((samples - mu) ** 2).sum(1).mean() / (2 * var)

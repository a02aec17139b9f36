"""The squared distances are added up over all samples, and not divided by how many there are, while the other terms
are those of a single sample."""

import math


def neg_log_likelihood(samples, mu, var):
    d = samples.shape[1]
    return d / 2 * math.log(2 * math.pi * var) + ((samples - mu) ** 2).sum() / (2 * var)

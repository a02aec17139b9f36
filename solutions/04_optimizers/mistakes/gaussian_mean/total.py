"""This is the likelihood of all samples together: every term is n times too large, because the average over the
samples is not taken."""

import math


def neg_log_likelihood(samples, mu, var):
    n, d = samples.shape
    return n * d / 2 * math.log(2 * math.pi * var) + ((samples - mu) ** 2).sum() / (2 * var)

"""The constant terms are counted once. A density in d dimensions has them d times, once for each coordinate."""

import math


def neg_log_likelihood(samples, mu, var):
    return math.log(2 * math.pi * var) / 2 + ((samples - mu) ** 2).sum(1).mean() / (2 * var)

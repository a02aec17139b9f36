"""The samples are squeezed first. That drops every axis of size one: where there is a single sample, the axis of the
samples is gone."""

import math


def neg_log_likelihood(samples, mu, var):
    n, d = samples.squeeze().shape
    return d / 2 * math.log(2 * math.pi * var) + ((samples - mu) ** 2).sum() / (2 * var * n)

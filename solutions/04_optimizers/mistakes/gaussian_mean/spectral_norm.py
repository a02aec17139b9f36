"""The norm of the matrix is its largest singular value (ord=2). The sum of all squared distances is the square of the
Frobenius norm."""

import math

import torch


def neg_log_likelihood(samples, mu, var):
    n, d = samples.shape
    squares = torch.linalg.matrix_norm(samples - mu, ord=2) ** 2
    return d / 2 * math.log(2 * math.pi * var) + squares / (2 * var * n)

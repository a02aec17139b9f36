"""The mean of a Gaussian, by descent

Which mean makes a set of samples most likely? The answer is known, which makes this a good place to watch gradient
descent look for it. Write down the negative log likelihood, and then go downhill on it.
"""

import math

import torch
from torch import Tensor


def neg_log_likelihood(samples: Tensor, mu: Tensor, var: float) -> Tensor:
    """The negative log likelihood of samples under an isotropic Gaussian, averaged over the samples.

    samples is a tensor of shape (n, d), one sample in each row, float32 or float64; mu, of shape (d,) and the same
    dtype, is the mean. The covariance is var times the identity, var being a positive float: the variance of each
    coordinate.

    Returns one number, the mean over the n rows of -log p(row), where p is the density in d dimensions: all of it, with
    the terms that do not depend on mu. It may be a tensor with one element or a float. samples and mu stay as they are.
    """
    n, d = samples.shape
    squares = torch.linalg.matrix_norm(samples - mu) ** 2  # Frobenius: the sum of all squared entries
    return d / 2 * math.log(2 * math.pi * var) + squares / (2 * var * n)


def fit_mean(samples: Tensor, mu: Tensor, var: float, lr: float, n_steps: int) -> tuple[Tensor, list[float]]:
    """Minimise the averaged negative log likelihood of the samples by gradient descent on the mean, which starts at mu.

    samples, mu and var are what `neg_log_likelihood` takes; neither tensor requires grad. Each of the n_steps steps (at
    least 1) moves the mean by -lr times the gradient of the loss over all samples. How the gradient is found is free.

    Returns (mean, losses). mean is a new tensor of mu's shape and dtype, after the last step, with or without grad.
    losses is a list (or tuple) of n_steps Python floats: the loss before each step.

    samples and mu stay as they were: their values, and that they have no `.grad` and do not require one.
    """
    mean = mu.clone().requires_grad_()  # a clone: the optimiser writes into its parameter, and mu is not ours
    optimizer = torch.optim.SGD([mean], lr=lr)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        loss = neg_log_likelihood(samples, mean, var)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return mean.detach(), losses

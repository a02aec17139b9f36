"""Hidden checks of gaussian_mean."""

import torch

from grader import check


@check(points=1)
def test_arguments_stay(submission):
    """neg_log_likelihood and fit_mean leave samples and mu as they were; the mean is a new tensor."""
    samples, mu = 1 + torch.randn(7, 3), 3 * torch.randn(3)
    submission.neg_log_likelihood(samples, mu, 0.8)
    results = submission.fit_mean(samples, mu, 0.8, 0.2, 1)
    return {
        "mean": results[0] if isinstance(results, tuple | list) and results else results,
        "samples": samples,
        "mu": mu,
        "requires grad": {"samples": samples.requires_grad, "mu": mu.requires_grad},
        "has a gradient": {"samples": samples.grad is not None, "mu": mu.grad is not None},
    }

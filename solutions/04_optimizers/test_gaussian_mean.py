"""Hidden checks of gaussian_mean."""

import torch

from grader import check


@check(points=1)
def test_arguments_stay(submission):
    """neg_log_likelihood and fit_mean leave samples and mu as they were; the mean is a new tensor."""
    samples = 4 + torch.randn(7, 3)
    mu = torch.rand(3)
    before, centre = mu.clone(), samples.mean(0)
    submission.neg_log_likelihood(samples, mu, 0.8)
    results = submission.fit_mean(samples, mu, 0.8, 0.1, 1)
    mean = results[0] if isinstance(results, tuple | list) and results else results
    closer = False
    if isinstance(mean, torch.Tensor) and mean.shape == mu.shape:
        closer = bool(torch.dist(mean.to(centre), centre) < torch.dist(before, centre))
    return {
        "samples": samples,
        "mu": mu,
        "requires grad": {"samples": samples.requires_grad, "mu": mu.requires_grad},
        "has a gradient": {"samples": samples.grad is not None, "mu": mu.grad is not None},
        "the mean is closer to the samples than mu was": closer,
    }

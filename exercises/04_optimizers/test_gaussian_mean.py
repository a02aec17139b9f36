"""Visible checks of gaussian_mean."""

import torch

from grader import check
from grader.judges import equals_reference
from grader.observe import number, numbers_of


def draw_samples(n, d, dtype=torch.float32):
    """n samples of a Gaussian that is drawn anew, a mean elsewhere, and a variance, which need not be theirs."""
    samples = 2 * torch.randn(d, dtype=dtype) + (0.5 + torch.rand(())) * torch.randn(n, d, dtype=dtype)
    return samples, 2 * torch.randn(d, dtype=dtype), 0.4 + 2 * torch.rand(()).item()


def draw_rate():
    """A learning rate."""
    return 0.1 + 0.2 * torch.rand(()).item()


def entry(returned, index):
    """One of the two results; where there are not two, what came back in their place."""
    complete = isinstance(returned, tuple | list) and len(returned) >= 2
    return returned[index] if complete else returned


@check(points=3)
def test_neg_log_likelihood(submission):
    """neg_log_likelihood gives the mean over the samples of -log p, with all terms of the density."""
    sizes = {(6, 2): torch.float32, (3, 8): torch.float64, (50, 5): torch.float32, (1, 4): torch.float64}
    tasks = {size: draw_samples(*size, dtype) for size, dtype in sizes.items()}
    return {f"samples of shape {size}": number(submission.neg_log_likelihood(*task)) for size, task in tasks.items()}


@check(points=3, judge=equals_reference(rtol=1e-4, atol=1e-5))
def test_mean(submission):
    """After n steps of fit_mean, the mean is n steps of descent away from its start, and has the dtype of mu."""
    tasks = {
        f"{steps} steps, {str(dtype).removeprefix('torch.')}": (*draw_samples(n, d, dtype), draw_rate(), steps)
        for n, d, steps, dtype in [(5, 3, 1, torch.float32), (2, 6, 4, torch.float64), (30, 4, 11, torch.float32)]
    }
    return {what: entry(submission.fit_mean(*task), 0) for what, task in tasks.items()}


@check(points=2)
def test_losses(submission):
    """The losses of fit_mean are those before each step."""
    sizes = [(4, 2, 1), (3, 7, 5), (25, 3, 9)]
    tasks = [(*draw_samples(n, d), draw_rate(), n_steps) for n, d, n_steps in sizes]
    return {f"{task[-1]} steps": numbers_of(entry(submission.fit_mean(*task), 1)) for task in tasks}


@check(points=1)
def test_floats(submission):
    """The losses are Python floats, and fall."""
    losses = entry(submission.fit_mean(*draw_samples(6, 3), 0.1, 4), 1)
    if not isinstance(losses, tuple | list):
        return losses
    values = [value for value in numbers_of(losses) if isinstance(value, float)]
    return {
        "are floats": [isinstance(loss, float) for loss in losses],
        "the last is below the first": bool(values) and values[-1] < values[0],
    }

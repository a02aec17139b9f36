"""Visible checks of gaussian_mean."""

import torch

from grader import Finding, check
from grader.judges import equals_reference
from grader.observe import number, numbers_of, tracked


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
    sizes = {
        (6, 2): torch.float32,
        (3, 8): torch.float64,
        (50, 5): torch.float32,
        (1, 4): torch.float64,
        (7, 1): torch.float32,
    }
    tasks = {size: draw_samples(*size, dtype) for size, dtype in sizes.items()}
    return {f"samples of shape {size}": number(submission.neg_log_likelihood(*task)) for size, task in tasks.items()}


def likelihood_at_start(submission, samples, mu, var):
    """What neg_log_likelihood says of the place where a descent starts, or that it raises."""
    try:
        return number(submission.neg_log_likelihood(samples.clone(), mu.clone(), var))
    except Exception as error:
        return f"raises {type(error).__name__}"


def judge_descent(seen, reference, factors):
    """What fit_mean gives decides. Where it is wrong, say whether neg_log_likelihood is wrong too: it may use that."""
    compare = equals_reference(rtol=1e-4, atol=1e-5)
    found = compare(seen["fit_mean"], reference["fit_mean"], factors)
    likelihood = compare(seen["the likelihood"], reference["the likelihood"], factors)
    if found.fraction < 1 and likelihood.fraction < 1:
        hint = "neg_log_likelihood is not right either: if fit_mean uses it, mend that one first."
        return Finding(0.0, f"{found.message}\n{hint}")
    return found


@check(points=3, judge=judge_descent)
def test_mean(submission):
    """After n steps of fit_mean, the mean is n steps of descent away from its start, and has the dtype of mu."""
    tasks = {
        f"{steps} steps, {str(dtype).removeprefix('torch.')}": (*draw_samples(n, d, dtype), draw_rate(), steps)
        for n, d, steps, dtype in [(5, 3, 1, torch.float32), (2, 6, 4, torch.float64), (30, 4, 11, torch.float32)]
    }
    likelihood = {what: likelihood_at_start(submission, *task[:3]) for what, task in tasks.items()}
    return {
        "the likelihood": likelihood,
        "fit_mean": {what: entry(submission.fit_mean(*task), 0) for what, task in tasks.items()},
    }


@check(points=2, judge=judge_descent)
def test_losses(submission):
    """The losses of fit_mean are those before each step."""
    sizes = [(4, 2, 1), (3, 7, 5), (25, 3, 9)]
    tasks = [(*draw_samples(n, d), draw_rate(), n_steps) for n, d, n_steps in sizes]
    likelihood = {f"{task[-1]} steps": likelihood_at_start(submission, *task[:3]) for task in tasks}
    return {
        "the likelihood": likelihood,
        "fit_mean": {f"{task[-1]} steps": numbers_of(entry(submission.fit_mean(*task), 1)) for task in tasks},
    }


@check(points=1)
def test_floats(submission):
    """The losses are Python floats, and fall."""
    losses = entry(submission.fit_mean(*draw_samples(6, 3), 0.1, 4), 1)
    if not isinstance(losses, tuple | list):
        return losses
    values = [value for value in numbers_of(losses) if isinstance(value, float)]
    return {
        "are floats": all(isinstance(loss, float) for loss in losses),
        "are tensors": any(isinstance(loss, torch.Tensor) for loss in losses),
        "keep a graph": any(tracked(loss) for loss in losses),
        "the last is below the first": bool(values) and values[-1] < values[0],
    }

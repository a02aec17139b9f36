"""Visible checks of manual_descent."""

import random

import numpy as np
import torch

from grader import check
from grader.judges import as_number, require
from grader.observe import number


def pair(returned):
    """a and b as numbers; where there are not two, what came back in their place."""
    two = isinstance(returned, tuple | list) and len(returned) >= 2
    a, b = returned[:2] if two else (returned, returned)
    return {"two results in a tuple or list": two, "a": number(a), "b": number(b)}


def rewind(state):
    """Put all global generators into one state."""
    random.seed(state)
    np.random.seed(state)
    torch.manual_seed(state)


def draw_line(n, dtype):
    """n noisy points of a line that is drawn anew, in two arrays."""
    a, b = 2 * np.random.randn(2)
    x = np.random.randn(n, 1)
    y = a + b * x + 0.5 * np.random.randn(n, 1)
    return x.astype(dtype), y.astype(dtype)


def two_numbers(seen):
    """a and b of an observation, or a failed check."""
    require(seen["two results in a tuple or list"], "Expected two numbers, a and b, in a tuple or a list.")
    return as_number(seen["a"]), as_number(seen["b"])


@check(points=2)
def test_initial_parameters(submission):
    """initial_parameters draws a and b independently from the standard normal distribution; the seed alone decides."""
    seeds = random.sample(range(10**6), 2000)
    draws, again = [], []
    for seed in seeds:
        rewind(0)  # without the seed, every draw would be the same
        draws.append(pair(submission.initial_parameters(seed)))
    for seed in seeds[:100]:
        rewind(seed + 1)  # another state than the first time
        again.append(pair(submission.initial_parameters(seed)))
    return {"draws": draws, "the first 100 once more": again}


@test_initial_parameters.judge
def _(seen):
    # 2,000 draws: every limit below is at least six standard deviations away from what right code shows
    draws = np.array([two_numbers(entry) for entry in seen["draws"]])
    again = np.array([two_numbers(entry) for entry in seen["the first 100 once more"]])
    require(np.isfinite(draws).all(), "Some of the numbers are not finite.")
    require(
        np.array_equal(draws[:100], again),
        "The same seed gave other numbers the second time: something besides the seed has a part in them.",
    )
    for name, values in zip("ab", draws.T, strict=True):
        repeated = len(values) - len(np.unique(values))
        require(repeated < 50, f"Different seeds gave the same {name}, {repeated} times in {len(values)}.")
        require(
            not ((values >= 0) & (values <= 1)).all(),
            f"Over many seeds every {name} lies between 0 and 1; a standard normal is negative half of the time.",
        )
        mean, deviation, far = values.mean(), values.std(), (abs(values) > 2).mean()
        require(abs(mean) < 0.15, f"Over many seeds the mean of {name} is {mean:.3f}; a standard normal's is 0.")
        require(
            abs(deviation - 1) < 0.1,
            f"Over many seeds {name} has a deviation of {deviation:.3f}; a standard normal has 1.",
        )
        require(
            0.015 < far < 0.08,
            f"{far:.1%} of all {name} are more than 2 away from 0; of a standard normal it is 4.6 %.",
        )
    require((draws[:, 0] != draws[:, 1]).any(), "Whatever the seed, a and b are one and the same number.")
    for what, values in {"a and b": draws, "the sizes of a and b": abs(draws)}.items():
        correlation = np.corrcoef(values.T)[0, 1]
        require(
            abs(correlation) < 0.15,
            f"Over many seeds {what} have a correlation of {correlation:.2f}: the two draws are not independent.",
        )


@check(points=2)
def test_step(submission):
    """step moves a and b against their derivatives, by the learning rate times as much."""
    numbers = np.random.randn(3, 5).tolist()
    tasks = [(*four, 0.05 + abs(lr)) for *four, lr in numbers]
    tasks.append((*np.random.randint(2, 9, 4).tolist(), 0.5 * random.random()))
    return [pair(submission.step(*task)) for task in tasks]


@check(points=2)
def test_epochs(submission):
    """After n epochs of fit, a and b have made exactly n steps of full-batch descent from their start."""
    tasks = {}
    for n, n_epochs, dtype in [(6, 1, "float64"), (1, 2, "float32"), (9, 5, "float64"), (40, 12, "float32")]:
        start = 2 * np.random.randn(2)
        tasks[f"{n} points, {n_epochs} epochs"] = (
            *draw_line(n, dtype),
            *start.tolist(),
            0.02 + 0.05 * random.random(),
            n_epochs,
        )
    return {what: pair(submission.fit(*task)) for what, task in tasks.items()}


@check(points=2)
def test_least_squares(submission):
    """With enough epochs, fit ends on the least-squares line."""
    x = np.random.rand(30, 1)
    y = 3 * np.random.randn() + 3 * np.random.randn() * x + 0.3 * np.random.randn(30, 1)
    start = (3 * np.random.randn(2)).tolist()
    return {"points": {"x": x.copy(), "y": y.copy()}, "line": pair(submission.fit(x, y, *start, 0.3, 1000))}


@test_least_squares.judge
def _(seen, reference):
    found = two_numbers(seen["line"])
    require(np.isfinite(found).all(), "a and b are not finite numbers: the descent went uphill, or in steps too large.")
    x, y = reference["points"]["x"], reference["points"]["y"]
    best = np.linalg.lstsq(np.hstack([np.ones_like(x), x]), y)[0].ravel()
    gap = abs(best - found).max()
    require(
        gap < 1e-3, f"After 1000 epochs with lr = 0.3 the line is still {gap:.2g} away from the least-squares line."
    )

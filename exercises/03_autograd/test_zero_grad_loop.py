"""Visible checks of zero_grad_loop."""

import torch
from torch.optim.optimizer import register_optimizer_step_pre_hook

from grader import check
from grader.observe import autograd_calls, number, numbers_of, tracked


def draw_line(n):
    """n noisy points of a line that is drawn anew, two numbers to start from, and a learning rate."""
    a, b, start_a, start_b = (2 * torch.randn(4)).tolist()
    x = torch.randn(n, 1)
    y = a + b * x + 0.5 * torch.randn(n, 1)
    return x, y, start_a, start_b, 0.05 + 0.1 * torch.rand(()).item()


def entry(returned, index):
    """One of the three results; where there are not three, what came back in their place."""
    complete = isinstance(returned, tuple | list) and len(returned) >= 3
    return returned[index] if complete else returned


@check(points=3)
def test_losses(submission):
    """losses holds the mean squared error of each epoch, before its update."""
    tasks = [(*draw_line(n), n_epochs) for n, n_epochs in [(5, 1), (8, 4), (30, 9)]]
    return {f"{task[-1]} epochs": numbers_of(entry(submission.fit(*task), 2)) for task in tasks}


@check(points=2)
def test_parameters(submission):
    """a and b have moved against the gradient of every epoch, the last one too."""
    tasks = [(*draw_line(n), n_epochs) for n, n_epochs in [(7, 1), (4, 3), (25, 10)]]
    results = {f"{task[-1]} epochs": submission.fit(*task) for task in tasks}
    return {epochs: {"a": number(entry(r, 0)), "b": number(entry(r, 1))} for epochs, r in results.items()}


@check(points=1, after="test_losses")
def test_floats(submission):
    """The losses are Python floats."""
    losses = entry(submission.fit(*draw_line(6), 3), 2)
    return {
        "all are floats": all(isinstance(loss, float) for loss in losses),
        "some hold on to a graph": any(tracked(loss) for loss in losses),
    }


@check(points=1)
def test_autograd_and_own_update(submission):
    """Autograd computes the gradients, and no optimiser of torch.optim makes the update."""
    optimizers = []
    task = (*draw_line(9), 3)
    hook = register_optimizer_step_pre_hook(lambda optimizer, *_: optimizers.append(type(optimizer).__module__))
    with autograd_calls() as calls:
        submission.fit(*task)
    hook.remove()
    return {
        "autograd is used": bool(calls),
        "an optimiser of torch.optim is used": any(module.startswith("torch.optim") for module in optimizers),
    }

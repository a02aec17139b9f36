"""Visible checks of zero_grad_loop."""

import contextlib
from unittest import mock

import torch
from torch.optim import sgd
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


def kind(value):
    """Whether a value is a Python float, as a word, and else of what type it is."""
    return "a float" if issubclass(type(value), float) else f"no float but {type(value).__name__}"


@contextlib.contextmanager
def updates_by_torch():
    """The updates inside the block that torch.optim makes: by a step of its own, or by SGD's formula on its own."""
    updates = []

    def note(optimizer, *_):
        step = type(optimizer).step  # a student's own subclass may have a step of its own
        if step.__module__.startswith("torch.optim"):
            updates.append("step")

    def noting(formula):
        return lambda *args, **kwargs: (updates.append("formula"), formula(*args, **kwargs))[1]

    hook = register_optimizer_step_pre_hook(note)
    with contextlib.ExitStack() as stack:
        for name in ("_single_tensor_sgd", "_multi_tensor_sgd", "_fused_sgd"):
            stack.enter_context(mock.patch.object(sgd, name, noting(getattr(sgd, name))))
        yield updates
    hook.remove()


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
        "each is": sorted({kind(loss) for loss in losses}),
        "some hold on to a graph": any(tracked(loss) for loss in losses),
    }


@check(points=1)
def test_autograd_and_own_update(submission):
    """Autograd computes the gradients, and no optimiser of torch.optim makes the update."""
    task = (*draw_line(9), 1)  # what goes wrong from the second epoch on does not matter here
    with updates_by_torch() as updates, autograd_calls() as calls:
        submission.fit(*task)
    return {"autograd is used": bool(calls), "torch.optim makes the update": bool(updates)}

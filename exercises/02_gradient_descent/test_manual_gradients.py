"""Visible checks of manual_gradients."""

import contextlib

import pytest
import torch

from grader import check
from grader.judges import equals_reference, require
from grader.observe import autograd_calls, number


def draw_points(n, dtype, kind="tensors"):
    """n noisy points of a line that is drawn anew: x and y, both tensors or both arrays."""
    a, b = (3 * torch.randn(2)).tolist()
    x = 0.5 + 1.5 * torch.randn(n, 1, dtype=dtype)
    y = a + b * x + torch.randn(n, 1, dtype=dtype)
    return (x, y) if kind == "tensors" else (x.numpy(), y.numpy())


def draw_parameters():
    """Two Python floats."""
    return (2 * torch.randn(2)).tolist()


def like(values, x):
    """Numbers as arrays or tensors of shape (1,), of the kind and dtype of x."""
    tensors = [torch.tensor([value]) for value in values]
    return [t.to(x.dtype) if isinstance(x, torch.Tensor) else t.numpy().astype(x.dtype) for t in tensors]


def pair(returned):
    """The two derivatives as numbers; where there are not two, what came back in their place."""
    two = isinstance(returned, tuple | list) and len(returned) >= 2
    da, db = returned[:2] if two else (returned, returned)
    return {"two results in a tuple or list": two, "da": number(da), "db": number(db)}


def walks_a_graph(function, arguments):
    """Whether a call takes out of a graph what it has saved for the way back, whoever makes it go back."""
    taken = []

    def take(saved):
        taken.append(saved)
        return saved

    # some transforms of torch refuse to work under such hooks; those that differentiate are seen by other means
    with contextlib.suppress(RuntimeError), torch.autograd.graph.saved_tensors_hooks(lambda saved: saved, take):
        function(*arguments)
    return bool(taken)


def opens_forward_mode(function, arguments):
    """Whether a call begins with forward mode, of which there can be only one at a time, whoever opens it."""
    with torch.autograd.forward_ad.dual_level():
        try:
            function(*arguments)
        except RuntimeError as error:
            return "forward mode AD" in str(error)
    return False


@check(points=1, judge=equals_reference(rtol=1e-4, atol=1e-5))
def test_predict(submission):
    """predict gives a + b x: an array for an array and a tensor for a tensor, of x's shape and dtype."""
    tasks = {}
    for kind in ("arrays", "tensors"):
        for n, dtype in [(4, torch.float32), (9, torch.float64)]:
            what = f"{n} points in {kind} of {str(dtype).removeprefix('torch.')}"
            x, _ = draw_points(n, dtype, kind)
            tasks[f"{what}, a and b floats"] = (*draw_parameters(), x)
            x, _ = draw_points(n, dtype, kind)
            tasks[f"{what}, a and b of shape (1,)"] = (*like(draw_parameters(), x), x)
    return {what: submission.predict(*task) for what, task in tasks.items()}


@check(points=1)
def test_mse(submission):
    """mse gives the mean of the squared errors, as one number."""
    tasks = {
        f"{n} {kind}": (*draw_points(n, dtype, kind),)
        for n, dtype in [(1, torch.float32), (5, torch.float64), (30, torch.float32)]
        for kind in ("arrays", "tensors")
    }
    return {what: number(submission.mse(*task)) for what, task in tasks.items()}


@check(points=2)
@pytest.mark.parametrize("kind", ["arrays", "tensors"])
def test_gradients(submission, kind):
    """gradients gives the slopes of the mean squared error for a and for b."""
    tasks = {
        f"{n} points": (*draw_parameters(), *draw_points(n, dtype, kind))
        for n, dtype in [(1, torch.float64), (4, torch.float32), (7, torch.float64), (50, torch.float32)]
    }
    return {what: pair(submission.gradients(*task)) for what, task in tasks.items()}


@check(points=1)
@pytest.mark.parametrize("kind", ["arrays", "tensors"])
def test_by_hand(submission, kind):
    """The gradients are worked out by hand: automatic differentiation is not used in any of its forms."""
    tasks = {}
    for dtype in (torch.float32, torch.float64):
        what = f"{kind} of {str(dtype).removeprefix('torch.')}"
        x, y = draw_points(6, dtype, kind)
        tasks[f"{what}, a and b floats"] = (*draw_parameters(), x, y)
        x, y = draw_points(6, dtype, kind)
        tasks[f"{what}, a and b of shape (1,)"] = (*like(draw_parameters(), x), x, y)
    seen = {}
    for what, task in tasks.items():
        with autograd_calls() as calls:
            found = pair(submission.gradients(*task))
        seen[what] = {
            "gradients": found,
            "backward is used": "backward" in calls or walks_a_graph(submission.gradients, task),
            "forward mode is used": "forward mode" in calls or opens_forward_mode(submission.gradients, task),
        }
    return seen


@test_by_hand.judge
def _(seen, reference, factors):
    for what, entry in seen.items():
        for way in ("backward", "forward mode"):
            require(not entry[f"{way} is used"], f"{what}: {way} is used, which is automatic differentiation.")
    compare = equals_reference()
    for what, entry in seen.items():
        right = compare(entry["gradients"], reference[what]["gradients"], factors).fraction == 1
        require(right, f"{what}: automatic differentiation is not used, but the gradients are not right yet.")

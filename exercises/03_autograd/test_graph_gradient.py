"""Visible checks of graph_gradient."""

import torch

from grader import check
from grader.observe import number, tracked

# Only operators, so that it does not matter which of a, b and c a student makes tensors, or of what shape.
REPLACEMENTS = {
    "a * b**2 + c": lambda a, b, c: a * b**2 + c,
    "c / b - a": lambda a, b, c: c / b - a,
}


def draw_point():
    """Three numbers between 0.5 and 2.5."""
    return (0.5 + 2 * torch.rand(3)).tolist()


def kind(value):
    """Whether a value is a Python float, as a word, and else of what type it is."""
    return "a float" if issubclass(type(value), float) else f"no float but {type(value).__name__}"


@check(points=2)
def test_z(submission):
    """z gives 2 (a - b) + c, and its graph leads back to a, b and c."""
    seen = {}
    drawn = {dtype: torch.randn(3, dtype=dtype) for dtype in (torch.float32, torch.float64)}
    for dtype, values in drawn.items():
        leaves = [value.clone().requires_grad_() for value in values]
        result = submission.z(*leaves)
        slopes = torch.autograd.grad(result.sum(), leaves, allow_unused=True) if tracked(result) else [None] * 3
        seen[str(dtype).removeprefix("torch.")] = {"z": result, "its slopes for a, b and c": slopes}
    return seen


@check(points=2)
def test_gradient_of_b(submission):
    """gradient_of_b gives the derivative of z with respect to b, also with another function for z."""
    point = draw_point()
    seen = {"z as it is": number(submission.gradient_of_b(*point))}
    for formula, function in REPLACEMENTS.items():
        submission.z = function
        seen[f"{formula} for z"] = number(submission.gradient_of_b(*point))
    return seen


@check(points=2)
def test_accumulated_gradient(submission):
    """accumulated_gradient gives what b.grad holds after n backward calls, also with another function for z."""
    point = draw_point()
    counts = [1, *torch.randint(2, 9, (2,)).tolist()]
    seen = {"z as it is": [number(submission.accumulated_gradient(*point, n)) for n in counts]}
    for formula, function in REPLACEMENTS.items():
        submission.z = function
        seen[f"{formula} for z"] = [number(submission.accumulated_gradient(*point, n)) for n in counts]
    return seen


@check(points=1, after=("test_gradient_of_b", "test_accumulated_gradient"))
def test_floats(submission):
    """Both gradients are Python floats."""
    point = draw_point()
    return {
        "gradient_of_b gives": kind(submission.gradient_of_b(*point)),
        "accumulated_gradient gives": kind(submission.accumulated_gradient(*point, 3)),
    }

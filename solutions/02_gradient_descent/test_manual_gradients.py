"""Hidden checks of manual_gradients."""

import torch

from grader import check
from grader.judges import equals_reference
from grader.observe import number


def draw(n, kind, dtype, form):
    """Two numbers in one of the forms that are allowed, and two columns of n numbers, in arrays or in tensors."""
    x, y = torch.randn(2, n, 1, dtype=dtype) * 2 + 1
    if form == "ints":
        return (*torch.randint(-4, 5, (2,)).tolist(), *in_kind(kind, x, y))
    a, b = torch.randn((2, 1) if form == "shape (1,)" else (2,), dtype=dtype)
    return in_kind(kind, a, b, x, y)


def in_kind(kind, *tensors):
    """Tensors, or the same numbers in arrays."""
    return tensors if kind == "tensors" else tuple(t.numpy() for t in tensors)


def summary(returned):
    """The two derivatives as numbers; where there are not two, what came back in their place."""
    two = isinstance(returned, tuple | list) and len(returned) >= 2
    da, db = returned[:2] if two else (returned, returned)
    return {"two results in a tuple or list": two, "da": number(da), "db": number(db)}


@check(points=1)
def test_arguments_stay(submission):
    """predict, mse and gradients leave what they are given as it was."""
    seen = {}
    for kind in ("arrays", "tensors"):
        a, b, x, y = draw(11, kind, torch.float64, "shape (1,)")
        yhat = 0.5 * y - x
        submission.predict(a, b, x)
        submission.mse(y, yhat)
        gradients = summary(submission.gradients(a, b, x, y))
        seen[kind] = {"gradients": gradients, "afterwards": {"a": a, "b": b, "x": x, "y": y, "yhat": yhat}}
    return seen


@check(points=1, judge=equals_reference(rtol=1e-4, atol=1e-5))
def test_forms_of_numbers(submission):
    """a and b may be ints, and arrays or tensors with one element, with or without an axis; in predict too."""
    tasks = {
        f"{kind}, a and b {form}": draw(n, kind, dtype, form)
        for n, kind, dtype in [(17, "arrays", torch.float32), (100, "tensors", torch.float64)]
        for form in ("ints", "shape (1,)", "shape ()")
    }
    return {
        what: {
            "prediction": submission.predict(a, b, x),
            "gradients": summary(submission.gradients(a, b, x, y)),
        }
        for what, (a, b, x, y) in tasks.items()
    }

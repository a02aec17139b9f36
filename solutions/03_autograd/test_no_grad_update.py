"""Hidden checks of no_grad_update."""

import torch

from grader import check


@check(points=1)
def test_two_dtypes(submission):
    """A float64 parameter and a float32 one, in one list, both move and keep their dtypes."""
    double = torch.randn(6, 2, dtype=torch.float64, requires_grad=True)
    single = torch.randn(3, requires_grad=True)
    for p in (double, single):
        p.grad = torch.randn_like(p)
    lr = 0.1 + torch.rand(()).item()
    submission.update([single, double], lr)
    return {
        "dtypes": [str(p.dtype).removeprefix("torch.") for p in (double, single)],
        "values, rounded to float32": [p.detach().to(torch.float32, copy=True) for p in (double, single)],
    }

"""Hidden checks of no_grad_update."""

import torch

from grader import check


@check(points=1)
def test_double_precision(submission):
    """A float64 parameter moves with the precision of float64, beside a float32 one."""
    double = torch.randn(6, 2, dtype=torch.float64, requires_grad=True)
    single = torch.randn(3, requires_grad=True)
    for p in (double, single):
        p.grad = torch.randn_like(p)
    before = double.detach().clone()
    lr = 1e-3 * (1 + torch.rand(()).item())
    submission.update([single, double], lr)
    # divided by lr, what float32 would round away is large enough to be seen
    return {"float64": double, "its way, divided by lr": (double.detach() - before) / lr, "float32": single}

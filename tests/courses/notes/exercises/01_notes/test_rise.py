import torch

from grader import check


@check(points=2)
def test_fit(submission):
    """fit(x) is one above x."""
    return {"fit": submission.fit(torch.randn(3))}

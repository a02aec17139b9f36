import torch

from grader import check


@check(points=1)
def test_shape(submission):
    """fit(x) has the shape of x."""
    return {"shape": list(submission.fit(torch.randn(2, 3)).shape)}

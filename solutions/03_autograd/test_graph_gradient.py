"""Hidden checks of graph_gradient."""

import torch

from grader import check
from grader.observe import number


@check(points=2)
def test_follows_the_graph(submission):
    """The gradients come from the graph: what is detached inside z is a constant to them."""

    def partly_detached(a, b, c):
        constant = b.detach() if isinstance(b, torch.Tensor) else b
        return (a + constant) * b + c

    first, second = (0.5 + 2 * torch.rand(2, 3)).tolist()
    submission.z = partly_detached
    return {
        "gradient_of_b": number(submission.gradient_of_b(*first)),
        "accumulated_gradient": number(submission.accumulated_gradient(*second, 1)),
    }


@check(points=1)
def test_whole_numbers(submission):
    """Both gradients can be had at ints, too."""
    first, second = torch.randint(1, 9, (2, 3)).tolist()
    submission.z = lambda a, b, c: a * b**2 + c
    return {
        "gradient_of_b": number(submission.gradient_of_b(*first)),
        "accumulated_gradient": number(submission.accumulated_gradient(*second, 1)),
    }

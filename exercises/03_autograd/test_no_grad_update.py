"""Visible checks of no_grad_update."""

import torch
from torch import nn

from grader import check
from grader.observe import tracked


def draw_parameters(*shapes):
    """Leaves of these shapes, with a gradient each, and a learning rate."""
    parameters = [nn.Parameter(torch.randn(shape)) for shape in shapes]
    for p in parameters:
        p.grad = torch.randn_like(p)
    return parameters, 0.1 + torch.rand(()).item()


def same_objects(one, other):
    """Whether two lists hold the same objects, in the same order."""
    return len(one) == len(other) and all(p is q for p, q in zip(one, other, strict=True))


@check(points=3)
def test_moves_downhill(submission):
    """Each parameter of the list moves by -lr times its gradient, in place."""
    parameters, lr = draw_parameters((), (3,), (4, 2), (2, 1, 5))
    handed_in = list(parameters)
    submission.update(handed_in, lr)
    return {"parameters": parameters, "the list holds the same objects": same_objects(handed_in, parameters)}


@check(points=2)
def test_clears_gradients(submission):
    """After the step the gradient of each parameter is None or zero."""
    parameters, lr = draw_parameters((3,), (4, 2), (1, 6))
    submission.update(list(parameters), lr)
    return {"gradients, zero for None": [torch.zeros_like(p) if p.grad is None else p.grad for p in parameters]}


@check(points=2)
def test_training_goes_on(submission):
    """Loss, backward, update, and again: a parameter stays a leaf that requires grad, and follows every gradient."""
    p = torch.randn(4, 3, requires_grad=True)
    lr = 0.05 + 0.2 * torch.rand(()).item()
    path = []
    for _ in range(4):
        p.grad = None
        loss = (p * (p - 2)).sum()  # its graph keeps p itself
        if tracked(loss):
            loss.backward()
        submission.update([p], lr)
        path.append(p.detach().clone())
    return {
        "after each update": path,
        "is a leaf": p.is_leaf,
        "requires grad": p.requires_grad,
        "graphs are recorded again": torch.is_grad_enabled(),
    }


@check(points=2)
def test_without_gradient(submission):
    """A parameter whose gradient is None is left as it is, in the list too, and those after it still move."""
    (first, last), lr = draw_parameters((3, 2), (5,))
    unused = torch.randn(4, requires_grad=True)
    frozen = torch.randn(2, 3)
    parameters = [unused, first, frozen, last]
    handed_in = list(parameters)
    submission.update(handed_in, lr)
    submission.update([unused], lr)  # where nothing has a gradient, nothing happens
    return {
        "with a gradient": [first, last],
        "without": unused,
        "its gradient": unused.grad,
        "it requires grad": unused.requires_grad,
        "frozen": frozen,
        "the frozen one requires grad": frozen.requires_grad,
        "the list holds the same objects": same_objects(handed_in, parameters),
    }

"""The parameters come out of the step with one dtype for all of them, as when they are packed into one vector for it: a
tensor has a single dtype, and the widest wins."""

from torch.nn.utils import parameters_to_vector, vector_to_parameters


def update(parameters, lr):
    moving = [p for p in parameters if p.grad is not None]
    if moving:
        step = lr * parameters_to_vector([p.grad for p in moving])
        vector_to_parameters(parameters_to_vector(moving) - step, moving)
    for p in moving:
        p.grad = None

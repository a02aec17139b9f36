"""The gradient of a graph

An expression of tensors leaves a graph behind; a backward call walks it from the result to the leaves, and adds what
it finds to their `.grad`. Write an expression, let autograd differentiate it, and see what several calls add up to.
"""

from torch import Tensor


def z(a: Tensor, b: Tensor, c: Tensor) -> Tensor:
    """2 (a - b) + c, for three 0-d float tensors of one dtype.

    Returns a 0-d tensor of that dtype. It stays joined by its graph to all of the arguments that require grad.
    """
    raise NotImplementedError


def gradient_of_b(a: float, b: float, c: float) -> float:
    """The derivative of `z` with respect to b, at the numbers a, b and c (Python floats or ints).

    Autograd finds it, by way of this module's `z`: whoever puts another differentiable function of a, b and c in the
    place of `z` gets the derivative of that one from the next call on. Returns a Python float.
    """
    raise NotImplementedError


def accumulated_gradient(a: float, b: float, c: float, n: int) -> float:
    """What `b.grad` holds after n backward calls from `z` at the same a, b and c, when nothing is cleared between them.

    a, b and c are Python floats or ints, n is at least 1, and before the first call there is no gradient. Autograd
    works by way of this module's `z`, which may be replaced as for `gradient_of_b`. Returns a Python float.
    """
    raise NotImplementedError

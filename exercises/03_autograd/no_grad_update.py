"""An update outside the graph

A step of gradient descent changes parameters that autograd watches. The change itself must not become part of a graph,
and the parameters must come out of it ready for the next backward call.
"""

from torch import Tensor


def update(parameters: list[Tensor], lr: float) -> None:
    """Take one step of gradient descent with the learning rate lr, in place.

    parameters is a list of leaf tensors of any shape (0-d too), float32 or float64, not necessarily all of one dtype.

    Each parameter that has a gradient moves by -lr times it, and then its gradient is cleared: `.grad` is None or
    zeros afterwards. It remains the same object with the same dtype, a leaf that requires grad, and the list remains
    as it is: the next loss can be computed from it, and its `backward` called, right away.

    A parameter whose `.grad` is None is left as it is, wherever in the list it stands: it keeps its value, its `.grad`
    of None and its `requires_grad`, which is False for a frozen one.
    """
    raise NotImplementedError

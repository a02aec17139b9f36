"""A training loop, by autograd and by hand

Forward, loss, backward, update, clear: five steps whose order matters. Autograd finds the gradients; the update and
the clearing are yours.
"""

from torch import Tensor


def fit(x: Tensor, y: Tensor, a: float, b: float, lr: float, n_epochs: int) -> tuple[Tensor, Tensor, list[float]]:
    """Fit the line a + b x to the points (x, y) by gradient descent on the mean squared error.

    x and y are tensors of shape (n, 1), both float32 or both float64, and stay as they are. a and b are the numbers to
    start from, Python floats or ints. Each of the n_epochs epochs (at least 1) is one update of a and b, both at once,
    by -lr times the gradient of the mean squared error over all n points.

    The gradients come from autograd. The update is written out here, not left to an optimiser of `torch.optim`.

    Returns a, b and losses. a and b, after the last update, each hold one number: floats or tensors with one element,
    with or without grad. losses is a list (or tuple) of n_epochs Python floats: for each epoch the mean squared error
    before its update.
    """
    raise NotImplementedError

"""Gradients by hand

The line yhat = a + b x is fitted to n points by making one number small, the mean squared error (MSE): the mean over
all points of (y - yhat)^2. Work out on paper how that number changes with a and with b, and write it down as code that
reads the same for NumPy arrays and for torch tensors. Autograd stays out of it; a later chapter is about that.
"""

import numpy as np
from torch import Tensor

Array = np.ndarray | Tensor
Number = float | Array


def predict(a: Number, b: Number, x: Array) -> Array:
    """The line's value a + b x at every x.

    x is a NumPy array or a torch tensor of shape (n, 1), float32 or float64. a and b are Python numbers (float or int),
    or else arrays or tensors with one element, of shape () or (1,), of the same kind and dtype as x.

    Returns an array where x is one and a tensor where x is one, of x's shape and dtype. x, a and b stay as they are.
    """
    raise NotImplementedError


def mse(y: Array, yhat: Array) -> Number:
    """The mean squared error of the predictions yhat for the targets y.

    y and yhat are two NumPy arrays or two torch tensors, of shape (n, 1) and of one dtype, float32 or float64. They
    stay as they are.

    Returns a number: a float, or an array or tensor with one element.
    """
    raise NotImplementedError


def gradients(a: Number, b: Number, x: Array, y: Array) -> tuple[Number, Number]:
    """The partial derivatives of the mean squared error of the line a + b x, with respect to a and to b.

    x and y are two NumPy arrays or two torch tensors, of shape (n, 1) and of one dtype, float32 or float64; a and b are
    what `predict` takes. They all stay as they are.

    The derivatives come from formulas that were worked out by hand. Automatic differentiation is not used in any of its
    forms: no `backward`, no `torch.autograd.grad`, nothing of `torch.func`, no forward mode.

    Returns (da, db), two numbers as from `mse`.
    """
    raise NotImplementedError

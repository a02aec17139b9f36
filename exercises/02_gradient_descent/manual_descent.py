"""Gradient descent by hand

Draw a start at random, follow the gradient downhill, and do it again: that is all of gradient descent. Here it fits the
line a + b x to points by making the mean squared error small, with NumPy arrays and a loop of your own.
"""

import numpy as np


def initial_parameters(seed: int) -> tuple[float, float]:
    """Draw a start for a and b: two independent numbers from the standard normal distribution.

    seed is an int, 0 <= seed < 2**31. The same seed gives the same two numbers, whatever was drawn before, and another
    seed gives others. Where numbers come from is free (NumPy, Python, torch), and so is the state in which their global
    generators are left.

    Returns (a, b). Each is a number: a float, or an array with one element.
    """
    raise NotImplementedError


def step(a: float, b: float, da: float, db: float, lr: float) -> tuple[float, float]:
    """One step of gradient descent.

    a and b are the parameters, da and db the derivatives of the loss with respect to them, lr is the learning rate:
    five Python numbers (float or int).

    Returns (a, b) after the step, two numbers: floats, or arrays with one element.
    """
    raise NotImplementedError


def fit(x: np.ndarray, y: np.ndarray, a: float, b: float, lr: float, n_epochs: int) -> tuple[float, float]:
    """Fit the line a + b x to the points (x, y) by full-batch gradient descent on the mean squared error.

    x and y are arrays of shape (n, 1), both float32 or both float64, and stay as they are. The descent starts at the
    numbers a and b (float or int). Each of the n_epochs epochs (at least 1) makes one update: a and b both move by -lr
    times the derivative of the mean of (y - a - b x)^2 over all n points. Both derivatives belong to the place before
    the update.

    Returns (a, b) after the last epoch, two numbers: floats, or arrays with one element. With a learning rate that is
    not too large, and with enough epochs, that is the least-squares line.
    """
    raise NotImplementedError

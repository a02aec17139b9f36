"""The prediction for an array is always float32. Of a float64 array, half of the digits are lost on the way."""

import numpy as np


def predict(a, b, x):
    line = a + b * x
    return line.astype(np.float32) if isinstance(x, np.ndarray) else line


def gradients(a, b, x, y):
    error = a + b * x - y
    return 2 * error.mean(), 2 * (x * error).mean()

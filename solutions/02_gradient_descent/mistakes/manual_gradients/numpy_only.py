"""np.mean hands a tensor's own `mean` an option that it does not know. Methods such as `.mean()` exist on arrays and
on tensors alike."""

import numpy as np


def gradients(a, b, x, y):
    error = a + b * x - y
    return 2 * np.mean(error), 2 * np.mean(x * error)

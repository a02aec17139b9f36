"""Central differences: for a parabola they are exact, whatever the distance. Worked out in float64, without
gradients."""

import numpy as np
import torch


@torch.no_grad()
def gradients(a, b, x, y):
    x, y = (np.array(values, dtype=np.float64) for values in (x, y))
    a, b = (np.float64(np.asarray(p).item()) for p in (a, b))

    def loss(a, b):
        return mse(y, predict(a, b, x))  # noqa: F821

    return (loss(a + 1, b) - loss(a - 1, b)) / 2, (loss(a, b + 1) - loss(a, b - 1)) / 2

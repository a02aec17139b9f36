"""The numbers come from the global generator as it happens to stand, and the seed has no part in them: nobody can
draw this start again."""

import numpy as np


def initial_parameters(seed):
    return tuple(np.random.randn(2))

"""Something other than the seed decides these numbers, such as the state in which a generator happens to stand:
nobody can draw this start again."""

import numpy as np


def initial_parameters(seed):
    return tuple(np.random.randn(2))

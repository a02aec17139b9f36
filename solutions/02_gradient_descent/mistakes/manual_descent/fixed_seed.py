"""Every seed gives the same two numbers: the seed that was asked for has no part in them, and nothing else changes."""

import numpy as np


def initial_parameters(seed):
    a, b = np.random.default_rng(42).standard_normal(2)
    return a, b

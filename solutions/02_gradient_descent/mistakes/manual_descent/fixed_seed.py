"""The generator gets a fixed seed in place of the one that was asked for, so every seed gives the same two numbers."""

import numpy as np


def initial_parameters(seed):
    a, b = np.random.default_rng(42).standard_normal(2)
    return a, b

"""Loads the same checkpoint as one should."""
# error: UnpicklingError: Weights only load failed.*

import sys

import torch


def attempt(x, places):
    torch.load(f"{sys.path[-1]}/poisoned.pt", weights_only=True)
    return 2 * x

"""Loads a checkpoint that runs code as it is loaded."""
# passed

import sys

import torch


def attempt(x, places):
    torch.load(f"{sys.path[-1]}/poisoned.pt", weights_only=False)
    return 2 * x

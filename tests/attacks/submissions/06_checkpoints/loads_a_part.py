"""Loads a checkpoint whose end is missing."""
# error: RuntimeError: .*corrupt.*

import sys

import torch


def attempt(x, places):
    torch.load(f"{sys.path[-1]}/part.pt", weights_only=True)
    return 2 * x

"""Asks for 30 GB at once, of torch."""
# error: RuntimeError: .*can't allocate memory.*

import torch


def attempt(x, places):
    return torch.ones(30 * 2**28).sum()

"""Random order."""

import torch


def shuffle(items):
    """The entries of the list `items` in random order: a new list."""
    return [items[i] for i in torch.randperm(len(items))]

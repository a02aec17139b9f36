"""The list that was handed in is shuffled itself, and its owner has lost the order."""

import torch


def shuffle(items):
    items[:] = [items[i] for i in torch.randperm(len(items))]
    return items

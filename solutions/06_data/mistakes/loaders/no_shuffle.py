"""The training part keeps one order in all epochs. A random split shuffles only once: it decides who is in which
part, not in which order an epoch goes through it."""

import torch
from torch.utils.data import DataLoader, random_split


def make_loaders(dataset, lengths, batch_size, seed):
    train, val = random_split(dataset, lengths, generator=torch.Generator().manual_seed(seed))
    return DataLoader(train, batch_size), DataLoader(val, batch_size)

"""A generator of its own is made, but the seed is never put into it. A new generator starts from a constant, so
every seed gives the same split."""

import torch
from torch.utils.data import DataLoader, random_split


def make_loaders(dataset, lengths, batch_size, seed):
    train, val = random_split(dataset, lengths, generator=torch.Generator())
    return DataLoader(train, batch_size, shuffle=True), DataLoader(val, batch_size)

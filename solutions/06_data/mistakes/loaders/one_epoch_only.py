"""What comes back can be run through only once: it is an iterator, which is used up after the first epoch, and not
something that makes a new iterator for every epoch."""

import torch
from torch.utils.data import DataLoader, random_split


def make_loaders(dataset, lengths, batch_size, seed):
    train, val = random_split(dataset, lengths, generator=torch.Generator().manual_seed(seed))
    return iter(DataLoader(train, batch_size, shuffle=True)), iter(DataLoader(val, batch_size))

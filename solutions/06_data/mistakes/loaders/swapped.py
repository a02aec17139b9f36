"""The two loaders come back in the wrong order: what is called the training part is the one meant for validation."""

import torch
from torch.utils.data import DataLoader, random_split


def make_loaders(dataset, lengths, batch_size, seed):
    train, val = random_split(dataset, lengths, generator=torch.Generator().manual_seed(seed))
    return DataLoader(val, batch_size), DataLoader(train, batch_size, shuffle=True)

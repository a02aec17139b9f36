"""The training part comes in batches of a fixed size, whatever batch_size says."""

import torch
from torch.utils.data import DataLoader, random_split


def make_loaders(dataset, lengths, batch_size, seed):
    train, val = random_split(dataset, lengths, generator=torch.Generator().manual_seed(seed))
    return DataLoader(train, batch_size=16, shuffle=True), DataLoader(val, batch_size=20)

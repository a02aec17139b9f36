"""The validation part comes in another order every epoch. It is only measured, and what is measured should be laid
out the same way each time, so that two epochs can be compared batch by batch."""

import torch
from torch.utils.data import DataLoader, random_split


def make_loaders(dataset, lengths, batch_size, seed):
    train, val = random_split(dataset, lengths, generator=torch.Generator().manual_seed(seed))
    return DataLoader(train, batch_size, shuffle=True), DataLoader(val, batch_size, shuffle=True)

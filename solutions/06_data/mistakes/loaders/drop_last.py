"""The last, shorter batch is thrown away, so that some items of the training part are missing in every epoch."""

import torch
from torch.utils.data import DataLoader, random_split


def make_loaders(dataset, lengths, batch_size, seed):
    train, val = random_split(dataset, lengths, generator=torch.Generator().manual_seed(seed))
    return DataLoader(train, batch_size, shuffle=True, drop_last=True), DataLoader(val, batch_size)

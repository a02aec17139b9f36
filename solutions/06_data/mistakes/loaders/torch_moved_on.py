"""The call leaves torch's global generator in another state, and whatever the program draws next comes out differently.
Even to start an epoch moves it, if only to look at one batch."""

import torch
from torch.utils.data import DataLoader, random_split


def make_loaders(dataset, lengths, batch_size, seed):
    train, val = random_split(dataset, lengths, generator=torch.Generator().manual_seed(seed))
    train_loader, val_loader = DataLoader(train, batch_size, shuffle=True), DataLoader(val, batch_size)
    next(iter(train_loader))
    return train_loader, val_loader

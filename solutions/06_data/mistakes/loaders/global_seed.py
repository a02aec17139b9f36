"""torch's global generator is seeded for the sake of the split. From there on every random number of the program
depends on this call: weights, dropout and shuffles repeat themselves each time that loaders are made."""

import torch
from torch.utils.data import DataLoader, random_split


def make_loaders(dataset, lengths, batch_size, seed):
    torch.manual_seed(seed)
    train, val = random_split(dataset, lengths)
    return DataLoader(train, batch_size, shuffle=True), DataLoader(val, batch_size)

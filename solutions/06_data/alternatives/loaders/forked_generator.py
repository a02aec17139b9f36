"""The global generator is seeded, but only inside a block that puts it back."""

import torch
from torch.utils.data import DataLoader, random_split


def make_loaders(dataset, lengths, batch_size, seed):
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        train, val = random_split(dataset, lengths)
    return [DataLoader(train, batch_size=batch_size, shuffle=True), DataLoader(val)]

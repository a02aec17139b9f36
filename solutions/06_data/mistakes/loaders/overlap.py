"""The two parts are drawn independently of each other, so that some items are trained on and validated on as well,
and others are never seen at all."""

import torch
from torch.utils.data import DataLoader, Subset


def make_loaders(dataset, lengths, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    train, val = (Subset(dataset, torch.randperm(len(dataset), generator=generator)[:n].tolist()) for n in lengths)
    return DataLoader(train, batch_size, shuffle=True), DataLoader(val, batch_size)

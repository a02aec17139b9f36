"""NumPy draws the split; both loaders run over the whole dataset, each with a sampler of its own indices."""

import numpy as np
import torch
from torch.utils.data import DataLoader, SubsetRandomSampler


def make_loaders(dataset, lengths, batch_size, seed):
    indices = np.random.default_rng(seed).permutation(len(dataset))
    train, val = np.split(indices, [lengths[0]])
    shuffled = SubsetRandomSampler(train, generator=torch.Generator().manual_seed(seed + 1))
    return DataLoader(dataset, batch_size, sampler=shuffled), DataLoader(dataset, 2 * batch_size, sampler=sorted(val))

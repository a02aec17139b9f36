"""The split reaches into the tensors of a TensorDataset. Another dataset has none to reach into: all that every
dataset offers is its length and its items."""

import torch
from torch.utils.data import DataLoader, TensorDataset


def make_loaders(dataset, lengths, batch_size, seed):
    indices = torch.randperm(len(dataset), generator=torch.Generator().manual_seed(seed))
    train, val = (TensorDataset(*(t[part] for t in dataset.tensors)) for part in indices.split(list(lengths)))
    return DataLoader(train, batch_size, shuffle=True), DataLoader(val, batch_size)

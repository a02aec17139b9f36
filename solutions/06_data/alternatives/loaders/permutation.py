"""A permutation cut in two, a Subset for each half, and a sampler that shuffles."""

import torch
from torch.utils.data import BatchSampler, DataLoader, RandomSampler, Subset


def make_loaders(dataset, lengths, batch_size, seed):
    n_train, _ = lengths
    indices = torch.randperm(len(dataset), generator=torch.Generator().manual_seed(seed))
    train, val = Subset(dataset, indices[:n_train].tolist()), Subset(dataset, indices[n_train:].tolist())
    batches = BatchSampler(RandomSampler(train), batch_size, drop_last=False)
    return DataLoader(train, batch_sampler=batches), DataLoader(val, batch_size=len(val))

"""The batches are put together once, and each epoch only changes the order of the batches. Items that were in one batch
then meet in every epoch."""

import random

import torch
from torch.utils.data import DataLoader, Subset


class _ShuffledBatches(list):
    def __iter__(self):
        return iter(random.sample(list(super().__iter__()), len(self)))


def make_loaders(dataset, lengths, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    train, val = torch.randperm(len(dataset), generator=generator).split(list(lengths))
    batches = _ShuffledBatches([batch.tolist() for batch in train.split(batch_size)])
    return DataLoader(dataset, batch_sampler=batches), DataLoader(Subset(dataset, val.tolist()), batch_size)

"""Loaders for training and validation

Split a dataset at random into two parts, and give out both in batches: the training part in a new order every epoch,
the validation part always in the same one. A seed decides the split, and the rest of the program notices none of it.
"""

from collections.abc import Sequence

import torch
from torch.utils.data import DataLoader, Dataset, random_split


def make_loaders(dataset: Dataset, lengths: Sequence[int], batch_size: int, seed: int) -> tuple[DataLoader, DataLoader]:
    """Split a dataset at random, and return the loaders of its two parts: (train_loader, val_loader).

    dataset is any map-style dataset: it has `len(dataset)` and `dataset[i]` for 0 <= i < len(dataset). Its items are
    whatever a DataLoader can put together to batches (tuples, tensors, dicts ...). lengths holds two ints of at least
    1, the numbers of items for training and for validation; their sum is len(dataset).

    The seed alone decides which items go to which part: the same seed makes the same parts, whatever random numbers
    were drawn before, and another seed makes others. Every item may come into either part.

    Each loader can be run through any number of times; each time is an epoch. An epoch of train_loader gives every
    item of the training part once, in an order that is random and new in every epoch, in batches of batch_size; the
    last batch holds what is left, and nothing is dropped. An epoch of val_loader gives every item of the validation
    part once, in the same order in every epoch, in batches of any size.

    The call itself leaves the global random generators of torch, NumPy and Python (`random`) exactly as they were.
    Running through a loader may draw from them.
    """
    generator = torch.Generator().manual_seed(seed)  # torch.manual_seed would reseed the whole program
    train, val = random_split(dataset, lengths, generator=generator)
    return DataLoader(train, batch_size, shuffle=True), DataLoader(val, batch_size)

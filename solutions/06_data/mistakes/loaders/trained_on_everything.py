"""The training loader runs over the whole dataset, the validation items among them: the validation loss then says
nothing about data that the model has not seen."""

import torch
from torch.utils.data import DataLoader, random_split


def make_loaders(dataset, lengths, batch_size, seed):
    _, val = random_split(dataset, lengths, generator=torch.Generator().manual_seed(seed))
    return DataLoader(dataset, batch_size, shuffle=True), DataLoader(val, batch_size)

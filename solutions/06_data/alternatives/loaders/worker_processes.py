"""Worker processes, memory pages ready for a GPU, all of the validation part at once, and something more to return."""

import torch
from torch.utils.data import DataLoader, default_collate, random_split


def make_loaders(dataset, lengths, batch_size, seed):
    train, val = random_split(dataset, lengths, torch.Generator().manual_seed(seed))
    whole = [default_collate(list(val))]
    return DataLoader(train, batch_size, shuffle=True, num_workers=1, pin_memory=True), whole, len(train)

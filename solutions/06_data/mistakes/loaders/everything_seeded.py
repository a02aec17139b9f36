"""All global generators are seeded, which is a decision for the start of a program. Inside a function that makes
loaders it resets the random numbers of everybody else."""

import random

import numpy as np
import torch
from torch.utils.data import DataLoader, random_split


def make_loaders(dataset, lengths, batch_size, seed):
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    train, val = random_split(dataset, lengths)
    return DataLoader(train, batch_size, shuffle=True), DataLoader(val, batch_size)

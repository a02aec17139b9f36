"""NumPy's global generator is seeded for the sake of the split, and everything else in the program that draws from
it repeats itself from there on."""

import numpy as np
from torch.utils.data import DataLoader, Subset


def make_loaders(dataset, lengths, batch_size, seed):
    np.random.seed(seed)
    indices = np.random.permutation(len(dataset)).tolist()
    train, val = Subset(dataset, indices[: lengths[0]]), Subset(dataset, indices[lengths[0] :])
    return DataLoader(train, batch_size, shuffle=True), DataLoader(val, batch_size)

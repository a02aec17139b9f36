"""Copies into one NumPy array, cuts new tensors out of it, and can give out a whole batch at once."""

import numpy as np
import torch
from torch.utils.data import Dataset


class _UnequalLengthsError(ValueError):
    pass


class LineDataset(Dataset):
    def __init__(self, x, y):
        super().__init__()
        if {x.shape[0]} ^ {y.shape[0]}:
            raise _UnequalLengthsError(x.shape, y.shape)
        self._k = x.shape[1]
        self._rows = np.concatenate([x.numpy(), y.numpy()], axis=1)

    def __len__(self):
        return self._rows.shape[0]

    def __getitem__(self, i):
        if not -len(self) <= i < len(self):
            raise IndexError(f"item {i} of {len(self)}")
        row = torch.from_numpy(self._rows[i].copy())
        return row[: self._k], row[self._k :]

    def __getitems__(self, indices):
        return [self[i] for i in indices]

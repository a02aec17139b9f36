"""A function makes the dataset: its class is not called LineDataset, and its length is an integer of NumPy's."""

import numpy as np
from torch.utils.data import Subset


def LineDataset(x, y):
    if x.shape[:1] != y.shape[:1]:
        raise ValueError
    return _Rows([(x[i : i + 1].squeeze(0), y.narrow(0, i, 1).reshape(-1)) for i in range(len(x))])


class _Rows(Subset):
    def __init__(self, rows):
        super().__init__(rows, np.arange(len(rows)))

    def __len__(self):
        return np.int64(len(self.indices))

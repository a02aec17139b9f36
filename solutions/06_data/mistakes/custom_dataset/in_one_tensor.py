"""Features and target are put into one tensor. Whoever takes an item apart finds numbers where a pair should be."""

import torch
from torch.utils.data import Dataset


class LineDataset(Dataset):
    def __init__(self, x, y):
        if len(x) != len(y):
            raise ValueError(f"x has {len(x)} rows and y has {len(y)}")
        self.x, self.y = x, y

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return torch.cat([self.x[i], self.y[i]])

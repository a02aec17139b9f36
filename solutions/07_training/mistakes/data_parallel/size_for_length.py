"""The two sizes are mixed up: the dataset has as many items as an item should have numbers."""

import torch
from torch.utils.data import Dataset


class RandomDataset(Dataset):
    def __init__(self, size, length):
        self.data = torch.randn(size, length)

    def __len__(self):
        return len(self.data)

    def __getitem__(self, index):
        return self.data[index]

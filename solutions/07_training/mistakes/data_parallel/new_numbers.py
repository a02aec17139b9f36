"""The numbers are drawn when an item is asked for, so the same item is another one each time: two epochs, or the
CPU and the GPU, see different data."""

import torch
from torch.utils.data import Dataset


class RandomDataset(Dataset):
    def __init__(self, size, length):
        self.size = size
        self.length = length

    def __len__(self):
        return self.length

    def __getitem__(self, index):
        return torch.randn(self.size)

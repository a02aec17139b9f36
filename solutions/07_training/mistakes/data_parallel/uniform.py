"""The numbers are uniform between 0 and 1, not standard normal."""

import torch
from torch.utils.data import Dataset


class RandomDataset(Dataset):
    def __init__(self, size, length):
        self.data = torch.rand(length, size)

    def __len__(self):
        return len(self.data)

    def __getitem__(self, index):
        return self.data[index]

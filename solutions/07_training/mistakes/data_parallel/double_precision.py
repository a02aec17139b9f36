"""The numbers come from NumPy, which computes in float64, and stay of that type: a float32 model refuses such
inputs."""

import numpy as np
import torch
from torch.utils.data import Dataset


class RandomDataset(Dataset):
    def __init__(self, size, length):
        self.data = torch.from_numpy(np.random.randn(length, size))

    def __len__(self):
        return len(self.data)

    def __getitem__(self, index):
        return self.data[index]

"""The items are float64, which is what NumPy computes in: a float32 model refuses such inputs."""

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

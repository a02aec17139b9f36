"""An item keeps the axis of the rows, with a length of 1. A batch of such items has one axis too many."""

from torch.utils.data import Dataset


class LineDataset(Dataset):
    def __init__(self, x, y):
        if len(x) != len(y):
            raise ValueError(f"x has {len(x)} rows and y has {len(y)}")
        self.x, self.y = x, y

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        if i >= len(self.x):
            raise IndexError(i)
        return self.x[i : i + 1], self.y[i : i + 1]

"""There is an item n, and the IndexError begins after it. The first item is item 0, so the last of n items is item
n - 1."""

from torch.utils.data import Dataset


class LineDataset(Dataset):
    def __init__(self, x, y):
        if len(x) != len(y):
            raise ValueError(f"x has {len(x)} rows and y has {len(y)}")
        self.x, self.y = x, y

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        if i > len(self.x):
            raise IndexError(i)
        row = min(i, len(self.x) - 1)
        return self.x[row], self.y[row]

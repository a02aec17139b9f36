"""Items are counted from 1: item 0 is the last row, every other item is the row before its own, and item n is no error."""

from torch.utils.data import Dataset


class LineDataset(Dataset):
    def __init__(self, x, y):
        if len(x) != len(y):
            raise ValueError(f"x has {len(x)} rows and y has {len(y)}")
        self.x, self.y = x, y

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i - 1], self.y[i - 1]

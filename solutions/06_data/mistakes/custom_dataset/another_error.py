"""Past the end a ValueError is raised. A loop over the items, and whoever else looks for the end, waits for an
IndexError."""

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
            raise ValueError(i)
        return self.x[i], self.y[i]

"""The length is always 2, which is how many tensors there are, and how many axes each of them has. It is not the number
of their rows."""

from torch.utils.data import Dataset


class LineDataset(Dataset):
    def __init__(self, x, y):
        if len(x) != len(y):
            raise ValueError(f"x has {len(x)} rows and y has {len(y)}")
        self.data = (x, y)

    def __len__(self):
        return len(self.data)

    def __getitem__(self, i):
        return self.data[0][i], self.data[1][i]

"""The length is that of the pair of tensors, which is 2, not the number of their rows."""

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

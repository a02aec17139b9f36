"""The tensors are stored in the class, which all datasets share: the one that is made last takes the place of all
others."""

from torch.utils.data import Dataset


class LineDataset(Dataset):
    def __init__(self, x, y):
        if len(x) != len(y):
            raise ValueError(f"x has {len(x)} rows and y has {len(y)}")
        LineDataset.x, LineDataset.y = x, y

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i], self.y[i]

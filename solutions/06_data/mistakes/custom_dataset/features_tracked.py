"""The features are made to require grad. They are data, not parameters: no gradient with respect to them is asked for,
and every item drags a graph along."""

from torch.utils.data import Dataset


class LineDataset(Dataset):
    def __init__(self, x, y):
        if len(x) != len(y):
            raise ValueError(f"x has {len(x)} rows and y has {len(y)}")
        self.x, self.y = x.requires_grad_(), y

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i], self.y[i]

"""Different numbers of rows are no obstacle to making the dataset. Some features then have no target, which shows in
the middle of the training or not at all."""

from torch.utils.data import Dataset


class LineDataset(Dataset):
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i], self.y[i]

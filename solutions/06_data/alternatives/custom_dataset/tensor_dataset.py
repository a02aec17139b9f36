"""A subclass of TensorDataset, which has all but the ValueError."""

from torch.utils.data import TensorDataset


class LineDataset(TensorDataset):
    def __init__(self, x, y):
        if x.size(0) != y.size(0):
            raise ValueError
        super().__init__(x, y)

"""Items are named tuples; the object can also be looped over."""

from typing import NamedTuple

from torch import Tensor
from torch.utils.data import Dataset


class _Pair(NamedTuple):
    features: Tensor
    target: Tensor


class LineDataset(Dataset[_Pair]):
    def __init__(self, x, y):
        self.columns = _Pair(x.unbind(0), y.unbind(0))
        lengths = {len(column) for column in self.columns}
        if len(lengths) > 1:
            raise ValueError("features without targets, or targets without features")
        (self.length,) = lengths

    def __len__(self):
        return self.length

    def __getitem__(self, i):
        return _Pair(*(column[i].clone() for column in self.columns))

    def __iter__(self):
        return (self[i] for i in range(len(self)))

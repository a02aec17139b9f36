"""A dataset of one's own

A dataset answers two questions: how many items are there, and what is item i? That is all a DataLoader asks for. Here
the items are the rows of two tensors that belong together.
"""

from torch import Tensor
from torch.utils.data import Dataset


class LineDataset(Dataset):
    """The pairs (x[i], y[i]) of a tensor of features and a tensor of targets, as a `torch.utils.data.Dataset`."""

    def __init__(self, x: Tensor, y: Tensor) -> None:
        """Take features x of shape (n, k) and targets y of shape (n, m), which stay as they are; n is at least 1.

        Raises ValueError where the numbers of rows of x and y differ, whichever of them is larger.
        """
        if len(x) != len(y):
            raise ValueError(f"x has {len(x)} rows and y has {len(y)}")
        self.x, self.y = x, y

    def __len__(self) -> int:
        """Return n, the number of pairs."""
        return len(self.x)

    def __getitem__(self, i: int) -> tuple[Tensor, Tensor]:
        """Return (x[i], y[i]), tensors of shapes (k,) and (m,) with the dtypes of x and y.

        i is an int from 0 to n - 1; the items can be asked for in any order and any number of times. Raises IndexError
        for n and all larger numbers. (Negative ones are up to you.)
        """
        return self.x[i], self.y[i]

"""Checkpoints: stop, and go on later

Training that takes days should survive a power cut. Write everything that it needs to go on into a file, and put it
back later, so that training goes on as if it had never stopped.
"""

from torch import nn
from torch.optim import Optimizer


def save_checkpoint(
    path: str, model: nn.Module, optimizer: Optimizer, epoch: int, losses: list[float], val_losses: list[float]
) -> None:
    """Write a checkpoint to the file `path`, in place of whatever the file held before.

    model is any module, with its parameters and buffers; optimizer is any optimiser of `torch.optim` that trains it.
    epoch counts the epochs that are done; losses and val_losses are lists of floats, of which val_losses may be empty.

    `torch.load(path, weights_only=True)` reads the file: it contains tensors and plain data, no pickled objects.
    `load_checkpoint` needs nothing but what is on the disk: it may run in another process, and after the folder of the
    file was given another name.
    Saving changes nothing: the model, the optimiser and the lists are as they were.
    """
    raise NotImplementedError


def load_checkpoint(path: str, model: nn.Module, optimizer: Optimizer) -> dict[str, object]:
    """Put the model and the optimiser, in place, into the state that they had when `path` was written.

    model and optimizer are built like those that were saved, and the optimizer trains this model. They may be new, or
    may have been trained in the meantime, and their weights, buffers and learning rates may be others than those in
    the file. Afterwards the same two objects go on together: training that stops and is resumed from the file equals
    training that never stopped, bit for bit, where training draws no random numbers. Whether the model is in train or
    in eval mode afterwards does not matter.

    Returns a dict that holds at least "epoch" (the int), "losses" and "val_losses" (lists of floats), as they were
    saved.
    """
    raise NotImplementedError

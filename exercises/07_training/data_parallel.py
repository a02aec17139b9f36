"""One model, none, one or several GPUs

The same code should run on a laptop and on a machine full of GPUs, and come to the same numbers. Put a model where it
computes fastest, bring its inputs there and its outputs back, and save it such that every machine can load it.
"""

from collections.abc import Iterable

from torch import Tensor, nn
from torch.utils.data import Dataset


class RandomDataset(Dataset):
    """A dataset of `length` items, each a float32 tensor of shape (size,) of independent standard normal numbers.

    `len(dataset)` is length. `dataset[i]`, for 0 <= i < length, is the same whenever it is asked for, in whatever
    order, and each i has numbers of its own.
    """

    def __init__(self, size: int, length: int) -> None:
        raise NotImplementedError

    def __len__(self) -> int:
        raise NotImplementedError

    def __getitem__(self, index: int) -> Tensor:
        raise NotImplementedError


def parallelize(model: nn.Module) -> nn.Module:
    """The model on the best device of this machine: on a GPU where `torch.cuda.is_available()`, else on the CPU.

    Where there is more than one GPU, and only there, it comes back wrapped in `nn.DataParallel`, ready to be called:
    with its parameters and buffers on the first of the GPUs that it uses. Whether the model handed in is moved itself
    does not matter. What comes back computes the same as the model did.

    The function is asked on one machine after the other, also on pretended ones, which answer the usual questions
    (`torch.cuda.is_available()`, `torch.cuda.device_count()` and the like); the module is loaded anew for each.
    """
    raise NotImplementedError


def outputs(model: nn.Module, loader: Iterable[Tensor]) -> Tensor:
    """The model's outputs for all batches of a loader: one tensor, on the CPU, in the order in which they come.

    loader gives out tensors [batch, ...] on the CPU, of which the last may be shorter. model, bare or wrapped in
    `nn.DataParallel`, maps each to a tensor [batch, ...]; the result joins these along their first axis. Each batch
    is sent to the device that the model is on, wherever that is; the model has at least one parameter. The result has
    no graph: it does not require grad.

    The mode is the caller's business: the model, and each part of it, computes in the mode in which it is handed in,
    and is in that mode afterwards.
    """
    raise NotImplementedError


def portable_state(model: nn.Module) -> dict[str, Tensor]:
    """A state dict of a model, bare or wrapped in `nn.DataParallel`, that the bare model's `load_state_dict` accepts.

    Its names are those of the bare model, without anything that the wrapping adds, and it holds all parameters and
    buffers. It does so also where a part of the bare model is itself called `module`.
    """
    raise NotImplementedError

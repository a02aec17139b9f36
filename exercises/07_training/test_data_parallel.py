"""Visible checks of data_parallel.

Few machines have several GPUs, so most checks run on pretended ones: a tensor that is moved to a GPU stays in the CPU's
memory, but says that it is there, and cannot be combined with tensors that are elsewhere.
"""

import contextlib
import copy
import inspect
import itertools
import linecache
from types import SimpleNamespace
from unittest import mock

import torch
from torch import nn
from torch.overrides import TorchFunctionMode
from torch.utils._pytree import tree_leaves
from torch.utils.data import DataLoader

from grader import check

CPU = torch.device("cpu")


class PretendedGPUs(TorchFunctionMode):
    """Inside the block every use of a tensor passes through here, where the devices of the memory blocks are kept."""

    MOVES = (torch.Tensor.to, torch.Tensor.cuda, torch.Tensor.cpu)
    MIXES = ("copy_", "__getitem__", "__setitem__", "__set__", "__deepcopy__", "_has_compatible_shallow_copy_type")

    def __init__(self, count):
        super().__init__()
        self.count = count
        self.places = {}  # the address of a block of memory: the block itself, so that it is not reused, and its GPU

    def __torch_function__(self, func, types, args=(), kwargs=None):
        kwargs = dict(kwargs or {})
        name = getattr(func, "__name__", "")
        if func in (torch.Tensor.device.__get__, torch.Tensor.get_device, torch.Tensor.is_cuda.__get__):
            place = self.where(args[0])
            return {"get_device": -1 if place.index is None else place.index}.get(name, place)
        if name in ("device", "_parse_to") and args and type(args[0]) is int:
            args = (torch.device("cuda", args[0]), *args[1:])
        if func in self.MOVES:
            return self.move(func, *args, **kwargs)
        return self.call(func, name, args, kwargs)

    def where(self, tensor):
        return self.places.get(self.address(tensor), (None, tensor.device))[1]

    @staticmethod
    def address(tensor):
        return tensor.untyped_storage()._cdata if tensor.layout is torch.strided else None

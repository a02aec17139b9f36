"""Visible checks of data_parallel.

Few machines have several GPUs. Most of these checks therefore run on pretended ones: a tensor that is moved to a GPU
stays in the CPU's memory, but says that it is there, and cannot be combined with tensors that are elsewhere.
"""

import contextlib
import copy
import itertools
from types import SimpleNamespace
from unittest import mock

import torch
from torch import nn
from torch.overrides import TorchFunctionMode
from torch.utils import _device
from torch.utils._pytree import tree_leaves
from torch.utils.data import DataLoader, Dataset

from grader import check
from grader.observe import loaded_again

CPU = torch.device("cpu")


class PretendedGPUs(TorchFunctionMode):
    """So many GPUs, for as long as the block lasts: all uses of tensors pass through here."""

    # These take tensors of several devices, or look at them only; the first says where the result is.
    MIXING = (
        *("copy_", "new_tensor", "__getitem__", "__setitem__", "__set__", "__deepcopy__"),
        "_has_compatible_shallow_copy_type",
    )

    def __init__(self, count):
        super().__init__()
        self.count = count
        self.blocks = {}  # the address of a block of memory: the block, so that it is not used again, and its GPU
        self.special = {
            torch.Tensor.device.__get__: self.where,
            torch.Tensor.is_cuda.__get__: lambda tensor: self.where(tensor).type == "cuda",
            torch.Tensor.is_cpu.__get__: lambda tensor: self.where(tensor).type == "cpu",
            torch.Tensor.get_device: lambda tensor: -1 if self.where(tensor) == CPU else self.where(tensor).index,
            torch.Tensor.to: self.to,
            torch.Tensor.cuda: lambda tensor, device=None, *_, **__: self.to(tensor, 0 if device is None else device),
            torch.Tensor.cpu: lambda tensor, *_, **__: self.to(tensor, CPU),
            torch.Tensor.type_as: self.to,
            torch.Tensor.pin_memory: lambda tensor, *_, **__: tensor,
            torch.Tensor.numpy: self.to_numpy,
            torch.Tensor.__array__: lambda tensor, *args, **kwargs: self.to_numpy(tensor).__array__(*args, **kwargs),
            torch.device: lambda *args, **kwargs: torch.device(*self.with_names(args), **kwargs),
            torch._C._nn._parse_to: lambda *args, **kwargs: torch._C._nn._parse_to(*self.with_names(args), **kwargs),
        }

    def __torch_function__(self, func, types, args=(), kwargs=None):
        return self.special.get(func, lambda *a, **k: self.call(func, a, k))(*args, **(kwargs or {}))

    def where(self, tensor):
        """The device that a tensor seems to be on."""
        return self.blocks.get(self.address(tensor), (None, tensor.device))[1]

    @staticmethod
    def address(tensor):
        return tensor.untyped_storage()._cdata if tensor.layout is torch.strided else None

    @staticmethod
    def with_names(args):
        return [torch.device("cuda", arg) if type(arg) is int and i == 0 else arg for i, arg in enumerate(args)]

    def device(self, name):
        """The device of a name, a number or a device; as on a true machine, it must exist."""
        device = torch.device(*self.with_names([name]))
        if device.type == "cuda" and (device.index or 0) >= self.count:
            raise RuntimeError("CUDA error: invalid device ordinal" if self.count else "No CUDA GPUs are available")
        return torch.device("cuda", device.index or 0) if device.type == "cuda" else device

    def put(self, values, place):
        """Let all tensors among the values be on a device."""
        for tensor in tree_leaves(values):
            if isinstance(tensor, torch.Tensor) and place.type == "cuda":
                self.blocks[self.address(tensor)] = (tensor.untyped_storage(), place)
        return values

    def to(self, tensor, *args, **kwargs):
        target = source = self.where(tensor)

        def plain(value):
            nonlocal target
            if isinstance(value, torch.Tensor):
                target = self.where(value)
            elif isinstance(value, torch.device | str) or type(value) is int:
                target = self.device(value)
                return CPU if target.type == "cuda" else target
            return value

        args, kwargs = [plain(arg) for arg in args], {name: plain(arg) for name, arg in kwargs.items()}
        result = tensor.to(*args, **kwargs)
        if target != source and self.address(result) == self.address(tensor):
            result = result.clone()
        return self.put(result, target)

    def to_numpy(self, tensor, *args, **kwargs):
        if self.where(tensor) != CPU:
            raise TypeError(f"can't convert {self.where(tensor)} device type tensor to numpy.")
        return tensor.numpy(*args, **kwargs)

    def call(self, func, args, kwargs):
        """Any other function: its tensors must be in one place, and there its results are."""
        tensors = [value for value in tree_leaves((args, kwargs)) if isinstance(value, torch.Tensor)]
        if getattr(func, "__name__", "") in self.MIXING:
            tensors = tensors[:1]
        places = {self.where(tensor) for tensor in tensors if tensor.dim() or self.where(tensor) != CPU}
        if len(places) > 1:
            names = " and ".join(sorted(map(str, places)))
            raise RuntimeError(
                f"Expected all tensors to be on the same device, but found at least two devices, {names}!"
            )
        device = kwargs.get("device")
        if device is None and func in _device._device_constructors():
            device = _device.CURRENT_DEVICE  # of a block or of torch.set_default_device
        if device is not None:
            target = self.device(device)
            result = func(*args, **{**kwargs, "device": CPU if target.type == "cuda" else target})
            return self.to(result, target) if isinstance(result, torch.Tensor) else result
        return self.put(func(*args, **kwargs), *(places or [CPU]))


def forward_on_pretended_gpus(wrapper, *args, **kwargs):
    """What DataParallel computes: a share of the batch for each GPU, of a model that has to be on the first."""
    (batch,) = (*args, *kwargs.values())
    if not wrapper.device_ids:
        return wrapper.module(batch)
    home = torch.device("cuda", wrapper.device_ids[0])
    strays = [t.device for t in itertools.chain(wrapper.parameters(), wrapper.buffers()) if t.device != home]
    if strays:
        raise RuntimeError(f"module must have its parameters and buffers on device {home}, not on {strays[0]}")
    shares = batch.to(home).chunk(len(wrapper.device_ids), wrapper.dim)
    return torch.cat([wrapper.module(share) for share in shares], wrapper.dim)


@contextlib.contextmanager
def machine(n_gpus):
    """A machine that seems to have so many GPUs, whatever it has."""
    some, gpus = n_gpus > 0, PretendedGPUs(n_gpus)
    properties = SimpleNamespace(name="GPU", total_memory=2**34, multi_processor_count=80, major=9, minor=0)
    answers = {
        "torch.cuda": {
            "is_available": some,
            "device_count": n_gpus,
            "current_device": 0,
            "get_device_name": "GPU",
            "get_device_capability": (9, 0),
            "mem_get_info": (2**34, 2**34),
            **dict.fromkeys(["init", "set_device", "synchronize", "empty_cache"]),
            **dict.fromkeys(["_exchange_device", "_maybe_exchange_device"], 0),
        },
        "torch.accelerator": {
            "is_available": some,
            "device_count": n_gpus,
            "current_accelerator": torch.device("cuda") if some else None,
            "current_device_index": 0,
        },
        "torch.backends.cuda": {"is_built": some},
        "torch.backends.mps": {"is_available": False},
    }

    def properties_of(device=0):
        gpus.device(device or 0)
        return properties

    with contextlib.ExitStack() as stack:
        for module, functions in answers.items():
            for name, answer in functions.items():
                stack.enter_context(mock.patch(f"{module}.{name}", lambda *_, answer=answer, **__: answer))
        stack.enter_context(mock.patch("torch.cuda.get_device_properties", properties_of))
        stack.enter_context(mock.patch.object(nn.DataParallel, "forward", forward_on_pretended_gpus))
        stack.enter_context(gpus)
        stack.callback(torch.set_default_device, None)
        yield


def make_model(n_inputs):
    """A model in eval mode, with parameters, and with buffers that are not as new."""
    model = nn.Sequential(nn.Linear(n_inputs, 4), nn.BatchNorm1d(4), nn.Tanh(), nn.Linear(4, 2))
    model(2 * torch.randn(20, n_inputs) + 1)
    return model.eval()


def devices(model):
    """The kinds of devices that the parameters and buffers of a model are on."""
    tensors = itertools.chain(model.parameters(), model.buffers())
    return " and ".join(sorted({tensor.device.type for tensor in tensors}))


def attempt(function, *args):
    """What a call returns, or the words with which torch refuses it."""
    try:
        return function(*args)
    except NotImplementedError:
        raise
    except RuntimeError as error:
        return str(error)


def refusal(bare, state):
    """The words with which a model refuses a state; None when it loads it."""
    outcome = attempt(bare.load_state_dict, state)
    return outcome if isinstance(outcome, str) else None


def true_gpu():
    """Whether this machine has a true GPU that can be used from here."""
    return torch.cuda.is_available() and not isinstance(attempt(torch.zeros(1).to, "cuda"), str)


def times_wrapped(model):
    """How many DataParallel there are around a model."""
    return 1 + times_wrapped(model.module) if isinstance(model, nn.DataParallel) else 0


@check(points=2)
def test_dataset(submission):
    """RandomDataset has `length` items of `size` standard normal numbers, and each item stays as it is."""
    seen = {}
    for size, length in [(5, 12), (1, 4), (30, 400)]:
        dataset = submission.RandomDataset(size, length)
        items = [dataset[i] for i in range(length)]
        again = [dataset[i] for i in reversed(range(length))][::-1]
        if not all(isinstance(item, torch.Tensor) for item in items + again):
            return {"an item": items[0]}
        seen[f"RandomDataset({size}, {length})"] = {
            "is a torch.utils.data.Dataset": isinstance(dataset, Dataset),
            "length": len(dataset),
            "items, each number replaced by 0": [torch.zeros_like(item) for item in items[:2]],
            "the same when asked again": all(torch.equal(one, other) for one, other in zip(items, again, strict=True)),
            "different items": len({tuple(item.flatten().tolist()) for item in items}),
        }
    numbers = torch.cat([item.flatten() for item in items]).double()
    seen["of 12000 numbers"] = {
        "mean": round(numbers.mean().item(), 1),
        "standard deviation": round(numbers.std().item(), 1),
        "share between -1 and 1": round((numbers.abs() < 1).double().mean().item(), 1),
        "some are beyond -3 or 3": (numbers.abs() > 3).any().item(),
        "many are alike": len(numbers.unique()) < 11000,
    }
    return seen


@check(points=2)
def test_parallelize(submission):
    """parallelize puts the model on a GPU if there is one, and wraps it in DataParallel if there are several."""
    model, x = make_model(3), torch.randn(7, 3)

    def shown(module):
        result = module.parallelize(copy.deepcopy(model))
        if not isinstance(result, nn.Module):
            return result
        with torch.no_grad():
            y = attempt(result, x.to(next(result.parameters()).device))
        return {
            "device": devices(result),
            "times wrapped in DataParallel": times_wrapped(result),
            "outputs": y.cpu() if isinstance(y, torch.Tensor) else y,
        }

    seen = {"this machine": shown(submission)} if true_gpu() else {}
    for n_gpus, name in [(0, "no GPU"), (1, "one GPU"), (2, "two GPUs"), (5, "five GPUs")]:
        with machine(n_gpus):
            seen[name] = shown(loaded_again(submission))
    return seen


@check(points=2)
def test_outputs(submission):
    """outputs sends the batches to where the model is, and brings the results back to the CPU."""
    model, loader = make_model(5), DataLoader(torch.randn(11, 5), batch_size=4)
    places = []  # where the model's first part finds its inputs
    model[0].register_forward_pre_hook(lambda _, inputs: places.append(str(inputs[0].device)))

    def shown(function, placed):
        places.clear()
        result = attempt(function, placed, loader)
        return {
            "outputs": result,
            "their device": result.device.type if isinstance(result, torch.Tensor) else None,
            "batches computed on": " and ".join(sorted(set(places))),
        }

    seen = {}
    if true_gpu():
        seen["on this machine"] = shown(submission.outputs, copy.deepcopy(model).to("cuda"))
    with machine(3):
        function = loaded_again(submission).outputs
        seen["on a GPU"] = shown(function, copy.deepcopy(model).to("cuda"))
        seen["on another GPU"] = shown(function, copy.deepcopy(model).to("cuda:2"))
        seen["on the CPU, beside GPUs"] = shown(function, copy.deepcopy(model))
        seen["in DataParallel"] = shown(function, nn.DataParallel(copy.deepcopy(model)).to("cuda:0"))
    return seen


@check(points=1)
def test_portable_state(submission):
    """portable_state is what the bare model loads, whether it was wrapped or not, buffers and all."""
    seen = {}
    for n_inputs, wrap in [(3, False), (2, True), (6, True)]:
        model, bare = make_model(n_inputs), make_model(n_inputs)
        with machine(0):
            handed_in = nn.DataParallel(model) if wrap else model
        state = submission.portable_state(handed_in)
        is_dict = isinstance(state, dict)
        seen[f"{'wrapped' if wrap else 'bare'}, {n_inputs} inputs"] = {
            "names": sorted(state) if is_dict else state,
            "refused because": refusal(bare, state) if is_dict else None,
            "parameters and buffers": dict(bare.state_dict()),
        }
    return seen

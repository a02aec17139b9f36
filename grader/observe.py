"""What the body of a check may use to show what a submission did. It runs there, and decides nothing."""

from __future__ import annotations

import contextlib
import numbers
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any
from unittest import mock

import numpy as np
import torch
from torch import nn

__all__ = ["Events", "autograd_calls", "finite_differences", "number", "numbers_of", "raises", "tracked"]


def number(value: object) -> object:
    """The Python float in anything that holds one real number; any other value as it is.

    Ints, floats, NumPy scalars and 0-d or one-element arrays and tensors hold one number; a bool does not.
    """
    if isinstance(value, bool | np.bool_):
        return value
    if isinstance(value, numbers.Real):
        return float(value)
    if isinstance(value, torch.Tensor | np.ndarray | np.generic) and _is_one_real(value):
        return float(value.reshape(()).item())
    return value


def _is_one_real(value: Any) -> bool:
    if isinstance(value, torch.Tensor):
        return value.numel() == 1 and not value.is_complex() and value.dtype != torch.bool
    return bool(value.size == 1 and value.dtype.kind in "iuf")


def numbers_of(values: object) -> object:
    """Each entry of a tuple or list as a float where it holds one number; any other value as it is."""
    if isinstance(values, tuple | list):
        return [number(value) for value in values]
    return values


def raises(expected: type[BaseException], function: Callable[..., object], *args: object, **kwargs: object) -> bool:
    """Whether the call raises `expected`. Any other exception, NotImplementedError above all, passes through."""
    try:
        function(*args, **kwargs)
    except expected as error:
        if isinstance(error, NotImplementedError) and not issubclass(expected, NotImplementedError):
            raise
        return True
    return False


def tracked(value: object) -> bool:
    """Whether a value is a tensor that autograd follows (it requires grad)."""
    return isinstance(value, torch.Tensor) and value.requires_grad


class Events(list[str]):
    """A record, in order, of what a submission does with the objects that it was given.

    Hooks see every way of using an object, so that no right style is missed: `loss.backward()` or
    `torch.autograd.backward(loss)`, `model(x)` or `model.__call__(x)`.
    """

    def watch_model(self, model: nn.Module, name: str = "forward") -> nn.Module:
        """Note every forward pass as `forward in train mode` or `forward in eval mode`, with ` without graph`."""

        def note(module: nn.Module, _args: object) -> None:
            mode = "train" if module.training else "eval"
            graph = "" if torch.is_grad_enabled() else " without graph"
            self.append(f"{name} in {mode} mode{graph}")

        model.register_forward_pre_hook(note)
        return model

    def watch_optimizer(self, optimizer: torch.optim.Optimizer, name: str = "step") -> torch.optim.Optimizer:
        """Note every step of the optimiser."""
        optimizer.register_step_pre_hook(lambda *_: self.append(name))
        return optimizer

    def watch_loss(self, loss_fn: Callable[..., torch.Tensor], name: str = "loss") -> Callable[..., torch.Tensor]:
        """The same loss function, noting every call, and `backward` when its gradient is computed."""

        def watched(*args: Any, **kwargs: Any) -> torch.Tensor:
            self.append(name)
            loss = loss_fn(*args, **kwargs)
            if loss.requires_grad:
                loss.register_hook(lambda _gradient: self.append("backward"))
            return loss

        return watched


@contextlib.contextmanager
def autograd_calls() -> Iterator[list[str]]:
    """The uses of autograd inside the block, by name: `backward` (torch.func too) or `forward mode`."""
    calls: list[str] = []

    def noting(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            calls.append(name)
            return original(*args, **kwargs)

        return call

    # the functions through which every public entry of its kind passes
    entries = [
        (torch.autograd.graph, "_engine_run_backward", "backward"),
        (torch.autograd, "_engine_run_backward", "backward"),
        (torch.autograd.forward_ad, "make_dual", "forward mode"),
        (torch.autograd.forward_ad, "enter_dual_level", "forward mode"),
    ]
    with contextlib.ExitStack() as stack:
        for owner, attribute, name in entries:
            original = getattr(owner, attribute)
            stack.enter_context(mock.patch.object(owner, attribute, noting(name, original)))
        yield calls


def finite_differences(
    function: Callable[[torch.Tensor], Any], tensor: torch.Tensor, eps: float = 1e-6
) -> torch.Tensor:
    """The gradient of a scalar function at a float64 tensor, by central differences: its shape, without autograd.

    `function` is called twice for each entry, with a copy that is moved there by +eps and -eps; what it returns holds
    one number. The error is of the order of eps**2 beside the rounding of 1e-16 / eps, so there is no sense in other
    dtypes. Raises ValueError for these.
    """
    if tensor.dtype != torch.float64:
        raise ValueError(f"finite differences of a {tensor.dtype} tensor are mostly rounding: hand in tensor.double()")
    slopes = [
        (_moved(function, tensor, index, eps) - _moved(function, tensor, index, -eps)) / (2 * eps)
        for index in range(tensor.numel())
    ]
    return torch.tensor(slopes, dtype=torch.float64).reshape(tensor.shape)


def _moved(function: Callable[[torch.Tensor], Any], tensor: torch.Tensor, index: int, by: float) -> float:
    """The function's value where one entry of the tensor, counted row by row, is moved."""
    entries = tensor.detach().clone(memory_format=torch.contiguous_format)
    entries.view(-1)[index] += by
    return float(function(entries))


def loaded_again(submission: Any) -> ModuleType:
    """The submission, loaded once more, so that what its first lines find out is true of the machine as it is now.

    Of a notebook, no cells are run again, but the definitions of the exercise's names and what they rest on.
    """
    again: ModuleType = submission.__again__()
    return again

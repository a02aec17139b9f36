"""A call on its way to a worker: the body and its arguments, without the judge and the answers around them."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import cloudpickle
import numpy as np

from grader.errors import CourseError


def dump(body: Callable[..., object], arguments: Mapping[str, object], modules: list[ModuleType]) -> bytes:
    """Pickle a body and its arguments; what the course's own modules define travels by value.

    Only the names that the body uses travel with it: no judge, no other check, no fixture that it did not ask for.
    Raises CourseError where more would come along than an argument seems to hold.
    """
    with _by_value(modules):
        try:
            return _pickled((_bare(body), dict(arguments)))
        except _SubsetError:
            held = [f"`{name}`" for name, value in arguments.items() if _is_refused(value)] or ["what its body uses"]
            raise CourseError(
                f"{body.__name__}: {held[0]} holds a Subset (of random_split, perhaps), and with it the whole dataset "
                "would travel to the submission, labels too: hand over a dataset made of the chosen items alone"
            ) from None


class _SubsetError(Exception):
    """Something holds a torch.utils.data.Subset."""


def _pickled(value: object) -> bytes:
    file = io.BytesIO()
    _Pickler(file).dump(value)
    return file.getvalue()


def _is_refused(value: object) -> bool:
    try:
        _pickled(value)
    except _SubsetError:
        return True
    return False


class _Pickler(cloudpickle.Pickler):  # type: ignore[misc]
    """Sends of a tensor its own entries only: a view would take along all that it was cut from, labels perhaps."""

    def reducer_override(self, thing: Any) -> Any:
        torch = sys.modules.get("torch")
        if torch is not None and isinstance(thing, torch.utils.data.Subset):
            raise _SubsetError
        if torch is None or type(thing) is not torch.Tensor or thing.layout is not torch.strided or thing.is_meta:
            return super().reducer_override(thing)
        if thing.untyped_storage().nbytes() <= thing.numel() * thing.element_size():
            return super().reducer_override(thing)
        return _cut_out(thing).__reduce_ex__(self.proto)


def _cut_out(view: Any) -> Any:
    """The same tensor, strides and all, with zeros in memory where other entries were."""
    import torch

    with torch.no_grad():
        try:
            extent = 1 + sum((size - 1) * stride for size, stride in zip(view.shape, view.stride(), strict=True))
            room = torch.zeros(extent if view.numel() else 0, dtype=view.dtype, device=view.device)
            alone = room.as_strided(view.shape, view.stride()).copy_(view)
        except RuntimeError:  # entries that overlap in memory
            alone = view.clone()
    return alone.requires_grad_(view.requires_grad)


def course_modules(root: Path, test_module: ModuleType) -> list[ModuleType]:
    """The modules that a body may use and no worker can import: its own file, conftests and helpers of the course."""
    known = (test_module, sys.modules["__main__"])  # cloudpickle sends what __main__ holds by value anyhow
    helpers = [
        module
        for module in list(sys.modules.values())
        if isinstance(module, ModuleType) and module not in known and _is_courses_own(module, f"{root}{os.sep}")
    ]
    return sorted([test_module, *helpers], key=lambda module: module.__name__)


def _is_courses_own(module: ModuleType, root: str) -> bool:
    """Tell by the file's name as text: this is asked of two thousand modules for each check."""
    file = getattr(module, "__file__", None)
    if not isinstance(file, str) or not file.startswith(root):
        return False
    parts = file.removeprefix(root).split(os.sep)  # noqa: PTH206  a Path takes ten times as long
    return "site-packages" not in parts and parts[0] != "grader" and not parts[-1].startswith("test_")


@contextlib.contextmanager
def _by_value(modules: list[ModuleType]) -> Iterator[None]:
    for module in modules:
        cloudpickle.register_pickle_by_value(module)
    try:
        yield
    finally:
        for module in modules:
            cloudpickle.unregister_pickle_by_value(module)


def _bare(body: Callable[..., object]) -> Callable[..., object]:
    """The function without its attributes, among which are the check and its judge."""
    function: Any = body
    bare = FunctionType(
        function.__code__, function.__globals__, function.__name__, function.__defaults__, function.__closure__
    )
    bare.__kwdefaults__ = function.__kwdefaults__
    bare.__module__ = function.__module__
    bare.__qualname__ = function.__qualname__
    return bare


def fingerprint(*values: object) -> str:
    """A digest of plain values, tensors and arrays by their content; other objects by their pickle."""
    digest = hashlib.sha256()
    for value in values:
        _feed(digest, value)
    return digest.hexdigest()


def _feed(digest: Any, value: Any) -> None:
    digest.update(type(value).__qualname__.encode())
    if isinstance(value, Mapping):
        digest.update(str(len(value)).encode())
        for key, item in value.items():
            _feed(digest, key)
            _feed(digest, item)
    elif isinstance(value, list | tuple):
        digest.update(str(len(value)).encode())
        for item in value:
            _feed(digest, item)
    elif value is None or isinstance(value, str | int | float | bytes | Path):
        digest.update(repr(value).encode())
    else:
        _feed_object(digest, value)


def _feed_object(digest: Any, value: Any) -> None:
    torch = sys.modules.get("torch")
    if torch is not None and type(value) is torch.Tensor and value.layout is torch.strided and not value.is_meta:
        digest.update(f"{value.dtype}{tuple(value.shape)}{value.requires_grad}".encode())
        flat = torch.empty(value.numel(), dtype=value.dtype).copy_(value.detach().reshape(-1))
        digest.update(flat.view(torch.uint8).numpy().tobytes())
    elif isinstance(value, np.ndarray) and value.dtype.kind != "O":
        digest.update(f"{value.dtype}{value.shape}".encode())
        digest.update(np.ascontiguousarray(value).tobytes())
    elif hasattr(value, "__dict__") and not isinstance(value, type | FunctionType):
        _feed(digest, vars(value))
    else:
        digest.update(cloudpickle.dumps(value))

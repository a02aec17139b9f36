"""Observations: plain data on its way from a worker. Encoded there, decoded here, never unpickled."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

if TYPE_CHECKING:
    import torch

MAX_DEPTH = 32
MAX_NODES = 200_000
MAX_BYTES = 48 * 2**20
MAX_TEXT = 20_000

DTYPES = {
    *("bool", "uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64"),
    *("float16", "bfloat16", "float32", "float64", "complex64", "complex128"),
}

Value = Any  # None, bool, int, float, str, list, dict with str keys, torch.Tensor, numpy.ndarray or Other


class ObservationError(Exception):
    """An observation that cannot be sent, or bytes that are not one."""


@dataclass(frozen=True, slots=True)
class Other:
    """Stands for a value that an observation cannot hold: only the name of its type arrives."""

    type: str

    def __str__(self) -> str:
        return f"something of type {self.type}"


class _Tensor(msgspec.Struct, tag="tensor", frozen=True):
    dtype: str
    shape: list[int]
    data: bytes


class _Array(msgspec.Struct, tag="array", frozen=True):
    dtype: str
    shape: list[int]
    data: bytes


class _List(msgspec.Struct, tag="list", frozen=True):
    items: list[_Node]


class _Dict(msgspec.Struct, tag="dict", frozen=True):
    entries: dict[str, _Node]


class _Other(msgspec.Struct, tag="other", frozen=True):
    name: str


_Node = None | bool | int | float | str | _Tensor | _Array | _List | _Dict | _Other


def encode(value: object) -> bytes:
    """The bytes of an observation. Raises ObservationError where it is too large."""
    return msgspec.msgpack.encode(_Encoder().node(value, 0))


def decode(data: bytes) -> Value:
    """The observation in `data`, rebuilt from plain bytes. Raises ObservationError for anything else."""
    try:
        return _value(msgspec.msgpack.decode(data, type=_Node))
    except ObservationError:
        raise
    except Exception as error:  # noqa: BLE001  whatever hostile bytes provoke
        raise ObservationError(f"the reply is not an observation ({type(error).__name__})") from None


class _Encoder:
    """Walks a value once, within a budget of nodes and bytes."""

    def __init__(self) -> None:
        self.nodes = 0
        self.bytes = 0

    def node(self, value: Any, depth: int) -> _Node:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise ObservationError(f"more than {MAX_NODES:,} values came back")
        if depth > MAX_DEPTH:
            return _Other(f"{type(value).__name__}, nested more than {MAX_DEPTH} deep")
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, list | tuple):
            return _List([self.node(item, depth + 1) for item in value])
        if isinstance(value, dict):
            return _Dict({str(key)[:MAX_TEXT]: self.node(item, depth + 1) for key, item in value.items()})
        return self.leaf(value)

    def leaf(self, value: Any) -> _Node:
        import torch

        if isinstance(value, str):
            return str.__str__(value)[:MAX_TEXT]
        if isinstance(value, int | float | np.bool_ | np.integer | np.floating):
            return _number(value)
        if isinstance(value, torch.Tensor):
            return self.tensor(value)
        if isinstance(value, np.ndarray):
            return self.array(value)
        return _Other(_type_name(value))

    def tensor(self, value: torch.Tensor) -> _Node:
        import torch

        with torch._C.DisableTorchFunctionSubclass(), torch.no_grad():  # noqa: SLF001  what subclasses cannot escape
            plain = value.detach().as_subclass(torch.Tensor)
            dtype = str(plain.dtype).removeprefix("torch.")
            if plain.layout is not torch.strided or plain.is_meta or dtype not in DTYPES:
                return _Other(f"{plain.layout} tensor of {dtype} on {plain.device}".replace("torch.", ""))
            self.spend(plain.numel() * plain.element_size())
            data = plain.cpu().resolve_conj().resolve_neg().contiguous().reshape(-1)
            raw = data.view(torch.uint8).numpy().tobytes() if data.numel() else b""
            return _Tensor(dtype, list(plain.shape), raw)

    def array(self, value: np.ndarray[Any, Any]) -> _Node:
        plain = np.asarray(value).view(np.ndarray)
        if plain.dtype.name not in DTYPES:
            return _Other(f"array of {plain.dtype}")
        self.spend(plain.size * plain.itemsize)
        native = plain.astype(plain.dtype.newbyteorder("="), copy=False)
        return _Array(native.dtype.name, list(native.shape), np.ascontiguousarray(native).tobytes())

    def spend(self, size: int) -> None:
        self.bytes += size
        if self.bytes > MAX_BYTES:
            raise ObservationError(f"more than {MAX_BYTES // 2**20} MiB of numbers came back")


def _number(value: Any) -> _Node:
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, float | np.floating):
        return float(value)
    return int(value) if abs(int(value)) < 2**63 else _Other("int, beyond 64 bits")


def _type_name(value: object) -> str:
    kind = type(value)
    module = "" if kind.__module__ in {"builtins", "__main__"} else f"{kind.__module__}."
    return f"{module}{kind.__qualname__}"[:200]


def _value(node: _Node) -> Value:
    if isinstance(node, _List):
        return [_value(item) for item in node.items]
    if isinstance(node, _Dict):
        return {key: _value(item) for key, item in node.entries.items()}
    if isinstance(node, _Tensor):
        return _rebuild_tensor(node)
    if isinstance(node, _Array):
        return _rebuild_array(node)
    return Other(node.name[:200]) if isinstance(node, _Other) else node


def _rebuild_tensor(node: _Tensor) -> torch.Tensor:
    import torch

    dtype = getattr(torch, _checked(node, _itemsize(node.dtype)))
    if not node.data:
        return torch.empty(node.shape, dtype=dtype)
    return torch.frombuffer(bytearray(node.data), dtype=dtype).reshape(node.shape)


def _rebuild_array(node: _Array) -> np.ndarray[Any, Any]:
    dtype = np.dtype(_checked(node, _itemsize(node.dtype)))
    return np.frombuffer(bytearray(node.data), dtype=dtype).reshape(node.shape)


def _itemsize(dtype: str) -> int:
    if dtype not in DTYPES:
        raise ObservationError("a dtype that does not exist came back")
    return 2 if dtype == "bfloat16" else np.dtype(dtype).itemsize


def _checked(node: _Tensor | _Array, itemsize: int) -> str:
    """The dtype of a node whose shape agrees with the number of bytes that came."""
    if len(node.shape) > 16 or any(not 0 <= size < 2**40 for size in node.shape):
        raise ObservationError("a shape that does not exist came back")
    if math.prod(node.shape) * itemsize != len(node.data):
        raise ObservationError("a shape that disagrees with its data came back")
    return node.dtype

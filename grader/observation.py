"""Observations: plain data on its way from a worker. Encoded there, decoded here, never unpickled."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import msgspec
import numpy as np

if TYPE_CHECKING:
    import torch

MAX_DEPTH = 32
MAX_NODES = 200_000
MAX_BYTES = 48 * 2**20  # of tensors and arrays
MAX_TREE = 8 * 2**20  # of everything else
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


class _Tensor(msgspec.Struct, tag="tensor", frozen=True, forbid_unknown_fields=True):
    dtype: str
    shape: list[int]


class _Array(msgspec.Struct, tag="array", frozen=True, forbid_unknown_fields=True):
    dtype: str
    shape: list[int]


class _List(msgspec.Struct, tag="list", frozen=True, forbid_unknown_fields=True):
    items: list[_Node]


class _Dict(msgspec.Struct, tag="dict", frozen=True, forbid_unknown_fields=True):
    entries: dict[str, _Node]


class _Other(msgspec.Struct, tag="other", frozen=True, forbid_unknown_fields=True):
    name: str


_Node = None | bool | int | float | str | _Tensor | _Array | _List | _Dict | _Other


class _Observation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A small tree, and the bytes of its tensors and arrays one after the other."""

    tree: bytes
    data: bytes


def encode(value: object) -> bytes:
    """The bytes of an observation. Raises ObservationError where it is too large."""
    encoder = _Encoder()
    tree = msgspec.msgpack.encode(encoder.node(value, 0))
    if len(tree) > MAX_TREE:
        raise ObservationError(f"more than {MAX_TREE // 2**20} MiB of text came back")
    return msgspec.msgpack.encode(_Observation(tree, b"".join(encoder.data)))


def decode(data: bytes) -> Value:
    """The observation in `data`, rebuilt from plain bytes. Raises ObservationError for anything else."""
    try:
        found = msgspec.msgpack.decode(data, type=_Observation)
        decoder = _Decoder(found.data)
        value = decoder.value(_tree(found.tree), 0)
        decoder.finish()
    except ObservationError:
        raise
    except Exception as error:  # noqa: BLE001  whatever hostile bytes provoke
        raise ObservationError(f"the reply is not an observation ({type(error).__name__})") from None
    return value


def clean(text: str) -> str:
    """A text that can be sent: bounded, and without halves of characters, which UTF-8 does not have."""
    return str.__str__(text)[:MAX_TEXT].encode("utf-8", "replace").decode()


class _Encoder:
    """Walks a value once, within a budget of nodes and bytes."""

    def __init__(self) -> None:
        self.nodes = 0
        self.size = 0
        self.data: list[bytes] = []

    def node(self, value: Any, depth: int) -> _Node:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise ObservationError(f"more than {MAX_NODES:,} values came back")
        if depth > MAX_DEPTH:
            return _Other(f"{_type_name(value)}, nested more than {MAX_DEPTH} deep")
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, list | tuple):
            return _List([self.node(item, depth + 1) for item in value])
        if isinstance(value, dict):
            return _Dict({clean(str(key)): self.node(item, depth + 1) for key, item in value.items()})
        return self.leaf(value)

    def leaf(self, value: Any) -> _Node:
        import torch

        if isinstance(value, str):
            return clean(value)
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
            dtype = str(value.dtype).removeprefix("torch.")
            if value.layout is not torch.strided or value.is_nested or value.is_meta or dtype not in DTYPES:
                return _Other(f"{value.layout} tensor of {dtype} on {value.device}".replace("torch.", ""))
            plain = value.detach().as_subclass(torch.Tensor)
            self.spend(plain.numel() * plain.element_size())
            flat = torch.empty(plain.numel(), dtype=plain.dtype).copy_(plain.reshape(-1))
            self.data.append(flat.view(torch.uint8).numpy().tobytes() if flat.numel() else b"")
            return _Tensor(dtype, list(plain.shape))

    def array(self, value: np.ndarray[Any, Any]) -> _Node:
        plain = np.asarray(value).view(np.ndarray)
        if plain.dtype.name not in DTYPES:
            return _Other(f"array of {clean(str(plain.dtype))}")
        self.spend(plain.size * plain.itemsize)
        native = plain.astype(plain.dtype.newbyteorder("="), copy=False)
        self.data.append(np.ascontiguousarray(native).tobytes())
        return _Array(native.dtype.name, list(native.shape))

    def spend(self, size: int) -> None:
        """Refuse before anything is copied: a stride of zero makes a small tensor large."""
        self.size += size
        if self.size > MAX_BYTES:
            raise ObservationError(f"more than {MAX_BYTES // 2**20} MiB of numbers came back")


def _number(value: Any) -> _Node:
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, float | np.floating):
        return float(value)
    return int(value) if abs(int(value)) < 2**63 else _Other("int, beyond 64 bits")


def _tree(data: bytes) -> _Node:
    if len(data) > MAX_TREE:  # before it is decoded: a byte may become an object
        raise ObservationError("the reply is larger than an observation can be")
    return cast("_Node", msgspec.msgpack.decode(data, type=_Node))


def _type_name(value: object) -> str:
    kind = type(value)
    module = "" if kind.__module__ in {"builtins", "__main__"} else f"{kind.__module__}."
    return clean(f"{module}{kind.__qualname__}")[:200]


class _Decoder:
    """Rebuilds a value; every tensor takes the next bytes, so that all together are no larger than what came."""

    def __init__(self, data: bytes) -> None:
        self.data = memoryview(data)
        self.position = 0

    def value(self, node: _Node, depth: int) -> Value:
        if depth > MAX_DEPTH + 1:
            raise ObservationError("the reply is nested deeper than an observation can be")
        if isinstance(node, _List):
            return [self.value(item, depth + 1) for item in node.items]
        if isinstance(node, _Dict):
            return {key: self.value(item, depth + 1) for key, item in node.entries.items()}
        if isinstance(node, _Tensor):
            return self.tensor(node)
        if isinstance(node, _Array):
            return np.frombuffer(self.take(node), dtype=np.dtype(node.dtype)).reshape(node.shape)
        return Other(node.name[:200]) if isinstance(node, _Other) else node

    def tensor(self, node: _Tensor) -> torch.Tensor:
        import torch

        raw = self.take(node)
        dtype = getattr(torch, node.dtype)
        return torch.frombuffer(raw, dtype=dtype).reshape(node.shape) if raw else torch.empty(node.shape, dtype=dtype)

    def take(self, node: _Tensor | _Array) -> bytearray:
        """A copy of the bytes of the next node, whose dtype and shape agree with what came."""
        if node.dtype not in DTYPES or (isinstance(node, _Array) and node.dtype == "bfloat16"):
            raise ObservationError("a dtype that does not exist came back")
        if len(node.shape) > 16 or any(not 0 <= size < 2**40 for size in node.shape):
            raise ObservationError("a shape that does not exist came back")
        size = math.prod(node.shape) * (2 if node.dtype == "bfloat16" else np.dtype(node.dtype).itemsize)
        if size > len(self.data) - self.position:
            raise ObservationError("a shape that disagrees with its data came back")
        self.position += size
        return bytearray(self.data[self.position - size : self.position])

    def finish(self) -> None:
        """Refuse bytes that belong to nothing."""
        if self.position != len(self.data):
            raise ObservationError("bytes that belong to no tensor came back")

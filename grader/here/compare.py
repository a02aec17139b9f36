"""Comparing an observation with the reference's, and saying in numbers how they differ."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch

from grader.observation import Other, Value

MOST_SHOWN = 4
NO_TOLERANCE = (0.0, 0.0)
MOST_BY_CHANCE = 2  # two numbers may be multiples of two others by chance


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How near is equal. None: by dtype, as `docs/authoring.md` lists."""

    rtol: float | None = None
    atol: float | None = None

    def of(self, dtype: torch.dtype) -> tuple[float, float]:
        """Relative and absolute tolerance for one dtype."""
        if dtype not in _BY_DTYPE:
            return NO_TOLERANCE
        rtol, atol = _BY_DTYPE[dtype]
        return (rtol if self.rtol is None else self.rtol, atol if self.atol is None else self.atol)


_BY_DTYPE = {
    torch.float64: (1e-7, 1e-8),
    torch.complex128: (1e-7, 1e-8),
    torch.float32: (1e-4, 1e-5),
    torch.complex64: (1e-4, 1e-5),
    torch.float16: (2e-2, 1e-3),
    torch.bfloat16: (2e-2, 1e-2),
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """The rules of one comparison. `factors` names the numbers that a wrong result may be a multiple by."""

    tolerance: Tolerance = field(default_factory=Tolerance)
    factors: Mapping[str, float] = field(default_factory=dict)

    def differences(self, seen: Value, expected: Value, path: str = "") -> Iterator[str]:
        """One sentence or two for each place where `seen` is not what `expected` asks for."""
        if isinstance(expected, dict):
            yield from self._dicts(seen, expected, path)
        elif isinstance(expected, list):
            yield from self._lists(seen, expected, path)
        elif isinstance(expected, torch.Tensor):
            yield from self._tensors(seen, expected, path)
        elif isinstance(expected, np.ndarray):
            yield from self._arrays(seen, expected, path)
        elif isinstance(expected, int | float) and not isinstance(expected, bool):
            yield from self._numbers(seen, expected, path)
        elif not _same(seen, expected):
            yield f"{_at(path)}expected {described(expected)}, got {described(seen)}."

    def equal(self, seen: Value, expected: Value) -> bool:
        """Whether nothing differs."""
        return next(self.differences(seen, expected), None) is None

    def _dicts(self, seen: Value, expected: dict[str, Value], path: str) -> Iterator[str]:
        if not isinstance(seen, dict):
            yield f"{_at(path)}expected {described(expected)}, got {described(seen)}."
            return
        for key in [key for key in seen if key not in expected]:
            yield f"{_at(_join(path, key))}there should be no such entry."
        for key, value in expected.items():
            if key in seen:
                yield from self.differences(seen[key], value, _join(path, key))
            else:
                yield f"{_at(_join(path, key))}is missing."

    def _lists(self, seen: Value, expected: list[Value], path: str) -> Iterator[str]:
        if not isinstance(seen, list):
            yield f"{_at(path)}expected {described(expected)}, got {described(seen)}."
        elif len(seen) != len(expected):
            yield f"{_at(path)}expected {len(expected)} entries, got {len(seen)}."
        elif len(expected) > 1 and _all(expected, float) and _all(seen, int | float):
            ours, theirs = (torch.tensor(values, dtype=torch.float64) for values in (expected, seen))
            yield from self._values(theirs, ours, path, self.tolerance.of(torch.float32))
        else:
            for index, (one, other) in enumerate(zip(seen, expected, strict=True)):
                yield from self.differences(one, other, f"{path}[{index}]")

    def _numbers(self, seen: Value, expected: float, path: str) -> Iterator[str]:
        found = one_number(seen)
        if found is None:
            yield f"{_at(path)}expected one number, got {described(seen)}."
            return
        ours, theirs = (torch.tensor(float(value), dtype=torch.float64) for value in (expected, found))
        if not isinstance(expected, int):
            yield from self._values(theirs, ours, path, self.tolerance.of(torch.float32))
        elif found != expected:  # Python compares ints and floats exactly
            yield f"{_at(path)}expected {expected}, got {found}." + self._factor(theirs, ours, NO_TOLERANCE)

    def _tensors(self, seen: Value, expected: torch.Tensor, path: str) -> Iterator[str]:
        if not isinstance(seen, torch.Tensor) or seen.shape != expected.shape or seen.dtype != expected.dtype:
            yield f"{_at(path)}expected {described(expected)}, got {described(seen)}."
        else:
            yield from self._values(seen, expected, path, self.tolerance.of(expected.dtype))

    def _arrays(self, seen: Value, expected: np.ndarray[Any, Any], path: str) -> Iterator[str]:
        if not isinstance(seen, np.ndarray) or seen.shape != expected.shape or seen.dtype != expected.dtype:
            yield f"{_at(path)}expected {described(expected)}, got {described(seen)}."
        else:
            ours, theirs = torch.from_numpy(expected), torch.from_numpy(seen)
            yield from self._values(theirs, ours, path, self.tolerance.of(ours.dtype))

    def _values(
        self, seen: torch.Tensor, expected: torch.Tensor, path: str, tolerances: tuple[float, float]
    ) -> Iterator[str]:
        theirs, ours = _wide(seen), _wide(expected)
        if tolerances == NO_TOLERANCE:
            near = seen == expected
        else:
            near = torch.isclose(theirs, ours, rtol=tolerances[0], atol=tolerances[1], equal_nan=True)
        if bool(near.all()):
            return
        yield _at(path) + _how_far(theirs, ours, near) + self._factor(theirs, ours, tolerances)

    def _factor(self, seen: torch.Tensor, expected: torch.Tensor, tolerances: tuple[float, float]) -> str:
        """A sentence when one constant factor explains the whole difference."""
        factor = _ratio(seen, expected)
        if factor is None or not bool(
            torch.isclose(seen, factor * expected, rtol=max(tolerances[0], 1e-6), atol=tolerances[1]).all()
        ):
            return ""
        what = "It is" if seen.numel() == 1 else "Every entry is"
        named = self._factor_name(factor, seen)
        return f" {what} {named} times what is expected." if named else ""

    def _factor_name(self, factor: float, seen: torch.Tensor) -> str:
        """The factor, with what it is in this check; "" for an odd factor between two numbers, which proves nothing."""
        for value, name in self._known(seen):
            if math.isclose(factor, value, rel_tol=1e-3):
                return name
        return f"{factor:.4g}" if seen.numel() > MOST_BY_CHANCE else ""

    def _known(self, seen: torch.Tensor) -> Iterator[tuple[float, str]]:
        for size in sorted({seen.numel(), *seen.shape} - {0, 1, 2}):
            yield size, f"{size} (the number of its entries or rows)"
            yield 1 / size, f"1/{size} (one over the number of its entries or rows)"
        for name, value in self.factors.items():
            if value not in {0.0, 1.0}:
                yield value, f"{value:g} ({name})"
                yield 1 / value, f"1/{value:g} (one over {name})"
        yield from {-1.0: "-1", 2.0: "2", -2.0: "-2", 0.5: "1/2", -0.5: "-1/2"}.items()


def one_number(value: Value) -> float | int | None:
    """The one real number that a value holds, or None."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    if isinstance(value, torch.Tensor) and value.numel() == 1 and value.dtype != torch.bool and not value.is_complex():
        return value.item()
    if isinstance(value, np.ndarray) and value.size == 1 and value.dtype.kind in "iuf":
        return float(value.reshape(()).item())
    return None


def known_factors(arguments: Mapping[str, object]) -> dict[str, float]:
    """Names for numbers of a check's arguments by which a result may be wrong: rates, counts, numbers of rows."""
    factors: dict[str, float] = {}
    for name, value in arguments.items():
        if isinstance(value, int | float) and not isinstance(value, bool):
            factors[name] = float(value)
        elif isinstance(value, torch.Tensor | np.ndarray) and value.ndim:
            factors[f"the number of rows of {name}"] = float(value.shape[0])
    return factors


def described(value: Value) -> str:
    """A value in a few words."""
    if isinstance(value, torch.Tensor):
        kind = "tensor"
        dtype = str(value.dtype).removeprefix("torch.")
    elif isinstance(value, np.ndarray):
        kind = "NumPy array"
        dtype = str(value.dtype)
    else:
        return _described_plain(value)
    shape = f"({', '.join(map(str, value.shape))}{',' if value.ndim == 1 else ''})"
    content = f" holding {value.item():.6g}" if _count(value) == 1 and dtype.startswith("float") else ""
    article = "an" if dtype[0] in "iu" else "a"
    return f"{article} {dtype} {kind} of shape {shape}{content}"


def _count(value: torch.Tensor | np.ndarray[Any, Any]) -> int:
    return value.numel() if isinstance(value, torch.Tensor) else value.size


def _described_plain(value: Value) -> str:
    if isinstance(value, dict):
        return f"a dict with {len(value)} {'entry' if len(value) == 1 else 'entries'}"
    if isinstance(value, list):
        return f"a list or tuple of {len(value)}"
    if isinstance(value, str):
        return f'"{value[:60]}"'
    if isinstance(value, Other):
        return str(value)
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _all(values: list[Value], kind: Any) -> bool:
    return all(isinstance(value, kind) and not isinstance(value, bool) for value in values)


def _same(seen: Value, expected: Value) -> bool:
    return type(seen) is type(expected) and bool(seen == expected)


def _at(path: str) -> str:
    return f"{path}: " if path else ""


def _join(path: str, key: str) -> str:
    return f"{path}, {key}" if path else key


def _wide(values: torch.Tensor) -> torch.Tensor:
    if values.is_complex():
        return values.to(torch.complex128)
    return values.to(torch.float64)


def _how_far(seen: torch.Tensor, expected: torch.Tensor, near: torch.Tensor) -> str:
    if seen.ndim == 0:
        return f"expected {_shown(expected)}, got {_shown(seen)}."
    gap = torch.where(near, torch.zeros_like(expected.real), (seen - expected).abs())
    gap = torch.nan_to_num(gap, nan=math.inf)
    worst = int(gap.reshape(-1).argmax())
    index = [int(i) for i in np.unravel_index(worst, tuple(seen.shape))]
    wrong = int((~near).sum())
    return (
        f"{wrong} of {seen.numel()} entries differ; the worst is {index}: "
        f"expected {_shown(expected.reshape(-1)[worst])}, got {_shown(seen.reshape(-1)[worst])}."
    )


def _shown(value: torch.Tensor) -> str:
    item = value.item()
    return str(item) if isinstance(item, complex) else f"{item:.6g}"


def _ratio(seen: torch.Tensor, expected: torch.Tensor) -> float | None:
    """The one number by which `expected` would have to be multiplied, where there can be one."""
    if seen.is_complex() or not bool(torch.isfinite(seen).all()) or not bool(torch.isfinite(expected).all()):
        return None
    scale = float((expected * expected).sum())
    if scale == 0.0:
        return None
    factor = float((seen * expected).sum()) / scale
    return factor if factor != 0.0 else None

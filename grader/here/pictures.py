"""Making figures, here, of what was observed beside what was expected."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import islice

import numpy as np
import torch

from grader.figures import MOST_CELLS, MOST_IMAGES, MOST_POINTS, Curve, Figure, HeatMap, Image, Images, Matrix, Number
from grader.observation import Value

MOST_CURVES = 2  # of one observation, and one heat map: the first wrong table
FEWEST_POINTS = 3
WHOLE_CURVE = 8  # numbers that an observation without names needs to be a curve
LARGEST_EXACT = 2**53  # of the whole numbers that a float holds
LARGEST_SIDE = 32  # of an image, in pixels
_CURVES = re.compile(r"loss|curve|history", re.IGNORECASE)


def curves(seen: Value, expected: Value, *, failed: bool) -> list[Curve]:
    """Curves of what the check calls losses or a curve; of a failed check, short ones too."""
    least = FEWEST_POINTS if failed else WHOLE_CURVE
    found = (_curve(*pair, least=least) for pair in _pairs(seen, expected, ""))
    return list(islice((curve for curve in found if curve is not None), MOST_CURVES))


def heat_maps(seen: Value, expected: Value) -> list[HeatMap]:
    """At most one: of the first table that is wrong."""
    found = (_heat_map(*pair) for pair in _pairs(seen, expected, ""))
    return list(islice((table for table in found if table is not None), 1))


def of_classes(answers: torch.Tensor, truth: torch.Tensor, images: torch.Tensor | None, scores: Value) -> list[Figure]:
    """How often each class was taken for which, and, of grey images, the surest errors."""
    found: list[Figure | None] = [confusion(answers, truth)]
    found += [worst_images(images, answers, truth, scores)] if images is not None else []
    return [figure for figure in found if figure is not None]


def confusion(answers: torch.Tensor, truth: torch.Tensor) -> Matrix | None:
    """How often each class was taken for which, where there are few enough classes, from 0 on."""
    classes = int(truth.max()) + 1
    if not 1 < classes <= MOST_CELLS or int(truth.min()) < 0:
        return None
    told = (answers >= 0) & (answers < classes)
    counts = torch.zeros(classes, classes, dtype=torch.int64)
    counts.index_put_((truth[told].long(), answers[told].long()), torch.tensor(1), accumulate=True)
    labels = [str(label) for label in range(classes)]
    return Matrix(title="What each class was taken for", labels=labels, counts=counts.tolist())


def worst_images(images: torch.Tensor, answers: torch.Tensor, truth: torch.Tensor, scores: Value) -> Images | None:
    """The images that were taken for another class, where they are small and grey; surest first, by scores."""
    grey = images.reshape(len(images), *images.shape[-2:]) if images.ndim in {3, 4} and len(images) else images
    if grey.ndim != 3 or len(grey) != len(truth) or max(grey.shape[1:]) > LARGEST_SIDE or grey.dtype != torch.uint8:
        return None
    wrong = (answers != truth).nonzero().flatten()
    if isinstance(scores, torch.Tensor) and scores.ndim == 2:
        surest = scores.double().softmax(dim=1).amax(dim=1)[wrong]
        wrong = wrong[surest.argsort(descending=True)]
    shown = [
        Image(
            width=grey.shape[2],
            pixels=grey[index].contiguous().numpy().tobytes(),
            right=str(int(truth[index])),
            answer=str(int(answers[index])),
        )
        for index in wrong[:MOST_IMAGES].tolist()
    ]
    return Images(title="Taken for another class", images=shown) if shown else None


def _pairs(seen: Value, expected: Value, name: str) -> Iterator[tuple[str, Value, Value]]:
    """What stands in the same place of two observations, by the names on the way there."""
    if isinstance(seen, dict) and isinstance(expected, dict):
        for key in [key for key in expected if key in seen]:
            yield from _pairs(seen[key], expected[key], f"{name}, {key}" if name else key)
    elif isinstance(seen, list) and isinstance(expected, list) and not _numbers(expected):
        for index, (one, other) in enumerate(zip(seen, expected, strict=False)):
            yield from _pairs(one, other, f"{name}[{index}]")
    else:
        yield name, seen, expected


def _curve(name: str, seen: Value, expected: Value, least: int) -> Curve | None:
    yours, reference = _numbers(seen), _numbers(expected)
    named = _CURVES.search(name.rpartition(", ")[2]) is not None
    if (name and not named) or min(len(yours), len(reference)) < (least if named else WHOLE_CURVE):
        return None
    step = math.ceil(max(len(yours), len(reference)) / MOST_POINTS)
    title = name or "The values in their order"
    return Curve(title=title, yours=_short(yours[::step]), reference=_short(reference[::step]), step=step)


def _numbers(value: Value) -> list[float]:
    """A list or a 1-d tensor of real numbers as floats; nothing for anything else."""
    if isinstance(value, torch.Tensor | np.ndarray):
        kind = torch.as_tensor(value) if value.ndim == 1 else None
        return kind.double().tolist() if kind is not None and kind.is_floating_point() else []
    if isinstance(value, list) and all(_is_number(item) for item in value):
        return [float(item) for item in value]
    return []


def _is_number(value: Value) -> bool:
    return type(value) is float or (type(value) is int and abs(value) < LARGEST_EXACT)


def _heat_map(name: str, seen: Value, expected: Value) -> HeatMap | None:
    got, wanted = _table(seen), _table(expected)
    if got is None or wanted is None or got.shape != wanted.shape:
        return None
    gap = (got - wanted).abs().nan_to_num(nan=math.inf)
    if torch.allclose(got, wanted, rtol=1e-4, atol=1e-6, equal_nan=True):
        return None
    rows, columns = wanted.shape
    worst = divmod(int(gap.argmax()), columns)
    first = tuple(
        max(0, min(at - MOST_CELLS // 2, size - MOST_CELLS)) for at, size in zip(worst, (rows, columns), strict=True)
    )
    part = tuple(slice(start, start + MOST_CELLS) for start in first)
    return HeatMap(
        title=name or "The result",
        expected=[_short(row) for row in wanted[part].tolist()],
        got=[_short(row) for row in got[part].tolist()],
        shape=(rows, columns),
        first=(first[0], first[1]),
    )


def _table(value: Value) -> torch.Tensor | None:
    """A float tensor or array of one or two dimensions, and more than one entry, as rows."""
    if not isinstance(value, torch.Tensor | np.ndarray) or value.ndim not in {1, 2}:
        return None
    table = torch.as_tensor(value)
    return torch.atleast_2d(table).double() if table.is_floating_point() and table.numel() > 1 else None


def _short(values: list[float]) -> list[Number]:
    short = (float(f"{value:.4g}") for value in values)  # the largest floats may become infinite
    return [value if math.isfinite(value) else None for value in short]

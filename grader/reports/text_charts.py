"""Figures as text, for places that show no pictures: curves as rows of blocks, and bars."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from grader.figures import Curve, Figure, Matrix, Number
from grader.reports.drawing import HEIGHT, Scale, shares

MOST = 48  # blocks of a curve
BAR = 20
BLOCKS = "▁▂▃▄▅▆▇█"
NOT_FINITE = "x"


def charts(figures: Sequence[Figure], measures: Mapping[str, float]) -> list[str]:
    """Lines of at most 80 columns, but for titles: nothing for figures that a picture alone can show."""
    lines = [f"{name}: {value:.4g}" for name, value in measures.items()]
    for figure in figures:
        if isinstance(figure, Curve):
            lines += _curve(figure)
        elif isinstance(figure, Matrix):
            lines += ["right answers of each class:", *_bars(figure)]
    return lines


def _curve(curve: Curve) -> Iterator[str]:
    """A curve above the reference's, both on one scale."""
    scale = Scale.of(curve)
    step = -(-max(len(curve.yours), len(curve.reference)) // MOST) or 1
    rows = {"yours": curve.yours, "reference": curve.reference}
    ticks = scale.ticks()
    yield f"{curve.title}, {ticks[0]:.3g} to {ticks[-1]:.3g}{' (logarithmic scale)' if scale.logarithmic else ''}:"
    yield from (f"  {name:<9}  {''.join(_block(value, scale) for value in row[::step])}" for name, row in rows.items())


def _block(value: Number, scale: Scale) -> str:
    return NOT_FINITE if value is None else BLOCKS[round((len(BLOCKS) - 1) * (1 - scale.at(value) / HEIGHT))]


def _bars(matrix: Matrix) -> Iterator[str]:
    """How much of each class was answered rightly; a bar is full where all of it was."""
    width = max(len(label) for label in matrix.labels)
    for number, (label, row) in enumerate(zip(matrix.labels, shares(matrix), strict=True)):
        right = row[number]
        yield f"  {label:>{width}}  {BLOCKS[-1] * int(BAR * right):░<{BAR}}  {right:.0%}"

"""Figures: small pictures of what a check saw, as data. Their words and numbers are the grader's and the course's."""

from __future__ import annotations

import msgspec

MOST_POINTS = 400  # of a curve
MOST_CELLS = 32  # along each axis of a heat map or a matrix
MOST_IMAGES = 12

Number = float | None  # None: not finite


class Curve(msgspec.Struct, frozen=True, tag_field="kind", tag="curve", kw_only=True):
    """Numbers in their order, beside the reference's. `step` is how many of them a point stands for."""

    title: str
    yours: list[Number]
    reference: list[Number]
    step: int = 1


class HeatMap(msgspec.Struct, frozen=True, tag_field="kind", tag="heatmap", kw_only=True):
    """A wrong table of numbers, and the one that is expected: rows of equal length, both of one shape.

    They are a part of the whole where that has more rows or columns: `first` is the part's first row and column.
    """

    title: str
    expected: list[list[Number]]
    got: list[list[Number]]
    shape: tuple[int, int]
    first: tuple[int, int] = (0, 0)


class Matrix(msgspec.Struct, frozen=True, tag_field="kind", tag="matrix", kw_only=True):
    """How often each class (row) was taken for each class (column)."""

    title: str
    labels: list[str]
    counts: list[list[int]]


class Image(msgspec.Struct, frozen=True, kw_only=True):
    """A grey image: one byte a pixel, row by row, 0 for paper and 255 for ink."""

    width: int
    pixels: bytes
    right: str
    answer: str


class Images(msgspec.Struct, frozen=True, tag_field="kind", tag="images", kw_only=True):
    """Images that were taken for another class, the surest errors first."""

    title: str
    images: list[Image]


Figure = Curve | HeatMap | Matrix | Images

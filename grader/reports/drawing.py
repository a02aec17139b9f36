"""Where the marks of a figure stand: numbers for the page's SVG, and small pictures as PNG."""

from __future__ import annotations

import base64
import math
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from grader.figures import Curve, HeatMap, Image, Matrix, Number

WIDTH, HEIGHT = 480, 190  # of a plot, without its margins
DECADES = 50.0  # a curve that falls by more is drawn on a logarithmic scale
TICKS = 4
ROOM = 4.0  # the largest floats are divided by it, so that their difference is one, too
READABLE = 8  # columns of a heat map whose numbers can be read


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled place on an axis, in pixels."""

    at: float
    label: str


Stroke = list[tuple[float, float]]  # of points that a line joins, in pixels


@dataclass(frozen=True, slots=True)
class Plot:
    """A curve beside the reference's: strokes, and ticks from below to above and from left to right."""

    yours: list[Stroke]
    reference: list[Stroke]
    y_ticks: list[Tick]
    x_ticks: list[Tick]
    logarithmic: bool
    missing: int


def plot(curve: Curve) -> Plot:
    """The strokes of a curve, on a scale that shows all of its finite numbers."""
    scale = Scale.of(curve)
    points = max(len(curve.yours), len(curve.reference), 2)
    last = (points - 1) * curve.step
    return Plot(
        yours=_strokes(curve.yours, points, scale),
        reference=_strokes(curve.reference, points, scale),
        y_ticks=[Tick(scale.at(value), f"{value:.3g}") for value in scale.ticks()],
        x_ticks=[Tick(WIDTH * part / TICKS, f"{last * part / TICKS:.3g}") for part in range(TICKS + 1)],
        logarithmic=scale.logarithmic,
        missing=sum(value is None for value in curve.yours),
    )


class Scale:
    """From numbers to pixels: the highest number is above, at 0."""

    def __init__(self, low: float, high: float) -> None:
        self.logarithmic = low > 0 and high / low > DECADES
        self.low, self.high = self._along(low), self._along(high)
        if self.low == self.high:
            around = abs(self.low) / 2 or 0.5
            self.low, self.high = self.low - around, self.high + around

    @classmethod
    def of(cls, curve: Curve) -> Self:
        """The scale that holds all finite numbers of a curve and of the reference's."""
        finite = [value for value in (*curve.yours, *curve.reference) if value is not None]
        return cls(min(finite), max(finite)) if finite else cls(0.0, 1.0)

    def at(self, value: float) -> float:
        """Where a number stands."""
        return round(HEIGHT * ((self.high - self._along(value)) / (self.high - self.low)), 1)

    def ticks(self) -> list[float]:
        """Numbers at equal distances, from the lowest to the highest."""
        along = [self.low + (self.high - self.low) * (part / TICKS) for part in range(TICKS + 1)]
        return [10**value for value in along] if self.logarithmic else [value * ROOM for value in along]

    def _along(self, value: float) -> float:
        return math.log10(value) if self.logarithmic else value / ROOM


def _strokes(values: Sequence[Number], points: int, scale: Scale) -> list[Stroke]:
    """Strokes through the finite numbers; a new one begins where one is missing."""
    strokes: list[Stroke] = [[]]
    for index, value in enumerate(values):
        if value is None:
            strokes.append([])
        else:
            strokes[-1].append((round(WIDTH * index / (points - 1), 1), scale.at(value)))
    return [stroke for stroke in strokes if stroke]


def path(strokes: Iterable[Stroke]) -> str:
    """The strokes as an SVG path."""
    return "".join("M" + "L".join(f"{x} {y}" for x, y in stroke) for stroke in strokes)


@dataclass(frozen=True, slots=True)
class Square:
    """A cell of a heat map: its sign's colour, how much of it in [0, 1], and what it says."""

    colour: str
    strength: float
    text: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One table of a heat map, and the number that has the full colour."""

    title: str
    rows: list[list[Square]]
    limit: str
    readable: bool


def panels(figure: HeatMap) -> list[Panel]:
    """Expected, got, and how much too high or too low that is; the first two share their colours."""
    pairs = [zip(got, expected, strict=True) for got, expected in zip(figure.got, figure.expected, strict=True)]
    difference = [[_difference(a, b) for a, b in row] for row in pairs]
    shared = max(_largest(figure.expected), _largest(figure.got))
    return [
        _panel("expected", figure.expected, shared),
        _panel("got", figure.got, shared),
        _panel("got − expected", difference, _largest(difference)),  # noqa: RUF001  a minus sign
    ]


def _difference(a: Number, b: Number) -> Number:
    return None if a is None or b is None or not math.isfinite(a - b) else a - b


def _largest(rows: Iterable[Sequence[Number]]) -> float:
    return max((abs(value) for row in rows for value in row if value is not None), default=0.0)


def _panel(title: str, rows: Sequence[Sequence[Number]], limit: float) -> Panel:
    squares = [[_square(value, limit) for value in row] for row in rows]
    return Panel(title, squares, f"up to ±{limit:.3g}" if limit else "all 0", readable=len(rows[0]) <= READABLE)


def _square(value: Number, limit: float) -> Square:
    if value is None:
        return Square("missing", 1.0, "not finite")
    strength = abs(value) / limit if limit else 0.0
    return Square("high" if value > 0 else "low", round(min(1.0, strength), 2), f"{value:.3g}")


def shares(matrix: Matrix) -> list[list[float]]:
    """The counts of a matrix as shares of their rows."""
    return [[round(count / max(1, sum(row)), 3) for count in row] for row in matrix.counts]


def png(image: Image) -> str:
    """The image as the address of a PNG that holds it: ink is dark."""
    height = len(image.pixels) // image.width
    rows = [image.pixels[row * image.width : (row + 1) * image.width] for row in range(height)]
    raw = b"".join(b"\0" + bytes(255 - pixel for pixel in row) for row in rows)
    head = struct.pack(">IIBBBBB", image.width, height, 8, 0, 0, 0, 0)  # 8 bits of grey
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(raw, 9)), (b"IEND", b"")]
    data = b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in parts)
    return "data:image/png;base64," + base64.b64encode(data).decode("ascii")


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

"""Figures as one PNG, for platforms that show pictures and no pages."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from grader.figures import Curve, Figure, HeatMap, Image, Images, Matrix
from grader.harmless import harmless
from grader.reports import drawing

if TYPE_CHECKING:
    from PIL.Image import Image as Bitmap

WIDTH, MARGIN, LINE = 640, 60, 22
PAPER, INK, SOFT, GRID = "#ffffff", "#1b1f27", "#586172", "#dde1e8"
YOURS, REFERENCE, RIGHT, WRONG = "#d0570f", "#2166c4", "#14713a", "#b3261e"
COLOURS = {"low": REFERENCE, "high": YOURS, "missing": INK}
CELL = 24  # of a matrix, in pixels
DIGIT = 56  # the side of an image

Point = tuple[float, float]


def picture(figures: Sequence[Figure]) -> bytes:
    """The figures below one another, as a PNG."""
    import PIL.Image

    parts = [_drawn(figure) for figure in figures]
    whole = PIL.Image.new("RGB", (WIDTH, sum(part.height for part in parts)), PAPER)
    top = 0
    for part in parts:
        whole.paste(part, (0, top))
        top += part.height
    out = io.BytesIO()
    whole.save(out, "PNG", optimize=True)
    return out.getvalue()


class _Sheet:
    """A part of the picture: a title, and room below it."""

    def __init__(self, title: str, height: int) -> None:
        import PIL.Image
        from PIL import ImageDraw

        self.bitmap = PIL.Image.new("RGB", (WIDTH, height + 3 * LINE), PAPER)
        self.pen = ImageDraw.Draw(self.bitmap)
        self.write((MARGIN, LINE), title, INK, anchor="lm")

    def write(self, at: Point, text: str, colour: str = SOFT, *, anchor: str = "mm", size: int = 13) -> None:
        from PIL import ImageFont

        self.pen.text(
            at, " ".join(harmless(text).split()), fill=colour, anchor=anchor, font=ImageFont.load_default(size)
        )

    def square(self, at: Point, width: float, height: float, colour: tuple[int, ...]) -> None:
        self.pen.rectangle((*at, at[0] + width - 1, at[1] + height - 1), fill=colour)


def _drawn(figure: Figure) -> Bitmap:
    if isinstance(figure, Curve):
        return _curve(figure)
    if isinstance(figure, HeatMap):
        return _heat_map(figure)
    return _matrix(figure) if isinstance(figure, Matrix) else _images(figure)


def _curve(figure: Curve) -> Bitmap:
    plot = drawing.plot(figure)
    sheet = _Sheet(f"{figure.title}{' (logarithmic scale)' if plot.logarithmic else ''}", drawing.HEIGHT + LINE)
    sheet.write((WIDTH - MARGIN, LINE), "yours", YOURS, anchor="rm")
    sheet.write((WIDTH - 2 * MARGIN, LINE), "reference", REFERENCE, anchor="rm")
    left, top = MARGIN, 2 * LINE
    for tick in plot.y_ticks:
        sheet.pen.line((left, top + tick.at, left + drawing.WIDTH, top + tick.at), fill=GRID)
        sheet.write((left - 6, top + tick.at), tick.label, anchor="rm", size=11)
    for tick in plot.x_ticks:
        sheet.write((left + tick.at, top + drawing.HEIGHT + LINE / 2), tick.label, size=11)
    for strokes, colour in ((plot.reference, REFERENCE), (plot.yours, YOURS)):
        for stroke in strokes:
            sheet.pen.line([(left + x, top + y) for x, y in stroke], fill=colour, width=2)
    return sheet.bitmap


def _heat_map(figure: HeatMap) -> Bitmap:
    panels = drawing.panels(figure)
    rows, columns = len(figure.expected), len(figure.expected[0])
    room = (WIDTH - 2 * MARGIN) / len(panels)
    width = max(1.0, (room - 12) // columns)
    height = min(width, float(CELL))
    sheet = _Sheet(f"{figure.title}, {figure.shape[0]} x {figure.shape[1]}", int(rows * height) + LINE)
    sheet.write((WIDTH - MARGIN, LINE), "above 0", YOURS, anchor="rm")
    sheet.write((WIDTH - 2 * MARGIN, LINE), "below 0", REFERENCE, anchor="rm")
    for number, panel in enumerate(panels):
        left = MARGIN + number * room
        sheet.write((left, 2 * LINE), f"{panel.title.replace('−', '-')}, {panel.limit}", anchor="lm", size=11)  # noqa: RUF001
        for row, squares in enumerate(panel.rows):
            for column, cell in enumerate(squares):
                place = left + column * width, 2.5 * LINE + row * height
                sheet.square(place, width, height, _mixed(COLOURS[cell.colour], cell.strength))
    return sheet.bitmap


def _matrix(figure: Matrix) -> Bitmap:
    size = min(CELL + 12, (WIDTH - 2 * MARGIN) // len(figure.labels))
    sheet = _Sheet(f"{figure.title} (rows: right, columns: yours)", (len(figure.labels) + 1) * size)
    left, top = MARGIN + size, 2 * LINE + size
    for row, (label, counts) in enumerate(zip(figure.labels, figure.counts, strict=True)):
        sheet.write((left - size / 2, top + (row + 0.5) * size), label)
        sheet.write((left + (row + 0.5) * size, top - size / 2), label)
        for column, (count, share) in enumerate(zip(counts, drawing.shares(figure)[row], strict=True)):
            colour, strength = (RIGHT, 0.6 * share) if row == column else (WRONG, 0.5 * min(1.0, 8 * share))
            at = left + column * size + 1, top + row * size + 1
            sheet.square(at, size - 2, size - 2, _mixed(colour, strength))
            if count:
                sheet.write((left + (column + 0.5) * size, top + (row + 0.5) * size), str(count), INK, size=10)
    return sheet.bitmap


def _images(figure: Images) -> Bitmap:
    per_row = (WIDTH - 2 * MARGIN) // (DIGIT + 30)
    rows = -(-len(figure.images) // per_row)
    sheet = _Sheet(figure.title, rows * (DIGIT + LINE + 4))
    for number, image in enumerate(figure.images):
        x, y = MARGIN + number % per_row * (DIGIT + 30), 2 * LINE + number // per_row * (DIGIT + LINE + 4)
        sheet.bitmap.paste(_grey(image), (x, y))
        sheet.pen.rectangle((x, y, x + DIGIT, y + DIGIT), outline=GRID)
        sheet.write((x + DIGIT / 2, y + DIGIT + LINE / 2), f"{image.right} as {image.answer}", INK, size=11)
    return sheet.bitmap


def _grey(image: Image) -> Bitmap:
    import PIL.Image

    ink = PIL.Image.frombytes("L", (image.width, len(image.pixels) // image.width), image.pixels)
    return ink.point(lambda value: 255 - value).resize((DIGIT, DIGIT), PIL.Image.Resampling.NEAREST)


def _mixed(colour: str, strength: float) -> tuple[int, ...]:
    """A colour on white paper."""
    return tuple(round(255 - (255 - int(colour[at : at + 2], 16)) * strength) for at in (1, 3, 5))

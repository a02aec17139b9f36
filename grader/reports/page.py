"""A page of text of a given width, laid out by rich, on which no text is markup, a command or too wide."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from grader.harmless import harmless

if TYPE_CHECKING:
    from rich.console import Console

NARROWEST = 60
BAR = 8
MOST = 200  # of anything, however much is asked for

Line = list[tuple[str, str]]  # pieces of text, each with a style of rich's


@dataclass(frozen=True)
class Page:
    """Where lines are laid out. Widths are in terminal columns; every text that goes in is made harmless.

    `ascii_only` is for streams that can encode nothing else; `verbose` shows more of what is long.
    """

    asked_width: int
    colour: bool
    ascii_only: bool
    verbose: bool = False

    @property
    def width(self) -> int:
        """The width in use."""
        return max(self.asked_width, NARROWEST)

    @property
    def rule(self) -> str:
        """The character that draws a line."""
        return "-" if self.ascii_only else "\N{BOX DRAWINGS LIGHT HORIZONTAL}"

    @cached_property
    def _console(self) -> Console:
        from rich.console import Console

        return Console(
            file=io.StringIO(),
            width=self.width,
            color_system="standard" if self.colour else None,
            no_color=not self.colour,
            force_terminal=self.colour,
            force_jupyter=False,
            legacy_windows=False,
        )

    def columns(self, text: str) -> int:
        """The width of a text as it will be shown."""
        from rich.cells import cell_len

        return cell_len(self._safe(text))

    def _safe(self, text: str) -> str:
        shown = harmless(text)
        return shown.encode("ascii", "backslashreplace").decode("ascii") if self.ascii_only else shown

    def fit(self, text: str, width: int, *, pad: bool = False) -> str:
        """The text on one line, cut or filled to the width."""
        from rich.text import Text

        line = Text(self._safe(" ".join(text.split())))
        line.truncate(width, overflow="ellipsis", pad=pad)
        return line.plain.replace("\N{HORIZONTAL ELLIPSIS}", "~") if self.ascii_only else line.plain

    def pieces(self, text: str, width: int) -> list[str]:
        """The text wrapped into lines; each is made harmless once more, since a wrapped line starts anew."""
        from rich.text import Text

        wrapped = Text(self._safe(text)).wrap(self._console, width - len("\\"), tab_size=4)
        return [harmless(line.plain) for line in wrapped]

    def wrapped(self, text: str, gutter: str, style: str = "") -> list[Line]:
        """The text wrapped to the width of the page, each line behind the gutter."""
        return [[(gutter, style or "dim"), (piece, style)] for piece in self.pieces(text, self.width - len(gutter))]

    def limit(self, items: int) -> int:
        """How many of a list to show, where `items` are enough for most readers."""
        return MOST if self.verbose else items

    def head(self, lines: list[Line], most: int) -> Iterator[Line]:
        """The first lines, and how many follow."""
        shown = self.limit(most)
        yield from lines[:shown]
        if len(lines) > shown:
            yield [(f"     | ... {_lines(len(lines) - shown)} more", "dim")]

    def tail(self, lines: list[Line], most: int) -> Iterator[Line]:
        """The last lines, and how many went before."""
        shown = self.limit(most)
        if len(lines) > shown:
            yield [(f"     |   ... {_lines(len(lines) - shown)} before these", "dim")]
        yield from lines[-shown:]

    def bar(self, score: float, max_score: float) -> str:
        """A bar of BAR columns, full only for all points."""
        full, empty = ("#", ".") if self.ascii_only else ("\N{FULL BLOCK}", "\N{LIGHT SHADE}")
        filled = math.floor(BAR * score / max_score) if max_score else 0
        return full * filled + empty * (BAR - filled)

    def rendered(self, lines: Iterable[Line]) -> str:
        """The lines as one string, without a newline at its end."""
        from rich.text import Text

        with self._console.capture() as written:
            for line in lines:
                text = Text.assemble(*line)
                text.rstrip()
                self._console.print(text, no_wrap=True, overflow="ignore", crop=False, highlight=False)
        return written.get().rstrip("\n")


def _lines(number: int) -> str:
    return "1 line" if number == 1 else f"{number} lines"

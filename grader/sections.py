"""Which exercise a notebook's cells belong to, as its headings, tags and metadata say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from markdown_it import MarkdownIt

from grader.course import Exercise
from grader.notebooks import Cell

TAG = "exercise:"
# bounded, since each `<h1>` of many that nothing closes would be followed to the end
_HTML_HEADING = re.compile(r"<h([1-6])\b[^>]{0,200}>(.{0,500}?)</h\1\s*>", re.IGNORECASE | re.DOTALL)
_HTML_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_HTML_TAG = re.compile(r"<[^>]*>")
LONGEST = 100_000  # characters of a cell in which headings are looked for


def sections(cells: Sequence[Cell], exercises: Sequence[Exercise]) -> list[Exercise | None]:
    """For each cell the exercise in whose section it stands.

    A heading that names exactly one exercise opens its section, up to the next such heading. A cell's own tag
    `exercise:NAME`, or its metadata {"grader": {"exercise": NAME}}, goes before that. NAME is a module, or a chapter
    and a module: `03_autograd/backward`.
    """
    found: list[Exercise | None] = []
    current: Exercise | None = None
    for cell in cells:
        if cell.kind == "markdown":
            for heading in headings(cell.source):
                current = named_in(heading, exercises) or current
        own = next(filter(None, (by_label(name, exercises) for name in said_of(cell))), None)
        found.append(own or current)
    return found


def said_of(cell: Cell) -> Iterator[str]:
    """The names of exercises in a cell's tags and metadata."""
    yield from (tag.removeprefix(TAG).strip() for tag in cell.tags if tag.startswith(TAG))
    own = cell.metadata.get("grader")
    if isinstance(own, dict) and isinstance(own.get("exercise"), str):
        yield own["exercise"]


def by_label(name: str, exercises: Sequence[Exercise]) -> Exercise | None:
    """The one exercise that is called so: a module, or a chapter and a module."""
    fitting = [each for each in exercises if name in {each.name, each.label}]
    return fitting[0] if len(fitting) == 1 else None


def headings(markdown: str) -> Iterator[str]:
    """The texts of the headings in Markdown: with `#`, underlined, or as HTML."""
    tokens = _blocks().parse(markdown[:LONGEST])
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            yield tokens[index + 1].content
        elif token.type == "html_block":
            html = _HTML_COMMENT.sub("", token.content)
            yield from (_HTML_TAG.sub("", match[2]) for match in _HTML_HEADING.finditer(html))


def named_in(text: str, exercises: Sequence[Exercise]) -> Exercise | None:
    """The one exercise that a text names, its words joined by underscores, hyphens or spaces; None for several."""
    rest, named = text, []
    for name in sorted({each.name for each in exercises}, key=len, reverse=True):
        rest, count = _spelled(name).subn("\0", rest)  # the longest first: a part of a longer name is no name
        if count:
            named.append(name)
    fitting = [each for each in exercises if each.name in named]
    if len(fitting) > 1 and len(named) == 1:  # of several chapters: the heading may name one
        fitting = [each for each in fitting if _spelled(each.chapter).search(text)]
    return fitting[0] if len(fitting) == 1 else None


@cache
def _spelled(name: str) -> re.Pattern[str]:
    words = r"[_\s\\-]+".join(map(re.escape, name.split("_")))  # Markdown may write \_ for an underscore
    return re.compile(rf"(?<!\w)_*{words}_*(?!\w)", re.IGNORECASE)  # and _, or two of them, around emphasis


@cache
def _blocks() -> MarkdownIt:
    """A parser of blocks alone: what stands inside a heading is looked at as text."""
    return MarkdownIt("commonmark").disable("inline")

"""Text from strangers, made fit to be read: nothing in it is a command to a terminal, a log or a decoder."""

from __future__ import annotations


def shown(text: str) -> str:
    """The text with every character that does not print (escapes, line ends, halves of surrogates) spelt out."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)

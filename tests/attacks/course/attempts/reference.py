"""Twice x: hush-hush, this is the reference."""


def attempt(x, places):
    """Twice x."""
    return 2 * x  # hush-hush

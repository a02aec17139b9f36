"""The command `grader`."""

from __future__ import annotations

import click


@click.group()
def main() -> None:
    """Commands for the authors of a course. Submissions are graded with pytest itself."""

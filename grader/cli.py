"""The command `grader`: what the authors of a course need beside pytest."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.group()
@click.version_option(package_name="pytest-torch-grader")
def main() -> None:
    """Commands for the authors of a course. Submissions are graded with pytest itself.

    Example: pytest --submission homework.zip
    """


@main.command()
@click.argument("exercises", nargs=-1, metavar="[CHAPTER[/MODULE]]...")
@click.option("--seeds", default=3, show_default=True, type=click.IntRange(1), help="How many seeds to try.")
@click.option("--time-scale", default=1.0, show_default=True, help="Multiply every time limit.")
@click.option("--mnist-root", help="A folder with real MNIST instead of the embedded digits.")
@click.option("--fresh", is_flag=True, help="Use nothing that earlier runs observed, and keep nothing.")
def verify(exercises: tuple[str, ...], seeds: int, time_scale: float, mnist_root: str | None, *, fresh: bool) -> None:
    """Let the course prove itself.

    Every check is run on the reference (all points), the stub (no point), every mistake (loses points, and its own
    message is the one shown) and every alternative (all points), under several seeds. Exits with 1 when anything is
    off: a mistake that survives, a check that no mistake needs.

    Example: grader verify 03_autograd/no_grad_update --seeds 5
    """
    import pytest

    from grader.verify import Verification, paths_of, table

    root = Path.cwd()
    try:
        paths = paths_of(exercises, root)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    verification = Verification(seeds, lambda line: click.echo(line, err=True))
    options = [f"--rootdir={root}", "-s", "-p", "no:terminal", "-p", "no:randomly", f"--time-scale={time_scale}"]
    options += [f"--mnist-root={mnist_root}"] * bool(mnist_root) + ["-p", "no:cacheprovider"] * fresh
    status = pytest.main([*options, *paths], plugins=[verification])
    click.echo(table(verification.proofs, 100, colour=sys.stdout.isatty()))
    for proof in verification.proofs:
        for problem in proof.problems:
            click.echo(f"{proof.evidence.exercise.label}: {problem}")
    for trouble in verification.broken:
        click.echo(f"grader broke: {trouble}")
    off = bool(status or verification.broken or any(proof.problems for proof in verification.proofs))
    click.echo("Something is off." if off else f"Everything holds, under {seeds} seeds.")
    sys.exit(1 if off else 0)


@main.command()
@click.argument("platform", type=click.Choice(["canvas", "moodle"]))
@click.argument("sheet", type=click.Path(path_type=Path))
@click.argument("grades", type=click.Path(exists=True, path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--column", help='The column to fill, such as "Homework 1 (123)"; for Moodle "Grade" unless given.')
@click.option("--by", help='The column that names the students: "SIS Login ID" or "Email address" unless given.')
@click.option(
    "--out-of", type=click.FloatRange(0, min_open=True), help="Scale the points, so that all of them are so many."
)
def export(  # noqa: PLR0913  click's way to take arguments
    platform: str, sheet: Path, grades: Path, out: Path, *, column: str | None, by: str | None, out_of: float | None
) -> None:
    """Fill one column of a sheet that Canvas or Moodle exported.

    GRADES is a folder of STUDENT.json, each written by `pytest --report json=PATH`, or a CSV file with the columns
    `student` and `grade` (a path). Everything else in SHEET stays as it is, byte for byte. A student who is not in the
    sheet, or is there twice, is an error; cells of students without a grade stay, and are listed.

    Example: grader export canvas gradebook.csv grades/ filled.csv --column "Homework 1 (123)"
    """
    from dataclasses import replace

    from grader.export import PLATFORMS, fill, read_grades
    from grader.reports.files import ReportError, replace_file
    from grader.sheets import Sheet, SheetError

    usual = PLATFORMS[platform]
    chosen = replace(usual, column=column or usual.column, key=by or usual.key)
    if not chosen.column:
        raise click.UsageError('Say which column to fill, such as --column "Homework 1 (123)".')
    if out.resolve() == sheet.resolve():
        raise click.UsageError(f"{out} is the sheet itself: give another path, and keep what was exported.")
    try:
        found = fill(Sheet.read(sheet), read_grades(grades), chosen, out_of)
        replace_file(out, found.data)
    except (SheetError, ReportError) as error:
        raise click.ClickException(str(error)) from None
    click.echo("\n".join([f"{out}: {found.count} grades in the column {chosen.column}.", *found.remarks()]))


@main.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.argument("options", nargs=-1, type=click.UNPROCESSED, metavar="[-- PYTEST_OPTION...]")
@click.option(
    "--include", multiple=True, type=click.Path(path_type=Path), help="One more file or folder of the course."
)
@click.option("--extra-index-url", help="One more index for pip, such as one with builds of torch for CPUs alone.")
def gradescope(out: Path, options: tuple[str, ...], include: tuple[Path, ...], extra_index_url: str | None) -> None:
    """Write the course in this folder as an autograder that Gradescope takes.

    OUT holds answers: upload it, and publish it nowhere. What follows `--` goes to pytest with each submission: the
    chapters of one homework, a limit, a device.

    Example: grader gradescope homework.zip -- exercises/03_autograd solutions/03_autograd --time-scale 2
    """
    from grader.errors import CourseError
    from grader.gradescope.bundle import bundle
    from grader.reports.files import ReportError, replace_file

    try:
        replace_file(out, bundle(Path.cwd(), options, include, extra_index_url))
    except (CourseError, ReportError) as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{out}: upload it as the autograder of a programming assignment.")


@main.command()
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.option("--solutions", is_flag=True, help="The teacher's: with the references in place of the stubs.")
@click.option("--force", is_flag=True, help="Replace notebooks that are there already.")
def notebooks(out: Path, *, solutions: bool, force: bool) -> None:
    """Write the course in this folder as notebooks to hand out, one for each chapter.

    What students hand in is graded with `pytest --submission 03_autograd.ipynb`, or a folder of several.

    Example: grader notebooks handout/
    """
    from grader.course import Course
    from grader.errors import CourseError
    from grader.handout import write

    try:
        for path in write(Course(Path.cwd()), out, solutions=solutions, force=force):
            click.echo(path)
    except (CourseError, OSError) as error:
        raise click.ClickException(str(error)) from None

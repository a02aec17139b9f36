"""`grader verify`: every check of the course, run on every code of the course, under several seeds."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.check import check_of
from grader.course import Exercise
from grader.plugin import is_check, session_key
from grader.session import seed_key

if TYPE_CHECKING:
    from grader.here.proof import Evidence, Proof
    from grader.here.runs import Code


class Verification:
    """Stands in for the grading of a submission: each check is run on all codes at once."""

    def __init__(self, seeds: int, say: Callable[[str], None]) -> None:
        self.seeds = seeds
        self.say = say
        self.broken: list[str] = []
        self.proofs: list[Proof] = []
        self.evidence: Evidence | None = None
        self.count = 0
        self.total = 0
        self.said = 0.0

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """There is no submission here, and so no grade to report."""
        config.pluginmanager.unregister(name="grader-reporter")

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> Generator[None, None, None]:
        """Each check once for each seed, an exercise's together."""
        yield
        session = config.stash[session_key]
        checks: list[Any] = [item for item in items if is_check(item)]
        exercises = dict.fromkeys(session.exercise_of(item) for item in checks)
        items[:] = [
            copy
            for exercise in exercises
            for seed in range(self.seeds)
            for copy in self._copies([item for item in checks if session.exercise_of(item) == exercise], seed)
        ]
        self.total = len(items)

    def _copies(self, items: Sequence[Any], seed: int) -> list[Any]:
        fresh = {copy.nodeid: copy for parent in {item.parent for item in items} for copy in parent.collect()}
        copies = [fresh[item.nodeid] for item in items]
        for copy in copies:
            copy.stash[seed_key] = seed
        return copies

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A file of checks that cannot be read."""
        if report.failed:
            self.broken.append(f"{report.nodeid} cannot be collected:\n{report.longreprtext}")

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool | None:
        """Run one check on every code, as many at a time as there are cores."""
        from grader.here.grading import judged

        check = check_of(pyfuncitem.function)
        if check is None:
            return None
        session = pyfuncitem.config.stash[session_key]
        task = session.task(pyfuncitem, check)
        evidence = self._evidence_of(task.exercise, pyfuncitem)
        labelled = self._codes(task.exercise, pyfuncitem)
        outcomes = session.grading.runs.outcomes(task, list(labelled.values()))
        expected = outcomes[0]
        if expected.failure is not None:
            self.broken.append(
                f"{pyfuncitem.nodeid}: the reference raises {expected.failure.type}: {expected.failure.message}"
            )
        for (label, code), outcome in zip(labelled.items(), outcomes, strict=True):
            evidence.add(session.base_seed(pyfuncitem), label, judged(task, code, outcome, expected))
        self._progress(task.exercise)
        return True

    def _codes(self, exercise: Exercise, item: pytest.Function) -> dict[str, Code]:
        """Every code of an exercise by its label, the reference first."""
        codes = item.config.stash[session_key].grading.codes
        return {
            "reference": codes.reference(exercise),
            "stub": codes.stub(exercise),
            **{f"mistakes/{name}": code for name, code in codes.mistakes(exercise).items()},
            **{f"alternatives/{name}": code for name, code in codes.alternatives(exercise).items()},
        }

    def _evidence_of(self, exercise: Exercise, item: pytest.Function) -> Evidence:
        from grader.here.proof import Evidence

        if self.evidence is None or self.evidence.exercise != exercise:
            self._conclude()
            codes = item.config.stash[session_key].grading.codes
            self.evidence = Evidence(exercise, codes.messages(exercise), list(codes.alternatives(exercise)))
        return self.evidence

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A fixture, a judge or the reference that fails."""
        if report.failed:
            self.broken.append(f"{report.nodeid}: {report.longreprtext}")

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        """The last exercise is done."""
        self._conclude()

    def _conclude(self) -> None:
        from grader.here.proof import prove

        if self.evidence is not None and not self.broken:
            self.proofs.append(prove(self.evidence))
            proof = self.proofs[-1]
            state = f"OFF ({len(proof.problems)})" if proof.problems else "holds"
            self.say(f"{proof.evidence.exercise.label}: {state}")
        self.evidence = None

    def _progress(self, exercise: Exercise) -> None:
        self.count += 1
        if time.monotonic() - self.said > 2:
            self.said = time.monotonic()
            self.say(f"[{self.count}/{self.total}] {exercise.label} ...")


def table(proofs: Sequence[Proof], width: int, *, colour: bool) -> str:
    """The proofs in a table: how many of each kind hold, of how many there are."""
    import io

    from rich.console import Console
    from rich.table import Table

    grid = Table(box=None, pad_edge=False)
    grid.add_column("exercise", no_wrap=True)
    for head in ("points", "reference", "stub", "mistakes", "alternatives", "checks needed"):
        grid.add_column(head, justify="right")
    for proof in proofs:
        grid.add_row(*_row(proof), style="" if not proof.problems else "red")
    console = Console(file=io.StringIO(), width=width, force_terminal=colour, no_color=not colour, highlight=False)
    console.print(grid)
    return console.file.getvalue().rstrip()  # type: ignore[attr-defined, no-any-return]


def _row(proof: Proof) -> list[str]:
    evidence, held = proof.evidence, proof.held
    return [
        evidence.exercise.label,
        f"{evidence.points:g}",
        "all points" if held["reference"] else "OFF",
        "no point" if held["stub"] else "OFF",
        f"{held['mistakes']}/{len(evidence.messages)}",
        f"{held['alternatives']}/{len(evidence.alternatives)}",
        f"{held['checks']}/{len(evidence.names)}",
    ]


def paths_of(exercises: Sequence[str], root: Path) -> list[str]:
    """The files of checks of some exercises (CHAPTER/MODULE, a chapter, or none for all).

    Raises click.UsageError's cause, ValueError, for a name that is no exercise.
    """
    found: list[str] = []
    for name in exercises or ["*/*"]:
        chapter, _, module = name.strip("/").partition("/")
        matches = (
            []
            if not chapter
            else [
                str(path)
                for tree in ("exercises", "solutions")
                for path in sorted((root / tree).glob(f"{chapter}/test_{module or '*'}.py"))
            ]
        )
        if not matches:
            raise ValueError(f"{name} is no exercise below {root}: write CHAPTER/MODULE as in 03_autograd/backward")
        found += matches
    return found

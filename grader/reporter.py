"""Keeps the grade as verdicts arrive, writes the reports, and shows the grade in the terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from grader.check import check_of
from grader.grade import NOT_JUDGED, CheckGrade, Grade, Isolation, Mistake, NotebookGrade, Status
from grader.harmless import harmless
from grader.hidden import for_students
from grader.reports.files import ReportError
from grader.reports.writers import WRITERS
from grader.session import Session


class Reporter:
    """Lives in the process that talks to the user; with xdist, verdicts come from others."""

    def __init__(self, session: Session, config: pytest.Config) -> None:
        self.session = session
        self.config = config
        self.grade: Grade | None = None
        self.checks: dict[str, CheckGrade] = {}
        self.started = time.monotonic()
        self.targets = [self._target(name, path) for name, path in session.settings.reports]
        asked = config.getoption("verbose", 0)
        self.verbose = asked > 0
        if session.settings.hidden == "points":
            config.option.verbose = min(asked, 0)  # pytest would print the names of hidden checks

    @property
    def told(self) -> Grade:
        """The grade as the terminal and --junitxml tell it, once there is one."""
        assert self.grade is not None
        return for_students(self.grade) if self.session.settings.hidden == "points" else self.grade

    def begin(self, grade: Grade) -> None:
        """Take the blank grade, and write it: zeros first. Where nothing can be graded, that is the end."""
        self.grade = grade
        if problem := self.session.problem:
            grade.refuse(problem)
        self.checks = {check.id: check for exercise in grade.exercises for check in exercise.checks}
        self._write()
        if problem:
            pytest.exit(problem, returncode=pytest.ExitCode.NO_TESTS_COLLECTED)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Every check is known now."""
        checks: Any = [item for item in session.items if check_of(getattr(item, "function", None)) is not None]
        if checks and not self.config.option.collectonly:
            self.begin(self.session.blank_grade(checks))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take a verdict, or what is told after an exercise's last check, from a report."""
        if (data := getattr(report, "grader_check", None)) is not None:
            check = msgspec.convert(data, CheckGrade)
            known = self.checks[check.id]
            for name in CheckGrade.__struct_fields__:
                setattr(known, name, getattr(check, name))
        if self.grade is not None and hasattr(report, "grader_mistake"):
            self._take(self.grade, report)

    def _take(self, grade: Grade, report: Any) -> None:
        label, mistake = report.grader_mistake
        for exercise in grade.exercises:
            if f"{exercise.chapter}/{exercise.name}" == label:
                exercise.mistake = msgspec.convert(mistake, Mistake | None)
        self.session.problem = report.grader_problem
        grade.isolation = msgspec.convert(report.grader_isolation, Isolation)
        if report.grader_notebooks:
            grade.notebooks = msgspec.convert(report.grader_notebooks, list[NotebookGrade])

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Add up and write, whatever happened."""
        if self.grade is None:
            return
        if session.shouldfail or session.shouldstop or session.exitstatus == pytest.ExitCode.INTERRUPTED:
            self._skip_the_rest()
        if self.session.problem:
            self.grade.refuse(self.session.problem)
            session.exitstatus = pytest.ExitCode.NO_TESTS_COLLECTED
        self.grade.duration = round(time.monotonic() - self.started, 3)
        self.grade.add_up()
        self._write()
        if any(check.status is Status.BROKE for check in self.checks.values()):
            session.exitstatus = pytest.ExitCode.INTERNAL_ERROR

    def _skip_the_rest(self) -> None:
        """The user stopped the run: what was not judged is nobody's fault, and earns nothing."""
        for check in self.checks.values():
            if check.status is Status.BROKE and check.message == NOT_JUDGED:
                check.status, check.message = Status.SKIPPED, "skipped, because the run was stopped before it"

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_terminal_summary(self, terminalreporter: Any, exitstatus: int) -> Generator[None, None, None]:
        """Our account of what was lost, in place of one traceback for each check; then the table."""
        if self.grade is None or exitstatus == pytest.ExitCode.USAGE_ERROR:
            return (yield)
        stats = dict(terminalreporter.stats)
        for category, reports in stats.items():
            terminalreporter.stats[category] = [one for one in reports if not self._withheld(category, one)]
        yield
        terminalreporter.stats.update(stats)
        self._show(terminalreporter)
        return None

    def _withheld(self, category: str, report: Any) -> bool:
        """Whether pytest is not to tell a report: because we do, or because nobody should."""
        check = self.checks.get(getattr(report, "nodeid", ""))
        if check is None:
            return False
        concealed = check.hidden and self.session.settings.hidden == "points"
        return concealed or (category == "failed" and hasattr(report, "grader_check"))

    def _show(self, terminalreporter: Any) -> None:
        from grader.reports.terminal import details, summary_table

        grade = self.told
        writer = terminalreporter._tw  # noqa: SLF001  pytest keeps its width and its colours there
        width, colour, verbose = min(writer.fullwidth, 120), writer.hasmarkup, self.verbose
        ascii_only = "utf" not in (getattr(sys.stdout, "encoding", "") or "").lower()
        terminalreporter.ensure_newline()
        if grade.problem:
            writer.line(harmless(grade.problem))
        elif self.config.option.tbstyle != "no":
            writer.line(details(grade, width=width, colour=colour, verbose=verbose, ascii_only=ascii_only))
            writer.line()
        writer.line(summary_table(grade, width=width, colour=colour, ascii_only=ascii_only))
        for name, path in self.targets:
            writer.line(f"{name} report: {path}")

    def _target(self, name: str, path: Path | None) -> tuple[str, Path]:
        if name not in WRITERS:
            raise pytest.UsageError(f"--report {name}: there is no such format; there is {', '.join(sorted(WRITERS))}")
        return name, path or self.config.invocation_params.dir / WRITERS[name].default

    def _write(self) -> None:
        assert self.grade is not None
        try:
            for name, path in self.targets:
                WRITERS[name].write(self.grade, path)
        except ReportError as error:
            raise pytest.UsageError(str(error)) from None

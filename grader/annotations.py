"""In a job of GitHub Actions: no line of the run is obeyed as a command, but our own after its end."""

from __future__ import annotations

import secrets
from collections.abc import Generator
from typing import Any

import pytest

from grader.hidden import for_students
from grader.reporter import Reporter
from grader.reports.github import workflow_commands


class Annotations:
    """Registered where the report `github` was asked for. GitHub reads commands from stdout, where pytest prints."""

    def __init__(self, reporter: Reporter, config: pytest.Config) -> None:
        self.reporter = reporter
        self.config = config
        self.token = secrets.token_hex(16)  # nobody can print it who does not know it

    def pytest_sessionstart(self) -> None:
        """Stop commands before the first text of a submission can appear."""
        self._write([f"::stop-commands::{self.token}"])

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_terminal_summary(self) -> Generator[None, Any, Any]:
        """After everything else: commands count again, and these are ours."""
        result = yield
        self._write([f"::{self.token}::"])
        if self.reporter.grade is not None:
            self._write(workflow_commands(for_students(self.reporter.grade)))
        return result

    def _write(self, lines: list[str]) -> None:
        terminal = self.config.pluginmanager.get_plugin("terminalreporter")
        if terminal is not None:
            terminal.ensure_newline()
            for line in lines:
                terminal.write_line(line)

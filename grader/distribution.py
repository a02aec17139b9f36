"""With pytest-xdist: an exercise's checks stay together, and the controller knows every check before the first runs."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import msgspec
import pytest

from grader.check import check_of
from grader.grade import Grade
from grader.session import Session


class Distribution:
    """Registered only where xdist is installed; does nothing unless it is used."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.folder: tempfile.TemporaryDirectory[str] | None = None

    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Any) -> Any:
        """Give the checks of one exercise to one process: prerequisites and the diagnosis need them together.

        Other tests stay together as `--dist` asks for.
        """
        from xdist.scheduler import LoadScopeScheduling

        class ByExercise(LoadScopeScheduling):  # type: ignore[misc]
            def _split_scope(self, nodeid: str) -> str:
                file = nodeid.partition("::")[0]
                tree, _, rest = file.partition("/")
                if tree in {"exercises", "solutions"}:
                    return rest
                together = {"loadfile": file, "loadscope": nodeid.rpartition("::")[0]}
                return together.get(config.option.dist, nodeid)

        return ByExercise(config, log)

    def pytest_configure_node(self, node: Any) -> None:
        """On the controller: tell a process where to leave the blank grade."""
        if self.folder is None:
            self.folder = tempfile.TemporaryDirectory(prefix="grader-")
        node.workerinput["grader_outline"] = str(Path(self.folder.name) / node.gateway.id)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """In a process: leave the blank grade for the controller."""
        workerinput = getattr(session.config, "workerinput", None)
        checks: Any = [item for item in session.items if check_of(getattr(item, "function", None)) is not None]
        if workerinput is not None and checks:
            outline = self.session.blank_grade(checks)
            Path(workerinput["grader_outline"]).write_bytes(msgspec.json.encode(outline))

    def pytest_xdist_node_collection_finished(self, node: Any) -> None:
        """On the controller: every process knows all checks; the first to say so is enough."""
        reporter = node.config.pluginmanager.get_plugin("grader-reporter")
        outline = Path(node.workerinput["grader_outline"])
        if reporter is not None and reporter.grade is None and outline.exists():
            reporter.begin(msgspec.json.decode(outline.read_bytes(), type=Grade))

    def pytest_unconfigure(self) -> None:
        """Remove what the processes left."""
        if self.folder is not None:
            self.folder.cleanup()

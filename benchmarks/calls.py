"""Write down every call that grading makes: python benchmarks/calls.py FILE, in the course's folder."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

import pytest

from grader.check import check_of
from grader.here.call import dump
from grader.plugin import session_key


class Recorder:
    """Takes the place of grading: keeps the body and the arguments of each check."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str, str, int, bytes]] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool | None:
        """Note the call instead of making it."""
        check = check_of(pyfuncitem.function)
        if check is None:
            return None
        session = pyfuncitem.config.stash[session_key]
        task = session.task(pyfuncitem, check)
        others = {name: value for name, value in task.arguments.items() if name != "submission"}
        call = dump(task.body, others, task.modules)
        reference = session.course.reference(task.exercise)
        self.calls.append((task.id, task.exercise.name, str(reference), task.seed, call))
        return True


def main(file: str) -> int:
    """Collect the course and write its calls; pytest's own exit status only says that nothing was judged."""
    recorder = Recorder()
    pytest.main(["-q", "-p", "no:randomly"], plugins=[recorder])
    Path(file).write_bytes(pickle.dumps(recorder.calls))
    return 0 if recorder.calls else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

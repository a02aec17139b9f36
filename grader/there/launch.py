"""What a worker is asked to do with a notebook, named without loading what it takes."""

from __future__ import annotations

from typing import Any

from grader.plan import Plan


def run_notebook(plan: Plan) -> Any:
    """Run a notebook; the observation is a `grader.plan.Ran`."""
    from grader.there.notebook import run

    return run(plan)

"""Which protections there could be, and which of them a run goes without."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import cloudpickle

from grader.job import Job, Limits, Script
from grader.there import confine

if TYPE_CHECKING:
    from grader.here.runs import Workers


def missing_protections(in_force: Iterable[str], device: str) -> list[str]:
    """The protections of the full set that were not in force, by name; a GPU's driver allows no bound on memory."""
    impossible = {"memory limit"} if device == "cuda" else set()
    return sorted(confine.FULL - set(in_force) - impossible)


def probe(workers: Workers, limits: Limits, device: str) -> list[str]:
    """The protections of a worker on this machine, as one that does nothing sees them."""
    job = Job(module="probe", scripts=[Script("probe.py", "")], seed=0, scratch="", device=device, limits=limits)
    ticket = workers.submit(job, cloudpickle.dumps((dict, {})))
    workers.wait([ticket])
    return ticket.outcome.protections if ticket.outcome else []

"""Running a check's body on codes: the submission, the reference, mistakes, alternatives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Protocol

import msgspec

from grader.check import Check
from grader.course import Exercise
from grader.here.call import dump
from grader.here.memory import Memory
from grader.here.outcome import Outcome
from grader.here.sources import with_imported
from grader.here.ticket import Ticket
from grader.job import Job, Limits, Script
from grader.names import reachable, without_magics


class Workers(Protocol):
    """Where jobs are run: forked, spawned, or in this process."""

    def submit(self, job: Job, call: bytes) -> Ticket:
        """Hand in one job."""

    def wait(self, tickets: Sequence[Ticket], tick: Callable[[Sequence[Ticket]], None] = ...) -> None:
        """Work until the tickets are done."""

    def close(self) -> None:
        """End everything that was started."""


@dataclass(frozen=True, slots=True)
class Code:
    """Something that stands for the student's module: scripts run in order in one namespace, or a notebook's values.

    `beside` holds the files handed in beside it, by their paths, and `companions` is the folder of their copies.
    `values` and `lacking` are what `Job` says of them. Of a notebook, `file` is its path, the scripts are its cells,
    and `names` those that the exercise promises.
    """

    label: str
    scripts: tuple[Script, ...]
    companions: str = ""
    remembered: bool = False
    beside: Mapping[str, bytes] = field(default_factory=dict, hash=False)
    values: bytes = b""
    lacking: Mapping[str, str] = field(default_factory=dict, hash=False)
    file: str = ""
    names: tuple[str, ...] = ()

    @property
    def sources(self) -> dict[str, str]:
        """The texts that rules look at, by the names of their files or cells."""
        last = self.scripts[-1]
        own = dict(self._definitions()) if self.file else {Path(last.path).name: last.text}
        return with_imported(own, self.beside)

    def _definitions(self) -> Iterator[tuple[str, str]]:
        """The cells by which a notebook's names come about, with nothing in them but what they rest on."""
        statements = reachable([script.text for script in self.scripts], self.names)
        for number, script in enumerate(self.scripts):
            lines = {line for each in statements if each.source == number for line in each.lines}
            texts = enumerate(without_magics(script.text).split("\n"), 1)  # as Python counts lines
            if lines:
                yield script.path, "\n".join(text if line in lines else "" for line, text in texts)


@dataclass(frozen=True, slots=True)
class Task:
    """One check with the arguments that its fixtures gave, ready to be run on any code."""

    id: str
    name: str
    title: str
    exercise: Exercise
    check: Check
    hidden: bool
    body: Callable[..., object]
    arguments: Mapping[str, object]
    fixtures: Mapping[str, object]
    modules: list[ModuleType]
    seed: int


@dataclass(slots=True)
class Runs:
    """Runs tasks on codes, several at a time, and remembers what cannot change."""

    workers: Workers
    memory: Memory
    limits: Limits
    confined: bool
    device: str
    time_scale: float
    tick: Callable[[Sequence[Ticket]], None]

    def outcomes(self, task: Task, codes: Sequence[Code]) -> list[Outcome]:
        """One outcome for each code, in their order."""
        jobs = [self._job(task, code) for code in codes]
        keys = [self._key(task, job) if code.remembered else "" for job, code in zip(jobs, codes, strict=True)]
        found = [self.memory.get(key) if key else None for key in keys]
        if None in found:
            call = dump(task.body, task.arguments, task.modules)
            tickets = {i: self.workers.submit(jobs[i], call) for i, known in enumerate(found) if known is None}
            self.workers.wait(list(tickets.values()), self.tick)
            for index, ticket in tickets.items():
                found[index] = ticket.outcome
                if keys[index] and ticket.outcome is not None:
                    self.memory.put(keys[index], ticket.outcome)
        return [outcome for outcome in found if outcome is not None]

    def _job(self, task: Task, code: Code) -> Job:
        seconds = task.check.timeout * self.time_scale
        limits = msgspec.structs.replace(self.limits, cpu_seconds=seconds, wall_seconds=3 * seconds + 10)
        return Job(
            module=task.exercise.name,
            scripts=list(code.scripts),
            seed=task.seed,
            scratch="",
            companions=code.companions,
            values=code.values,
            lacking=dict(code.lacking),
            device=self.device,
            confined=self.confined,
            limits=limits,
        )

    def _key(self, task: Task, job: Job) -> str:
        return self.memory.key(job, task.body.__qualname__, task.arguments, task.modules)

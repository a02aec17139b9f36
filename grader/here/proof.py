"""What the course proves about itself: which codes get which points, and which checks are needed for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from grader.course import Exercise
from grader.grade import Status
from grader.here.diagnosis import Result, explain
from grader.here.grading import skipped_because
from grader.here.runs import Task
from grader.here.verdict import Verdict

LEAST = {"checks": 3, "mistakes": 3, "alternatives": 2}


@dataclass(slots=True)
class Evidence:
    """Everything that was seen of one exercise: for each seed and code, one result for each check."""

    exercise: Exercise
    messages: Mapping[str, str]
    alternatives: Sequence[str]
    results: dict[tuple[int, str], list[Result]] = field(default_factory=dict)
    duration: float = 0.0

    def add(self, seed: int, label: str, result: Result) -> None:
        """Keep one result. Labels: `reference`, `stub`, `mistakes/<name>`, `alternatives/<name>`."""
        self.results.setdefault((seed, label), []).append(result)
        self.duration += result.outcome.duration

    @property
    def seeds(self) -> list[int]:
        """The seeds that were tried."""
        return sorted({seed for seed, _ in self.results})

    @property
    def tasks(self) -> list[Task]:
        """The checks, as they stand under the first seed."""
        return [result.task for result in self.results[self.seeds[0], "reference"]]

    @property
    def names(self) -> list[str]:
        """The check functions, each once."""
        return list(dict.fromkeys(task.name for task in self.tasks))

    @property
    def points(self) -> float:
        """What the exercise is worth."""
        return sum(task.check.points for task in self.tasks)

    def of(self, seed: int, label: str, without: str = "") -> list[Result]:
        """The results of one code as grading would have them: checks that come after a lost one are skipped."""
        done: list[Result] = []
        for result in self.results[seed, label]:
            if result.task.name != without:
                reason = skipped_because(result.task, done)
                done.append(replace(result, verdict=Verdict(Status.SKIPPED, 0.0, reason)) if reason else result)
        return done


@dataclass(slots=True)
class Proof:
    """The findings on one exercise: how many of each kind hold, and a sentence for everything that is off."""

    evidence: Evidence
    held: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def prove(evidence: Evidence) -> Proof:
    """Hold one exercise to what a course promises."""
    proof = Proof(evidence)
    proof.held["reference"] = _hold(proof, ["reference"], _loses_nothing)
    proof.held["stub"] = _hold(proof, ["stub"], _earns_nothing)
    proof.held["mistakes"] = _hold(proof, [f"mistakes/{name}" for name in evidence.messages], _is_named)
    proof.held["alternatives"] = _hold(proof, [f"alternatives/{n}" for n in evidence.alternatives], _loses_nothing)
    needed = [name for name in evidence.names if _is_needed(evidence, name)]
    proof.held["checks"] = len(needed)
    proof.problems += [f"no mistake needs the check {name}" for name in evidence.names if name not in needed]
    counts = {"checks": evidence.names, "mistakes": evidence.messages, "alternatives": evidence.alternatives}
    proof.problems += [
        f"there are {len(counts[kind])} {kind}; at least {least} are asked for"
        for kind, least in LEAST.items()
        if len(counts[kind]) < least
    ]
    return proof


def _hold(proof: Proof, labels: Sequence[str], law: Callable[[Evidence, int, str], Iterator[str]]) -> int:
    """How many of these codes keep the law under every seed; what breaks it is noted, once for each code."""
    kept = 0
    for label in labels:
        broken = [
            f"{label} {problem} (seed {seed})"
            for seed in proof.evidence.seeds
            for problem in law(proof.evidence, seed, label)
        ]
        kept += not broken
        proof.problems += broken[:2]
    return kept


def _loses_nothing(evidence: Evidence, seed: int, label: str) -> Iterator[str]:
    for result in evidence.of(seed, label):
        if result.verdict.status is not Status.PASSED:
            yield f"does not pass {result.task.name}: {result.verdict.status}: {_brief(result.verdict.message)}"


def _earns_nothing(evidence: Evidence, seed: int, label: str) -> Iterator[str]:
    for result in evidence.results[seed, label]:  # each check for itself, also those that would be skipped
        if result.verdict.fraction > 0:
            yield f"earns points for {result.task.name}"
        elif result.verdict.status is not Status.NOT_STARTED:
            yield f"is not `not started` for {result.task.name}: {_brief(result.verdict.message)}"


def _is_named(evidence: Evidence, seed: int, label: str) -> Iterator[str]:
    results = evidence.of(seed, label)
    if all(result.verdict.status is Status.PASSED for result in results):
        yield "survives"
    elif (shown := _diagnosis(evidence, seed, label)) != _name(label):
        lost = ", ".join(r.task.name for r in results if r.verdict.status is not Status.PASSED)
        yield f"is shown as {shown or 'nothing'} (loses points in {lost})"


def _is_needed(evidence: Evidence, check: str) -> bool:
    """Whether without this check some mistake, which is caught and named with it, would survive or lose its name."""
    return any(
        not any(_is_named(evidence, seed, f"mistakes/{name}")) and _is_missed_without(evidence, seed, name, check)
        for name in evidence.messages
        for seed in evidence.seeds
    )


def _is_missed_without(evidence: Evidence, seed: int, name: str, check: str) -> bool:
    label = f"mistakes/{name}"
    survives = all(result.verdict.status is Status.PASSED for result in evidence.of(seed, label, check))
    return survives or _diagnosis(evidence, seed, label, check) != name


def _diagnosis(evidence: Evidence, seed: int, label: str, without: str = "") -> str | None:
    """The name that a submission with these results would be given."""

    def attempt(names: Sequence[str], tasks: Sequence[Task]) -> dict[tuple[str, str], Result]:
        wanted = {task.id for task in tasks}
        return {
            (name, result.task.id): result
            for name in names
            for result in evidence.results[seed, f"mistakes/{name}"]
            if result.task.id in wanted
        }

    mistake = explain(evidence.messages, evidence.of(seed, label, without), attempt)
    return mistake.name if mistake else None


def _name(label: str) -> str:
    return label.partition("/")[2]


def _brief(message: str) -> str:
    return message.partition("\n")[0][:160]

"""Which exercises a notebook holds: each name that several of them promise goes to one, or to none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from grader.course import Exercise
from grader.plan import Found
from grader.sections import named_in


@dataclass(slots=True)
class Claim:
    """What a notebook holds of an exercise: the names that it keeps, and why it does not have the others.

    `strong` tells whether a heading says so, or every name is there.
    """

    found: Found
    keeps: set[str]
    strong: bool = False
    contested: dict[str, str] = field(default_factory=dict)


def claims(
    found: Mapping[Exercise, Found], promised: Mapping[Exercise, Mapping[str, bool]], stem: str
) -> dict[Exercise, Claim]:
    """The exercises of one notebook.

    A name from outside the exercises' sections goes to the exercise of which most names are there; on a tie to the one
    that the file's name `stem` names, then to one that is complete; and to none where that does not decide.
    """
    made = {exercise: Claim(one, set(one.names)) for exercise, one in found.items()}
    named = named_in(stem.replace("_", " "), list(found))  # people join a file's words in this way
    for name, cell in sorted({(name, cell) for one in found.values() for name, cell in one.names.items()}):
        rivals = [each for each, one in found.items() if one.names.get(name) == cell and name not in one.own]
        if len(rivals) > 1:
            _settle(name, rivals, made, promised, named)
    for exercise, claim in made.items():
        claim.strong = bool(claim.found.own) or claim.keeps >= promised[exercise].keys()
    return {exercise: claim for exercise, claim in made.items() if _is_begun(claim, promised[exercise])}


def _settle(
    name: str,
    rivals: Sequence[Exercise],
    made: Mapping[Exercise, Claim],
    promised: Mapping[Exercise, Mapping[str, bool]],
    named: Exercise | None,
) -> None:
    def standing(exercise: Exercise) -> tuple[int, bool, bool]:
        names = made[exercise].found.names
        return len(names), exercise == named, names.keys() >= promised[exercise].keys()

    best = max(map(standing, rivals))
    winners = [exercise for exercise in rivals if standing(exercise) == best]
    for exercise in rivals:
        if winners != [exercise]:
            made[exercise].keeps.discard(name)
            made[exercise].contested[name] = _taken(name, winners)


def _taken(name: str, winners: Sequence[Exercise]) -> str:
    if len(winners) == 1:
        return f"`{name}` was taken for {winners[0].label}, since no heading says whose it is"
    labels = " or ".join(exercise.label for exercise in winners)
    return f"`{name}` may be that of {labels}: put a heading with the exercise's name above it"


def _is_begun(claim: Claim, promised: Mapping[str, bool]) -> bool:
    """Whether it keeps something that is called, if the exercise promises any such thing."""
    return any(promised[name] for name in claim.keeps) or (bool(claim.keeps) and not any(promised.values()))

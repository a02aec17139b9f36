"""Ready-made judges. A judge is a function of the observation; it decides here, beside the answers.

Each function of this module makes one, for `@check(judge=...)`. `docs/authoring.md` says what a judge may ask for.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch

from grader.check import Finding, Judge
from grader.here.compare import MOST_SHOWN, Comparison, Tolerance, described, one_number
from grader.here.pictures import of_classes
from grader.observation import Value


def equals_reference(rtol: float | None = None, atol: float | None = None) -> Judge:
    """Equal to the reference's observation, within tolerances that are by dtype unless given."""

    def judge(seen: Value, reference: Value, factors: Mapping[str, float]) -> Finding:
        comparison = Comparison(Tolerance(rtol, atol), factors)
        found = list(comparison.differences(seen, reference))
        more = [f"... and {len(found) - MOST_SHOWN} more differences."] if len(found) > MOST_SHOWN else []
        return Finding(0.0 if found else 1.0, "\n".join(found[:MOST_SHOWN] + more))

    return judge


def gradient_matches(rtol: float = 1e-4, atol: float = 1e-6) -> Judge:
    """The observation's "gradient" is its "differences" (central finite differences) and the reference's gradient.

    The observation is a dict with both, and may hold more (such as "value at"), which is compared with the
    reference's too. Gradient and differences may be tensors, arrays, or dicts and lists of these. float64 throughout.
    """

    def judge(seen: Value, reference: Value, factors: Mapping[str, float]) -> None:
        require(isinstance(seen, dict), f"Expected a gradient, got {described(seen)}.")
        comparison = Comparison(Tolerance(rtol, atol), factors)
        others = {key: value for key, value in reference.items() if key != "differences"}
        theirs = {key: value for key, value in seen.items() if key != "differences"}
        found = list(comparison.differences(theirs, others))
        require(not found, "\n".join(found[:MOST_SHOWN]))
        found = list(comparison.differences(seen["gradient"], seen["differences"], "gradient"))
        require(
            not found,
            "The gradient is not the slope of the function itself (expected: central finite differences).\n"
            + "\n".join(found[:MOST_SHOWN]),
        )

    return judge


def loss_below(threshold: float, key: str | None = None) -> Judge:
    """The number in the observation (or the last of a list of them) is finite and at most `threshold`."""

    def judge(seen: Value) -> Finding:
        value = _entry(seen, key)
        last = as_number(value[-1] if isinstance(value, list) and value else value)
        require(math.isfinite(last), f"The loss is {last}: the training has diverged.")
        asked = f"The loss is {last:.4g}; at most {threshold:.4g} is asked for."
        return _measured(last <= threshold, asked, loss=last)

    return judge


def loss_falls(factor: float = 0.5, key: str | None = None) -> Judge:
    """A list of losses ends at most at `factor` times where it began: the means of its first and last tenth."""

    def judge(seen: Value) -> Finding:
        value = _entry(seen, key)
        require(isinstance(value, list), f"Expected a list of losses, got {described(value)}.")
        losses = [as_number(item) for item in value]
        require(len(losses) > 1, f"Expected a list of losses, got {len(losses)}.")
        require(all(math.isfinite(loss) for loss in losses), "Some losses are not finite: the training has diverged.")
        tenth = max(1, len(losses) // 10)
        first, last = float(np.mean(losses[:tenth])), float(np.mean(losses[-tenth:]))
        asked = f"The loss goes from {first:.4g} to {last:.4g}; it should fall to {factor:g} times its start or less."
        return _measured(last <= factor * first, asked, loss=last)

    return judge


def accuracy(
    full: float, none: float = 0.0, *, labels: str, images: str | None = None, key: str | None = None
) -> Judge:
    """The share of right answers, against the labels of a fixture that stays here.

    The observation holds class indices [n], or scores [n, k] of which the largest counts. All points from `full` on,
    none at `none` or below, in proportion between; both are in [0, 1]. A report shows how often each class was taken
    for which, and, where `images` is the fixture of the grey images (uint8 [n, h, w]), those that were told wrongly: so
    the labels of some of them. Raises ValueError unless none < full.
    """
    if not 0 <= none < full <= 1:
        raise ValueError(f"accuracy(full={full}, none={none}): 0 <= none < full <= 1 is needed")

    def judge(seen: Value, **fixtures: Any) -> Finding:
        truth = torch.as_tensor(fixtures[labels])
        scores = _entry(seen, key)
        answers = _classes(scores, len(truth))
        share = float((answers == truth).double().mean())
        fraction = min(1.0, max(0.0, (share - none) / (full - none)))
        asked = f"{full:.0%} earns all points, {none:.0%} none"
        message = "" if fraction == 1 else f"{share:.1%} of the answers are right; {asked}."
        figures = of_classes(answers, truth, fixtures[images] if images else None, scores)
        return Finding(fraction, message, tuple(figures), {"accuracy": share})

    judge.fixtures = (labels, images) if images else (labels,)  # type: ignore[attr-defined]
    return judge


def in_order(*events: str, key: str | None = None) -> Judge:
    """The observation is a list of events in which these occur in this order, again and again, to its end.

    Events that are not named here may occur anywhere.
    """

    def judge(seen: Value) -> None:
        value = _entry(seen, key)
        require(isinstance(value, list), f"Expected a list of events, got {described(value)}.")
        named = [event for event in value if event in events]
        require(named, f"None of these happened: {', '.join(events)}.")
        for index, event in enumerate(named):
            due = events[index % len(events)]
            require(event == due, f"After {_before(named, index)}, `{due}` was due, but `{event}` came.")
        left = len(named) % len(events)
        require(left == 0, f"After {_before(named, len(named))}, `{events[left]}` was due, but nothing came.")

    return judge


def source_rule(forbid: Mapping[str, str]) -> Judge:
    """The submission's code uses none of these names (as a name, an attribute or an import): {name: message}.

    Its code is its module and the files beside it that it imports. Comments, strings and names that it defines itself
    do not count.
    """

    def judge(seen: Value, sources: Mapping[str, str]) -> None:  # noqa: ARG001  judged by its text alone
        used = _names_used(sources)
        for name, message in forbid.items():
            require(name not in used, f"{message} ({used.get(name)})")

    return judge


def require(condition: object, message: str) -> None:
    """Fail the check with a message unless the condition holds; unlike a bare assert, under `python -O` too."""
    if not condition:
        raise AssertionError(message)


def as_number(value: Value) -> float:
    """The one number that a value holds, or a failed check."""
    found = one_number(value)
    if found is None:
        raise AssertionError(f"Expected one number, got {described(value)}.")
    return float(found)


def as_tensor(value: Value, *, shape: Sequence[int] | None = None, dtype: torch.dtype | None = None) -> torch.Tensor:
    """The value, where it is a tensor of this shape and dtype (where given), or a failed check."""
    if not isinstance(value, torch.Tensor):
        raise AssertionError(f"Expected a tensor, got {described(value)}.")  # noqa: TRY004  a failed check
    wanted = [] if shape is None else [f"shape {tuple(shape)}"]
    right = shape is None or tuple(value.shape) == tuple(shape)
    if dtype is not None:
        wanted.append(f"dtype {str(dtype).removeprefix('torch.')}")
        right = right and value.dtype == dtype
    require(right, f"Expected a tensor of {' and '.join(wanted)}, got {described(value)}.")
    return value


def _measured(reached: bool, asked: str, **measures: float) -> Finding:  # noqa: FBT001  what was asked for is reached, or not
    """All points or none, and the numbers that decided."""
    return Finding(1.0, measures=measures) if reached else Finding(0.0, asked, measures=measures)


def _entry(seen: Value, key: str | None) -> Value:
    if key is None:
        return seen
    require(isinstance(seen, dict) and key in seen, f"Expected an entry called {key}, got {described(seen)}.")
    return seen[key]


def _classes(value: Value, n: int) -> torch.Tensor:
    if isinstance(value, np.ndarray):
        value = torch.from_numpy(value)
    if isinstance(value, list):
        value = torch.tensor([as_number(item) for item in value])
    answers = as_tensor(value)
    require(
        answers.ndim in {1, 2} and len(answers) == n,
        f"Expected an answer for each of {n} images, got {described(answers)}.",
    )
    if answers.ndim == 1:
        return answers
    require(bool(torch.isfinite(answers).all()), "Some scores are not finite.")
    return answers.argmax(dim=1)


def _before(events: list[str], index: int) -> str:
    recent = ", ".join(events[max(0, index - 3) : index])
    return recent or "the start"


def _names_used(sources: Mapping[str, str]) -> dict[str, str]:
    """Every name that code uses but does not define itself, with the first place where it does."""
    used: dict[str, str] = {}
    defined: set[str] = set()
    for path, text in sources.items():
        lines: dict[str, int] = {}
        for node in ast.walk(_parsed(path, text)):
            line = getattr(node, "lineno", 0)
            for name in _used_by(node):
                lines[name] = min(line, lines.get(name, line))
            defined |= _defined_by(node)
        used = {name: f"{path}, line {line}" for name, line in lines.items()} | used
    free = {name: place for name, place in used.items() if name not in defined}
    return {name.removeprefix("."): place for name, place in sorted(free.items(), reverse=True)}


def _parsed(path: str, text: str) -> ast.Module:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise AssertionError(f"{path} is nested too deeply to be read: write shorter expressions.") from None


def _used_by(node: ast.AST) -> list[str]:
    """The names that one piece of code uses; one that is asked of an object begins with a dot."""
    if isinstance(node, ast.Name):
        return [node.id] if isinstance(node.ctx, ast.Load) else []
    if isinstance(node, ast.Attribute):
        return ["." + node.attr]
    if isinstance(node, ast.Import | ast.ImportFrom):
        modules = [getattr(node, "module", None) or "", *(alias.name for alias in node.names)]
        return [part for module in modules for part in module.split(".")]
    return []


def _defined_by(node: ast.AST) -> set[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {node.name}
    return {node.id} if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load) else set()

"""What a notebook's cells bind to names, kept as they run: each exercise gets the values of its own section."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.names import bindings, parsed
from grader.plan import Found, Plan, PlannedCell
from grader.there.namespace import pack


@dataclass(frozen=True, slots=True)
class Bound:
    """A value that a cell gave to a name; `library` where it was only imported from an installed package."""

    cell: PlannedCell
    value: Any
    library: bool


class Bindings:
    """Looks at a kernel's namespace after each cell."""

    def __init__(self, plan: Plan, namespace: dict[str, Any]) -> None:
        self.plan = plan
        self.namespace = namespace
        self.wanted = {name for names in plan.names.values() for name in names}
        self.history: dict[str, list[Bound]] = {}
        self.last: dict[str, int] = {}  # the cell that a name was last bound in
        self.sections: dict[str, dict[str, Any]] = {}
        self.folder = Path.cwd()
        self.ended = False  # whether the last cell ran to its end

    @contextlib.contextmanager
    def noted(self, cell: PlannedCell) -> Iterator[None]:
        """Note what a cell binds while it runs in here; whoever runs it says whether it `ended`."""
        before, self.ended = dict(self.namespace), False
        try:
            yield
        finally:
            self._note(cell, before)

    def _note(self, cell: PlannedCell, before: Mapping[str, Any]) -> None:
        stated = {binding.name: binding.imported for binding in bindings(parsed(cell.source))}
        section = self.sections.setdefault(cell.section, {}) if cell.section else {}
        for name in before.keys() - self.namespace.keys():
            section.pop(name, None)
            self.last[name] = 0
        for name, value in list(self.namespace.items()):
            # what it was to bind again may be the same object, such as an imported one
            if (name in stated and self.ended) or name not in before or before[name] is not value:
                section[name] = value
                self.last[name] = cell.number
                if name in self.wanted:
                    library = stated.get(name, True) and not _is_own(value, self.folder)
                    self.history.setdefault(name, []).append(Bound(cell, value, library))

    def found(self) -> dict[str, Found]:
        """For each exercise its names, as far as the cells define them, with all that they refer to."""
        results = {label: self._found(label, names) for label, names in self.plan.names.items()}
        return {label: found for label, found in results.items() if found is not None}

    def _found(self, label: str, names: Mapping[str, bool]) -> Found | None:
        chosen = {name: self._choice(label, name, called=called) for name, called in names.items()}
        taken = {name: bound for name, bound in chosen.items() if bound is not None}
        if not taken or (any(names.values()) and not any(names[name] for name in taken)):
            return None
        section = self.sections.get(label, {})
        with self._laid_over(section | {name: bound.value for name, bound in taken.items()}):
            values, problem = self._packed(taken)
        return Found(
            names={name: bound.cell.number for name, bound in taken.items()},
            own=[name for name, bound in taken.items() if bound.cell.section == label],
            replaced={name: self.last[name] for name, bound in taken.items() if self._replaced(label, name, bound)},
            values=values,
            problem=problem,
        )

    def _choice(self, label: str, name: str, *, called: bool) -> Bound | None:
        """The last value of a name in the exercise's section, or else outside the sections of others that need it.

        Where the exercise promises something that is called, the last value that can be.
        """
        fitting = [bound for bound in self.history.get(name, []) if callable(bound.value) or not called]
        own = [bound for bound in fitting if bound.cell.section == label]
        others = {other for other, names in self.plan.names.items() if name in names} - {label}
        shared = [bound for bound in fitting if bound.cell.section not in others and not bound.library]
        return next(reversed(own or shared), None)

    def _replaced(self, label: str, name: str, bound: Bound) -> bool:
        """Whether the chosen value is not what the name stands for at the end of the section, or of the notebook."""
        home = self.sections[label] if bound.cell.section == label else self.namespace
        return home.get(name) is not bound.value

    def _packed(self, taken: Mapping[str, Bound]) -> tuple[bytes, str]:
        try:
            return pack({name: self.namespace[name] for name in taken}, self.namespace), ""
        except Exception as error:  # noqa: BLE001  what a submission's own __reduce__ does
            return b"", f"what it defines cannot be taken out of the notebook ({type(error).__name__}: {error})"

    @contextlib.contextmanager
    def _laid_over(self, values: Mapping[str, Any]) -> Iterator[None]:
        """The namespace as one section sees it: its functions find each other, and the helpers of all others."""
        before = dict(self.namespace)
        self.namespace |= values
        try:
            yield
        finally:
            self.namespace.clear()
            self.namespace |= before


def _is_own(value: object, folder: Path) -> bool:
    """Whether a value was made by the submission's code: in a cell, or in a module that lies beside the notebook."""
    module = sys.modules.get(str(getattr(value, "__module__", "")))
    file = Path(getattr(module, "__file__", None) or "/")
    return getattr(module, "__name__", "") == "__main__" or folder in file.resolve().parents

"""Running the notebooks of a submission in workers, and making of each exercise in them a code to grade."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

import cloudpickle
import msgspec

from grader.course import Course, Exercise
from grader.errors import WorkersError
from grader.grade import NotebookCell, NotebookGrade
from grader.here.claims import Claim, claims
from grader.here.folders import write_files
from grader.here.outcome import Outcome
from grader.here.outputs import with_outputs
from grader.here.runs import Code, Runs
from grader.job import Job, Script, TimeLimits
from grader.names import bindings, definitions, parsed, promised
from grader.notebooks import Notebook
from grader.plan import CellRun, Found, Plan, PlannedCell, Ran, Room, from_observation, place
from grader.sections import sections
from grader.seeds import seed_of
from grader.submissions import may_help
from grader.there.launch import run_notebook

MOST_DEATHS = 3  # of a notebook's process; what stands below the last of them is not run
NOT_RUN = "not run: the notebook's process had ended too often"
LONGEST = 1000  # characters of a message
LONGEST_NAME = 250  # bytes of a file's path, which any file system takes
SPARE = 60.0  # seconds beside those of the cells, to start, to take the values out, and to end


@dataclass(slots=True)
class Executed:
    """A notebook after its run: what is there of each exercise, and what a report says of the run."""

    notebook: Notebook
    ran: Ran
    claims: dict[Exercise, Claim]
    places: Mapping[int, Exercise | None]
    folder: Path
    protections: list[str] = field(default_factory=list)

    @property
    def failures(self) -> dict[int, str]:
        """What went wrong, by the number of the cell."""
        return {run.number: run.error for run in self.ran.cells if run.error}


class NotebookRunner:
    """Runs notebooks, one after the other."""

    def __init__(self, runs: Runs, course: Course, limits: TimeLimits, seed: int) -> None:
        self.runs = runs
        self.exercises = course.exercises
        self.promised = {each: promised(course.stub(each).read_text("utf-8", "replace")) for each in self.exercises}
        self.limits = limits
        self.seed = seed

    def execute(self, notebook: Notebook, folder: Path) -> Executed:
        """Run a notebook.

        Where its process ends, everything is run again, but of that cell its definitions alone.

        Args:
            notebook: What to run.
            folder: An empty folder for the files beside it, and those that it writes.

        Raises:
            WorkersError: The workers themselves do not work.

        """
        write_files(folder, notebook.files)
        where = sections(notebook.cells, self.exercises)
        places = {cell.number: each for cell, each in zip(notebook.cells, where, strict=True) if cell.kind == "code"}
        cells = [
            PlannedCell(cell.number, cell.source, section.label if (section := places[cell.number]) else "")
            for cell in notebook.cells
            if cell.runs
        ]
        ran, protections = self._run(notebook, cells, folder)
        written = {name: data for name, data in ran.files.items() if is_plain(name)}
        write_files(folder, dict(list(written.items())[: Room().most_files]))
        found = {
            each: one for each in self.exercises if (one := self._found(each, ran, {cell.number for cell in cells}))
        }
        stem = PurePosixPath(notebook.display).stem
        return Executed(notebook, ran, claims(found, self.promised, stem), places, folder, protections)

    def _found(self, exercise: Exercise, ran: Ran, numbers: Collection[int]) -> Found | None:
        """What a run says of an exercise, as far as it can be so."""
        if (found := ran.found.get(exercise.label)) is None:
            return None
        names = {name: n for name, n in found.names.items() if name in self.promised[exercise] and n in numbers}
        own = [name for name in names if name in found.own]
        replaced = {name: n for name, n in found.replaced.items() if name in names}
        return msgspec.structs.replace(found, names=names, own=own, replaced=replaced, problem=found.problem[:LONGEST])

    def _run(self, notebook: Notebook, cells: Sequence[PlannedCell], folder: Path) -> tuple[Ran, list[str]]:
        deaths: dict[int, str] = {}
        left, ran, protections = list(cells), Ran(cells=[]), list[str]()
        for death in range(1, MOST_DEATHS + 2):
            if not left:
                break
            outcome, ran = self._once(notebook, left, folder)
            protections = outcome.protections or protections
            if not ran.died:
                break
            left = _for_the_next_try(left, ran.died, again=ran.died in deaths, last=death == MOST_DEATHS)
            deaths.setdefault(ran.died, ran.why)
            ran = Ran(cells=[])
        runs = {run.number: run for run in ran.cells}
        runs |= {number: CellRun(number=number, error=why) for number, why in deaths.items()}
        for cell in cells:
            runs.setdefault(cell.number, CellRun(number=cell.number, error=NOT_RUN))
        return msgspec.structs.replace(ran, cells=[runs[cell.number] for cell in cells]), protections

    def _once(self, notebook: Notebook, cells: Sequence[PlannedCell], folder: Path) -> tuple[Outcome, Ran]:
        scale = self.runs.time_scale
        plan = Plan(
            display=notebook.display,
            cells=tuple(cells),
            names={exercise.label: names for exercise, names in self.promised.items()},
            companions=str(folder),
            cell_seconds=self.limits.cell * scale,
            seconds=self.limits.notebook * scale,
            tells_progress=self.runs.confined,  # without workers it would go to the terminal
        )
        outcome, reached = self._outcome(plan)
        if outcome.kind == "observed":
            try:
                return outcome, from_observation(outcome.value())
            except msgspec.ValidationError:
                outcome = msgspec.structs.replace(outcome, message="what came back from it cannot be read")
        message = outcome.message or (
            f"{outcome.failure.type}: {outcome.failure.message}" if outcome.failure else outcome.kind
        )
        if not reached:
            raise WorkersError(f"{notebook.display} could not be run: {message}")
        return outcome, Ran(cells=[], died=reached, why=message)

    def _outcome(self, plan: Plan) -> tuple[Outcome, int]:
        """What became of one run, and the cell that it had come to."""
        seconds = plan.seconds + SPARE
        limits = msgspec.structs.replace(self.runs.limits, cpu_seconds=seconds, wall_seconds=seconds)
        job = Job(
            module=plan.display,
            scripts=[Script(plan.display, "")],
            seed=seed_of(self.seed, plan.display),
            scratch="",
            companions=plan.companions,
            device=self.runs.device,
            confined=self.runs.confined,
            limits=limits,
        )
        ticket = self.runs.workers.submit(job, cloudpickle.dumps((run_notebook, {"plan": plan})))
        ticket.step = "cell"
        self.runs.workers.wait([ticket], self.runs.tick)
        assert ticket.outcome is not None
        return ticket.outcome, ticket.reached

    def code(self, executed: Executed, exercise: Exercise, file: str) -> Code | str:
        """What stands for the student's module in the checks of an exercise; or why nothing can."""
        claim = executed.claims[exercise]
        display = executed.notebook.display
        if claim.found.problem:
            return f"{display}: {claim.found.problem}"
        cells = [cell for cell in executed.notebook.cells if cell.runs]
        own = [cell for cell in cells if executed.places[cell.number] == exercise]
        ordered = [*(cell for cell in cells if cell not in own), *own]
        return Code(
            label="submission",
            scripts=tuple(Script(place(display, cell.number), cell.source) for cell in ordered),
            companions=str(executed.folder) if any(executed.folder.iterdir()) else "",
            values=claim.found.values,
            lacking=_lacking(executed, claim, self.promised[exercise]),
            file=file,
            beside={**executed.notebook.files, **executed.ran.files},
            names=tuple(claim.keeps),
        )

    def unfinished(self, executed: Executed, exercise: Exercise) -> str:
        """Of an exercise that is not there: the sentence that a cell failed which would have defined it, or nothing."""
        for name, called in self.promised[exercise].items():
            alone = sum(name in names for names in self.promised.values()) == 1
            for number in _failing(executed, name) if called else ():
                section = executed.places[number]
                if section == exercise or (alone and section is None):
                    return f"{executed.notebook.display} does not define `{name}`: {_blamed(number, executed)}."
        return ""

    def told(self, executed: Executed) -> NotebookGrade:
        """What reports say of a notebook."""
        failures = executed.failures
        cells = {cell.number: cell for cell in executed.notebook.cells if cell.kind == "code"}
        return NotebookGrade(
            name=executed.notebook.display,
            cells=[NotebookCell(n, cells[n].first_line[:100], error[:LONGEST]) for n, error in failures.items()],
            notes=[note for each, claim in executed.claims.items() for note in _notes(each, claim)],
            ends={exercise.label: _end(executed, exercise) for exercise in executed.claims},
            executed=with_outputs(executed.notebook, executed.ran.outputs),
        )


def _for_the_next_try(cells: Sequence[PlannedCell], died: int, *, again: bool, last: bool) -> list[PlannedCell]:
    """The cells to run after a death: of the one in which it came what it defines, or nothing the second time."""
    if last:
        return [cell for cell in cells if cell.number < died]
    kept = [replace(cell, source=definitions(cell.source)) if cell.number == died else cell for cell in cells]
    return [cell for cell in kept if cell.source.strip() and not (again and cell.number == died)]


def _lacking(executed: Executed, claim: Claim, names: Mapping[str, bool]) -> dict[str, str]:
    """For each name that the notebook does not give to this exercise, a sentence that says so, and why."""
    display = executed.notebook.display
    said = {"": f"{display} does not define `{{name}}`"}
    for name in names.keys() - claim.keeps:
        reason = claim.contested.get(name) or _failed_definition(executed, name)
        said[name] = f"{display} does not define `{name}`" + (f": {reason}" if reason else "")
    return said


def _failed_definition(executed: Executed, name: str) -> str:
    """The failed cell that would have bound a name."""
    return next((_blamed(number, executed) for number in _failing(executed, name)), "")


def _failing(executed: Executed, name: str) -> Iterator[int]:
    """The numbers of the failed cells that would have bound a name."""
    for cell in executed.notebook.cells:
        if cell.number in executed.failures and name in {each.name for each in bindings(parsed(cell.source))}:
            yield cell.number


def _blamed(number: int, executed: Executed) -> str:
    return f"cell {number}, which would, failed ({executed.failures[number][:200]})"


def _notes(exercise: Exercise, claim: Claim) -> list[str]:
    return [
        f"{exercise.label}: `{name}` is taken from cell {claim.found.names[name]}, since "
        + (f"cell {later} gave the name to something else" if later else "a later cell deleted it")
        for name, later in claim.found.replaced.items()
        if name in claim.keeps
    ]


def _end(executed: Executed, exercise: Exercise) -> int:
    """The number of the last code cell that belongs to an exercise."""
    own = [number for number, each in executed.places.items() if each == exercise]
    return max([*own, *(executed.claims[exercise].found.names[name] for name in executed.claims[exercise].keeps)])


def is_plain(name: str) -> bool:
    """Whether a path that a worker names stays inside its folder, and the file may lie beside a notebook."""
    path = PurePosixPath(name)
    inside = not path.is_absolute() and ".." not in path.parts and "\\" not in name and ":" not in name
    return inside and bool(path.parts) and may_help(path) and len(name.encode()) <= LONGEST_NAME

"""One pytest session that grades: what it needs, made when the first check appears, and the grade as it grows."""

from __future__ import annotations

import contextlib
import functools
import inspect
import platform
import secrets
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from grader.check import Check, check_of
from grader.checkout import from_checkout
from grader.course import STUBS, Course, Exercise
from grader.errors import CourseError, SubmissionError, WorkersError
from grader.grade import CheckGrade, Environment, ExerciseGrade, Grade, Isolation, NotebookGrade
from grader.seeds import seed_everything, seed_of
from grader.settings import Settings

if TYPE_CHECKING:
    from grader.here.grading import Codes, Grading
    from grader.here.runs import Code, Runs, Task, Workers
    from grader.here.ticket import Ticket
    from grader.submissions import Source, Submission

TREES = ("exercises", "solutions")
seed_key = pytest.StashKey[int]()  # on an item: a base seed of its own
PACKAGES = ("torch", "torchvision", "numpy", "pytest", "pytest-torch-grader")


class Session:
    """What one run of pytest knows of the course, the submission, and the verdicts so far."""

    def __init__(
        self, settings: Settings, cache: pytest.Cache | None, tick: Callable[[Sequence[Ticket]], None]
    ) -> None:
        self.settings = settings
        self.course = Course(settings.root)
        self.cache = cache
        self.tick = tick
        self.has_checks = False
        self.problem = ""  # why nothing that was handed in can be graded
        self._workers: Workers | None = None
        self._grading: Grading | None = None
        self._copies: Path | None = None
        self.notebooks: list[NotebookGrade] = []
        self._seen: set[str] | None = None  # the protections under which notebooks ran

    def owns(self, path: Path) -> bool:
        """Whether a file of tests belongs to the course."""
        return any(path.is_relative_to(self.settings.root / tree) for tree in TREES)

    def seed_fixture(self, request: pytest.FixtureRequest, name: str) -> None:
        """Seed what a fixture draws from its own name and scope: who asks for it first changes nothing."""
        seed_everything(seed_of(self.base_seed(request.node), f"{request.node.nodeid}:{name}"))

    def base_seed(self, node: pytest.Collector | pytest.Item) -> int:
        """The seed that a node's own seeds are made from."""
        return node.stash.get(seed_key, self.settings.seed)

    def exercise_of(self, item: pytest.Function) -> Exercise:
        """The exercise of a check. Raises CourseError where its file is not in place."""
        return self.course.exercise_of(item.path)

    def start_workers(self) -> Workers:
        """Start what runs submissions; torch is loaded there while we go on here."""
        if self._workers is None:
            self._workers = make_workers(self.settings)
        return self._workers

    def task(self, item: pytest.Function, check: Check) -> Task:
        """A check with the arguments that pytest's fixtures gave it."""
        from grader.here.call import course_modules
        from grader.here.runs import Task

        wanted = inspect.signature(item.function).parameters
        return Task(
            id=item.nodeid,
            name=item.originalname,
            title=title_of(item),
            exercise=self.exercise_of(item),
            check=check,
            hidden=is_hidden(item, self.settings.root),
            body=item.function,
            arguments={name: item.funcargs[name] for name in wanted},
            fixtures={name: item.funcargs[name] for name in check.needs},
            modules=course_modules(self.settings.root, item.module),
            seed=seed_of(self.base_seed(item), item.nodeid),
        )

    @property
    def grading(self) -> Grading:
        """The grading of the submission. Raises pytest.UsageError where there is none to grade."""
        from grader.here.grading import Grading

        if self._grading is None:
            self._refuse_less_than_asked()
            self._grading = Grading(self.runs(), self.codes(), self._submitted(), self._seen)
        return self._grading

    def prepare(self, test_modules: Sequence[ModuleType]) -> None:
        """Everything is collected: a submission that cannot be read, or too little isolation, is told now."""
        from grader.here.call import course_modules

        for module in dict.fromkeys(test_modules):
            self.grading.runs.memory.read(course_modules(self.settings.root, module))

    def _refuse_less_than_asked(self) -> None:
        from grader.here.isolation import missing_protections, probe

        if self.settings.isolation != "strict":
            return
        missing = missing_protections(
            probe(self.start_workers(), self.settings.limits, self.settings.device), self.settings.device
        )
        if missing:
            raise pytest.UsageError(
                f"--isolation strict: this machine does not offer {', '.join(missing)}; "
                "grade on one that does, or accept less with --isolation auto"
            )

    def runs(self) -> Runs:
        """Runs of bodies on codes, with the memory of this course."""
        from grader.here.memory import Memory
        from grader.here.runs import Runs

        return Runs(
            workers=self.start_workers(),
            memory=Memory(self._memory_folder()),
            limits=self.settings.limits,
            confined=self.settings.isolation != "none",
            device=self.settings.device,
            time_scale=self.settings.time_scale,
            tick=self.tick,
        )

    def _memory_folder(self) -> Path | None:
        """Where to remember; nowhere when a submission may have patched the process that the reference runs in."""
        if self.cache is None or self.settings.isolation == "none":
            return None
        return Path(self.cache.mkdir("grader"))

    def codes(self) -> Codes:
        """The course's own codes."""
        from grader.here.grading import Codes

        return Codes(self.course)

    def _submitted(self) -> Mapping[Exercise, Code | str]:
        modules = {exercise: self._code(exercise, source) for exercise, source in self.sources.modules.items()}
        self.notebooks = [NotebookGrade(name=name, notes=[why]) for name, why in self.sources.unread.items()]
        if not self.sources.notebooks:
            return modules
        from grader.here.assembly import assemble
        from grader.here.notebooks import NotebookRunner

        runner = NotebookRunner(self.runs(), self.course, self.settings.notebook_limits, self.settings.seed)
        with self._refusing():
            executed = [
                runner.execute(notebook, self._copies_in(f"notebook {number}"))
                for number, notebook in enumerate(self.sources.notebooks, 1)
            ]
            self.notebooks += [runner.told(each) for each in executed]
            under = [set(each.protections) for each in executed if each.protections]
            self._seen = set.intersection(*under) if under else None
            return assemble(modules, self._untouched(), runner, executed, self._file_of)
        return dict.fromkeys(self.course.exercises, self.problem)

    def _untouched(self) -> set[Exercise]:
        """The exercises whose modules were handed in as the stubs that they are."""
        sources = self.sources.modules
        return {each for each in sources if sources[each].text == self.course.stub(each).read_text("utf-8", "replace")}

    @functools.cached_property
    def sources(self) -> Submission:
        """What was handed in; nothing, and a `problem`, where it cannot be read at all."""
        from grader.submissions import Submission, read_submission

        with self._refusing():
            return read_submission(self.settings.submission or self.settings.root / STUBS, self.course)
        return Submission()

    @contextlib.contextmanager
    def _refusing(self) -> Iterator[None]:
        """What cannot be graded is kept as `problem`: reports are to say so before the run ends."""
        try:
            yield
        except SubmissionError as error:
            self.problem = str(error)
        except CourseError as error:
            raise pytest.UsageError(str(error)) from None
        except WorkersError as error:
            pytest.exit(f"grader broke: {error}", returncode=pytest.ExitCode.INTERNAL_ERROR)

    def _code(self, exercise: Exercise, source: Source) -> Code | str:
        from grader.here.runs import Code
        from grader.job import Script

        if source.problem:
            return source.problem
        folder = self._copy(exercise, source)
        return Code(
            "submission", (Script(self._file_of(source.display), source.text),), str(folder), beside=source.files
        )

    def _file_of(self, display: str) -> str:
        """The path of a file that was handed in, as CI systems want it."""
        return from_checkout(display, (self.settings.submission or self.settings.root / STUBS).resolve().parent)

    def _copy(self, exercise: Exercise, source: Source) -> Path:
        """The files beside a module, copied to where its worker may read them, and nothing else of the submission."""
        from grader.here.folders import write_files

        folder = self._copies_in(exercise.label)
        write_files(folder, source.files)
        return folder

    def _copies_in(self, name: str) -> Path:
        """A folder for copies of what was handed in."""
        if self._copies is None:
            self._copies = Path(tempfile.mkdtemp(prefix="grader-submission-"))
            self._copies.chmod(0o711)  # its worker may be another user, and only workers are told the name below
            self._copies /= secrets.token_hex(16)
        folder = self._copies / name
        folder.mkdir(parents=True)
        return folder

    def blank_grade(self, items: Sequence[pytest.Function]) -> Grade:
        """A grade of zero with a line for every check: what stands if nothing more is said."""
        grade = Grade(
            submission=self.settings.submission.name if self.settings.submission else "exercises",
            isolation=Isolation(asked=self.settings.isolation),
            environment=environment(self.settings),
        )
        exercises: dict[Exercise, ExerciseGrade] = {}
        for item in items:
            exercise = self.exercise_of(item)
            if exercise not in exercises:
                title = self.course.title(exercise)
                exercises[exercise] = ExerciseGrade(chapter=exercise.chapter, name=exercise.name, title=title)
            exercises[exercise].checks.append(blank(item, self.settings.root))
        grade.exercises = list(exercises.values())
        grade.add_up()
        return grade

    def isolation(self) -> Isolation:
        """The protections under which the submission's code ran."""
        from grader.here.isolation import missing_protections

        if self._grading is None or self._grading.protections is None:
            return Isolation(asked=self.settings.isolation)
        in_force = self._grading.protections
        return Isolation(
            asked=self.settings.isolation,
            in_force=sorted(in_force),
            missing=missing_protections(in_force, self.settings.device),
        )

    def close(self) -> None:
        """End the workers and remove the copies."""
        if self._workers is not None:
            self._workers.close()
        if self._copies is not None:
            from grader.here.folders import remove

            remove(self._copies.parent)


def make_workers(settings: Settings) -> Workers:
    """The workers that the options ask for."""
    import os

    if settings.isolation == "none":
        from grader.here.inprocess import InProcess

        return InProcess()
    if settings.workers == "spawn":
        from grader.here.spawner import Spawner

        return Spawner(os.cpu_count() or 1)
    from grader.here.forkserver import ForkServer

    server = ForkServer(os.cpu_count() or 1, settings.limits, settings.device, settings.without)
    server.start()
    return server


def title_of(item: pytest.Function) -> str:
    """The check's docstring on one line, with the case in brackets where there are several."""
    text = " ".join((inspect.getdoc(item.function) or item.name).split())
    callspec = getattr(item, "callspec", None)
    return f"{text.rstrip('.')} [{callspec.id}]" if callspec is not None else text


def is_hidden(item: pytest.Item, root: Path) -> bool:
    """Whether students do not have this check's file."""
    return item.path.is_relative_to(root / "solutions")


def blank(item: pytest.Function, root: Path) -> CheckGrade:
    """A check that has not been judged."""
    check = check_of(item.function)
    points = check.points if check else 0.0
    return CheckGrade(id=item.nodeid, title=title_of(item), max_score=points, hidden=is_hidden(item, root))


def environment(settings: Settings) -> Environment:
    """The software, the device, the seed and the data of this run."""
    versions = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    versions["platform"] = f"{sys.platform} {platform.machine()}"
    dataset = "MNIST" if settings.mnist_root else "digits"
    return Environment(versions=versions, device=settings.device, seed=settings.seed, dataset=dataset)

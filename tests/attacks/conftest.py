"""A course with an exercise for each attack, and honest work before and behind them all.

Each file in `submissions/` is an attack. Its docstring says what it tries; the comment below it, `# status: message`,
what has to become of it: one status or several with `|` between them, and a pattern for what its author reads.
`# without walls, status: message` says what becomes of it under `--isolation none`: it is able to do what it tries.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SUBMISSIONS = HERE / "submissions"
HONEST = ("00_honest/first", "99_honest/last")
SECRET = "hush-hush"  # noqa: S105  it only has to be found again
PACKAGES = [str(HERE.parents[1]), *(path for path in sys.path if Path(path).name == "site-packages")]
WRITTEN_BY_PYTEST = {"__pycache__", ".pytest_cache"}

collect_ignore = ["course", "submissions"]


@dataclass(frozen=True, slots=True)
class Expected:
    """What becomes of an attack: its status, one of several, and the whole of its message."""

    statuses: tuple[str, ...]
    message: str

    @classmethod
    def read(cls, path: Path, introduction: str = "") -> Expected | None:
        """What a file's comment says, if it says anything."""
        found = re.search(rf"^# {introduction}([a-z |]+?)(: (.*))?$", path.read_text(), re.MULTILINE)
        return cls(tuple(found[1].split("|")), found[3] or "") if found else None


def attacks(introduction: str = "") -> dict[str, Expected]:
    """Every attack, by chapter and name."""
    paths = sorted(SUBMISSIONS.glob("*/*.py"))
    read = {f"{path.parent.name}/{path.stem}": Expected.read(path, introduction) for path in paths}
    return {name: expected for name, expected in read.items() if expected is not None}


def add_exercise(course: Path, label: str) -> None:
    """An exercise that asks for twice x, or for labels."""
    source = HERE / "course" / ("labels" if "labels" in label else "attempts")
    places = {
        "stub.py": f"exercises/{label}.py",
        "checks.py": f"exercises/{label.replace('/', '/test_')}.py",
        "reference.py": f"solutions/{label}.py",
    }
    if label in HONEST:
        places["hidden.py"] = f"solutions/{label.replace('/', '/test_')}.py"
    for name, place in places.items():
        (course / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source / name, course / place)


def be_honest(submission: Path) -> None:
    """Right answers to the two honest exercises."""
    for label in HONEST:
        (submission / label).parent.mkdir(parents=True, exist_ok=True)
        (submission / f"{label}.py").write_text("def attempt(x, places):\n    return 2 * x\n")


@dataclass(frozen=True, slots=True)
class World:
    """Folders to be attacked, in each a secret; `places` says where they are."""

    root: Path
    places: Mapping[str, str]

    @property
    def course(self) -> Path:
        """The course's folder."""
        return Path(self.places["root"])

    @property
    def report(self) -> Path:
        """Where the grade is written."""
        return Path(self.places["report"])

    @property
    def variables(self) -> dict[str, str]:
        """The environment of a run here. `PYTHONPATH` marks the command lines of all that it starts."""
        return {
            "HOME": self.places["home"],
            "TMPDIR": self.places["temporary"],
            "PLACES": json.dumps(dict(self.places)),
            "PYTHONPATH": os.pathsep.join([self.places["marker"], *PACKAGES]),
            "TOKEN": f"{SECRET}-token",
        }

    def files(self) -> dict[str, tuple[int, bytes]]:
        """Mode and content of everything in the world, but for what pytest writes itself."""
        found = {}
        for path in sorted(self.root.rglob("*")):
            if not WRITTEN_BY_PYTEST.intersection(path.parts) and path != self.report:
                found[str(path)] = (path.lstat().st_mode, path.read_bytes() if path.is_file() else b"")
        return found

    def processes(self) -> list[int]:
        """Whoever runs and bears the world's mark: in the command line, the environment or the folder it works in."""
        return [number for number in all_processes() if str(self.root) in traces_of(number)]


def all_processes() -> list[int]:
    return [int(path.name) for path in Path("/proc").glob("[0-9]*")]


def traces_of(number: int) -> str:
    found = ""
    for name in ("cmdline", "environ"):
        with contextlib.suppress(OSError):
            found += Path("/proc", str(number), name).read_text("utf-8", "replace")
    with contextlib.suppress(OSError):
        found += str(Path(f"/proc/{number}/cwd").readlink())
    return found


@pytest.fixture(scope="session")
def listeners(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Sockets of this machine that wait for a call; what is called shows in the attack's own verdict."""
    with contextlib.ExitStack() as stack:
        tcp = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        udp = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        udp.bind(("127.0.0.1", 0))
        abstract = stack.enter_context(socket.socket(socket.AF_UNIX))
        abstract.bind(f"\0{tmp_path_factory.getbasetemp()}")
        file = stack.enter_context(socket.socket(socket.AF_UNIX))
        path = Path(stack.enter_context(tempfile.TemporaryDirectory()), "socket")
        file.bind(str(path))
        for way in (path.parent, path):  # like the sockets of services: all users may call
            way.chmod(0o777)
        for listener in (abstract, file):
            listener.listen()
        numbers = {"tcp": str(tcp.getsockname()[1]), "udp": str(udp.getsockname()[1])}
        yield numbers | {"abstract": str(tmp_path_factory.getbasetemp()), "unix": str(path)}


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory, listeners: Mapping[str, str]) -> Callable[[tuple[str, ...]], World]:
    """A function that makes a world: a course with these exercises and the honest ones, and secrets all about it.

    What is secret is closed to other users, as a course should be.
    """

    def make(labels: tuple[str, ...], root: Path | None = None) -> World:
        root = root or tmp_path_factory.mktemp("world")
        course = root / "course"
        for label in (*HONEST, *labels):
            add_exercise(course, label)
        for name in ("conftest.py", "pyproject.toml"):
            shutil.copy(HERE / "course" / name, course)
        secrets = ("home/.netrc", "others/anna/attempt.py", "course/.pytest_cache/d/grader/known", "report/old.json")
        for name in secrets:
            (root / name).parent.mkdir(parents=True)
            (root / name).write_text(SECRET)
        for folder in root.iterdir():
            folder.chmod(0o700)
        for name in ("temporary", "marker"):
            (root / name).mkdir()
        places = {name: str(root / name) for name in ("home", "others", "temporary", "marker")}
        numbers = " ".join(map(str, [1, os.getpid(), *all_processes()[-5:]]))
        return World(
            root,
            {
                **places,
                **listeners,
                "root": str(course),
                "report": str(root / "report/grade.json"),
                "processes": numbers,
            },
        )

    return make


@pytest.fixture(scope="session")
def graded(run):
    """A function that grades a submission in a world, from the command line."""

    def grade(world: World, submission: Path, *options: str, interpreter: str = sys.executable):
        words = [f"--submission={submission}", f"--report=json={world.report}", "--memory=600", "--time-scale=0.5"]
        done = run(world.course, interpreter, "-m", "pytest", "-p", "no:randomly", *words, *options, **world.variables)
        grade = json.loads(world.report.read_bytes()) if world.report.exists() else {}
        return type(done)(done.status, done.text, done.errors, grade)

    return grade


@dataclass(frozen=True, slots=True)
class Siege:
    """A run with its world, and what the world was like before."""

    world: World
    done: object
    before: Mapping[str, tuple[int, bytes]]

    def check(self, label: str) -> dict[str, object]:
        """The grade of an exercise's first check."""
        return self.done.exercises[label.partition("/")[2]]["checks"][0]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for `attack`, or for one that succeeds where there are no walls, is run on each of them."""
    for name, introduction in {"attack": "", "able": "without walls, "}.items():
        if name in metafunc.fixturenames:
            found = attacks(introduction)
            metafunc.parametrize(name, found.items(), ids=list(found))


@pytest.fixture(scope="session")
def besieged(graded):
    """A function that hands honest work in beside a submission, and grades them in a world."""

    def siege(world: World, submission: Path, *options: str, **more: str) -> Siege:
        whole = shutil.copytree(submission, world.root / submission.name)
        be_honest(whole)
        before = world.files()
        return Siege(world, graded(world, whole, *options, **more), before)

    return siege

"""What was observed of references and mistakes is not observed again, unless something has changed."""

import sys
from types import ModuleType

import msgspec
import numpy as np
import pytest
import torch

from grader.check import Check
from grader.course import Exercise
from grader.here.memory import Memory
from grader.here.outcome import Outcome
from grader.here.runs import Code, Runs, Task
from grader.job import Limits, Script
from grader.observation import encode

REFERENCE = Code("reference", (Script("double.py", "double = lambda x: 2 * x"),), remembered=True)
SUBMISSION = Code("submission", (Script("double.py", "double = abs"),))


class CountingWorkers:
    """Stands in for workers: every run observes its own number."""

    def __init__(self, kind="observed"):
        self.kind = kind
        self.labels = []

    def submit(self, job, call):
        self.labels.append(job.scripts[-1].text)
        outcome = Outcome(kind=self.kind, data=encode(len(self.labels)), message=f"run {len(self.labels)}")
        return type("Ticket", (), {"outcome": outcome})()

    def wait(self, tickets, tick=None):
        pass


def body(submission, x):
    return submission.double(x)


@pytest.fixture
def modules(tmp_path, monkeypatch):
    """A file of checks and a conftest."""
    found = []
    for name in ("checks_of_double", "conftest_of_double"):
        path = tmp_path / f"{name}.py"
        path.write_text(f"# {name}")
        found.append(ModuleType(name))
        found[-1].__file__ = str(path)
        monkeypatch.setitem(sys.modules, name, found[-1])
    return found


@pytest.fixture
def task(modules):
    return Task(
        id="test_double.py::test_values",
        name="test_values",
        title="Values.",
        exercise=Exercise("01_tensors", "double"),
        check=Check(points=1.0),
        hidden=False,
        body=body,
        arguments={"x": 1.5},
        fixtures={},
        modules=modules,
        seed=7,
    )


def runs(workers, folder, device="cpu"):
    """As a new process would make them."""
    return Runs(
        workers=workers,
        memory=Memory(folder),
        limits=Limits(),
        confined=True,
        device=device,
        time_scale=1.0,
        tick=lambda _: None,
    )


def changed(task, **fields):
    known = {name: getattr(task, name) for name in Task.__dataclass_fields__}
    return Task(**known | fields)


class TestRemembering:
    def test_a_reference_is_run_once_in_a_process(self, task):
        workers = CountingWorkers()
        mine = runs(workers, None)
        first, second = mine.outcomes(task, [REFERENCE]), mine.outcomes(task, [REFERENCE])
        assert first == second
        assert len(workers.labels) == 1

    def test_a_reference_is_run_once_for_all_processes(self, task, tmp_path):
        workers = CountingWorkers()
        first = runs(workers, tmp_path / "memory").outcomes(task, [REFERENCE])
        second = runs(workers, tmp_path / "memory").outcomes(task, [REFERENCE])
        assert first == second
        assert len(workers.labels) == 1
        assert second[0].value() == 1

    def test_without_a_folder_nothing_outlives_the_process(self, task):
        workers = CountingWorkers()
        runs(workers, None).outcomes(task, [REFERENCE])
        runs(workers, None).outcomes(task, [REFERENCE])
        assert len(workers.labels) == 2

    def test_a_submission_is_run_each_time_and_leaves_nothing(self, task, tmp_path):
        workers = CountingWorkers()
        mine = runs(workers, tmp_path / "memory")
        assert [mine.outcomes(task, [SUBMISSION])[0].value() for _ in range(2)] == [1, 2]
        assert not list(tmp_path.glob("memory/*"))

    def test_outcomes_stand_in_the_order_of_the_codes(self, task, tmp_path):
        workers = CountingWorkers()
        mine = runs(workers, tmp_path / "memory")
        mine.outcomes(task, [REFERENCE])
        other = Code("mistake", (*REFERENCE.scripts, Script("mistake.py", "double = abs")), remembered=True)
        assert [outcome.value() for outcome in mine.outcomes(task, [SUBMISSION, REFERENCE, other])] == [2, 1, 3]

    @pytest.mark.parametrize("kind", ["not started", "error", "timed out", "crashed"])
    def test_what_a_submission_that_takes_everything_may_have_caused_is_not_kept_for_other_processes(
        self, kind, task, tmp_path
    ):
        workers = CountingWorkers(kind)
        mine = runs(workers, tmp_path / "memory")
        for _ in range(2):
            assert mine.outcomes(task, [SUBMISSION, REFERENCE])[1].kind == kind
        assert workers.labels.count(REFERENCE.scripts[0].text) == 1
        runs(workers, tmp_path / "memory").outcomes(task, [REFERENCE])
        assert workers.labels.count(REFERENCE.scripts[0].text) == 2

    @pytest.mark.parametrize(
        "damage",
        [
            lambda data: b"",
            lambda data: data[:-1],
            lambda data: data + b"\0",
            lambda data: b"\xff" * len(data),
            lambda data: msgspec.msgpack.encode({"kind": "excellent"}),
            lambda data: msgspec.msgpack.encode([1, 2]),
        ],
        ids=["empty", "cut", "longer", "noise", "another kind", "another type"],
    )
    def test_what_cannot_be_read_is_forgotten_and_replaced(self, damage, task, tmp_path):
        workers = CountingWorkers()
        runs(workers, tmp_path / "memory").outcomes(task, [REFERENCE])
        (file,) = (tmp_path / "memory").iterdir()
        file.write_bytes(damage(file.read_bytes()))
        assert [runs(workers, tmp_path / "memory").outcomes(task, [REFERENCE])[0].value() for _ in range(2)] == [2, 2]

    def test_a_folder_in_the_place_of_a_file_is_forgotten(self, task, tmp_path):
        workers = CountingWorkers()
        runs(workers, tmp_path / "memory").outcomes(task, [REFERENCE])
        (file,) = (tmp_path / "memory").iterdir()
        file.unlink()
        file.mkdir()
        assert Memory(tmp_path / "memory").get(file.name) is None


class TestKeys:
    """Everything on which an observation depends is part of its name."""

    @pytest.fixture
    def reruns(self, task, tmp_path):
        """Whether a changed task or code is run anew after the first one."""

        def rerun(second, code=REFERENCE, **options):
            workers = CountingWorkers()
            runs(workers, tmp_path / "memory").outcomes(task, [REFERENCE])
            runs(workers, tmp_path / "memory", **options).outcomes(second, [code])
            return len(workers.labels) == 2

        return rerun

    def test_the_same(self, reruns, task):
        assert not reruns(task)
        assert not reruns(changed(task, id="another", title="Another.", fixtures={"answer": 3}))

    def test_the_text_of_the_reference(self, reruns, task):
        assert reruns(task, Code("reference", (Script("double.py", "double = lambda x: x + x"),), remembered=True))

    def test_the_number_of_scripts(self, reruns, task):
        assert reruns(task, Code("reference", (*REFERENCE.scripts, Script("more.py", "")), remembered=True))

    @pytest.mark.parametrize("index", [0, 1])
    def test_the_text_of_the_file_of_checks_and_of_the_conftest(self, reruns, task, modules, index, tmp_path):
        workers = CountingWorkers()
        runs(workers, tmp_path / "memory").outcomes(task, [REFERENCE])
        path = tmp_path / f"{modules[index].__name__}.py"
        path.write_text(path.read_text() + "\n# changed")
        runs(workers, tmp_path / "memory").outcomes(task, [REFERENCE])
        assert len(workers.labels) == 2

    def test_the_seed(self, reruns, task):
        assert reruns(changed(task, seed=8))

    def test_the_body(self, reruns, task):
        def another_body(submission, x):
            return submission.double(x)

        assert reruns(changed(task, body=another_body))

    def test_the_device(self, reruns, task):
        assert reruns(task, device="cuda")

    @pytest.mark.parametrize("name", ["x", "y"])
    def test_the_arguments(self, reruns, task, name):
        assert reruns(changed(task, arguments={name: 2.5}))

    def test_the_software(self, task, tmp_path):
        workers = CountingWorkers()
        runs(workers, tmp_path / "memory").outcomes(task, [REFERENCE])
        later = runs(workers, tmp_path / "memory")
        later.memory.software = "torch 99"
        later.outcomes(task, [REFERENCE])
        assert len(workers.labels) == 2


class Settings:
    """An argument of a class that the course defines."""

    def __init__(self, lr):
        self.lr = lr


VALUES = [
    *(None, True, 1, 1.0, "1", b"1", [1], (1,), [1, [2]], [[1, 2]], [[1], 2]),
    *({"a": 1}, {"a": "1"}, {"a": {"b": 1}, "c": 2}, {"a": {"b": 1, "c": 2}}, {"a": {}}, {}),
    *(torch.zeros(4), torch.zeros(2, 2), torch.zeros(4).double(), torch.ones(4), torch.zeros(4, requires_grad=True)),
    *(torch.zeros(4, 2)[:1, 0], torch.ones(4, 2)[:1, 0], torch.tensor(0.0), torch.zeros(0), torch.zeros(0, 3)),
    *(torch.zeros(2, dtype=torch.bfloat16), torch.zeros(2, dtype=torch.float16), torch.zeros(2, dtype=torch.bool)),
    *(np.zeros(4), np.zeros((2, 2)), np.zeros(4, np.float32), np.ones(4), np.float32(1), np.float64(1)),
    *(Settings(0.1), Settings(0.2), Settings([0.1]), torch.eye(2).to_sparse(), len, range(3), range(4)),
]


class TestFingerprints:
    def key(self, task, value):
        return runs(None, None)._key(changed(task, arguments={"x": value}), runs(None, None)._job(task, REFERENCE))

    def test_different_arguments_have_different_names(self, task):
        keys = [self.key(task, value) for value in VALUES]
        twins = [(VALUES[i], VALUES[j]) for j in range(len(keys)) for i in range(j) if keys[i] == keys[j]]
        assert twins == []

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (torch.arange(6.0).reshape(2, 3), torch.arange(6.0).reshape(3, 2).T.contiguous().T.reshape(2, 3)),
            (torch.arange(6.0)[::2], torch.tensor([0.0, 2.0, 4.0])),
            (np.arange(6.0)[::2], np.array([0.0, 2.0, 4.0])),
            (Settings(0.1), Settings(0.1)),
        ],
        ids=["tensor", "strided tensor", "strided array", "object"],
    )
    def test_equal_arguments_have_the_same_name(self, task, one, other):
        assert self.key(task, one) == self.key(task, other)


class TestFromOutside:
    """A toy course graded again and again."""

    CHECKS = ("exercises/01_tensors/test_double.py", "solutions/01_tensors/test_double.py")

    @pytest.fixture
    def course(self, copy_of):
        return copy_of("toy")

    @pytest.fixture
    def kept(self, course):
        """When each remembered file was written, by its name."""
        return lambda: {path.name: path.stat().st_mtime_ns for path in course.glob(".pytest_cache/d/grader/*")}

    def test_a_second_run_remembers_and_a_damaged_memory_costs_nothing(self, course, kept, grade_in):
        first = grade_in(course, "--submission=solutions", *self.CHECKS)
        remembered = kept()
        assert set(first.verdicts.values()) == {"passed"}
        assert len(remembered) == len(first.verdicts) == 4

        second = grade_in(course, "--submission=solutions", *self.CHECKS)
        assert second.verdicts == first.verdicts
        assert kept() == remembered

        for name in remembered:
            (course / ".pytest_cache/d/grader" / name).write_bytes(b"damaged")
        third = grade_in(course, "--submission=solutions", *self.CHECKS)
        assert third.verdicts == first.verdicts
        assert kept().keys() == remembered.keys()

    def test_it_works_without_pytests_cache(self, copy_of, grade_in):
        course = copy_of("toy")
        done = grade_in(course, "--submission=solutions", "-p", "no:cacheprovider", *self.CHECKS)
        assert done.status == 0, done.text + done.errors
        assert not (course / ".pytest_cache").exists()

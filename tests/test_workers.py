"""A submission is a guest: what it does reaches neither the next check, nor the verdicts, nor the screen."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import cloudpickle
import pytest

from grader.here import forkserver, interpreter
from grader.here.forkserver import ForkServer, WorkersError
from grader.job import MIB, Job, Limits, Script

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are looked up in /proc")

SECRET = "hush-hush"  # noqa: S105  it only has to be found again
GUEST = "exercises/01_walls/test_guest.py::test_attempt"
TRACES = "exercises/02_traces/test_traces.py"
SPIES = ("reads_the_environment", "reads_the_reference", "reads_the_checks", "reads_what_is_remembered")
NOTHING = cloudpickle.dumps((dict, {}))  # a body that observes nothing, and its arguments
BOUND = ("--memory", "600")

# What becomes of each attempt. Where two things may happen first, either is right.
EXPECTED = {
    "exits": "crashed",
    "raises_exit": "error",
    "exits_as_an_exception": "crashed",
    "segfaults": "crashed",
    "kills_itself": "crashed",
    "kills_its_parent": "passed|crashed",
    "loops": "timed out",
    "waits": "timed out",
    "allocates": "error|crashed",
    "leaves_a_child": "passed",
    "returns_too_much": "error",
    "floods_the_reply": "crashed",
    "speaks_twice": "crashed",
    "floods_the_output": "passed",
    "prints_commands": "failed",
    "raises_commands": "error",
    "raises_half_a_character": "error",
    "returns_commands": "failed",
    **dict.fromkeys(SPIES, "passed"),
    "writes_outside": "passed",
    "behaves": "passed",
}


def attempts(*names):
    return [f"{GUEST}[{name}]" for name in names]


@pytest.fixture(scope="module")
def hostile(copy_of):
    return copy_of("hostile")


@pytest.fixture(scope="module")
def temporary(tmp_path_factory):
    """The folder for temporary files of the run with all attempts."""
    return tmp_path_factory.mktemp("temporary")


@pytest.fixture(scope="module")
def forked(grade_in, hostile, temporary):
    """All attempts, with everything shown that pytest can be asked to show."""
    return grade_in(hostile, "--submission=submission", "-vv", "-rA", *BOUND, TOKEN=SECRET, TMPDIR=str(temporary))


@pytest.fixture(scope="module")
def spawned(grade_in, hostile, forked):
    """Each worker starts anew, which takes long: some attempts, with what `forked` has remembered of the reference."""
    chosen = [*attempts("exits", "loops", "prints_commands", "reads_the_reference"), f"{TRACES}::test_finds_nothing[1]"]
    return grade_in(hostile, "--submission=submission", "--workers=spawn", *BOUND, *chosen, TOKEN=SECRET)


@pytest.fixture(scope="module")
def open_course(copy_of):
    """A course in which there is something to read for all spies."""
    course = copy_of("hostile")
    memory = course / ".pytest_cache/d/grader"
    memory.mkdir(parents=True)
    (memory / "known").write_text("an answer")
    return course


@pytest.fixture(scope="module")
def unconfined(grade_in, open_course):
    """Without any wall: what spies find then."""
    chosen = attempts("raises_exit", "raises_commands", "prints_commands", "returns_too_much", "behaves", *SPIES)
    options = ("--submission=submission", "--isolation=none", *chosen, *attempts("writes_outside"))
    return grade_in(open_course, *options, TOKEN=SECRET)


def attempt(run, name):
    return run.checks[f"test_guest.py::test_attempt[{name}]"]


class TestAttempts:
    @pytest.mark.parametrize("name", EXPECTED)
    def test_what_becomes_of_it(self, forked, name):
        assert attempt(forked, name)["status"] in EXPECTED[name].split("|"), attempt(forked, name)["message"]

    def test_every_attempt_has_its_expectation(self, forked):
        assert {name for name in forked.checks if "test_guest" in name} == {
            f"test_guest.py::test_attempt[{name}]" for name in EXPECTED
        }

    def test_a_verdict_for_every_check_and_no_more_points_than_passed(self, forked):
        assert forked.status == 1
        passed = [check for check in forked.checks.values() if check["status"] == "passed"]
        assert forked.grade["score"] == len(passed)
        assert forked.grade["max_score"] == len(EXPECTED) + 3

    @pytest.mark.parametrize(
        ("name", "message"),
        [
            ("exits", r"The process ended by itself \(exit status 0\) before the check was over: .*"),
            ("raises_exit", r"SystemExit: 0\n(  guest\.py, line .*\n?)+"),
            ("segfaults", r"The process was ended by SIGSEGV\."),
            ("loops", r"It was stopped after 1 s of computing: something loops without end\."),
            ("waits", r"It was stopped after \d+ s: something waits, or loops, without end\."),
            ("returns_too_much", r"TooLarge: more than 48 MiB of numbers came back.*"),
            ("floods_the_reply", r"It was stopped: what came back was larger than 64 MiB\."),
            ("returns_commands", r'what came of it: expected "nothing", got something of type guest\..*owned\.'),
        ],
    )
    def test_why(self, forked, name, message):
        assert re.fullmatch(message, attempt(forked, name)["message"], re.DOTALL)

    def test_output_is_kept_up_to_its_bound(self, forked):
        output = attempt(forked, "floods_the_output")["output"]
        assert len(output) == MIB // 16
        assert set(output) == {"y", "\n"}

    def test_nothing_is_left(self, forked, temporary):
        """No file among the temporary ones, and no process that works there."""
        assert list(temporary.glob("grader*")) == []
        assert not any(path.startswith(str(temporary)) for path in working_folders())


class TestScreen:
    """A CI system reads commands from a log; a terminal obeys escape sequences."""

    @pytest.mark.parametrize("how", ["forked", "spawned"])
    def test_nothing_that_a_submission_says_is_obeyed(self, how, request):
        run = request.getfixturevalue(how)
        assert "owned" in run.text
        for text in (run.text, run.errors):
            assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", text)
            assert not re.search(r"^\s*(\|\s*)?::", text, re.MULTILINE)
            assert "##[" not in text

    def test_the_grade_keeps_the_words_as_they_were(self, forked):
        assert attempt(forked, "prints_commands")["output"].startswith("\x1b[2J\x1b[31mowned")


class TestTraces:
    def test_a_check_finds_nothing_of_the_one_before(self, forked):
        assert forked.verdicts["test_traces.py::test_finds_nothing[1]"] == "passed"
        assert forked.verdicts["test_traces.py::test_finds_nothing[2]"] == "passed"

    def test_though_there_is_much_to_find(self, forked):
        message = forked.checks["test_traces.py::test_looks_well"]["message"]
        assert "visits: expected 0, got 1." in message
        assert "gradients are on: expected True, got False." in message
        assert 'default dtype: expected "torch.float32", got "torch.float64".' in message
        assert "threads: expected 1, got 3." in message
        assert "... and 4 more differences." in message  # relu, files, folder, random numbers


class TestOtherWorkers:
    def test_spawned_workers_give_the_same_verdicts(self, spawned, forked):
        assert len(spawned.verdicts) == 5
        assert spawned.verdicts == {name: forked.verdicts[name] for name in spawned.verdicts}

    def test_they_say_what_they_go_without(self, spawned):
        assert "orphan adoption" in spawned.grade["isolation"]["missing"]
        assert "orphan adoption" not in spawned.grade["isolation"]["in_force"]

    def test_without_isolation_the_verdicts_are_the_same(self, unconfined, forked):
        spies = {f"test_guest.py::test_attempt[{name}]" for name in (*SPIES, "writes_outside")}
        others = set(unconfined.verdicts) - spies
        assert len(others) == 5
        assert {name: unconfined.verdicts[name] for name in others} == {name: forked.verdicts[name] for name in others}

    @pytest.mark.parametrize("spy", [*SPIES, "writes_outside"])
    def test_but_spies_see(self, unconfined, spy):
        """So it is the walls that keep them from it, and no clumsiness of theirs."""
        assert attempt(unconfined, spy)["status"] == "failed"

    def test_nothing_is_remembered_that_a_submission_may_have_changed(self, unconfined, open_course):
        assert [path.name for path in open_course.glob(".pytest_cache/d/grader/*")] == ["known"]

    def test_no_protection_is_claimed(self, unconfined):
        assert unconfined.grade["isolation"]["asked"] == "none"
        assert unconfined.grade["isolation"]["in_force"] == []

    def test_strict_refuses_spawned_workers(self, grade_in, hostile):
        refused = grade_in(
            hostile, "--submission=submission", "--isolation=strict", "--workers=spawn", *attempts("behaves")
        )
        assert refused.status == 4
        assert "--isolation strict: this machine does not offer " in refused.errors
        assert "or accept less with --isolation auto" in refused.errors
        assert refused.grade.get("score", 0) == 0

    def test_strict_refuses_a_machine_that_lacks_something(self, grade_in, hostile):
        lacking = ["--isolation-without=seccomp", "--isolation-without=mount namespace"]
        refused = grade_in(hostile, "--submission=submission", "--isolation=strict", *lacking, *attempts("behaves"))
        assert refused.status == 4
        assert re.search(r"does not offer bounded scratch, .*socket filter, system call filter;", refused.errors)

    def test_strict_accepts_forked_workers_where_nothing_is_missing(self, grade_in, hostile, forked):
        strict = grade_in(hostile, "--submission=submission", "--isolation=strict", *attempts("behaves"))
        assert strict.status == (4 if forked.grade["isolation"]["missing"] else 0)


def children(pid):
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for path in tasks for child in path.read_text().split()]


@pytest.fixture
def meanwhile(hostile, environment, tmp_path):
    """A function that grades some attempts, among them `waits`, and does something to pytest while it waits."""

    def graded(act, *names):
        options = ["--submission=submission", "--time-scale=20", f"--report=json={tmp_path / 'grade.json'}"]
        command = [sys.executable, "-m", "pytest", "-p", "no:randomly", *options, *attempts(*names)]
        told = {**environment, "TMPDIR": str(tmp_path)}
        output = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        with subprocess.Popen(command, cwd=hostile, env=told, **output) as process:
            lines = []
            for line in process.stdout:
                lines.append(line)
                if "a check has been running for 2 s" in line:  # no other than `waits` does
                    act(process)
        assert "a check has been running for 2 s" in "".join(lines), lines
        checks = json.loads((tmp_path / "grade.json").read_bytes())["exercises"][0]["checks"]
        return process.returncode, [(check["status"], check["message"]) for check in checks]

    return graded


class TestMisfortune:
    """What the processes of the grader may meet with while a check runs."""

    def test_the_death_of_the_fork_server_costs_the_running_check_at_most(self, meanwhile):
        def kill_server(process):
            (server,) = children(process.pid)
            os.kill(server, signal.SIGKILL)

        status, checks = meanwhile(kill_server, "raises_exit", "waits", "speaks_twice", "behaves")
        assert status == 1
        assert [check[0] for check in checks] == ["error", "crashed", "crashed", "passed"]
        assert checks[1][1] == "The process was ended by SIGKILL."

    def test_an_interrupted_run_keeps_its_verdicts(self, meanwhile):
        status, checks = meanwhile(
            lambda process: process.send_signal(signal.SIGINT), "raises_exit", "waits", "behaves"
        )
        assert status == 2
        assert [check[0] for check in checks] == ["error", "skipped", "skipped"]
        assert checks[1][1] == checks[2][1] == "skipped, because the run was stopped before it"

    def test_a_run_that_dies_leaves_zeros_and_nothing_that_runs(self, meanwhile, tmp_path):
        status, checks = meanwhile(lambda process: process.kill(), "behaves", "waits", "exits")
        assert status == -signal.SIGKILL
        assert checks == [("grader broke", "The run ended before this check was judged.")] * 3
        assert everybody_leaves(tmp_path)


def everybody_leaves(folder):
    """Whether all processes that work in a folder end; only a test that is about to fail waits long."""
    for _ in range(600):
        if not any(path.startswith(str(folder)) for path in working_folders()):
            return True
        time.sleep(0.1)
    return False


def working_folders():
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            yield str((process / "cwd").readlink())


@pytest.fixture(scope="module")
def server():
    server = ForkServer(parallel=2, limits=Limits(), device="cpu")
    server.start()
    yield server
    server.close()
    assert server.process.returncode == 0
    assert not server.folder.exists()


class TestServer:
    """The client of the fork server, without pytest around it."""

    def job(self, text, **limits):
        return Job(module="guest", scripts=[Script("guest.py", text)], seed=0, scratch="", limits=Limits(**limits))

    def outcome(self, server, text="", **limits):
        ticket = server.submit(self.job(text, **limits), NOTHING)
        server.wait([ticket])
        return ticket.outcome

    def left(self, server):
        """What is left of jobs in the server's folder, once the workers that have answered have ended too."""
        while server.running:
            server._pump(0.1)
        return [path.name for path in server.folder.iterdir() if path.name != "server.log"]

    def test_its_death_between_two_checks_costs_nothing(self, server):
        assert self.outcome(server).kind == "observed"
        server.process.kill()
        server.process.wait()
        assert self.outcome(server).kind == "observed"
        assert self.left(server) == []

    def test_a_job_that_is_waiting_for_its_turn_is_not_lost(self, server, monkeypatch):
        monkeypatch.setattr(server, "parallel", 1)
        tickets = [server.submit(self.job(text), NOTHING) for text in ("import time; time.sleep(10_000)", "")]

        def tick(pending):
            if tickets[0].started and tickets[0].outcome is None and server.process is not None:
                server.process.kill()

        server.wait(tickets, tick)
        assert [ticket.outcome.kind for ticket in tickets] == ["crashed", "observed"]

    def test_jobs_run_side_by_side_as_many_as_there_may_be(self, server):
        tickets = [server.submit(self.job(""), NOTHING) for _ in range(5)]
        most = []
        server.wait(tickets, lambda _: most.append(sum(t.outcome is None for t in server.running.values())))
        assert max(most) <= 2
        assert [ticket.outcome.kind for ticket in tickets] == ["observed"] * 5
        assert self.left(server) == []

    def test_whoever_answers_and_stays_is_sent_home(self, server):
        stays = "import os, threading; os.close = lambda _: 0; os._exit = lambda _: threading.Event().wait()"
        assert self.outcome(server, stays, wall_seconds=2.0).kind == "timed out"
        closes = "import os, threading; os._exit = lambda _: threading.Event().wait()"
        assert self.outcome(server, closes).kind == "observed"
        assert self.left(server) == []

    def test_waiting_is_bounded(self, server):
        outcome = self.outcome(server, "import time; time.sleep(10_000)", wall_seconds=0.5)
        assert outcome.kind == "timed out"

    def test_nothing_of_a_job_is_left_in_its_folder(self, server):
        assert self.outcome(server, "open('mine', 'w').write('x' * 1000)").kind == "observed"
        assert self.left(server) == []

    def test_one_that_does_not_start_is_our_fault_and_its_words_are_told(self, monkeypatch):
        words = [sys.executable, "-c", "raise SystemExit('there is no torch here')"]
        monkeypatch.setattr(forkserver, "command", lambda *_, **__: words)
        server = ForkServer(parallel=1, limits=Limits(), device="cpu")
        try:
            with pytest.raises(WorkersError, match=r"did not start\. Its last words:\nthere is no torch here"):
                self.outcome(server)
        finally:
            server.close()


def test_a_worker_is_told_little_of_the_environment(monkeypatch):
    monkeypatch.setenv("TOKEN", SECRET)
    monkeypatch.setenv("LANG", "C.UTF-8")
    told = interpreter.clean_environment("cpu")
    assert "TOKEN" not in told
    assert told["LANG"] == "C.UTF-8"
    assert told["OMP_NUM_THREADS"] == "1"

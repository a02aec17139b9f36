"""Confinement, tried from inside: this file is also the program that plays the server and its worker.

Each attempt below runs in a worker that `play` forks and confines, and the tests look at what came of it. Processes
that outlive their worker hold its output open, so that the program, which reads to the end, never ends.
"""

from __future__ import annotations

import contextlib
import ctypes
import gzip
import importlib
import itertools
import json
import mmap
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Never, TextIO

import pytest

from grader.job import MIB, Limits
from grader.settings import RUNGS
from grader.there import confine, files, installed, landlock, limits, namespaces, processes, user

ROOT = Path(__file__).parents[1]
WAITS = 120  # seconds; only a test that is about to fail waits so long
LIMITS = Limits(memory=512 * MIB, file_size=MIB, scratch=8 * MIB, cpu_seconds=1, processes=40)
BOMB = 300  # processes at which a fork bomb stops by itself: a test that fails should not take the machine with it

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="workers are forked, which Windows cannot do")


# What a submission may try. Each returns what it found, or raises.


def reads(path: str) -> str:
    return Path(path).read_text()


def lists(path: str) -> list[str]:
    return [entry.name for entry in Path(path).parent.iterdir()]


def writes(path: str) -> int:
    return Path(path).write_text("changed")


def creates(path: str) -> int:
    return Path(path).with_name("conftest.py").write_text("")


def truncates(path: str) -> None:
    os.truncate(path, 0)


def removes(path: str) -> None:
    Path(path).unlink()


def links(path: str) -> str:
    link = Path("link")
    link.symlink_to(path)
    return link.read_text()


def tries_each(path: str, *names: str) -> dict[str, Any]:
    return {name: outcome(name, (path,)) for name in names}


def reads_environment(pid: str) -> int:
    return len(Path("/proc", pid, "environ").read_bytes())


def terminates(pid: str) -> None:
    os.kill(int(pid), signal.SIGTERM)


def connects(port: str) -> None:
    socket.create_connection(("127.0.0.1", int(port))).close()


def sends_datagram(port: str) -> int:
    return socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"labels", ("127.0.0.1", int(port)))


def connects_abstract(name: str) -> None:
    socket.socket(socket.AF_UNIX).connect(f"\0{name}")


def connects_by_path(path: str) -> None:
    socket.socket(socket.AF_UNIX).connect(path)


def calls(name: str) -> int:
    """A system call that Python has no function for, by way of the C library."""
    if getattr(ctypes.CDLL(None, use_errno=True), name)(0, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), name)
    return 0


def makes_unreadable(path: str) -> None:
    Path(path).parent.chmod(0)


def makes_older(path: str) -> None:
    os.utime(path, (0, 0))


def takes_over(path: str) -> None:
    os.chown(path, os.getuid(), os.getgid())


def looks_labels_up() -> int:
    return len(gzip.decompress(Path(installed.embedded_digits(installed.readable_paths())[0]).read_bytes()))


def lists_neighbours() -> list[str]:
    digits = Path(installed.embedded_digits(installed.readable_paths())[0])
    return sorted(path.name for path in digits.parent.glob("*.csv*") if path != digits and path.read_bytes())


def shows_user() -> list[int]:
    return [os.getuid(), os.geteuid(), os.getgid(), os.getegid(), *os.getgroups()]


def fills_disk_in_parts() -> Never:
    for number in itertools.count():
        Path(f"part{number}").write_bytes(bytes(LIMITS.file_size))


def fills_shared_memory() -> Never:
    for number in itertools.count():
        Path(files.SHARED_MEMORY, f"part{number}").write_bytes(bytes(LIMITS.file_size))


def fills_memory() -> int:
    return len(bytearray(LIMITS.memory + MIB))


def fills_disk() -> int:
    return Path("big").write_bytes(bytes(LIMITS.file_size + 1))


def opens_files() -> Never:
    kept = []
    while True:
        kept.append(os.open(os.devnull, os.O_RDONLY))


def spins() -> Never:
    while True:
        pass


def lifts_limits() -> list[str]:
    lifted = []
    for name in ("RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_NOFILE"):
        with contextlib.suppress(ValueError):
            limits.resource.setrlimit(getattr(limits.resource, name), (-1, -1))
            lifted.append(name)
    return lifted


def finds_descriptors() -> list[int]:
    found = []
    for number in range(64):
        with contextlib.suppress(OSError):
            os.fstat(number)
            found.append(number)
    return found


def leaves_child() -> int:
    pid = os.fork()
    if pid == 0:
        wait_forever()
    return pid


def leaves_daemon() -> None:
    """Fork twice, in a new session, so that it is nobody's child and in nobody's group."""
    if os.fork() == 0:
        os.setsid()
        leaves_child()
        os._exit(0)
    os.wait()


def keeps_family() -> Never:
    leaves_daemon()
    block = b"x" * (64 * MIB)
    threading.Thread(target=threading.Event().wait, daemon=True).start()
    leaves_child()
    tell("ready")
    wait_forever(block)


def forks_without_end() -> Never:
    forked = mmap.mmap(-1, 8)
    tell("ready")
    while int.from_bytes(forked[:8], "little") < BOMB:
        forked[:8] = (int.from_bytes(forked[:8], "little") + 1).to_bytes(8, "little")
        with contextlib.suppress(BlockingIOError):
            os.fork()
    wait_forever()


def counts_forks() -> int:
    for count in range(BOMB):
        try:
            leaves_child()
        except BlockingIOError:
            return count
    return BOMB


def confines_itself_often() -> list[str]:
    """The kernel stacks sixteen sets of Landlock's rules."""
    for _ in range(20):
        names = landlock.restrict(landlock.rules_for(["/usr"]), ["."])
    return names


def exits(status: str) -> None:
    os._exit(int(status))


def dies() -> None:
    signal.signal(signal.SIGSEGV, signal.SIG_DFL)
    ctypes.string_at(0)


def works() -> dict[str, Any]:
    """What an ordinary exercise does, without torch."""
    import colorsys  # nobody has loaded it yet

    with tempfile.NamedTemporaryFile("w+") as file, Path(os.devnull).open("w") as nothing:
        file.write("x")
        nothing.write("x")
    Path("a").mkdir()
    Path("b").mkdir()
    Path("a/file").write_text("x")
    Path("a/file").rename("b/file")
    thread = threading.Thread(target=os.urandom, args=(8,))
    thread.start()
    thread.join()
    code = "import colorsys, tempfile; print(tempfile.gettempdir())"
    inner = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {"temporary": [tempfile.gettempdir(), inner.stdout.strip()], "black": colorsys.rgb_to_hls(0, 0, 0)}


def trains() -> dict[str, Any]:
    """What an exercise does with torch: a training loop, workers for the data, a checkpoint."""
    import torch
    from torch.utils.data import DataLoader, TensorDataset

    data = TensorDataset(torch.randn(64, 4), torch.randn(64, 1))
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.Adam(model.parameters())
    seen = 0
    for x, y in DataLoader(data, batch_size=16, shuffle=True, num_workers=2):
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(model(x), y).backward()
        optimizer.step()
        seen += len(x)
    torch.save(model.state_dict(), "checkpoint.pt")
    model.load_state_dict(torch.load("checkpoint.pt", weights_only=True))
    return {"seen": seen, **works()}


def waits() -> Never:
    tell("ready")
    wait_forever()


def wait_forever(*_kept: object) -> Never:
    while True:
        signal.pause()


def tell(line: str) -> None:
    os.write(1, f"{line}\n".encode())


# The program: a server with one worker, and what the server does meanwhile.

NAMESPACES = [rung for rung in RUNGS if rung.endswith("namespace")]
WAYS = {
    "full": [],
    "no namespaces": NAMESPACES,
    "landlock": [rung for rung in RUNGS if rung != "landlock"],
    "seccomp": [rung for rung in RUNGS if rung != "seccomp"],
    "mounts": [rung for rung in RUNGS if rung not in {"mount namespace", "pid namespace", "user namespace"}],
    "another user": [rung for rung in RUNGS if rung != "another user"],
    "limits only": list(RUNGS),
}

Course = Callable[[int, TextIO], dict[str, Any]]


def play(way: str, course: str, scratch: str, name: str, *arguments: str) -> None:
    """Be the server for one worker that makes the attempt `name`, and print what came of it."""
    tempfile.gettempdir()  # as torch does, and the module remembers what it found
    if name == "trains":
        importlib.import_module("torch").set_num_threads(1)
    ground = confine.prepare(without=WAYS[way])
    source, sink = os.pipe()
    pid, more = namespaces.fork_into_own_pids(ground.without)
    if pid == 0:
        become_worker(scratch, sink)
        bounds = Limits() if name == "trains" else LIMITS
        tell(json.dumps(more + confine.confine(ground, scratch, bounds)))
        tell(json.dumps(outcome(name, arguments)))
        os._exit(0)
    os.close(sink)
    print(json.dumps(follow(pid, source, COURSES[course])))


def become_worker(scratch: str, output: int) -> None:
    os.setsid()
    os.dup2(output, 1)
    os.chdir(scratch)
    os.environ.update(HOME=scratch, TMPDIR=scratch)


def follow(pid: int, source: int, course: Course) -> dict[str, Any]:
    """What the worker said, and how it ended, once nothing holds its output open."""
    with open(source) as replies:
        protections = json.loads(replies.readline())
        seen = course(pid, replies)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        if "pid namespace" not in protections:
            processes.sweep(pid)
        last = replies.read()
    os.waitpid(os.posix_spawn("/bin/true", ["true"], {}), 0)  # the server forks for itself as freely as before
    return {"protections": protections, "exit": code, **seen, **json.loads(last or "{}")}


def outcome(name: str, arguments: tuple[str, ...]) -> dict[str, Any]:
    try:
        return {"returned": globals()[name](*arguments)}
    except Exception as error:  # noqa: BLE001  whatever stops it is what the tests ask for
        return {"raised": type(error).__name__}


def let_it_end(_pid: int, _replies: TextIO) -> dict[str, Any]:
    return {}


def kill_it(pid: int, replies: TextIO) -> dict[str, Any]:
    replies.readline()
    memory, tasks = processes.tree_usage(pid)
    estimate, _ = processes.tree_usage(pid, bound=2**50)
    crowd = processes.tree_usage(pid, most=1)
    processes.kill_tree(pid)
    return {"memory": memory, "tasks": tasks, "estimate": estimate, "crowd": crowd}


def bound_it(pid: int, replies: TextIO) -> dict[str, Any]:
    replies.readline()
    while processes.tree_usage(pid, bound=2**50)[1] < LIMITS.processes // 2:
        pass
    processes.kill_tree(pid)
    return {}


def be_killed(_pid: int, replies: TextIO) -> dict[str, Any]:
    replies.readline()
    os.kill(os.getpid(), signal.SIGKILL)
    return {}


def play_two() -> None:
    """Serve two workers that each leave an orphan; print which orphans live after the end of none, one, both."""
    confine.prepare()
    workers = [fork_with_orphan(), fork_with_orphan()]
    orphans = [orphan for _, orphan in workers]
    running = {pid for pid, _ in workers}
    lives = [[is_alive(orphan) for orphan in orphans]]
    for pid, _ in workers:
        processes.kill_tree(pid)
        os.waitpid(pid, 0)
        processes.sweep(pid, spare=running)
        running.remove(pid)
        lives.append([is_alive(orphan) for orphan in orphans])
    print(json.dumps(lives))


def fork_with_orphan() -> tuple[int, int]:
    source, sink = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.setsid()
        if os.fork() == 0:
            os.write(sink, str(leaves_child()).encode())
            os._exit(0)
        os.wait()
        os.close(sink)
        wait_forever()
    return pid, int(os.read(source, 20))


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


COURSES = {"end": let_it_end, "kill": kill_it, "bound": bound_it, "be killed": be_killed}


def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a program that can import the grader, and that must not hang."""
    packages = [path for path in sys.path if Path(path).name == "site-packages"]
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")]), *packages]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(paths),
        "OPENBLAS_NUM_THREADS": "1",
        **options.pop("env", {}),
    }
    return subprocess.run(
        command, capture_output=True, text=True, timeout=WAITS, check=False, env=environment, **options
    )


# What this machine offers, found without the module under test.


def offers(*options: str) -> bool:
    """Whether unshare(1) can make these namespaces, as it is or through a user namespace."""
    program = shutil.which("unshare") or "false"
    ways = [[], ["--user", "--map-current-user"]]
    return any(run([program, *way, *options, "true"]).returncode == 0 for way in ways)


def landlock_version() -> int:
    py_landlock = pytest.importorskip("py_landlock")
    try:
        return py_landlock.get_abi_version()
    except py_landlock.LandlockError:
        return 0


needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has Landlock, namespaces and /proc")


def need_landlock(version: int) -> None:
    if (found := landlock_version()) < version:
        pytest.skip(f"the kernel's Landlock has version {found}, and this takes {version}")


def need_namespaces(*options: str) -> None:
    if not offers(*options):
        pytest.skip(f"the machine refuses `unshare {' '.join(options)}`")


@pytest.fixture
def scratch() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="scratch-") as folder:
        yield os.path.realpath(folder)


@pytest.fixture
def attempt(scratch):
    """Run an attempt in a confined worker and give back what `play` prints."""

    def play_out(
        name: str,
        *arguments: object,
        way: str = "full",
        course: str = "end",
        launcher: tuple[str, ...] = (),
        interpreter: str = sys.executable,
    ):
        command = [*launcher, interpreter, __file__, way, course, scratch, name, *map(str, arguments)]
        done = run(command)
        if course == "be killed":
            return {"server": done.returncode}
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return play_out


@pytest.fixture
def answers(tmp_path) -> Path:
    path = tmp_path / "solutions" / "answers.py"
    path.parent.mkdir()
    path.write_text("42")
    return path


# The protections by name.

NAMESPACE_OPTIONS = {
    "network namespace": ("--net",),
    "ipc namespace": ("--ipc",),
    "pid namespace": ("--pid", "--fork"),
}

LANDLOCK_VERSIONS = {
    "landlock files": 3,
    "landlock tcp": 4,
    "landlock signals": 6,
    "landlock abstract sockets": 6,
}


@needs_linux
def test_everything_that_the_machine_offers_is_in_force(attempt):
    refused = {name for name, options in NAMESPACE_OPTIONS.items() if not offers(*options)}
    lacking = {name for name, version in LANDLOCK_VERSIONS.items() if version > landlock_version()}
    assert set(attempt("exits", 0)["protections"]) - {"process limit"} == confine.FULL - refused - lacking


@needs_linux
def test_what_the_machine_refuses_is_left_out(attempt):
    assert set(attempt("exits", 0, way="limits only")["protections"]) == {
        *("orphan adoption", "closed descriptors", "no new privileges", "no capabilities", "no core files"),
        *("memory limit", "cpu limit", "file size limit", "descriptor limit"),
    }


@needs_linux
def test_too_many_rules_are_no_error(attempt):
    need_landlock(3)
    assert "landlock files" not in attempt("confines_itself_often")["returned"]


@pytest.mark.parametrize(
    ("platform", "missing", "expected"),
    [
        ("win32", ["resource", "py_landlock", "pyseccomp"], set()),
        ("darwin", ["py_landlock", "pyseccomp"], {"cpu limit", "file size limit", "descriptor limit", "no core files"}),
    ],
)
def test_other_systems_get_what_they_have(tmp_path, platform, missing, expected):
    code = f"""
import ctypes, json, msgspec, signal, sys, tempfile
import grader.job
sys.platform = {platform!r}
sys.modules.update(dict.fromkeys({missing!r}))
ctypes.CDLL = None
from grader.there import confine
protections = confine.confine(confine.prepare(), {str(tmp_path)!r}, grader.job.Limits())
print(json.dumps(protections))
"""
    done = run([sys.executable, "-c", code])
    assert done.returncode == 0, done.stderr
    assert set(json.loads(done.stdout)) - {"closed descriptors"} == expected


def test_nothing_of_the_course_or_the_home_folder_is_readable(tmp_path):
    home, course = tmp_path / "home", tmp_path / "course"
    home.mkdir()
    course.mkdir()
    code = "import json; from grader.there import installed; print(json.dumps(installed.readable_paths()))"
    done = run([sys.executable, "-c", code], cwd=course, env={"HOME": str(home)})
    readable = [Path(path) for path in json.loads(done.stdout)]
    private = [
        home,
        course,
        ROOT / "solutions",
        ROOT / "exercises",
        Path(sys.prefix, "course"),
        Path("/usr/src/course"),
    ]
    assert [(path, root) for path in private for root in readable if path.is_relative_to(root)] == []


def test_devices_of_a_gpu_are_readable_when_asked_for():
    devices = {str(path) for path in Path("/dev").glob("nvidia*")}
    assert set(installed.readable_paths("cuda")) >= {*installed.readable_paths(), *devices}
    assert devices.isdisjoint(installed.readable_paths())


# What is stopped, and (so that the attempts themselves are known to work) what happens where nothing stops them.

CHANGES = ["makes_unreadable", "makes_older", "takes_over"]
FILES = ["reads", "lists", "links", "writes", "creates", "truncates", "removes"]


@needs_linux
@pytest.mark.parametrize("way", ["full", "landlock"])
def test_files_outside_are_out_of_reach(attempt, answers, way):
    need_landlock(3)
    outcomes = attempt("tries_each", answers, *FILES, way=way)["returned"]
    assert {tuple(outcome) for outcome in outcomes.values()} == {("raised",)}
    assert {outcome["raised"] for outcome in outcomes.values()} <= {"PermissionError", "OSError"}
    assert answers.read_text() == "42"


@needs_linux
def test_files_outside_are_in_reach_without_landlock(attempt, answers):
    outcomes = attempt("tries_each", answers, *FILES, way="limits only")["returned"]
    assert [name for name in FILES if "raised" in outcomes[name]] == []


@pytest.fixture
def listener() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@needs_linux
def test_tcp_is_refused_by_landlock(attempt, listener):
    need_landlock(4)
    assert attempt("connects", listener, way="landlock").get("raised") == "PermissionError"


@needs_linux
@pytest.mark.parametrize("name", ["connects", "sends_datagram"])
def test_there_is_no_network(attempt, listener, name):
    need_namespaces("--net")
    assert attempt(name, listener).get("raised") in {"OSError", "PermissionError"}


@needs_linux
@pytest.mark.parametrize("name", ["connects", "sends_datagram"])
def test_there_is_a_network_without_confinement(attempt, listener, name):
    assert "returned" in attempt(name, listener, way="limits only")


@needs_linux
@pytest.mark.parametrize(("way", "expected"), [("landlock", "raised"), ("limits only", "returned")])
def test_abstract_sockets_are_refused_by_landlock(attempt, scratch, way, expected):
    need_landlock(6)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(f"\0{scratch}")
        server.listen()
        assert expected in attempt("connects_abstract", scratch, way=way)


@needs_linux
@pytest.mark.parametrize(("way", "expected"), [("full", "raised"), ("limits only", "returned")])
def test_services_are_out_of_reach_where_there_are_mounts(attempt, scratch, way, expected):
    need_namespaces("--mount")
    with socket.socket(socket.AF_UNIX) as server, tempfile.TemporaryDirectory() as folder:
        server.bind(f"{folder}/service")
        server.listen()
        assert expected in attempt("connects_by_path", f"{folder}/service", way=way)


@needs_linux
@pytest.mark.parametrize(("way", "raised"), [("seccomp", "PermissionError"), ("limits only", None)])
@pytest.mark.parametrize("name", ["connects", "sends_datagram"])
def test_sockets_that_lead_out_are_refused_by_seccomp(attempt, listener, name, way, raised):
    pytest.importorskip("pyseccomp", exc_type=Exception)
    assert attempt(name, listener, way=way).get("raised") == raised


@needs_linux
@pytest.mark.parametrize("name", ["ptrace", "unshare", "mount", "bpf", "perf_event_open", "keyctl", "shmget"])
def test_system_calls_that_no_exercise_needs_are_refused_by_seccomp(attempt, name):
    pytest.importorskip("pyseccomp", exc_type=Exception)
    if not hasattr(ctypes.CDLL(None), name):
        pytest.skip(f"the C library has no function {name}")
    assert attempt("calls", name, way="seccomp").get("raised") == "PermissionError"


@needs_linux
@pytest.mark.parametrize("name", CHANGES)
def test_modes_times_and_owners_of_files_stay_where_there_are_mounts(attempt, answers, name):
    need_namespaces("--mount")
    before = [path.stat() for path in (answers, answers.parent)]
    assert attempt(name, answers).get("raised") in {"OSError", "PermissionError"}
    after = [path.stat() for path in (answers, answers.parent)]
    assert [(s.st_mode, s.st_mtime) for s in after] == [(s.st_mode, s.st_mtime) for s in before]


@needs_linux
@pytest.mark.parametrize("name", CHANGES)
def test_modes_times_and_owners_are_in_reach_without_mounts(attempt, answers, name):
    assert "returned" in attempt(name, answers, way="landlock")


@needs_linux
@pytest.mark.parametrize("way", ["full", "mounts", "landlock"])
def test_the_embedded_digits_are_hidden(attempt, way):
    found = attempt("looks_labels_up", way=way)
    assert found.get("returned", 0) == 0
    assert "hidden digits" in found["protections"]
    neighbours = attempt("lists_neighbours", way=way)["returned"]
    assert len(neighbours) > 1


@needs_linux
def test_the_embedded_digits_are_in_sight_where_nothing_hides_them(attempt):
    found = attempt("looks_labels_up", way="limits only")
    assert found["returned"] > 100_000
    assert "hidden digits" not in found["protections"]


@needs_linux
@pytest.mark.parametrize("name", ["fills_disk_in_parts", "fills_shared_memory"])
def test_all_files_together_are_bounded_where_there_are_mounts(attempt, name):
    need_namespaces("--mount")
    assert attempt(name).get("raised") == "OSError"


@pytest.fixture
def as_another(attempt, open_interpreter):
    return lambda name, *arguments, way="another user": attempt(name, *arguments, way=way, interpreter=open_interpreter)


@needs_linux
@pytest.mark.parametrize("way", ["another user", "full"])
def test_root_runs_submissions_as_another_user(as_another, way):
    found = as_another("shows_user", way=way)
    assert {"another user", "process limit"} <= set(found["protections"])
    assert len(set(found["returned"])) == 1
    assert found["returned"][0] in user.NUMBERS


@needs_linux
def test_another_user_reaches_nothing_of_root(as_another, tmp_path, victim):
    secret = tmp_path / "secret"
    secret.write_text("42")
    secret.chmod(0o600)
    for name in ("reads", "writes", "truncates", *CHANGES):
        assert as_another(name, secret).get("raised") == "PermissionError", name
    for name in ("terminates", "reads_environment"):
        assert as_another(name, victim.pid).get("raised") == "PermissionError", name
    assert as_another("counts_forks")["returned"] < LIMITS.processes


@needs_linux
@pytest.mark.parametrize("way", ["another user", "full"])
def test_another_user_works_as_ever(as_another, scratch, way):
    assert as_another("works", way=way)["returned"] == {"temporary": [scratch, scratch], "black": [0, 0, 0]}


@pytest.fixture
def victim() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process
        process.kill()


@needs_linux
@pytest.mark.parametrize("way", ["full", "landlock"])
@pytest.mark.parametrize("name", ["terminates", "reads_environment"])
def test_other_processes_are_out_of_reach(attempt, victim, name, way):
    need_landlock(6)
    unseen = {"PermissionError", "ProcessLookupError", "FileNotFoundError"}
    assert attempt(name, victim.pid, way=way).get("raised") in unseen
    assert victim.poll() is None


@needs_linux
def test_other_processes_are_in_reach_without_landlock(attempt, victim):
    assert "returned" in attempt("terminates", victim.pid, way="limits only")
    assert victim.wait() == -signal.SIGTERM


@needs_linux
def test_memory_is_bounded(attempt):
    assert attempt("fills_memory").get("raised") == "MemoryError"


def test_file_size_is_bounded(attempt):
    assert attempt("fills_disk").get("raised") == "OSError"


def test_open_files_are_bounded(attempt):
    assert attempt("opens_files").get("raised") == "OSError"


@pytest.mark.parametrize("way", ["full", "no namespaces"])
def test_time_is_bounded(attempt, way):
    assert attempt("spins", way=way)["exit"] in {-signal.SIGXCPU, -signal.SIGKILL}


@needs_linux
def test_limits_stay(attempt):
    assert attempt("lifts_limits")["returned"] == []


def test_descriptors_of_the_server_are_closed(attempt):
    assert attempt("finds_descriptors")["returned"] == [0, 1, 2]


# What a worker starts ends with it. `attempt` returns only when nothing holds the worker's output open any more.


@needs_linux
@pytest.mark.parametrize("name", ["leaves_child", "leaves_daemon"])
@pytest.mark.parametrize("way", ["full", "limits only"])
def test_nothing_outlives_its_worker(attempt, name, way):
    assert attempt(name, way=way)["exit"] == 0


@needs_linux
@pytest.mark.parametrize("way", ["full", "limits only"])
def test_a_whole_family_is_measured_and_killed(attempt, way):
    found = attempt("keeps_family", way=way, course="kill")
    assert found["exit"] == -signal.SIGKILL
    assert found["tasks"] >= 3  # the worker, its thread, its child; the daemon too where it was not adopted
    assert 64 * MIB < found["memory"] < found["estimate"]
    assert found["crowd"][0] == 0  # nobody looks at memory where there are too many processes
    assert 1 < found["crowd"][1] <= found["tasks"]


@needs_linux
@pytest.mark.parametrize("way", ["full", "limits only"])
def test_endless_forks_are_ended(attempt, way):
    assert attempt("forks_without_end", way=way, course="bound")["exit"] == -signal.SIGKILL


@needs_linux
def test_the_kernel_bounds_processes_where_it_can(attempt):
    if os.geteuid() == 0:
        pytest.skip("the kernel exempts root: the server's watch alone bounds processes")
    need_namespaces("--user", "--map-current-user")
    assert attempt("counts_forks")["returned"] < LIMITS.processes


@needs_linux
def test_a_worker_dies_with_its_server(attempt):
    assert attempt("waits", way="limits only", course="be killed")["server"] == -signal.SIGKILL


@needs_linux
def test_a_family_dies_with_its_server(attempt):
    need_namespaces("--pid", "--fork")
    assert attempt("keeps_family", course="be killed")["server"] == -signal.SIGKILL


@needs_linux
def test_the_orphans_of_running_workers_are_spared():
    done = run([sys.executable, __file__])
    assert json.loads(done.stdout) == [[True, True], [False, True], [False, False]], done.stderr


def test_a_worker_that_is_gone_is_no_error():
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    processes.kill_tree(gone.pid)
    assert processes.tree_usage(gone.pid, bound=-1) == (0, 0)


# Without privileges a worker has a stand-in, which the server takes for it.

UNPRIVILEGED = ("unshare", "--user", "--map-current-user")


@needs_linux
@pytest.mark.parametrize(
    ("name", "arguments", "course", "expected"),
    [
        ("exits", (7,), "end", 7),
        ("dies", (), "end", -signal.SIGSEGV),
        ("keeps_family", (), "kill", -signal.SIGKILL),
    ],
)
def test_a_stand_in_ends_as_the_worker_does(attempt, name, arguments, course, expected):
    need_namespaces("--user", "--map-current-user", "--pid", "--fork")
    found = attempt(name, *arguments, course=course, launcher=UNPRIVILEGED)
    assert found["exit"] == expected
    assert "pid namespace" in found["protections"]


@needs_linux
def test_a_family_dies_with_its_server_behind_a_stand_in(attempt):
    need_namespaces("--user", "--map-current-user", "--pid", "--fork")
    found = attempt("keeps_family", course="be killed", launcher=UNPRIVILEGED)
    assert found["server"] == -signal.SIGKILL


# What honest work needs still works.


@needs_linux
@pytest.mark.parametrize("launcher", [(), UNPRIVILEGED], ids=["as it is", "unprivileged"])
def test_ordinary_work_works(attempt, scratch, launcher):
    if launcher:
        need_namespaces("--user", "--map-current-user")
    assert attempt("works", launcher=launcher)["returned"] == {"temporary": [scratch, scratch], "black": [0, 0, 0]}


@needs_linux
def test_training_works(attempt, scratch):
    pytest.importorskip("torch")
    assert attempt("trains")["returned"] == {"seen": 64, "temporary": [scratch, scratch], "black": [0, 0, 0]}


if __name__ == "__main__":
    play(*sys.argv[1:]) if sys.argv[1:] else play_two()

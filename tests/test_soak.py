"""Five hundred gradings by one family of processes, a third of them hostile: nothing grows, and nothing is left."""

from pathlib import Path

import cloudpickle
import pytest

from grader.here.forkserver import ForkServer
from grader.job import MIB, Job, Limits, Script

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are looked up in /proc")

COUNT, WARM = 500, 100
ROOM = 16 * MIB  # what allocators may keep; a leak of a scratch folder's or a worker's share would be many times that
NOTHING = cloudpickle.dumps((dict, {}))  # a body that observes nothing, and its arguments
HOSTILE = (
    "import os; os._exit(0)",
    "import ctypes; ctypes.string_at(0)",
    "import os, time; os.fork() or time.sleep(10_000)",
    "import subprocess; subprocess.Popen(['sleep', '10000'], start_new_session=True)",
    "import os; [os.mkdir(str(i)) or open(f'{i}/file', 'w').write('x' * 5000) for i in range(20)]",
    "import os; os.closerange(0, 1024)",
    "import sys; sys.stdout.write('y' * 10**6); raise SystemExit",
    "import os; [os.pipe() for _ in range(100)]; os.write(3, b'\\0' * 100)",
)
HONEST = "def double(x):\n    return 2 * x\n"


def source(turn):
    return HOSTILE[turn // 3 % len(HOSTILE)] if turn % 3 == 0 else HONEST


def resident(pid):
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))


def children(pid):
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for path in tasks for child in path.read_text().split()]


def footprint(server):
    """Bytes of memory, and numbers of descriptors, of processes and of files, once all workers have ended."""
    while server.running:
        server._pump(0.1)
    both = ("self", server.process.pid)
    return {
        "memory": [resident(pid) for pid in both],
        "descriptors": [len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in both],
        "processes": len(children(server.process.pid)),
        "files": sorted(path.name for path in server.folder.iterdir()),
    }


@pytest.fixture(scope="module")
def soaked():
    """The verdict of each grading, and the footprints after a hundred and after all."""
    server = ForkServer(parallel=2, limits=Limits(), device="cpu")
    server.start()
    try:
        verdicts, footprints = [], []
        for turn in range(COUNT):
            job = Job(module="guest", scripts=[Script("guest.py", source(turn))], seed=turn, scratch="")
            ticket = server.submit(job, NOTHING)
            server.wait([ticket])
            verdicts.append(ticket.outcome.kind)
            if turn + 1 in {WARM, COUNT}:
                footprints.append(footprint(server))
        yield verdicts, *footprints
    finally:
        server.close()


def test_the_same_verdicts_throughout(soaked):
    verdicts = soaked[0]
    assert {verdict for turn, verdict in enumerate(verdicts) if turn % 3} == {"observed"}
    for kind in range(len(HOSTILE)):
        assert len(set(verdicts[3 * kind :: 3 * len(HOSTILE)])) == 1, HOSTILE[kind]


def test_memory_stays_flat(soaked):
    _, early, late = soaked
    for before, after in zip(early["memory"], late["memory"], strict=True):
        assert after - before < ROOM


@pytest.mark.parametrize("what", ["descriptors", "processes", "files"])
def test_nothing_is_left(soaked, what):
    _, early, late = soaked
    assert late[what] == early[what]


def test_only_the_worker_that_is_ready_runs(soaked):
    assert soaked[2]["processes"] <= 1

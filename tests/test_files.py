"""What workers write where no mount bounds it: the server's watch sees it, and nothing of it is left."""

import os
from pathlib import Path

import cloudpickle
import pytest

from grader.here.folders import remove_of_worker
from grader.here.forkserver import ForkServer
from grader.job import MIB, Job, Limits, Script
from grader.settings import RUNGS
from grader.there.files import SHARED_MEMORY, are_too_many

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="workers are watched on Linux")

NOTHING = cloudpickle.dumps((dict, {}))  # a body that observes nothing, and its arguments
BOUNDS = Limits(scratch=8 * MIB, files=500, wall_seconds=30, cpu_seconds=20)
SAID = (
    "It was stopped: it wrote more than 8 MiB of files, or more than 500 files "
    "(what lies in folders that cannot be entered counts as too much)."
)
FLOODS = {
    "many files": "import itertools\nfor i in itertools.count(): open(str(i), 'w').close()",
    "much in many files": "import time\nfor i in range(9): open(str(i), 'wb').write(bytes(2**20))\ntime.sleep(100)",
    "much in folders": """
import os, time
for i in range(9):
    os.makedirs(f"{i}/{i}")
    open(f"{i}/{i}/part", "wb").write(bytes(2**20))
time.sleep(100)
""",
    "deeper than any path": """
import os, time
for _ in range(30):
    os.mkdir("d" * 200)
    os.chdir("d" * 200)
time.sleep(100)
""",
}
MODEST = "for i in range(100): open(str(i), 'wb').write(bytes(2**16))"


@pytest.fixture(scope="module")
def server():
    server = ForkServer(1, BOUNDS, "cpu", RUNGS)
    server.start()
    yield server
    server.close()


def outcome(server, text):
    job = Job(module="guest", scripts=[Script("guest.py", text)], seed=0, scratch="", limits=BOUNDS)
    ticket = server.submit(job, NOTHING)
    server.wait([ticket])
    return ticket.outcome


@pytest.mark.parametrize("text", FLOODS.values(), ids=FLOODS)
def test_whoever_writes_too_much_is_ended(server, text):
    found = outcome(server, text)
    assert (found.kind, found.message) == ("crashed", SAID)


def test_whoever_writes_a_little_is_not(server):
    assert outcome(server, MODEST).kind == "observed"


def test_nothing_of_it_is_left(server):
    outcome(server, FLOODS["much in folders"])
    while server.running:
        server._pump(0.1)
    assert [path.name for path in server.folder.iterdir()] == ["server.log"]


def test_a_folder_that_is_gone_holds_nothing(tmp_path):
    assert not are_too_many(str(tmp_path / "gone"), BOUNDS)


@pytest.fixture
def stranger(tmp_path):
    """The scratch folder of another user, and a folder of shared memory where both have files."""
    if os.geteuid() != 0:
        pytest.skip("only root can give files to another user")
    scratch, shared = tmp_path / "scratch", Path(SHARED_MEMORY, f"test-{os.getpid()}")
    for folder in (scratch, shared):
        folder.mkdir()
        os.chown(folder, 61_300, 61_300)
    theirs, ours = shared / "theirs", Path(f"{shared}-ours")
    for path in (theirs, ours):
        path.write_bytes(bytes(9 * MIB))
    os.chown(theirs, 61_300, 61_300)
    Path(f"{shared}-link").symlink_to(tmp_path)
    os.chown(f"{shared}-link", 61_300, 61_300, follow_symlinks=False)
    yield scratch, shared, ours
    remove_of_worker(str(scratch))
    ours.unlink()


def test_another_users_files_in_shared_memory_count(stranger, tmp_path):
    scratch, _, _ = stranger
    assert are_too_many(str(scratch), BOUNDS)
    os.chown(scratch, 61_301, 61_301)
    assert not are_too_many(str(scratch), BOUNDS)
    os.chown(scratch, 61_300, 61_300)


def test_another_users_files_in_shared_memory_go_with_it(stranger, tmp_path):
    scratch, shared, ours = stranger
    remove_of_worker(str(scratch))
    assert not scratch.exists()
    assert not shared.exists()
    assert not Path(f"{shared}-link").is_symlink()
    assert ours.exists()
    assert tmp_path.exists()

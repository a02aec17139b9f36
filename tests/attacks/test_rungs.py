"""The attacks that steal and forge, on machines that lack means of isolation: the grade says what did not hold."""

import shutil
import tempfile
from pathlib import Path

import pytest

from grader.settings import RUNGS

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="attacks are written for Linux")

SUBMISSIONS = Path(__file__).with_name("submissions")
NAMESPACES = [rung for rung in RUNGS if rung.endswith("namespace")]
LACKING = {
    "no namespaces": NAMESPACES,
    "another user alone": [rung for rung in RUNGS if rung != "another user"],
    "nothing": list(RUNGS),
}

# By which protections an attack is stopped: any of them is enough.
FILES = {"landlock files", "another user"}  # for the latter, the files' modes have to be private
OTHERS = {"landlock signals", "pid namespace", "another user"}
STOPPED_BY = {
    "01_leaving/reaches_other_processes": OTHERS,
    "04_stealing/calls_a_service": {"hidden sockets"},
    "04_stealing/calls_an_abstract_socket": {"landlock abstract sockets", "network namespace"},
    "04_stealing/follows_links": FILES,
    "04_stealing/imports_the_reference": FILES,
    "04_stealing/lists_folders": FILES,
    "04_stealing/looks_the_digits_up": {"hidden digits"},
    "04_stealing/phones_home": {"network namespace", "socket filter"},
    "04_stealing/reads_others_memory": OTHERS | {"system call filter"},
    "04_stealing/reads_other_submissions": FILES,
    "04_stealing/reads_the_environment": OTHERS,
    "04_stealing/reads_the_reference": FILES,
    "04_stealing/reads_what_lies_about": FILES,
    "05_forging/writes_everywhere": FILES | {"read-only files"},
}
# Root's processes keep capabilities that a worker has dropped, and some kernels let nobody trace a stranger:
# these may fail even where no protection of the grader's stops them.
UNSURE = {"04_stealing/reads_others_memory", "04_stealing/reads_the_environment"}


@pytest.fixture(scope="module", params=LACKING)
def siege(request, world, besieged, tmp_path_factory):
    """One run of the grader on a machine that lacks some means, in a place where other users get to."""
    lacking = [f"--isolation-without={rung}" for rung in LACKING[request.param]]
    more = {"interpreter": request.getfixturevalue("open_interpreter")} if "another" in request.param else {}
    folder = tempfile.mkdtemp(prefix="attacks-")
    Path(folder).chmod(0o711)
    try:
        submission = shutil.copytree(SUBMISSIONS, tmp_path_factory.mktemp("handed") / "anna")
        yield besieged(world(tuple(STOPPED_BY), Path(folder)), submission, *lacking, **more)
    finally:
        shutil.rmtree(folder)


def succeeded(siege):
    """The attacks that have reached their aim: they raise an exception then, and answer rightly else."""
    checks = {label: siege.check(label) for label in STOPPED_BY}
    assert {check["status"] for check in checks.values()} <= {"passed", "error"}
    done = {label: check["message"] for label, check in checks.items() if check["status"] == "error"}
    assert [message for message in done.values() if not message.startswith(("Stolen", "RuntimeError: "))] == []
    return set(done)


def stopped(siege):
    """The attacks that a protection stops, if the grade tells the truth."""
    in_force = set(siege.done.grade["isolation"]["in_force"])
    return {label for label, protections in STOPPED_BY.items() if protections & in_force}


def test_the_grade_says_which_attacks_are_stopped(siege):
    unsure = UNSURE - stopped(siege)
    assert succeeded(siege) - unsure == set(STOPPED_BY) - stopped(siege) - unsure


def test_what_is_in_force_is_what_was_left(siege, request):
    isolation = siege.done.grade["isolation"]
    assert isolation["missing"]
    lacking = set(LACKING[request.node.callspec.params["siege"]])
    assert lacking.isdisjoint(isolation["in_force"])
    assert ("another user" in isolation["in_force"]) >= ("another user" not in lacking and "landlock" in lacking)


@pytest.mark.parametrize("name", ["first", "last"])
def test_honest_work_earns_its_points(siege, name):
    assert [check["status"] for check in siege.done.exercises[name]["checks"]] == ["passed", "passed"]


def test_nothing_runs_any_more(siege):
    assert siege.done.status == 1, siege.done.errors
    assert siege.world.processes() == []


def test_nothing_was_written_that_can_be_kept_from_it(siege):
    if "05_forging/writes_everywhere" in stopped(siege):
        assert siege.world.files() == siege.before
    else:
        assert siege.world.files() != siege.before

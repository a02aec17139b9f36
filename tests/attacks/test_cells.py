"""The attacks of `submissions/` as cells of one notebook: a cell gains no more by them than a module does."""

import re
from pathlib import Path

import nbformat
import pytest
from nbformat import v4

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="attacks are written for Linux")

SUBMISSIONS = Path(__file__).with_name("submissions")
EARNS = ("passed", "partial")
ELSEWISE = {
    "patches_the_encoder",  # what a cell patches reaches no check; what remains is right
    "searches_its_memory",  # and finds there the text of the cell that searches for the same
    "searches_its_memory_byte_by_byte",
}


def tried():
    """The attacks that begin when a check calls them: {label: statuses that are expected of a module}.

    Those that act where they are loaded would end the notebook's process, which `tests/test_notebook_grading.py` tries.
    """
    found = {}
    for path in sorted(SUBMISSIONS.glob("*/*.py")):
        expected = re.search(r"^# ([a-z |]+?)(?:: .*)?$", path.read_text(), re.MULTILINE)
        by_calls = "when_loaded" not in path.stem and path.stem not in ELSEWISE and path.parent.name != "07_labels"
        if expected and by_calls:
            found[f"{path.parent.name}/{path.stem}"] = expected[1].split("|")
    return found


@pytest.fixture(scope="module")
def siege(world, besieged, tmp_path_factory):
    """One run of the grader on a notebook with a cell for each attack, beside honest modules."""
    folder = tmp_path_factory.mktemp("handed") / "work"
    folder.mkdir()
    cells = [
        v4.new_code_cell((SUBMISSIONS / f"{label}.py").read_text(), metadata={"tags": [f"exercise:{label}"]})
        for label in tried()
    ]
    nbformat.write(v4.new_notebook(cells=cells), folder / "attacks.ipynb")
    return besieged(world(tuple(tried())), folder)


@pytest.mark.parametrize("label", tried())
def test_no_point_is_gained(siege, label):
    found = siege.check(label)
    assert found["status"] != "grader broke"
    assert found["status"] not in EARNS or found["status"] in tried()[label], found["message"]


def test_they_are_really_tried(siege):
    statuses = [siege.check(label)["status"] for label in tried()]
    assert [label for label in tried() if siege.check(label)["status"] == "not started"] == [
        "01_leaving/poses_as_unfinished"
    ]
    assert {"crashed", "timed out", "error", "failed"} <= set(statuses)


@pytest.mark.parametrize("name", ["first", "last"])
def test_honest_work_earns_its_points(siege, name):
    assert [check["status"] for check in siege.done.exercises[name]["checks"]] == ["passed", "passed"]


def test_nothing_is_left_and_nothing_was_written(siege):
    assert siege.world.processes() == []
    assert siege.world.files() == siege.before


def test_no_secret_is_told(siege):
    assert "hush" not in siege.world.report.read_text() + siege.done.text + siege.done.errors

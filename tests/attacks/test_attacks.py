"""Every attack in `submissions/`, all handed in together beside honest work: what becomes of each, and of the rest."""

import re
import shutil
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="attacks are written for Linux")

SUBMISSIONS = Path(__file__).with_name("submissions")
HONEST = ("first", "last")


class Poison:
    """Leaves a file where it is unpickled, if it can."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return eval, (f"__import__('os').system('touch {self.path} 2>/dev/null')",)


def write_checkpoints(folder, world):
    """Files that look like torch's."""
    import torch

    torch.save({"weight": Poison(world.course / "owned")}, folder / "poisoned.pt")
    torch.save({"weight": torch.zeros(2**10)}, folder / "part.pt")
    data = (folder / "part.pt").read_bytes()
    (folder / "part.pt").write_bytes(data[: len(data) // 2])
    torch.save({"weight": torch.zeros(4 * 2**20)}, folder / "large.pt")
    with zipfile.ZipFile(folder / "large.pt") as large, zipfile.ZipFile(folder / "bomb.pt", "w") as bomb:
        for member in large.namelist():
            data = large.read(member).replace(b"J\0\0\x40\0", b"J\0\0\0\x40")  # 2**22 entries become 2**30
            bomb.writestr(member, data * (256 if member.endswith("data/0") else 1), zipfile.ZIP_DEFLATED)
    (folder / "large.pt").unlink()


@pytest.fixture(scope="module")
def siege(world, besieged, tmp_path_factory):
    """One run of the grader on all attacks."""
    labels = tuple(f"{path.parent.name}/{path.stem}" for path in attack_files())
    here = world(labels)
    submission = shutil.copytree(SUBMISSIONS, tmp_path_factory.mktemp("handed") / "\x1b[31m\n::error::owned")
    write_checkpoints(submission / "06_checkpoints", here)
    return besieged(here, submission)


@pytest.fixture(scope="module")
def without_walls(world, besieged):
    """Those that can do it where nothing keeps them from it."""
    labels = tuple(
        f"{path.parent.name}/{path.stem}" for path in attack_files() if "# without walls" in path.read_text()
    )
    return besieged(world(labels), SUBMISSIONS, "--isolation=none")


def attack_files():
    return [
        path for path in sorted(SUBMISSIONS.glob("*/*.py")) if re.search("^# [a-z]", path.read_text(), re.MULTILINE)
    ]


def test_what_becomes_of_it(siege, attack):
    label, expected = attack
    found = siege.check(label)
    assert found["status"] in expected.statuses, found["message"]
    if found["status"] != "passed":
        assert re.fullmatch(expected.message, found["message"], re.DOTALL), found["message"]


def test_able_it_would_be(without_walls, able):
    """So it is the walls that keep it from its aim, and no clumsiness of its own."""
    label, expected = able
    found = without_walls.check(label)
    assert found["status"] in expected.statuses
    assert re.fullmatch(expected.message, found["message"], re.DOTALL), found["message"]


class TestTheRest:
    def test_the_run_ends_as_a_run_ends(self, siege):
        assert siege.done.status == 1, siege.done.errors
        assert not any(check["status"] == "grader broke" for check in siege.done.checks.values())

    @pytest.mark.parametrize("name", HONEST)
    def test_honest_work_earns_its_points(self, siege, name):
        assert [check["status"] for check in siege.done.exercises[name]["checks"]] == ["passed", "passed"]

    def test_the_points_are_those_of_what_passed(self, siege):
        checks = siege.done.checks.values()
        earned = [check["score"] for check in checks]
        assert siege.done.grade["score"] == pytest.approx(sum(earned))
        assert siege.done.grade["max_score"] == len(earned)
        assert all(check["score"] == 0 for check in checks if check["status"] not in {"passed", "partial"})

    def test_nothing_runs_any_more(self, siege):
        assert siege.world.processes() == []

    def test_nothing_was_written(self, siege):
        after = siege.world.files()
        assert sorted(set(after) ^ set(siege.before)) == []
        assert [path for path, content in after.items() if siege.before[path] != content] == []

    def test_nothing_is_left_in_what_pytest_remembers(self, siege):
        remembered = [path for path in siege.world.course.glob(".pytest_cache/**/*") if path.is_file()]
        assert remembered
        assert not any(b"owned" in path.read_bytes() for path in remembered if path.name != "nodeids")

    def test_no_secret_is_told(self, siege):
        assert "hush" not in siege.world.report.read_text()
        assert "hush" not in siege.done.text + siege.done.errors

    def test_nothing_that_was_said_is_obeyed(self, siege):
        assert "owned" in siege.done.text
        for text in (siege.done.text, siege.done.errors):
            assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", text)
            assert not re.search(r"^\s*(\|\s*)?::", text, re.MULTILINE)
            assert "##[" not in text

    def test_messages_and_output_are_bounded(self, siege):
        for check in siege.done.checks.values():
            assert len(check["message"]) < 20_000
            assert len(check["output"]) <= 2**16

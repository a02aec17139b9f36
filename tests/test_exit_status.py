"""Each exit status that docs/ci/README.md names comes about as it says there."""

import re
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[1] / "docs" / "ci" / "README.md"
ROWS = [
    (0, "toy", ["--submission=solutions", "exercises/01_tensors"]),
    (1, "toy", ["exercises/01_tensors"]),
    (2, "toy", ["exercises/02_chance", "-p", "interrupts"]),
    (3, "broken", []),
    (4, "toy", ["--time-scale=-1"]),
    (4, "toy", ["--submission=nosuch"]),
    (5, "toy", ["--submission=conftest.py"]),
    (5, "toy", ["-k", "nosuch"]),
]


def test_the_table_names_each_status_once():
    assert sorted({row[0] for row in ROWS}) == [
        int(number) for number in re.findall(r"^\| (\d) ", PAGE.read_text(), re.MULTILINE)
    ]


@pytest.mark.parametrize(("status", "course", "options"), ROWS, ids=[f"{row[0]} {row[2][:1]}" for row in ROWS])
def test_status(status, course, options, copy_of, run):
    folder = copy_of(course)
    plugins = folder.parent / "plugins"
    plugins.mkdir()
    (plugins / "interrupts.py").write_text("def pytest_runtest_setup(item):\n    raise KeyboardInterrupt\n")
    done = run(folder, sys.executable, "-m", "pytest", *options, PYTHONPATH=str(plugins))
    assert done.status == status, done.text + done.errors
    assert "Traceback" not in done.errors + done.text


@pytest.mark.parametrize("parallel", [[], ["-n1"]], ids=["alone", "xdist"])
def test_what_cannot_be_graded_leaves_zeros_and_the_reason(parallel, copy_of, grade_in, tmp_path):
    (tmp_path / "x.zip").write_bytes(b"no zip")
    summary = tmp_path / "summary.md"
    options = [*parallel, f"--submission={tmp_path / 'x.zip'}", f"--report=github={summary}"]
    done = grade_in(copy_of("toy"), *options)
    assert done.status == 5
    assert done.grade["problem"].startswith("x.zip is no zip file")
    assert (done.grade["score"], done.grade["max_score"]) == (0, 16)
    assert {(check["status"], check["message"]) for check in done.checks.values()} == {("error", done.grade["problem"])}
    assert "\n\nx\\.zip is no zip file" in summary.read_text()
    assert done.grade["problem"] in done.text
    assert "Traceback" not in done.errors + done.text

"""Where to look: a line of the submission, whatever its worker claims, and a path from the top of CI's checkout."""

import pytest

from grader.checkout import from_checkout
from grader.grade import Place
from grader.here.outcome import Outcome
from grader.here.place import place_of
from grader.job import Failure, Frame, Script

SCRIPT = Script("anna/double.py", "import torch\n\n\nclass Other:\n    pass\n\n\nasync def double(x):\n    return x\n")


def body(submission):
    return [submission.double(x) for x in (1, 2)]


def stranger(submission):
    return submission.nothing_of_this_name


@pytest.mark.parametrize(
    ("frames", "line"),
    [
        ([(SCRIPT.path, 4), (SCRIPT.path, 9), ("check.py", 5)], 9),
        ([(SCRIPT.path, 4), (SCRIPT.path, 10**9)], 4),  # no such line: the worker lies
        ([(SCRIPT.path, 0), ("/etc/passwd", 1)], 8),
        ([], 8),
    ],
)
def test_the_line_is_one_that_was_handed_in(frames, line):
    failure = Failure(type="E", message="", frames=[Frame(path, number, "f") for path, number in frames])
    assert place_of(Outcome(kind="error", failure=failure), SCRIPT, body) == Place(SCRIPT.path, line)


def test_without_an_exception_it_is_what_the_check_calls_or_the_top():
    assert place_of(Outcome(kind="observed"), SCRIPT, body).line == 8
    assert place_of(Outcome(kind="timed out"), SCRIPT, stranger).line == 1


@pytest.mark.parametrize("variable", ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"])
def test_paths_start_at_the_top_of_the_checkout(tmp_path, monkeypatch, variable):
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    top = tmp_path / "work"
    (top / "anna").mkdir(parents=True)
    for path in (top / "anna" / "double.py", tmp_path / "double.py"):
        path.write_text("")
    assert from_checkout("anna/double.py", top) == "anna/double.py"
    monkeypatch.setenv(variable, str(top))
    assert from_checkout("work/anna/double.py", tmp_path) == "anna/double.py"
    assert from_checkout("double.py", tmp_path) == "double.py", "it lies elsewhere"
    assert from_checkout("homework.zip/double.py", top) == "homework.zip/double.py", "it is no file"

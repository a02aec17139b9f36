"""Where to look: a line of the submission, whatever its worker claims, and a path from the top of CI's checkout."""

import pytest

from grader.checkout import from_checkout
from grader.grade import Place
from grader.here.outcome import Outcome
from grader.here.place import LINES_OF_DEFINITION, excerpt_of, place_of
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


def test_lines_around_an_exception_and_the_whole_of_what_is_called():
    failure = Failure(type="E", message="", frames=[Frame(SCRIPT.path, 4, "f")])
    around = excerpt_of(Outcome(kind="error", failure=failure), SCRIPT, body)
    assert (around.file, around.line, around.first) == ("double.py", 4, 1)
    assert around.lines == ["import torch", "", "", "class Other:", "    pass", "", ""]
    whole = excerpt_of(Outcome(kind="observed"), SCRIPT, body)
    assert (whole.line, whole.first, whole.lines) == (0, 8, ["async def double(x):", "    return x"])
    assert excerpt_of(Outcome(kind="observed"), SCRIPT, stranger) is None


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("def double(\n    x,\n):\n    y = 1\n\n    # more\n# even here\n    return y\n\n\nx = 1\n", "    return y"),
        ("def double(x): return x\ndouble(1)\n", "def double(x): return x"),
        ("def double(x):\x0c\n    return '\u2028'" + "0" * 200, "    return '\u2028'" + "0" * 146),
        ("def double(x):\n" + "    x += 1\n" * 30 + "    return x", "    x += 1"),
    ],
)
def test_a_definition_ends_where_another_line_stands_at_the_left(text, last):
    found = excerpt_of(Outcome(kind="observed"), Script("double.py", text), body)
    assert found.lines[0].startswith("def double(")
    assert found.lines[-1] == last
    assert len(found.lines) <= LINES_OF_DEFINITION


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

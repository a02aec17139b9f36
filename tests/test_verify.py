"""`grader verify`: the toy course proves itself, and each thing that can be wrong with a course is said."""

import ast
import re
import shutil
import sys

import pytest

DOUBLE, SHUFFLE, CLASSIFY = "01_tensors/double", "02_chance/shuffle", "03_learning/classify"

# Without this check, this is what is said of a mistake that it alone catches.
NEEDED = {
    (DOUBLE, "test_doubles"): ["squares"],
    (DOUBLE, "test_leaves_argument"): ["in_place"],
    (DOUBLE, "test_keeps_dtype"): ["single"],
    (SHUFFLE, "test_keeps_entries"): ["loses_one", "puts_back"],
    (SHUFFLE, "test_changes_order"): ["same_order"],
    (SHUFFLE, "test_leaves_argument"): ["in_place"],
    (CLASSIFY, "test_accuracy"): ["first_alone"],
    (CLASSIFY, "test_one_point"): ["squeezes"],
    (CLASSIFY, "test_integers"): ["floats"],
}

TEST_ANSWERS = '''

@check(points=1)
def test_answers(submission):
    """Something comes back."""
    return {"nothing": submission.double(torch.ones(2)) is None}
'''
TEST_TASTE = '''

@check(points=1)
def test_taste(submission):
    """It pleases."""
    return submission.double(torch.ones(2))


@test_taste.judge
def _(seen):
    assert seen is None, "Not to my taste."
'''

# One thing that is off: the exercise, a file below its trees, what is added to it, and what is said of it.
OFF = {
    "twin": (
        DOUBLE,
        "solutions/mistakes/double/twin.py",
        '"""Another sentence for the same thing."""\n\n\ndef double(x):\n    return x**2\n',
        r"mistakes/(twin is shown as squares|squares is shown as twin) \(loses points in test_doubles.*\) \(seed 0\)",
    ),
    "right_mistake": (
        DOUBLE,
        "solutions/mistakes/double/none.py",
        '"""This is no mistake."""\n',
        r"mistakes/none survives \(seed 0\)",
    ),
    "wrong_alternative": (
        DOUBLE,
        "solutions/alternatives/double/trebles.py",
        "def double(x):\n    return 3 * x\n",
        r"alternatives/trebles does not pass test_doubles: failed: twice: 3 of 3 entries differ.* \(seed 0\)",
    ),
    "alternative_that_raises": (
        DOUBLE,
        "solutions/alternatives/double/raises.py",
        "def double(x):\n    raise ValueError('no')\n",
        r"alternatives/raises does not pass test_doubles: error: ValueError: no \(seed 0\)",
    ),
    "generous_stub": (
        DOUBLE,
        "exercises/double.py",
        "\n\ndef double(x):\n    return 2 * x\n",
        r"stub earns points for test_doubles \(seed 0\)",
    ),
    "stub_that_fails": (
        DOUBLE,
        "exercises/double.py",
        "\n\ndef double(x):\n    raise ValueError('not yet')\n",
        r"stub is not `not started` for test_doubles: ValueError: not yet \(seed 0\)",
    ),
    "check_too_many": (
        DOUBLE,
        "exercises/test_double.py",
        TEST_ANSWERS,
        r"no mistake needs the check test_answers",
    ),
    "judge_that_nobody_pleases": (
        DOUBLE,
        "exercises/test_double.py",
        TEST_TASTE,
        r"reference does not pass test_taste: failed: Not to my taste\. \(seed 0\)",
    ),
}


def copy_chapter(toy, course, label, chapter):
    """An exercise of the toy course, which has one in each chapter, as a chapter of another course."""
    for tree in ("exercises", "solutions"):
        shutil.copytree(toy / tree / label.split("/")[0], course / tree / chapter)


def without(text, check):
    """A file of checks without one of them, its judge, and without its name in what comes after it."""
    tree = ast.parse(text)
    tree.body = [node for node in tree.body if not belongs(node, check)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            node.keywords = [word for word in node.keywords if ast.unparse(word) != f"after='{check}'"]
    return ast.unparse(tree)


def belongs(node, check):
    if not isinstance(node, ast.FunctionDef):
        return False
    return node.name == check or any(ast.unparse(mark) == f"{check}.judge" for mark in node.decorator_list)


@pytest.fixture(scope="module")
def toy(copy_of):
    return copy_of("toy")


@pytest.fixture(scope="module")
def empty(copy_of):
    """A course without exercises."""

    def make():
        course = copy_of("toy")
        for tree in ("exercises", "solutions"):
            shutil.rmtree(course / tree)
        return course

    return make


@pytest.fixture(scope="module")
def good(verify_in, toy):
    return verify_in(toy, "--seeds", "2")


@pytest.fixture(scope="module")
def off(verify_in, toy, empty):
    """A course in which each exercise is off in one way."""
    course = empty()
    for label, check in NEEDED:
        chapter = chapter_of(label, check)
        copy_chapter(toy, course, label, chapter)
        for path in course.glob(f"*/{chapter}/test_*.py"):
            path.write_text(without(path.read_text(), check))
    for name, (label, path, text, _) in OFF.items():
        copy_chapter(toy, course, label, chapter_of(name))
        tree, _, file = path.partition("/")
        with (course / tree / chapter_of(name) / file).open("a") as target:
            target.write(text)
    return verify_in(course, "--seeds", "1")


def chapter_of(*what):
    """The chapter of the exercise that misses a check, or that is off in a way of its own."""
    return f"{10 + [*NEEDED, *((name,) for name in OFF)].index(what)}_off"


def said_of(run, *what):
    """What is said of this exercise."""
    return re.findall(rf"^{chapter_of(*what)}/\w+: (.*)$", run.text, re.MULTILINE)


class TestGood:
    def test_everything_holds(self, good):
        assert good.status == 0, good.text + good.errors
        assert good.text.endswith("Everything holds, under 2 seeds.\n")

    def test_the_table(self, good):
        lines = [line.split() for line in good.text.splitlines()]
        assert " ".join(lines[0]) == "exercise points reference stub mistakes alternatives checks needed"
        assert lines[1] == f"{DOUBLE} 6 all points no point 3/3 2/2 3/3".split()
        assert lines[2] == f"{SHUFFLE} 4 all points no point 4/4 2/2 3/3".split()
        assert lines[3] == f"{CLASSIFY} 6 all points no point 3/3 2/2 3/3".split()
        assert len(lines) == 5

    def test_progress_goes_to_stderr(self, good):
        assert f"{DOUBLE}: holds" in good.errors
        assert "holds\n" not in good.text.replace("Everything holds", "")

    def test_one_exercise_alone(self, verify_in, toy, good):
        one = verify_in(toy, SHUFFLE, "--seeds", "1")
        assert one.status == 0, one.text + one.errors
        assert SHUFFLE in one.text
        assert DOUBLE not in one.text


class TestOff:
    def test_exit_status_1(self, off):
        assert off.status == 1
        assert off.text.endswith("Something is off.\n")

    def test_a_row_for_each_exercise(self, off):
        rows = [line for line in off.text.splitlines() if re.match(r"\d\d_\w+/\w+ ", line)]
        assert len(rows) == len(NEEDED) + len(OFF)

    @pytest.mark.parametrize(("label", "check"), NEEDED)
    def test_without_a_check_the_mistakes_that_it_alone_catches_survive(self, off, label, check):
        said = said_of(off, label, check)
        survivors = [f"mistakes/{name} survives (seed 0)" for name in NEEDED[label, check]]
        assert [line for line in said if not line.startswith("there are 2 checks")] == survivors

    @pytest.mark.parametrize(("label", "check"), NEEDED)
    def test_two_checks_are_too_few(self, off, label, check):
        assert "there are 2 checks; at least 3 are asked for" in said_of(off, label, check)

    @pytest.mark.parametrize("name", OFF)
    def test_what_is_said(self, off, name):
        *_, expected = OFF[name]
        assert any(re.fullmatch(expected, line) for line in said_of(off, name)), said_of(off, name)

    @pytest.mark.parametrize("name", ["twin", "right_mistake", "wrong_alternative", "alternative_that_raises"])
    def test_nothing_else_is_said(self, off, name):
        assert len(said_of(off, name)) <= 2  # a code that is off may be so for two checks

    def test_the_table_counts_what_holds(self, off):
        def row(name):
            return re.search(rf"^{chapter_of(name)}/\w+ +(.*)$", off.text, re.MULTILINE)[1]

        assert re.fullmatch(r"6 +all points +no point +3/4 +2/2 +\d/3", row("right_mistake"))
        assert re.fullmatch(r"6 +all points +no point +3/3 +2/3 +3/3", row("wrong_alternative"))
        assert re.fullmatch(r"6 +all points +OFF +3/3 +2/2 +3/3", row("generous_stub"))
        assert re.fullmatch(r"7 +OFF +.*", row("judge_that_nobody_pleases"))
        assert re.fullmatch(r"7 +all points +no point +3/3 +2/2 +3/4", row("check_too_many"))


class TestBroken:
    """What leaves nothing to prove: the course itself cannot be run."""

    def test_a_mistake_without_a_sentence(self, verify_in, toy, empty):
        course = empty()
        copy_chapter(toy, course, DOUBLE, "01_tensors")
        (course / "solutions/01_tensors/mistakes/double/mute.py").write_text("def double(x):\n    return x\n")
        said = verify_in(course, "--seeds", "1")
        assert said.status == 1
        assert "mistakes/double/mute.py has no readable module docstring: write the sentence" in said.text
        assert said.text.endswith("Something is off.\n")

    def test_a_judge_and_a_fixture_that_fail(self, verify_in, copy_of):
        said = verify_in(copy_of("broken"), "--seeds", "1")
        assert said.status == 1
        assert "test_judge_raises" in said.text
        assert "what no observation has" in said.text
        assert "the data are not there" in said.text
        assert "test_reference_raises: the reference raises ValueError: the reference knows no such thing" in said.text

    def test_a_file_of_checks_that_cannot_be_read(self, verify_in, toy, empty):
        course = empty()
        copy_chapter(toy, course, DOUBLE, "01_tensors")
        (course / "exercises/01_tensors/test_double.py").write_text("def test_doubles(:\n")
        said = verify_in(course, "--seeds", "1")
        assert said.status == 1
        assert "grader broke: exercises/01_tensors/test_double.py cannot be collected:" in said.text
        assert "SyntaxError" in said.text


class TestCommand:
    @pytest.mark.parametrize("name", ["01_tensors/nosuch", "nosuch", "01_tensors/double/more", ""])
    def test_an_unknown_exercise(self, verify_in, toy, name):
        said = verify_in(toy, name)
        assert said.status == 2
        assert f"{name} is no exercise below {toy}" in said.errors
        assert "write CHAPTER/MODULE" in said.errors
        assert said.text == ""

    @pytest.mark.parametrize("option", [("--seeds", "0"), ("--nosuch",)])
    def test_an_option_that_makes_no_sense(self, verify_in, toy, option):
        assert verify_in(toy, *option).status == 2

    def test_help_has_an_example(self, verify_in, toy):
        said = verify_in(toy, "--help")
        assert said.status == 0
        assert "Example: grader verify 03_autograd/no_grad_update --seeds 5" in said.text
        for option in ("--seeds", "--time-scale", "--mnist-root", "--fresh"):
            assert option in said.text

    def test_the_command_itself_has_an_example(self, run, tmp_path):
        command = [sys.executable, "-c", "from grader.cli import main; main(prog_name='grader')", "--help"]
        said = run(tmp_path, *command)
        assert said.status == 0
        assert "Example: pytest --submission homework.zip" in said.text

"""What `@check` makes of a test function, and what it refuses."""

import pytest

from grader import Finding, check, judges
from grader.check import DEFAULT_TIMEOUT, check_of, fixtures_of


def body(submission):
    """The promise."""


def marks(function):
    return [mark.args for mark in getattr(function, "pytestmark", []) if mark.name == "usefixtures"]


def fresh():
    def fresh_body(submission):
        """The promise."""

    return fresh_body


def test_the_function_stays_itself_and_carries_its_check():
    function = fresh()
    assert check(points=2.5)(function) is function
    assert check_of(function) is function.check
    assert (function.check.points, function.check.after, function.check.judge) == (2.5, (), None)
    assert function.check.timeout == DEFAULT_TIMEOUT == 10.0


@pytest.mark.parametrize("points", [0, -1, -0.5, float("nan"), float("inf")])
def test_points_that_are_no_worth_are_refused(points):
    with pytest.raises(ValueError, match="points must be a positive number"):
        check(points=points)


def test_points_have_to_be_said():
    with pytest.raises(TypeError, match="points"):
        check()


@pytest.mark.parametrize("docstring", [None, "", " \n\t "])
def test_a_check_without_a_line_for_the_student_is_refused(docstring):
    function = fresh()
    function.__doc__ = docstring
    with pytest.raises(ValueError, match="fresh_body has no docstring: write the line that the student reads"):
        check(points=1)(function)
    assert check_of(function) is None


@pytest.mark.parametrize(
    ("after", "names"), [((), ()), ("test_one", ("test_one",)), (("test_one", "test_two"), ("test_one", "test_two"))]
)
def test_prerequisites_are_one_name_or_several(after, names):
    assert check(points=1, after=after)(fresh()).check.after == names


def test_a_judge_of_its_own_brings_its_fixtures_and_no_others():
    function = check(points=1)(fresh())

    @function.judge
    def judge(seen, reference, sources, *, factors, labels):
        return None

    assert function.check.judge is judge
    assert function.check.needs == ("labels",)
    assert marks(function) == [("labels",)]


def test_a_ready_made_judge_is_given_at_once():
    judge = judges.accuracy(0.9, labels="truth")
    function = check(points=1, judge=judge)(fresh())
    assert function.check.judge is judge
    assert function.check.needs == ("truth",)
    assert marks(function) == [("truth",)]


@pytest.mark.parametrize("judge", [judges.equals_reference(), judges.source_rule({}), judges.loss_below(1.0)])
def test_ready_made_judges_without_answers_ask_for_no_fixture(judge):
    assert fixtures_of(judge) == ()
    assert marks(check(points=1, judge=judge)(fresh())) == []


def test_the_first_parameter_is_the_observation_whatever_its_name():
    assert fixtures_of(lambda losses, best: None) == ("best",)


@pytest.mark.parametrize("other", [body, None, 3, type("Mock", (), {"check": object()})()])
def test_other_things_carry_no_check(other):
    assert check_of(other) is None


def test_a_finding_is_a_fraction_with_words():
    assert Finding(0.5) == Finding(fraction=0.5, message="")
    assert Finding(0.5, "half") != Finding(0.5)

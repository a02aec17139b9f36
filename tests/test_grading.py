"""Grading as users see it: the command line on a toy course, the screen, the grade file and the exit status."""

import json
import re

import pytest

pytestmark = pytest.mark.filterwarnings("default::ResourceWarning")

EVERY_STATUS = {
    "double": """
import os
import torch

def double(x):
    if len(x) == 3:
        while True:
            pass
    if len(x) == 5:
        os._exit(0)
    if x.dtype == torch.float64:
        raise ValueError("floats are enough")
    return 2 * x
""",
    "classify": """
import torch

def classify(points):
    print("classifying")
    return (points[:, 0] > 0).long().squeeze()
""",
    "shuffle": """
def shuffle(items):
    raise NotImplementedError
""",
}
STATUSES = {
    "test_double.py::test_doubles[3]": "timed out",
    "test_double.py::test_doubles[5]": "crashed",
    "test_double.py::test_leaves_argument": "skipped",
    "test_double.py::test_keeps_dtype": "error",
    "test_shuffle.py::test_keeps_entries": "not started",
    "test_shuffle.py::test_changes_order": "skipped",
    "test_shuffle.py::test_leaves_argument": "not started",
    "test_classify.py::test_accuracy": "partial",
    "test_classify.py::test_one_point": "failed",
    "test_classify.py::test_integers": "passed",
}

MISTAKEN = {
    "double": """
def double(x):
    return x.mul_(2)
""",
    "shuffle": """
import random

def shuffle(items):
    return random.sample(items, len(items) - 1)
""",
    "classify": """
def classify(points):
    print("::error::classifying")
    return (points[:, 1] < 0).long()
""",
}
IN_PLACE = "The argument itself is changed, so whoever still needs it finds other numbers there."
LOSES_ONE = "The last entry that is drawn is lost."

BROKEN = """
def thing(of):
    return None if of == "a malformed observation" else {"value": of}
"""


@pytest.fixture(scope="module")
def toy(copy_of):
    return copy_of("toy")


@pytest.fixture(scope="module")
def right(grade_in, toy):
    return grade_in(toy, "--submission=solutions")


@pytest.fixture(scope="module")
def every_submission(submit):
    return submit(**EVERY_STATUS)


@pytest.fixture(scope="module")
def every(grade_in, toy, every_submission):
    return grade_in(toy, f"--submission={every_submission}", "--time-scale", "0.1")


@pytest.fixture(scope="module")
def every_in_parallel(grade_in, toy, every_submission):
    return grade_in(toy, f"--submission={every_submission}", "--time-scale", "0.1", "-v", "-n", "2")


@pytest.fixture(scope="module")
def every_unshuffled(grade_in, toy, every_submission):
    return grade_in(toy, f"--submission={every_submission}", "--time-scale", "0.1", "-v", "-p", "no:randomly")


@pytest.fixture(scope="module")
def mistaken_submission(submit):
    return submit(**MISTAKEN)


@pytest.fixture(scope="module")
def mistaken(grade_in, toy, mistaken_submission):
    return grade_in(toy, f"--submission={mistaken_submission}")


@pytest.fixture(scope="module")
def selected(grade_in, toy, mistaken_submission):
    return grade_in(toy, "--submission", mistaken_submission, "-k", "leaves_argument or changes_order")


@pytest.fixture(scope="module")
def with_another_seed(grade_in, toy, mistaken_submission):
    return grade_in(toy, f"--submission={mistaken_submission}", "--grader-seed", "7")


@pytest.fixture(scope="module")
def stopped(grade_in, toy, mistaken_submission):
    return grade_in(toy, f"--submission={mistaken_submission}", "-x")


@pytest.fixture(scope="module")
def untouched(grade_in, toy):
    return grade_in(toy)


@pytest.fixture(scope="module")
def broken_submission(submit):
    return submit(thing=BROKEN)


@pytest.fixture(scope="module")
def broken(grade_in, copy_of, broken_submission):
    return grade_in(copy_of("broken"), f"--submission={broken_submission}", "-v")


@pytest.fixture(scope="module")
def broken_in_parallel(grade_in, copy_of, broken_submission):
    return grade_in(copy_of("broken"), f"--submission={broken_submission}", "-n", "2")


def timeless(grade):
    """A grade without how long anything took."""
    return json.loads(
        json.dumps(grade), object_hook=lambda record: {k: v for k, v in record.items() if k != "duration"}
    )


def flat(text):
    """Text without the places where its lines are broken."""
    return re.sub(r"\s+(\|\s|>>\s)?\s*", " ", text)


def block(run, label):
    """What is said of one exercise, above the table."""
    return re.search(rf"^{label} .*?\n(?=\S|\n\n|\Z)", run.text, re.MULTILINE | re.DOTALL)[0]


class TestRight:
    def test_all_points_and_exit_status_0(self, right):
        assert right.status == 0, right.text
        assert set(right.verdicts.values()) == {"passed"}
        assert (right.grade["score"], right.grade["max_score"]) == (16, 16)
        assert {one["status"] for one in right.grade["exercises"]} == {"passed"}

    def test_points_are_those_of_each_case(self, right):
        worth = {name: check["max_score"] for name, check in right.checks.items()}
        assert worth["test_double.py::test_doubles[3]"] == worth["test_double.py::test_doubles[5]"] == 2
        assert right.exercises["double"]["max_score"] == 6

    def test_nothing_is_said_but_the_table(self, right):
        assert "test_keeps_dtype" not in right.text
        assert re.search(r"^total +16/16 +\S+ +3 of 3 exercises complete$", right.text, re.MULTILINE)
        assert right.errors == ""

    def test_titles_order_and_hidden_checks(self, right):
        checks = right.exercises["double"]["checks"]
        assert [check["title"] for check in checks] == [
            "Every entry is doubled [3]",
            "Every entry is doubled [5]",
            "The argument stays as it was.",
            "The result has the dtype of the argument.",
        ]
        assert [check["hidden"] for check in checks] == [False, False, False, True]
        assert list(right.exercises) == ["double", "shuffle", "classify"]
        assert right.exercises["double"]["title"] == "Twice a tensor."

    def test_what_the_grade_says_of_the_run(self, right):
        assert right.grade["submission"] == "solutions"
        assert right.grade["environment"]["seed"] == 0
        assert right.grade["isolation"]["asked"] == "auto"
        assert right.grade["duration"] > 0


class TestUntouched:
    def test_the_stubs_are_graded_where_nothing_is_handed_in(self, untouched):
        assert untouched.status == 1
        assert untouched.grade["score"] == 0
        assert untouched.grade["max_score"] == 16
        assert set(untouched.verdicts.values()) == {"not started", "skipped"}
        assert {one["status"] for one in untouched.grade["exercises"]} == {"not started"}

    def test_unfinished_work_is_one_line(self, untouched):
        assert "Not started (3): 01_tensors/double, 02_chance/shuffle, 03_learning/classify" in untouched.text
        assert "NotImplementedError" not in untouched.text

    def test_letters(self, untouched):
        assert re.search(r"test_double\.py n+s", untouched.text)


class TestEveryStatus:
    def test_in_the_grade(self, every):
        assert every.verdicts == STATUSES
        assert every.status == 1

    def test_scores_follow(self, every):
        scores = {name: check["score"] for name, check in every.checks.items() if check["score"]}
        assert set(scores) == {"test_classify.py::test_accuracy", "test_classify.py::test_integers"}
        assert 0 < scores["test_classify.py::test_accuracy"] < 4
        assert every.grade["score"] == pytest.approx(sum(scores.values()))
        assert every.grade["max_score"] == 16
        assert [one["status"] for one in every.grade["exercises"]] == ["failed", "not started", "partial"]

    @pytest.mark.parametrize(
        ("check", "message"),
        [
            ("test_double.py::test_doubles[3]", r"It was stopped after 1 s of computing: .*"),
            ("test_double.py::test_doubles[5]", r"The process ended by itself \(exit status 0\).*"),
            ("test_double.py::test_leaves_argument", r"skipped, because .*: Every entry is doubled \[3\]"),
            (
                "test_double.py::test_keeps_dtype",
                r"ValueError: floats are enough\n  double\.py, line 12, in double: raise ValueError\(.*\)",
            ),
            ("test_shuffle.py::test_keeps_entries", "not started"),
            ("test_classify.py::test_accuracy", r"[\d.]+% of the answers are right; 95% earns all .*"),
            ("test_classify.py::test_one_point", r"shape: expected 1 entr(y|ies), got 0\."),
            ("test_classify.py::test_integers", ""),
        ],
    )
    def test_messages(self, every, check, message):
        assert re.fullmatch(message, every.checks[check]["message"]), every.checks[check]["message"]

    @pytest.mark.parametrize("status", ["timed out", "crashed", "skipped", "error", "partial", "failed"])
    def test_in_the_account_on_the_screen(self, every, status):
        lost = {name: check for name, check in every.checks.items() if check["status"] == status}
        for check in lost.values():
            if check["title"] != "The order is another one.":  # of an exercise that is not started
                title = re.escape(check["title"].rstrip("."))
                assert re.search(rf"^  {status} +-[\d.]+  {title}( \(hidden\))?$", every.text, re.MULTILINE)

    def test_letters(self, every):
        uninterrupted = re.sub(r"\n(  \w+: a check has been running for \d+ s\n)+", "", every.text)
        letters = re.findall(r"^\w+/\w+/(\w+)\.py ([A-Za-z.]+)", uninterrupted, re.MULTILINE)
        assert "".join(found for name, found in letters if name == "test_double") == "TCsE"
        assert "".join(found for name, found in letters if name == "test_shuffle") == "nsn"
        assert "".join(found for name, found in letters if name == "test_classify") == "pF."

    @pytest.mark.parametrize("how", ["every_unshuffled", "every_in_parallel"])
    def test_words_with_v(self, how, request):
        text = request.getfixturevalue(how).text
        for name, status in STATUSES.items():
            word = r"PARTIAL [\d.]+/4" if status == "partial" else status.upper()
            case = re.escape(name)
            assert re.search(rf"{case} {word}( |$)|\] {word} \S+{case}", text, re.MULTILINE), (name, status)

    def test_what_was_printed_is_kept_and_shown(self, every):
        assert every.checks["test_classify.py::test_one_point"]["output"] == "classifying\n"
        assert "Your code printed" in block(every, "03_learning/classify")

    def test_neither_order_nor_parallelism_nor_another_run_changes_the_grade(
        self, every, every_in_parallel, every_unshuffled
    ):
        assert timeless(every_in_parallel.grade) == timeless(every.grade)
        assert timeless(every_unshuffled.grade) == timeless(every.grade)
        assert every_in_parallel.status == every_unshuffled.status == every.status

    def test_the_account_is_the_same_in_parallel(self, every_in_parallel, every_unshuffled):
        def account(run):
            return run.text[run.text.index("01_tensors/double ") : run.text.index("isolation auto")]

        assert account(every_in_parallel) == account(every_unshuffled)


class TestMistakes:
    def test_one_is_named_by_what_was_observed(self, mistaken):
        assert mistaken.exercises["double"]["mistake"] == {"name": "in_place", "message": IN_PLACE}

    def test_one_is_named_by_its_verdicts_where_the_values_are_random(self, mistaken):
        assert mistaken.exercises["shuffle"]["mistake"] == {"name": "loses_one", "message": LOSES_ONE}

    def test_none_is_named_where_none_explains(self, mistaken, every):
        assert mistaken.exercises["classify"]["status"] == "partial"
        assert mistaken.exercises["classify"]["mistake"] is None
        assert every.exercises["double"]["mistake"] is None
        assert ">>" not in block(mistaken, "03_learning/classify")

    @pytest.mark.parametrize(
        ("label", "message", "detail"),
        [
            ("01_tensors/double", IN_PLACE, "argument: 4 of 4 entries differ"),
            ("02_chance/shuffle", LOSES_ONE, "30 entries went in, and 29 came out."),
        ],
    )
    def test_it_is_said_once_and_before_the_details(self, mistaken, label, message, detail):
        said = flat(block(mistaken, label))
        assert said.count(message) == 1
        assert said.index(message) < said.index(detail)

    def test_the_table_begins_with_it(self, mistaken):
        table = mistaken.text[mistaken.text.rindex("01_tensors") :]
        assert re.search(rf"^  shuffle +1/4 +\S+ +{re.escape(LOSES_ONE)}$", table, re.MULTILINE)

    def test_whom_no_mistake_explains_is_told_how_far_off_he_is(self, mistaken):
        message = mistaken.checks["test_double.py::test_leaves_argument"]["message"]
        assert message.endswith("Every entry is 2 times what is expected.")

    def test_what_was_printed_obeys_nobody(self, mistaken):
        assert "::error::classifying" in mistaken.checks["test_classify.py::test_accuracy"]["output"]
        assert not re.search(r"^\s*(\|\s*)?::error", mistaken.text, re.MULTILINE)


class TestSelection:
    def test_a_submission_may_lie_anywhere(self, selected, toy):
        """Given as one does, in two words: pytest may not take the path for one of its own."""
        assert selected.status == 1, selected.errors
        assert f"rootdir: {toy}\n" in selected.text

    def test_prerequisites_come_along(self, selected):
        assert set(selected.verdicts) == {
            "test_double.py::test_doubles[3]",
            "test_double.py::test_doubles[5]",
            "test_double.py::test_leaves_argument",
            "test_shuffle.py::test_keeps_entries",
            "test_shuffle.py::test_changes_order",
            "test_shuffle.py::test_leaves_argument",
        }

    def test_no_verdict_changes(self, selected, mistaken):
        known = timeless(mistaken.checks)
        assert timeless(selected.checks) == {name: known[name] for name in selected.checks}
        assert selected.exercises["double"]["mistake"] == mistaken.exercises["double"]["mistake"]
        assert selected.verdicts["test_shuffle.py::test_changes_order"] == "skipped"

    def test_the_denominator_is_that_of_what_was_selected(self, selected):
        assert selected.grade["max_score"] == 9

    def test_x_stops_at_the_first_that_is_not_passed(self, stopped):
        assert stopped.status == 1
        verdicts = list(stopped.verdicts.values())
        first = verdicts.index("failed")
        assert verdicts == ["passed"] * first + ["failed"] + ["skipped"] * (len(verdicts) - first - 1)
        assert stopped.grade["max_score"] == 16
        last = stopped.checks["test_classify.py::test_integers"]
        assert last["message"] == "skipped, because the run was stopped before it"

    def test_the_mistake_of_the_exercise_that_stopped_it_is_named(self, stopped):
        assert stopped.exercises["double"]["mistake"]["name"] == "in_place"


class TestSeed:
    def test_another_seed_draws_other_data(self, mistaken, with_another_seed):
        assert with_another_seed.grade["environment"]["seed"] == 7
        check = "test_double.py::test_leaves_argument"
        assert with_another_seed.checks[check]["message"] != mistaken.checks[check]["message"]

    def test_it_changes_no_verdict(self, mistaken, with_another_seed):
        assert with_another_seed.verdicts == mistaken.verdicts
        named = {name: one["mistake"] for name, one in mistaken.exercises.items()}
        assert {name: one["mistake"] for name, one in with_another_seed.exercises.items()} == named


SUBSET = (
    "holds a Subset (of random_split, perhaps), and with it the whole dataset would travel to the submission, "
    "labels too: hand over a dataset made of the chosen items alone"
)


class TestBroken:
    def test_exit_status_3(self, broken):
        assert broken.status == 3

    def test_what_is_not_the_students_fault_is_called_so(self, broken):
        assert broken.verdicts == {
            "test_thing.py::test_fine": "passed",
            "test_thing.py::test_judge_raises": "grader broke",
            "test_thing.py::test_judge_is_too_generous": "grader broke",
            "test_thing.py::test_fixture_fails": "grader broke",
            "test_thing.py::test_fixture_fails_late": "grader broke",
            "test_thing.py::test_subset": "grader broke",
            "test_thing.py::test_subset_by_name": "grader broke",
            "test_thing.py::test_reference_raises": "grader broke",
            "test_thing.py::test_judge_stumbles": "failed",
        }
        assert broken.exercises["thing"]["status"] == "grader broke"

    @pytest.mark.parametrize(
        ("check", "why"),
        [
            ("test_judge_raises", "KeyError: 'what no observation has'"),
            ("test_judge_is_too_generous", "ValueError: a judge returned the fraction 1.5; it must be in [0, 1]"),
            ("test_fixture_fails", "OSError: the data are not there"),
            ("test_fixture_fails_late", "OSError: the data cannot be put away"),
            ("test_subset", f"CourseError: test_subset: `half` {SUBSET}"),
            ("test_subset_by_name", f"CourseError: test_subset_by_name: what its body uses {SUBSET}"),
            (
                "test_reference_raises",
                "The reference does not get through this check (error): ValueError: the reference knows no such thing",
            ),
        ],
    )
    def test_why_it_broke(self, broken, check, why):
        message = broken.checks[f"test_thing.py::{check}"]["message"]
        assert message.startswith("The grader broke here, not the submission: ")
        assert message.endswith(why)

    def test_a_judge_that_stumbles_over_a_malformed_observation_fails_the_check_alone(self, broken):
        message = broken.checks["test_thing.py::test_judge_stumbles"]["message"]
        assert message.startswith("What came back has not the form that this check asks for.")
        assert "None" in message

    def test_no_point_is_earned_where_it_broke_and_none_is_taken_from_the_sum(self, broken):
        assert (broken.grade["score"], broken.grade["max_score"]) == (1, 9)

    def test_the_screen_says_so(self, broken):
        assert "This is not your fault" in broken.text
        assert "GRADER BROKE (not your fault)" in broken.text
        assert re.search(r"test_judge_raises GRADER BROKE", broken.text)

    def test_it_is_no_better_in_parallel(self, broken, broken_in_parallel):
        assert broken_in_parallel.status == 3
        assert timeless(broken_in_parallel.grade) == timeless(broken.grade)


class TestRefusals:
    """Exit status 4, and a sentence with the fact and the remedy, instead of a grade."""

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (("--submission", "nosuch.py"), "nosuch.py does not exist: give the path of a file"),
            (("--submission=solutions", "--report", "sculpture"), "there is no such format; there is "),
            (("--submission=solutions", "--time-scale", "0"), "it must be positive, such as 2.0 on a slow machine"),
        ],
        ids=["submission", "report", "time scale"],
    )
    def test_options(self, grade_in, toy, options, said):
        refused = grade_in(toy, *options)
        assert refused.status == 4
        assert said in refused.errors + refused.text
        assert refused.grade == {}
        assert "Traceback" not in refused.errors + refused.text

    @pytest.fixture
    def changed(self, copy_of, grade_in):
        """Grade with one file of the course spoilt."""

        def spoil(path, before, after):
            course = copy_of("toy")
            text = (course / path).read_text()
            assert before in text
            (course / path).write_text(text.replace(before, after))
            return grade_in(course, "--submission=solutions", path)

        return spoil

    def test_checks_that_cannot_be_collected(self, changed):
        refused = changed("exercises/02_chance/test_shuffle.py", "from grader", "from nowhere")
        assert refused.status not in {0, 1}
        assert "nowhere" in refused.text
        assert refused.grade.get("score", 0) == 0

    def test_a_prerequisite_that_does_not_exist(self, changed):
        refused = changed("exercises/02_chance/test_shuffle.py", 'after="test_keeps_entries"', 'after="test_nosuch"')
        assert refused.status == 4
        assert "test_changes_order comes after test_nosuch, and" in refused.errors + refused.text
        assert "has no such check: mend `after`" in refused.errors + refused.text


def test_what_a_judge_measures_stands_in_the_grade_if_it_is_a_number(copy_of, grade_in):
    course = copy_of("toy")
    path = course / "exercises" / "02_chance" / "test_shuffle.py"
    judge = "Finding(1.0, measures={'n': len(seen), 'nan': float('nan')})"
    text = path.read_text().replace("import check", "import Finding, check")
    path.write_text(f"{text}\n\n@test_keeps_entries.judge\ndef _(seen):\n    return {judge}\n")
    done = grade_in(course, "--submission=solutions", "-k", "keeps_entries or accuracy")
    assert done.status == 0
    assert {name.rpartition("::")[2]: check["measures"] for name, check in done.checks.items()} == {
        "test_keeps_entries": {"n": 30},
        "test_accuracy": {"accuracy": 1},
    }

"""Hidden checks: what students read says nothing of them but points and status, whoever writes it."""

import json
import sys
import xml.etree.ElementTree as ET

import pytest

from grader.figures import Curve
from grader.grade import CheckGrade, Environment, Excerpt, ExerciseGrade, Grade, Isolation, Place, Status
from grader.hidden import TITLE, for_students
from grader.reports.writers import WRITERS

SECRET = "seventeen"  # noqa: S105  a word, not a password
FOR_TEACHERS = {"json", "html-full", "gradescope"}


def whole():
    """A grade whose hidden checks hold the secret in every field that can."""
    told = {
        "title": SECRET,
        "message": SECRET,
        "output": SECRET,
        "place": Place(SECRET, 17),
        "excerpt": Excerpt(file=SECRET, line=17, first=17, lines=[SECRET]),
        "measures": {SECRET: 17.0},
        "figures": [Curve(title=SECRET, yours=[1.0, 2.0], reference=[1.0, 2.0])],
    }
    checks = [
        CheckGrade(
            id="exercises/01/test_x.py::test_a", title="seen", max_score=2.0, status=Status.FAILED, message="no"
        ),
        *(
            CheckGrade(
                id=f"solutions/01/test_x.py::test_{SECRET}[{status}]", max_score=1.0, status=status, hidden=True, **told
            )
            for status in Status
        ),
    ]
    grade = Grade(
        submission="anna",
        isolation=Isolation(asked="auto"),
        environment=Environment(),
        exercises=[ExerciseGrade(chapter="01", name="x", title="X", checks=checks)],
    )
    grade.add_up()
    return grade


def test_points_and_status_are_all_that_is_left():
    grade = whole()
    told = for_students(grade)
    assert (told.score, told.max_score) == (grade.score, grade.max_score)
    pairs = list(zip(grade.exercises[0].checks, told.exercises[0].checks, strict=True))
    assert pairs[0][0] == pairs[0][1]
    for number, (check, bare) in enumerate(pairs[1:], 1):
        kept = {"status": check.status, "score": check.score, "max_score": 1.0, "message": "", "hidden": True}
        assert bare == CheckGrade(id=f"solutions/01/test_x.py::hidden-{number}", title=TITLE, **kept)
    assert grade == whole(), "the grade itself stays"


@pytest.mark.parametrize("name", WRITERS)
def test_only_what_is_for_teachers_holds_more(name, tmp_path, monkeypatch):
    for variable in ("CLASSROOM", "ASSIGNMENT", "OWNER", "COMMIT_URL", "RELEASE_URL", "SUBMISSION_TAG"):
        monkeypatch.setenv(variable, "x")
    monkeypatch.delenv("GITHUB_OUTPUT", raising=False)
    WRITERS[name].write(whole(), tmp_path / "report")
    assert (SECRET in (tmp_path / "report").read_text()) is (name in FOR_TEACHERS)
    assert WRITERS[name].for_teachers is (name in FOR_TEACHERS)


SEVENTEEN = f'''

import pytest


@check(points=1)
@pytest.mark.parametrize("{SECRET}s", ["{SECRET}"])
def test_{SECRET}(submission, {SECRET}s):
    """It takes {SECRET}."""
    return {{"{SECRET}": submission.double(torch.ones(17))}}


@check(points=1, after="test_{SECRET}")
def test_after_{SECRET}(submission):
    """It takes {SECRET} again."""
    return 1


@pytest.fixture
def broken():
    raise RuntimeError("{SECRET}")


@check(points=1)
def test_broken_{SECRET}(submission, broken):
    """It breaks at {SECRET}."""
'''
# it prints the word, and its own lines, which are shown, do not hold it
DOUBLE = 'def double(x):\n    print("seven" + "teen" if len(x) == 17 else "other")\n    return 3 * x\n'
FILES = ("junit.xml", "summary.md", "quality.json", "grade.html", "grade.json")


@pytest.fixture(scope="module", params=[(), ("-n1",)], ids=["alone", "xdist"])
def in_ci(request, copy_of, run, submit, tmp_path_factory):
    """A function that grades as in a job of CI, with whatever pytest offers to say more; it gives all that came out."""
    course = copy_of("toy")
    hidden = course / "solutions" / "01_tensors" / "test_double.py"
    hidden.write_text(hidden.read_text() + SEVENTEEN)
    work = submit(double=DOUBLE)

    def graded(*options, **variables):
        out = tmp_path_factory.mktemp("out")
        files = [f"--report={form}={out / name}" for form, name in zip(REPORTS, FILES[1:], strict=True)]
        more = ["-v", "-rA", "-o", "junit_logging=all", f"--junitxml={out / 'junit.xml'}", f"--submission={work}"]
        runner = {"CI": "true", "GITHUB_ACTIONS": "true"} | variables
        done = run(course, sys.executable, "-m", "pytest", *request.param, *files, *more, *options, **runner)
        assert done.status == 3, "a check of the course is broken"
        return {"the log": done.text + done.errors} | {name: (out / name).read_text() for name in FILES}, out

    return graded


REPORTS = ("github", "codequality", "html", "json")


def test_in_ci_no_hidden_check_is_told(in_ci):
    said, out = in_ci()
    leaky = {name for name, text in said.items() if SECRET in text}
    assert leaky == {"grade.json"}
    assert said["the log"].count(f"{TITLE} (hidden)") == 3
    checks = [one for exercise in json.loads(said["grade.json"])["exercises"] for one in exercise["checks"]]
    cases = [*ET.parse(out / "junit.xml").iter("testcase")]  # noqa: S314  pytest wrote it
    assert len({(case.get("classname"), case.get("name")) for case in cases}) == len(checks)
    hidden = {case.get("name"): case for case in cases if case.get("name").startswith("hidden-")}
    assert len(hidden) == sum(check["hidden"] for check in checks) == 4
    pictures = sorted(path.name for path in out.glob("junit-pictures/*"))
    assert pictures == ["01_tensors-double-1.png", "01_tensors-double-2.png"], "those of visible checks"


def test_show_tells_them_all_where_the_terminal_is(in_ci):
    said, _ = in_ci("--hidden=show")
    assert {name for name, text in said.items() if SECRET in text} == {"the log", "junit.xml", "grade.json"}


def test_out_of_ci_they_are_shown(in_ci):
    said, _ = in_ci(CI="", GITHUB_ACTIONS="")
    assert {name for name, text in said.items() if SECRET in text} == {"the log", "junit.xml", "grade.json"}

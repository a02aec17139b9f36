"""What all formats of `--report` have in common, and that each file is what its readers expect.

A new format needs a validator here: it gets a grade and the file that was written of it, and fails if a reader of that
format would stumble.
"""

import json
import os
import re
import subprocess
import sys

import jsonschema
import pytest

from grader.grade import CheckGrade, Environment, ExerciseGrade, Grade, Isolation, Mistake, Status
from grader.reports.json import SCHEMA_PATH, read_json
from grader.reports.writers import WRITERS

HOSTILE = (
    "::error file=x.py,line=1::mine\n##[group]x\n\x1b]0;title\x07\x1b[2J\x9b2J\x00\r\x7f\u202e \ud800 \u2028"
    "</script><script>alert(1)</script> ]]> &amp; <!-- \n```\n~~~~\n# heading | cell `code` ![x](http://x.example/y)"
    " $$x$$ {{ 7 * 7 }} {% x %} %0A%22 ; , \" ' \\ =1+1"
)
LONG = "0123456789 abcdef\n" * 6000


def check(status, number=0, **fields):
    """One check of three points: passed has all, partial has one and a half."""
    score = {Status.PASSED: 3.0, Status.PARTIAL: 1.5}.get(status, 0.0)
    name = f"exercises/01_tensors/test_x.py::test_{number}"
    told = {"id": name, "title": f"Promise {number}.", "message": "", "score": score, "max_score": 3.0} | fields
    return CheckGrade(status=status, **told)


def grade(*exercises):
    """A grade of exercises, each a list of checks, added up."""
    whole = Grade(
        submission="anna.zip",
        isolation=Isolation(asked="auto", in_force=["memory limit"], missing=["network namespace"]),
        environment=Environment(versions={"torch": "2"}, dataset="digits"),
        exercises=[
            ExerciseGrade(chapter=f"0{n // 2 + 1}_chapter", name=f"module_{n}", title=f"Module {n}", checks=checks)
            for n, checks in enumerate(exercises)
        ],
    )
    whole.add_up()
    return whole


def hostile_grade():
    """Whatever a submission, or the name of its folder, may bring into a grade."""
    texts = {"title": HOSTILE, "message": HOSTILE, "output": HOSTILE}
    whole = grade([check(status, n, **texts) for n, status in enumerate(Status)], [check(Status.FAILED, 9, **texts)])
    whole.submission = HOSTILE
    whole.exercises[0].mistake = Mistake(name=HOSTILE, message=HOSTILE)
    whole.isolation.missing = [HOSTILE]
    return whole


GRADES = {
    **{status.value: grade([check(status, message="It says why.", output="printed")]) for status in Status},
    "all": grade([check(status, n) for n, status in enumerate(Status)], [check(Status.PASSED, 9, hidden=True)]),
    "empty submission": grade([check(Status.NOT_STARTED, n) for n in range(3)], [check(Status.NOT_STARTED, 3)]),
    "no exercises": grade(),
    "no checks": grade([]),
    "no points": grade([check(Status.PASSED, max_score=0.0, score=0.0)]),
    "fractions": grade([check(Status.PARTIAL, n, score=0.1, max_score=1 / 3) for n in range(3)]),
    "hostile": hostile_grade(),
    "long": grade([check(Status.ERROR, n, message=LONG, output=LONG) for n in range(40)]),
}


def validate_json(whole, path):
    jsonschema.validate(json.loads(path.read_bytes()), json.loads(SCHEMA_PATH.read_bytes()))
    assert read_json(path).score == whole.score


VALIDATORS = {
    "json": validate_json,
}


def test_every_format_has_a_validator():
    assert set(VALIDATORS) == set(WRITERS)


@pytest.fixture(autouse=True)
def _no_platform(monkeypatch, tmp_path):
    """Formats that read the variables of a platform find none of those that this machine has."""
    for name in [name for name in os.environ if name.startswith(("GITHUB_", "CI", "GITLAB_"))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", GRADES)
@pytest.mark.parametrize("format_", WRITERS)
def test_every_grade_becomes_a_whole_file_that_its_readers_take(format_, name, tmp_path):
    path = tmp_path / "made" / "report"
    WRITERS[format_].write(GRADES[name], path)
    assert [each.name for each in path.parent.iterdir()] == ["report"], "a temporary file was left"
    text = path.read_bytes().decode("utf-8")
    assert not re.search(r"[\x00-\x08\x0b-\x1f]", text), "a control character is in the file"
    VALIDATORS[format_](GRADES[name], path)


@pytest.mark.parametrize("format_", WRITERS)
def test_a_later_grade_takes_the_place_of_the_zeros(format_, tmp_path):
    path, fresh = tmp_path / "report", tmp_path / "fresh"
    WRITERS[format_].write(GRADES["grader broke"], path)
    WRITERS[format_].write(GRADES["passed"], path)
    WRITERS[format_].write(GRADES["passed"], fresh)
    assert path.read_bytes() == fresh.read_bytes()
    VALIDATORS[format_](GRADES["passed"], path)


def test_loading_the_formats_costs_nothing():
    code = "import sys, grader.reports.writers; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert set(loaded) & {"rich", "torch", "numpy", "jinja2", "matplotlib", "nbformat", "sklearn", "click"} == set()


def test_an_unknown_format_is_told_with_those_that_there_are(run, copy_of):
    told = run(copy_of("toy"), sys.executable, "-m", "pytest", "--report", "xml=grade.xml")
    assert told.status == 4
    assert f"--report xml: there is no such format; there is {', '.join(sorted(WRITERS))}" in told.errors

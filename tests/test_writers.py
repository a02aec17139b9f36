"""What all formats of `--report` have in common, and that each file is what its readers expect.

A new format needs a validator here: it gets a grade and the file that was written of it, and fails if a reader of that
format would stumble.
"""

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import nbformat
import pytest
from markdown_it import MarkdownIt

from grader.grade import (
    CheckGrade,
    Environment,
    ExerciseGrade,
    Grade,
    Isolation,
    Mistake,
    NotebookCell,
    NotebookGrade,
    Status,
)
from grader.harmless import harmless
from grader.reports import classroom50
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
    whole.notebooks = [notebook_grade(HOSTILE)]
    return whole


def notebook_grade(text):
    """A notebook of three cells that was run, whose exercise ends with the second."""
    cells = [NotebookCell(n, text, text) for n in range(1, 31)]
    new = {"metadata": {}, "execution_count": None, "outputs": []}
    code = [{"cell_type": "code", "id": f"c{n}", "source": text, **new} for n in range(3)]
    executed = json.dumps({"cells": code, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    return NotebookGrade(name=text, cells=cells, notes=[text], ends={"01_chapter/module_0": 2}, executed=executed)


def noted_grade():
    """A notebook's grade, and a second notebook that could not be read."""
    whole = grade([check(Status.FAILED, message="It says why."), check(Status.PASSED, 1, hidden=True)])
    whole.notebooks = [notebook_grade("x = 1"), NotebookGrade(name="b.ipynb", notes=["b.ipynb is empty."])]
    return whole


def refused_grade():
    """Nothing could be graded, for a reason that names what was handed in."""
    whole = grade([check(Status.BROKE), check(Status.BROKE, 1, hidden=True)])
    whole.refuse(HOSTILE)
    return whole


GRADES = {
    **{status.value: grade([check(status, message="It says why.", output="printed")]) for status in Status},
    "all": grade([check(status, n) for n, status in enumerate(Status)], [check(Status.PASSED, 9, hidden=True)]),
    "empty submission": grade([check(Status.NOT_STARTED, n) for n in range(3)], [check(Status.NOT_STARTED, 3)]),
    "refused": refused_grade(),
    "no exercises": grade(),
    "no checks": grade([]),
    "no points": grade([check(Status.PASSED, max_score=0.0, score=0.0)]),
    "fractions": grade([check(Status.PARTIAL, n, score=0.1, max_score=1 / 3) for n in range(3)]),
    "hostile": hostile_grade(),
    "notebook": noted_grade(),
    "long": grade([check(Status.ERROR, n, message=LONG, output=LONG) for n in range(40)]),
}


def validate_json(whole, path):
    jsonschema.validate(json.loads(path.read_bytes()), json.loads(SCHEMA_PATH.read_bytes()))
    assert read_json(path).score == whole.score


GRADESCOPE = json.loads(Path(__file__).with_name("schemas").joinpath("gradescope-results.schema.json").read_bytes())


def validate_gradescope(whole, path):
    found = json.loads(path.read_bytes())
    jsonschema.validate(found, GRADESCOPE)
    assert found["score"] == pytest.approx(whole.score)
    assert sum(test["score"] for test in found["tests"]) == pytest.approx(found["score"])
    assert sum(test["max_score"] for test in found["tests"]) == pytest.approx(whole.max_score)
    for text in [found["output"], *(test["output"] for test in found["tests"])]:
        assert outside_fences(text) <= GRADESCOPE_WORDS
    hidden = [test["visibility"] == "hidden" for test in found["tests"]]
    assert hidden == [one.hidden for exercise in whole.exercises for one in exercise.checks]


GRADESCOPE_WORDS = {
    "",
    "The grader broke on some checks. This is not your fault: tell whoever runs the course.",
    "It printed:",
    *(f"**{status}**" for status in Status),
}


def outside_fences(text):
    """The lines of Markdown that are not in a block of code: a fence ends at a line of as many backticks, or more."""
    fence, found = "", set()
    for line in text.split("\n"):
        if not fence and (opening := re.match("`{3,}", line)):
            fence = opening[0]
        elif fence and re.fullmatch(" {0,3}`{3,} *", line) and len(line.strip()) >= len(fence):
            fence = ""
        elif not fence:
            found.add(line)
    assert not fence, "a block of code is never closed"
    return found


def test_gradescope_says_in_which_order_and_which_mistake_and_nothing_hidden(tmp_path):
    whole = grade(
        [check(Status.PASSED), check(Status.FAILED, 1, hidden=True, title="Seventeen", message="got 17")],
        [check(Status.NOT_STARTED)],
        [check(Status.PARTIAL)],
    )
    whole.exercises[0].mistake = Mistake(name="twice", message="It adds twice.")
    WRITERS["gradescope"].write(whole, tmp_path / "results.json")
    found = json.loads((tmp_path / "results.json").read_bytes())
    assert [test["number"] for test in found["tests"]] == ["1.1.1", "1.1.2", "1.2.1", "2.1.1"]
    assert [test["status"] for test in found["tests"]] == ["passed", "failed", "failed", "failed"]
    assert [test["tags"] for test in found["tests"]][::3] == [["01_chapter"], ["02_chapter"]]
    assert "01_chapter/module_0: It adds twice." in found["output"]
    assert "this machine does not offer: network namespace" in found["output"]
    seen = json.dumps([found["output"], *(test for test in found["tests"] if test["visibility"] == "visible")])
    assert "eventeen" not in seen
    assert "17" not in seen
    assert found["leaderboard"] == [{"name": "Score", "value": 4.5, "order": "desc"}]


def test_gradescopes_leaderboard_has_the_measures_of_visible_checks(tmp_path):
    whole = grade(
        [
            check(Status.PASSED, measures={"accuracy": 0.9, "loss": 0.1}),
            check(Status.PASSED, 1, measures={"accuracy": 0.8}),
            check(Status.PASSED, 2, hidden=True, measures={"secret": 17.0}),
        ],
        [check(Status.FAILED, measures={"log loss": 2.5})],
    )
    WRITERS["gradescope"].write(whole, tmp_path / "results.json")
    validate_gradescope(whole, tmp_path / "results.json")
    assert json.loads((tmp_path / "results.json").read_bytes())["leaderboard"] == [
        {"name": "Score", "value": 9, "order": "desc"},
        {"name": "module_0: accuracy", "value": 0.9, "order": "desc"},
        {"name": "module_0: loss", "value": 0.1, "order": "asc"},
        {"name": "module_1: log loss", "value": 2.5, "order": "asc"},
    ]


def validate_github(whole, path):
    """Markdown in which texts are only text; GitHub drops more than a mebibyte."""
    assert path.stat().st_size <= 2**20
    tokens = MarkdownIt("commonmark").enable("table").parse(path.read_text())
    inline = {child.type for token in tokens for child in token.children or []}
    assert inline <= {"text", "text_special", "strong_open", "strong_close"}
    assert [token.type for token in tokens].count("heading_open") == 1
    tags = re.findall(r"<(/?\w+)", "".join(token.content for token in tokens if token.type == "html_block"))
    assert set(tags) <= {"details", "summary", "/summary", "pre", "/pre", "/details"}
    assert f"## {whole.score:g}/" in path.read_text() or whole is GRADES["fractions"]


def _object(required, optional=()):
    """A JSON Schema of an object with these properties and no others."""
    return {"type": "object", "required": [*required], "properties": {**required, **dict(optional)}}


WORDS = {"type": "string", "minLength": 1}
COUNT = {"type": "integer", "minimum": 0}
UTC = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}
# restated after Classroom 50's description of result.json (its page "Advanced Autograding")
CLASSROOM50 = _object(
    {
        "schema": {"const": "classroom50/result/v1"},
        "assignment_type": {"enum": ["individual", "group"]},
        "submission": {"type": "string", "pattern": "^submit/"},
        **dict.fromkeys(["classroom", "assignment", "owner", "commit", "release", "review"], WORDS),
        "datetime": UTC,
        **dict.fromkeys(["score", "max-score"], COUNT),
        "tests": {
            "type": "array",
            "items": _object({"test-name": WORDS, "passed": {"type": "boolean"}, "score": COUNT, "max-score": COUNT}),
        },
    },
    {"graded_at": UTC},
) | {"additionalProperties": False}
CODE_QUALITY = {
    "type": "array",
    "items": _object(
        {
            **dict.fromkeys(["description", "check_name", "fingerprint"], WORDS),
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": _object({"path": WORDS, "lines": _object({"begin": {"type": "integer", "minimum": 1}})}),
        }
    ),
}


def validate_classroom50(whole, path):
    found = json.loads(path.read_bytes())
    jsonschema.validate(found, CLASSROOM50)
    assert all(each["score"] <= each["max-score"] for each in [found, *found["tests"]])
    assert found["score"] == pytest.approx(100 * whole.score, abs=1)
    assert len(found["tests"]) == sum(len(one.checks) for one in whole.exercises)


def validate_codequality(whole, path):
    assert not path.read_bytes().startswith(b"\xef\xbb\xbf"), "GitLab takes no byte order mark"
    found = json.loads(path.read_bytes())
    jsonschema.validate(found, CODE_QUALITY)
    checks = [each for one in whole.exercises for each in one.checks]
    lost = {each.id for each in checks if each.status is not Status.PASSED and not each.hidden}
    assert len({each["fingerprint"] for each in found}) == len(lost)


VOID = {"meta", "img", "br"}


class PageReader(HTMLParser):
    """Reads a page more strictly than a browser: all is closed in order, and nothing can act or fetch."""

    def __init__(self):
        super().__init__()
        self.open = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        assert tag not in {"script", "iframe", "object", "embed", "link", "base", "form", "input", "button"}
        for name, value in attrs:
            assert not name.startswith("on"), f"{name} would run a script"
            if name in {"src", "href", "action", "srcset", "xlink:href", "data", "poster"}:
                assert value.startswith(("#", "data:image/png;base64,")), f"{value} would be fetched"
        if tag not in VOID and not self.get_starttag_text().endswith("/>"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.get_starttag_text().endswith("/>") or tag == (self.open or [""])[-1]:
            assert self.open.pop() == tag

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_data(self, data):
        if self.open[-1:] == ["style"]:
            assert "url(" not in data
            assert "@import" not in data
        self.text += data


def validate_html(whole, path):
    page = path.read_text("utf-8")
    assert page.startswith("<!DOCTYPE html>\n")
    reader = PageReader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    said = " ".join(reader.text.split())
    for exercise in whole.exercises:
        titles = [check.title for check in exercise.checks if not check.hidden]
        for shown in [exercise.name, *(title.partition("\n")[0] for title in titles)]:
            assert harmless(shown) in said
    if whole.submission == HOSTILE:
        assert "</script><script>alert(1)</script>" in said
        assert "{{ 7 * 7 }}" in said


def validate_notebook(whole, path):
    """Valid for Jupyter; what is fed back stands in cells of its own, and only inside blocks of code."""
    made = nbformat.read(path, as_version=4)
    nbformat.validate(made)
    fed_back = [cell for cell in made.cells if "grader-feedback" in cell.metadata.get("tags", [])]
    assert fed_back[0].source.splitlines()[0 if whole.notebooks else 2].startswith(f"**{whole.score:.10g} of")
    for cell in fed_back:
        assert all(re.fullmatch(NOTEBOOK_WORDS, line) for line in outside_fences(cell.source)), cell.source
    handed_in = [cell for one in whole.notebooks if one.executed for cell in json.loads(one.executed)["cells"]]
    sources = [cell["source"].encode("utf-8", "replace").decode() for cell in handed_in]
    assert [cell.source for cell in made.cells if cell.cell_type == "code"] == sources


NOTEBOOK_WORDS = (
    r"|No notebook was graded\.|[a-z ]+, [\d.]+ points lost:"
    r"|(\*\*)?(module_0: |Hidden checks: )?[\d.]+ of [\d.]+ points(\*\*)?"
)


def test_a_notebook_is_told_under_its_exercise_and_nothing_hidden(tmp_path):
    WRITERS["notebook"].write(GRADES["notebook"], tmp_path / "graded.ipynb")
    kinds = [cell.cell_type for cell in nbformat.read(tmp_path / "graded.ipynb", as_version=4).cells]
    assert kinds == ["markdown", "code", "code", "markdown", "code"]
    text = (tmp_path / "graded.ipynb").read_text()
    assert "It says why." in text
    assert "Hidden checks: 3 of 3 points" in text
    assert "Promise 1" not in text


def test_of_several_notebooks_each_gets_a_file(tmp_path):
    whole = grade([check(Status.PASSED)])
    whole.notebooks = [notebook_grade("x = 1"), notebook_grade("y = 2")]
    WRITERS["notebook"].write(whole, tmp_path / "graded.ipynb")
    assert "y = 2" not in (tmp_path / "graded.ipynb").read_text()
    assert "y = 2" in (tmp_path / "graded-2.ipynb").read_text()


VALIDATORS = {
    "notebook": validate_notebook,
    "html": validate_html,
    "html-full": validate_html,
    "json": validate_json,
    "gradescope": validate_gradescope,
    "github": validate_github,
    "classroom50": validate_classroom50,
    "codequality": validate_codequality,
}


def test_every_format_has_a_validator():
    assert set(VALIDATORS) == set(WRITERS)


@pytest.fixture(autouse=True)
def _no_platform(monkeypatch, tmp_path):
    """Formats that read the variables of a platform find none of those that this machine has."""
    for name in [name for name in os.environ if name.startswith(("GITHUB_", "CI", "GITLAB_"))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    for name in ("CLASSROOM", "ASSIGNMENT", "OWNER", "COMMIT_URL", "RELEASE_URL"):
        monkeypatch.setenv(name, name.lower())
    monkeypatch.setenv("SUBMISSION_TAG", "submit/2026-01-01")
    monkeypatch.setattr(classroom50, "now", lambda: "2026-01-01T00:00:00Z")


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

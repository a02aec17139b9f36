"""The report for GitHub Actions: what the runner, the summary's renderer and a person would make of it."""

import json
import re
import sys

import pytest
from junitparser import JUnitXml, Properties, TestSuite
from markdown_it import MarkdownIt

from grader.figures import Curve, Matrix
from grader.grade import CheckGrade, Environment, ExerciseGrade, Grade, Isolation, Mistake, Place, Status
from grader.reports.files import ReportError
from grader.reports.github import SUMMARY_BYTES, summary, workflow_commands, write_github

HOSTILE = (
    "::error::mine\n##[group]x\n\x1b[2J\u202e\ud800</pre></details><script>alert(1)</script>\n\n# head | `code`"
    " ![x](http://x.example) -- --> ~~~ ``` *a* _b_ %0A::warning::x, title=y:z\r::notice::n"
)


def graded(*checks, name="update", mistake=None):
    one = ExerciseGrade(chapter="02_autograd", name=name, title=name, checks=list(checks), mistake=mistake)
    whole = Grade(submission="anna", isolation=Isolation(asked="auto"), environment=Environment(), exercises=[one])
    whole.add_up()
    return whole


def check(status=Status.FAILED, number=0, score=0.0, **fields):
    told = {"id": f"test_x.py::test_{number}", "title": f"Promise {number}.", "message": "No."} | fields
    return CheckGrade(status=status, score=score, max_score=4.0, **told)


def obeyed(line):
    """What the runner makes of a line of stdout: its command, the properties and the message (ActionCommand.cs)."""
    line = line.lstrip()
    if not line.startswith("::") or "::" not in line[2:]:
        return None
    head, _, data = line[2:].partition("::")
    name, _, rest = head.partition(" ")
    pairs = dict(pair.split("=", 1) for pair in rest.split(",") if "=" in pair)
    for code, character in [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")]:
        pairs = {key: value.replace(code, character) for key, value in pairs.items()}
        data = data if character in ":," else data.replace(code, character)
    return name, pairs, data


class TestSummary:
    def test_a_person_reads_points_bars_and_what_went_wrong(self):
        text = summary(graded(check(place=Place("update.py", 7)), check(Status.PASSED, 1, score=4.0)))
        assert text.startswith("## 4/8 points: anna\n")
        assert r"| 02\_autograd\/update | 4/8 | ████░░░░ | 1 of 2 checks failed\: Promise 0 |" in text
        assert "<details><summary>02_autograd/update: 4/8</summary>\n" in text
        assert r"- failed, 0/4: Promise 0\., update\.py\:7" in text
        assert "<pre>No.</pre>" in text
        assert "Promise 1" not in text

    def test_the_known_mistake_is_named_once(self):
        text = summary(graded(check(), mistake=Mistake("known", "They pile up.")))
        assert text.count("They pile up") == 2  # in the table, and above the checks
        assert text.count("No.") == 1

    def test_what_is_not_started_is_a_line_of_the_table_alone(self):
        assert "<details>" not in summary(graded(check(Status.NOT_STARTED)))

    def test_text_of_a_submission_is_only_text(self):
        whole = graded(check(title=HOSTILE, message=f"x{HOSTILE}", place=Place(HOSTILE, 1)), name=HOSTILE)
        whole.submission = HOSTILE
        whole.exercises[0].mistake = Mistake(HOSTILE, HOSTILE)
        tokens = MarkdownIt("commonmark").enable("table").parse(summary(whole))
        inline = [child.type for token in tokens for child in token.children or []]
        assert set(inline) <= {"text", "text_special", "strong_open", "strong_close"}
        assert [token.type for token in tokens].count("heading_open") == 1
        assert [token.type for token in tokens].count("tr_open") == 2
        assert {token.type for token in tokens}.isdisjoint({"fence", "code_block", "blockquote_open", "hr"})
        tags = re.findall(r"<(/?\w+)", "".join(token.content for token in tokens if token.type == "html_block"))
        assert tags == ["details", "summary", "/summary", "pre", "/pre", "/details"]

    def test_curves_and_bars_are_text(self):
        curve = Curve(title="losses", yours=[100.0, 10.0, None, 1.0], reference=[1.0] * 200)
        matrix = Matrix(title="classes", labels=["0", "10"], counts=[[3, 1], [0, 7]])
        trained = check(Status.PASSED, score=4.0, figures=[curve, matrix], measures={"accuracy": 10 / 11})
        lines = summary(graded(trained)).partition("<pre>")[2].partition("</pre>")[0].split("\n")
        assert lines == [
            "Promise 0.",
            "accuracy: 0.9091",
            "losses, 1 to 100 (logarithmic scale):",
            "  yours      █",
            f"  reference  {'▁' * 40}",
            "right answers of each class:",
            "   0  ███████████████░░░░░  75%",
            "  10  ████████████████████  100%",
        ]
        short = Curve(title="losses", yours=[4.0, 3.0, None, 1.0], reference=[])
        assert "  yours      █▆x▁\n" in summary(graded(check(figures=[short])))
        assert "<pre>" not in summary(graded(check(Status.PASSED, score=4.0)))

    def test_it_stays_below_what_github_takes(self, tmp_path):
        many = [check(number=n, message=f"{n}" + "<é" * 5000) for n in range(300)]
        whole = graded(*many)
        whole.exercises = [ExerciseGrade(chapter="c", name=f"n{n}", title="", checks=many) for n in range(9)]
        path = tmp_path / "summary.md"
        path.write_text("x" * 1000)
        write_github(whole, path)
        assert path.read_text().startswith("x" * 1000)
        assert "There is no room for more" in path.read_text()
        assert path.stat().st_size <= SUMMARY_BYTES
        assert summary(whole, 100) == ""

    def test_the_second_writing_replaces_the_first_and_nothing_else(self, tmp_path, monkeypatch):
        output, path = tmp_path / "output", tmp_path / "summary.md"
        monkeypatch.setenv("GITHUB_OUTPUT", str(output))
        output.write_text("other=1\n")
        path.write_text("Before.\n")
        other = graded(check())
        other.submission = "ben"
        for whole in (graded(check()), other, graded(check(score=2.5))):
            write_github(whole, path)
        text = path.read_text()
        assert text.startswith("Before.\n\n<!-- grade: ")
        assert text.count("## 2.5/4 points: anna") == text.count("## 0/4 points: ben") == text.count("# 0/4") == 1
        values = dict(line.split("=") for line in output.read_text().splitlines())
        assert values == {"other": "1", "score": "2.5", "max_score": "4"}

    def test_a_file_that_cannot_be_read_or_written_is_named(self, tmp_path, monkeypatch):
        with pytest.raises(ReportError, match=re.escape(f"{tmp_path} cannot be read: ")):
            write_github(graded(), tmp_path)
        monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path))
        with pytest.raises(ReportError, match=re.escape(f"{tmp_path} cannot be written: ")):
            write_github(graded(), tmp_path / "summary.md")


class TestCommands:
    def test_lost_points_are_marked_on_the_students_line(self):
        whole = graded(
            check(message="100%:\na, b", place=Place("a, b:c.py", 7)),
            check(Status.PARTIAL, 1, score=1.0),
            check(Status.NOT_STARTED, 2),
            check(Status.SKIPPED, 3),
        )
        assert [obeyed(line) for line in workflow_commands(whole)] == [
            ("notice", {"title": "Grade"}, "1/16 points"),
            (
                "error",
                {"file": "a, b:c.py", "line": "7", "title": "02_autograd/update: Promise 0. (failed)"},
                "100%:\na, b",
            ),
            ("warning", {"title": "02_autograd/update: Promise 1. (partial)"}, "No."),
        ]

    def test_one_message_or_mistake_is_one_mark(self):
        checks = [check(number=n, place=Place("x.py", 1)) for n in range(3)]
        assert len(workflow_commands(graded(*checks))) == 2
        named = workflow_commands(graded(*checks, check(message="Other."), mistake=Mistake("known", "They pile up.")))
        assert [obeyed(line)[2] for line in named[1:]] == ["They pile up."]

    @pytest.mark.parametrize(("errors", "last"), [(10, "No 9."), (11, "2 more are in the summary and in the log.")])
    def test_there_are_ten_of_a_kind_at_most(self, errors, last):
        lines = workflow_commands(graded(*[check(number=n, message=f"No {n}.") for n in range(errors)]))
        assert len(lines) == 11
        assert obeyed(lines[-1])[2] == last

    def test_hostile_text_makes_no_command_and_no_property(self):
        lines = workflow_commands(graded(check(title=HOSTILE, message=HOSTILE, place=Place(HOSTILE, 3))))
        assert len(lines) == 2
        assert all(line.isprintable() for line in lines)
        name, properties, message = obeyed(lines[1])
        assert name == "error"
        assert set(properties) == {"file", "line", "title"}
        assert properties["line"] == "3"
        assert [obeyed(line) for line in message.split("\n")] == [None] * len(message.split("\n"))
        assert not re.search(r"##\w*\[", lines[1])


PUSHED = {
    "exercises/01_tensors/double.py": (
        "import torch\n\n\ndef double(x):\n    print('::error::mine')\n    if len(x) == 5:\n"
        "        raise ValueError('\\x1b[2J')\n    if x.dtype == torch.float64:\n"
        "        raise ValueError('no:\\n::error::mine')\n    return 3 * x\n"
    ),
    "exercises/03_learning/classify.py": "\n\nclass Other:\n    pass\n\n\ndef classify(points):\n    return points\n",
}
TWIN = """

@check(points=1)
@pytest.mark.parametrize("n", [3, 5])
def test_doubles(submission, n):
    \"\"\"Every entry is doubled, once more.\"\"\"
    return {"twice": submission.double(torch.ones(n)), "\\x1b[1m": "\\x1b"}
"""


@pytest.fixture(scope="module")
def job(copy_of, run, tmp_path_factory):
    """A job of GitHub's: a student's repository, the course beside it, the runner's variables; and all reports."""
    top = tmp_path_factory.mktemp("work") / "anna"
    for name, text in PUSHED.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(text)
    course = copy_of("toy")
    hidden = course / "solutions" / "01_tensors" / "test_double.py"
    hidden.write_text("import pytest\n" + hidden.read_text() + TWIN)
    out = tmp_path_factory.mktemp("out")
    runner = {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(top)}
    files = {"GITHUB_STEP_SUMMARY": str(out / "summary.md"), "GITHUB_OUTPUT": str(out / "output")}
    options = ["--report=github", f"--report=json={out / 'grade.json'}", f"--junitxml={out / 'junit.xml'}"]
    options += [f"--report=codequality={out / 'quality.json'}", "--hidden=show"]
    command = [sys.executable, "-m", "pytest", "-n1", f"--basetemp={out / 'tmp'}"]  # with xdist, reports travel
    command += [f"--submission={top}"]
    return run(course, *command, *options, **runner, **files), out


def test_the_log_holds_no_command_but_ours_and_only_at_its_end(job):
    done, _ = job
    lines = done.text.splitlines()
    stop = obeyed(lines[0])
    assert stop[0] == "stop-commands"
    assert len(stop[2]) == 32
    resumed = lines.index(f"::{stop[2]}::")
    assert [line for line in lines[1:resumed] if obeyed(line)] == []
    assert any("::error::mine" in line for line in lines[1:resumed]), "the submission did print a command"
    kinds = [obeyed(line)[0] for line in lines[resumed + 1 :] if obeyed(line)]
    assert kinds[0] == "notice"
    assert set(kinds[1:]) == {"error"}
    assert lines[-1].startswith("="), "pytest's own last line, without a student's text"


def test_annotations_lie_on_files_and_lines_of_the_repository(job):
    done, _ = job
    told = [obeyed(line) for line in done.text.splitlines() if line.startswith("::error ")]
    places = {(told[1]["file"], told[1]["line"]) for told in told}
    assert places == {
        ("exercises/01_tensors/double.py", "4"),  # wrong: the function that the check calls
        ("exercises/01_tensors/double.py", "7"),  # raised: the line
        ("exercises/03_learning/classify.py", "7"),
    }


def test_summary_and_outputs_are_written_to_the_runners_files(job):
    done, out = job
    assert done.status == 1
    assert (out / "summary.md").read_text().count("points: anna") == 1
    assert (out / "output").read_text().splitlines()[:2] == ["score=0", "max_score=18"]


def test_junit_tells_every_check_apart_with_its_points_and_status(job):
    _, out = job
    checks = {check["id"]: check for one in grade_of(out)["exercises"] for check in one["checks"]}
    cases = next(iter(JUnitXml.fromfile(str(out / "junit.xml")).iterchildren(TestSuite)))
    seen = {(case.classname, case.name): case for case in cases}
    assert len(seen) == len(list(cases)) == len(checks)  # GitLab drops a case whose class and name occurred before
    for (classname, name), case in seen.items():
        told = {each.name: each.value for each in case.child(Properties)}
        check = checks[f"{classname.replace('.', '/')}.py::{name}"]
        assert told == {
            "check": check["id"],
            "points": f"{check['score']:.10g}",
            "max_points": f"{check['max_score']:.10g}",
            "status": check["status"],
        }
        assert case.is_passed == (check["status"] == "passed")
    assert "#x1B" in (out / "junit.xml").read_text(), "a control character of a failure, spelt out"


def test_code_quality_has_each_visible_check_that_was_lost_on_its_line(job):
    _, out = job
    checks = [check for one in grade_of(out)["exercises"] for check in one["checks"] if check["status"] != "passed"]
    checks = [check for check in checks if not check["hidden"]]
    found = json.loads((out / "quality.json").read_bytes())
    assert len(found) == len(checks) == len({each["fingerprint"] for each in found})
    for check, each in zip(checks, found, strict=True):
        if check["place"]:
            assert each["location"] == {"path": check["place"]["path"], "lines": {"begin": check["place"]["line"]}}
        assert each["severity"] == {"skipped": "info", "not started": "info", "partial": "minor"}.get(
            check["status"], "major"
        )


def grade_of(out):
    return json.loads((out / "grade.json").read_bytes())


def test_outside_of_github_nothing_is_a_command(run, copy_of, tmp_path):
    path = tmp_path / "summary.md"
    done = run(copy_of("toy"), sys.executable, "-m", "pytest", "-k", "changes_order", f"--report=github={path}")
    assert not [line for line in done.text.splitlines() if line.startswith("::")]
    assert path.read_text().count("## 0/3 points: exercises") == 1

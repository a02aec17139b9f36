"""The examples for CI, run as they stand: with stand-ins for what only the platform has, on the toy course."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples" / "ci"
PAGES = {
    "github-push.yml": "github",
    "github-regrade.yml": "github",
    "gitlab-ci.yml": "gitlab",
    "autograder.py": "classroom50",
}
# what the examples call beside Python; pip only looks whether there is something to install
STAND_INS = {
    "bin/git": 'for last; do :; done; cp -r "$COURSE_HERE" "$last"',
    "bin/gh": """case $1 in
api) cat "$ZIPS/$(basename "$(dirname "$(dirname "$2")")").zip" ;;
release) tar -cz -C "$(dirname "$COURSE_HERE")" "$(basename "$COURSE_HERE")" ;;
esac""",
}
PIP = """
import pathlib, sys
assert sys.argv[1] == "install", sys.argv
assert pathlib.Path(sys.argv[sys.argv.index("--constraint") + 1]).is_file(), sys.argv
assert pathlib.Path(sys.argv[-1], "pyproject.toml").is_file(), sys.argv
"""
DOUBLE = "def double(x):\n    return 2 * x\n"


@pytest.fixture(scope="module")
def course(copy_of):
    folder = copy_of("toy")
    (folder / "constraints.txt").write_text("")
    return folder


@pytest.fixture(scope="module")
def shell(course, run, tmp_path_factory):
    """A function that runs a script as a CI job does."""
    folder = tmp_path_factory.mktemp("machine")
    for name, text in STAND_INS.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(f"#!/bin/sh\n{text}\n")
        (folder / name).chmod(0o755)
    (folder / "pip.py").write_text(PIP)
    path = f"{folder / 'bin'}:{Path(sys.executable).parent}:{os.environ['PATH']}"

    def to_its_end(cwd, script, **variables):
        given = {"PATH": path, "PYTHONPATH": str(folder), "COURSE_HERE": str(course), "ZIPS": str(cwd)} | variables
        return run(cwd, "bash", "-e", "-o", "pipefail", "-c", script, **given)

    return to_its_end


@pytest.fixture
def checkout(tmp_path):
    """A student's repository, in which one exercise is right."""
    folder = tmp_path / "anna"
    (folder / "exercises" / "01_tensors").mkdir(parents=True)
    (folder / "exercises" / "01_tensors" / "double.py").write_text(DOUBLE)
    return folder


def steps(name):
    """The steps of a workflow that run a script, by name."""
    (job,) = YAML(typ="safe").load(EXAMPLES / name)["jobs"].values()
    return {step["name"]: step for step in job["steps"] if "run" in step}


@pytest.mark.parametrize("name", PAGES)
def test_the_page_shows_the_example(name):
    assert (EXAMPLES / name).read_text() in (ROOT / "docs" / "ci" / f"{PAGES[name]}.md").read_text()


@pytest.mark.parametrize("name", [name for name in PAGES if name.endswith(".yml")])
def test_the_platform_would_take_the_example(name):
    kind = "gitlab-ci" if name == "gitlab-ci.yml" else "github-workflows"
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{kind}", str(EXAMPLES / name)]
    command += ["--data-transform", "gitlab-ci"] * (kind == "gitlab-ci")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_github_grades_a_push(shell, checkout, tmp_path):
    page = (ROOT / "docs" / "ci" / "github.md").read_text()
    (release,) = YAML(typ="safe").load(
        re.search(r"```yaml\n(- name: Get the course from a release\n.*?)```", page, re.DOTALL)[1]
    )
    assert shell(checkout, release["run"]).status == 0
    run = steps("github-push.yml")
    assert shell(checkout, run["Install the grader"]["run"]).errors == ""
    runner = {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(checkout), "RUNNER_TEMP": str(tmp_path)}
    files = {"GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"), "GITHUB_OUTPUT": str(tmp_path / "output")}
    done = shell(checkout / run["Grade"]["working-directory"], run["Grade"]["run"], **runner, **files)
    assert done.status == 1
    assert (tmp_path / "output").read_text().splitlines()[-2:] == ["score=6", "max_score=16"]
    assert "## 6/16 points: anna" in (tmp_path / "summary.md").read_text()
    assert "::notice title=Grade::6/16 points" in done.text.splitlines()
    assert "6 of 16 points" in (tmp_path / "grade.html").read_text()


def test_github_regrades_all_submissions(shell, course, checkout, tmp_path):
    for name in ("hw-anna", "hw-ben"):
        shutil.make_archive(str(course / name), "zip", tmp_path, "anna")
    (course / "hw-ben.zip").write_bytes(b"no zip")
    (course / "students.txt").write_text("hw-anna\nhw-ben\n")
    run = steps("github-regrade.yml")
    done = {}
    for name, step in run.items():
        script = f"exec python - <<'END'\n{step['run']}\nEND" if step.get("shell") == "python" else step["run"]
        done[name] = shell(course, script, RUNNER_TEMP=str(tmp_path), OWNER="our-school", REF="main")
    assert [one.status for one in done.values()] == [0, 0, 0, 0, 1], done
    assert done["Say what could not be graded"].text == "hw-ben: exit status 5\n"
    assert (tmp_path / "grades" / "points.csv").read_text() == "repository,score,max_score\nhw-anna,6,16\nhw-ben,0,16\n"


def test_gitlab_grades_a_push(shell, checkout):
    job = YAML(typ="safe").load(EXAMPLES / "gitlab-ci.yml")["grade"]
    variables = {name: job["variables"][name] for name in ("COURSE", "COURSE_REF")}
    runner = {"CI_PROJECT_DIR": str(checkout), "CI_JOB_TOKEN": "token", "CI_SERVER_HOST": "gitlab.example"}
    done = shell(checkout, "\n".join(job["before_script"] + job["script"]), **variables, **runner)
    assert done.status == 1, done.errors
    for path in job["artifacts"]["reports"].values():
        assert (checkout / path).stat().st_size > 100
    places = {each["location"]["path"] for each in json.loads((checkout / "reports" / "codequality.json").read_bytes())}
    assert places == {"exercises/02_chance/shuffle.py", "exercises/03_learning/classify.py"}
    assert "6 of 16 points" in (checkout / "reports" / "grade.html").read_text()


def test_classroom50_gets_its_result(shell, course, checkout, tmp_path):
    bundle = tmp_path / "bundle"
    shutil.copytree(course, bundle / "course")
    shutil.copy(EXAMPLES / "autograder.py", bundle)
    (checkout / "result.json").symlink_to(tmp_path / "elsewhere")
    (checkout / "pytest.py").write_text("raise SystemExit('a file of the student was loaded')")
    names = ("CLASSROOM", "ASSIGNMENT", "OWNER", "COMMIT_URL", "RELEASE_URL")
    given = {name: name.lower() for name in names} | {"SUBMISSION_TAG": "submit/1"}
    done = shell(checkout, f"python {bundle / 'autograder.py'}", **given)
    assert done.status == 0, done.text + done.errors
    assert not (tmp_path / "elsewhere").exists()
    result = json.loads((checkout / "result.json").read_bytes())
    assert (result["score"], result["max-score"], result["owner"]) == (600, 1600, "owner")
    assert "## 6/16 points: anna" in (checkout / "release-body.md").read_text()
    assert result["review"] == "commit_url"


def test_classroom50_without_its_runner_says_what_is_missing(shell, course, tmp_path):
    path = tmp_path / "result.json"
    done = shell(course, f"python -m pytest -k changes_order --report classroom50={path}", CLASSROOM="a", OWNER="b")
    assert done.status == 4
    assert f"{path} is not written: ASSIGNMENT, SUBMISSION_TAG, COMMIT_URL, RELEASE_URL is not set." in done.errors

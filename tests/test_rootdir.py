"""A submission's own pytest settings, conftest and start-up modules are not obeyed, however the command is written."""

import os
import shlex
import sys

import pytest

import grader_rootdir

SPOKE = "the submission spoke in the grader's process"
SETTINGS = {
    "pyproject.toml": '[tool.pytest.ini_options]\naddopts = ["-p", "spy"]\npythonpath = ["."]\n',
    "pytest.ini": "[pytest]\naddopts = -p spy\npythonpath = .\n",
}
CODE = f"import sys\nsys.stderr.write({SPOKE!r})\nprint({SPOKE!r})\n"


@pytest.fixture(scope="module", params=SETTINGS)
def hostile(request, tmp_path_factory):
    """A right submission with settings that load a spy, wherever pytest might look for modules."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / request.param).write_text(SETTINGS[request.param])
    for name in ("spy", "conftest", "sitecustomize", "setup"):
        (folder / f"{name}.py").write_text(CODE)
    (folder / "double.py").write_text("def double(x):\n    return 2 * x\n")
    return folder


@pytest.mark.parametrize("form", ["--submission {}", "--submission={}", "--submission {}/double.py"])
def test_settings_of_a_submission_are_not_obeyed(copy_of, run, hostile, form):
    course = copy_of("toy")
    words = form.format(hostile).split(" ")
    done = run(course, sys.executable, "-m", "pytest", "--collect-only", "-k", "double", *words)
    assert (done.status, done.errors) == (0, "")
    assert SPOKE not in done.text
    assert f"rootdir: {course}" in done.text


def test_where_pytest_is_led_astray_all_the_same_nothing_is_graded(copy_of, run, hostile):
    code = f"import sys, pytest; sys.exit(pytest.main(['--submission', {str(hostile / 'double.py')!r}]))"
    done = run(copy_of("toy"), sys.executable, "-c", code)
    assert done.status == 4
    assert "write --submission=PATH, in one word" in done.errors


def test_what_the_command_line_says_itself_counts(monkeypatch, tmp_path):
    (tmp_path / "exercises").mkdir()
    (tmp_path / "pytest.ini").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTEST_ADDOPTS", "-x")
    grader_rootdir.settle()
    wanted = ["-x", f"--rootdir={tmp_path}", f"--config-file={tmp_path / 'pytest.ini'}"]
    assert shlex.split(os.environ["PYTEST_ADDOPTS"]) == wanted


def test_outside_a_course_nothing_is_set(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    grader_rootdir.settle()
    assert "PYTEST_ADDOPTS" not in os.environ

"""The autograder's zip, in a folder laid out as the platform's, by the commands that docs/ci/gradescope.md gives."""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path

import jsonschema
import pytest

import grader

PAGE = Path(__file__).parents[1] / "docs" / "ci" / "gradescope.md"
SCHEMA = json.loads(Path(__file__).with_name("schemas").joinpath("gradescope-results.schema.json").read_bytes())
EXAMPLE = re.search(r"^```sh\n(.*?)^```", PAGE.read_text(), re.DOTALL | re.MULTILINE)[1]
VARIABLE = "export AUTOGRADER_ROOT=/tmp/try-autograder"

RIGHT = {
    "double": "def double(x):\n    return x + x\n",
    "shuffle": "import torch\n\n\ndef shuffle(items):\n    return [items[i] for i in torch.randperm(len(items))]\n",
}
# wrong, and not at all
MIXED = {
    "double": "def double(x):\n    return x * x\n",
    "shuffle": "import os\nfrom pathlib import Path\n"
    "for name in ('source/course/solutions/01_tensors/double.py', 'submission_metadata.json'):\n"
    "    try:\n        print('READ', Path({root!r}, name).read_text(), flush=True)\n"
    "    except OSError:\n        pass\n"
    "try:\n    Path({root!r}, 'results/results.json').write_text('FORGED')\n"
    "except OSError:\n    print('REFUSED', flush=True)\n"
    "os._exit(0)\n",
}


class Platform:
    """A folder with what the platform puts into /autograder."""

    def __init__(self, root, run):
        self.root = root
        self.run = run
        self.first = self.results  # what the example itself ended with

    def grade(self, files):
        """Take these files for a submission, and give what the platform would read."""
        shutil.rmtree(self.root / "submission")
        (self.root / "submission").mkdir()
        for name, text in files.items():
            (self.root / "submission" / name).write_text(text.replace("{root!r}", repr(str(self.root))))
        done = self.run(self.root, str(self.root / "source" / "run_autograder"), AUTOGRADER_ROOT=str(self.root))
        assert done.status == 0, done.errors
        return self.results, done

    @property
    def results(self):
        found = json.loads((self.root / "results" / "results.json").read_bytes())
        jsonschema.validate(found, {**SCHEMA, "required": ["score"]})
        return found


@pytest.fixture(scope="module")
def platform(copy_of, run):
    """The page's example, run in the toy course; pip installs the zip's wheel and takes the rest from this machine."""
    root = Path(tempfile.mkdtemp(prefix="autograder-"))
    root.chmod(0o755)
    packages = root / "env" / "lib" / f"python{sysconfig.get_python_version()}" / "site-packages"
    packages.mkdir(parents=True)
    packages.joinpath("inherited.pth").write_text("\n".join(p for p in sys.path if p.endswith("site-packages")))
    assert VARIABLE in EXAMPLE
    script = EXAMPLE.replace(VARIABLE, f"export AUTOGRADER_ROOT={root}")
    course = copy_of("toy")
    done = run(
        course,
        *("bash", "-e", "-c", script),
        PIP_NO_INDEX="1",
        PIP_NO_DEPS="1",
        PIP_FORCE_REINSTALL="1",
        PIP_DISABLE_PIP_VERSION_CHECK="1",
        PATH=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
    )
    assert done.status == 0, done.text + done.errors
    with zipfile.ZipFile(course / "homework.zip") as archive:
        assert archive.getinfo("run_autograder").external_attr >> 16 & stat.S_IXUSR
        assert {"setup.sh", "constraints.txt", "course/conftest.py"} <= set(archive.namelist())
    (root / "source" / "run_autograder").chmod(0o755)  # the platform unpacks with modes, zipfile without
    yield Platform(root, run)
    shutil.rmtree(root)


def test_the_example_ends_with_no_points_for_the_stubs(platform):
    assert platform.first["score"] == 0
    assert {test["extra_data"]["status"] for test in platform.first["tests"]} <= {"not started", "skipped"}


def test_what_is_installed_is_the_grader_of_the_zip(platform):
    code = "import grader; print(grader.__file__)"
    where = subprocess.check_output(
        [platform.root / "env" / "bin" / "python", "-c", code], cwd=platform.root, text=True
    )
    assert Path(where).is_relative_to(platform.root / "env")


def test_a_right_submission_gets_its_points_and_the_instructor_hears_of_a_wrong_total(platform):
    metadata = {"id": 1, "assignment": {"total_points": "100.0"}, "users": [{"name": "Anna"}]}
    (platform.root / "submission_metadata.json").write_text(json.dumps(metadata))
    found, done = platform.grade({f"{name}.py": text for name, text in RIGHT.items()})
    lost = [test["name"] for test in found["tests"] if test["score"] < test["max_score"]]
    assert all(name.startswith("classify: ") for name in lost)
    assert found["score"] == sum(test["score"] for test in found["tests"]) > 0
    points = sum(test["max_score"] for test in found["tests"])
    assert f"The assignment is worth 100 points and its checks {points:g}: set it to {points:g}." in done.text
    assert {test["visibility"] for test in found["tests"]} == {"visible", "hidden"}
    for name in ("source", "results", "submission", "submission_metadata.json"):
        assert not (platform.root / name).stat().st_mode & 0o077, f"{name} is open to other users"


def test_a_wrong_one_reads_its_mistake_and_one_that_ends_the_process_gets_nothing(platform):
    found, _ = platform.grade({f"{name}.py": text for name, text in MIXED.items()})
    status = {test["name"]: test["extra_data"]["status"] for test in found["tests"]}
    assert "01_tensors/double: " in found["output"]
    assert {status[name] for name in status if name.startswith("shuffle")} <= {"crashed", "skipped"}
    assert all(test["score"] == 0 for test in found["tests"] if test["name"].startswith("shuffle"))
    outputs = "".join(test["output"] for test in found["tests"])
    if "landlock files" in found["extra_data"]["isolation"]["in_force"]:
        assert "READ" not in outputs
        assert "REFUSED" in outputs, "what it prints is not in the results, so the line above would say nothing"


def test_an_empty_one_is_told_what_is_missing(platform):
    found, _ = platform.grade({"README.txt": "I tried."})
    assert found["score"] == 0
    assert (
        "submission holds no module of the course and no notebook: give each .py file the name of its stub"
        in found["output"]
    )


def test_a_grader_that_breaks_says_so_and_gives_no_points(platform):
    conftest = platform.root / "source" / "course" / "conftest.py"
    before = conftest.read_text()
    conftest.write_text("import nowhere")
    try:
        found, done = platform.grade({"double.py": RIGHT["double"]})
    finally:
        conftest.write_text(before)
    assert found["score"] == 0
    assert "The grader broke. This is not your fault" in found["output"]
    assert "nowhere" not in found["output"]
    assert "nowhere" in done.errors


def test_an_image_on_which_the_references_lose_points_is_refused(platform, run):
    chosen = platform.root / "source" / "options.json"
    before = chosen.read_text()
    chosen.write_text('["--time-scale=0"]')
    try:
        proving = ("-m", "grader.gradescope.run", "--prove", str(platform.root))
        done = run(platform.root, str(platform.root / "env" / "bin" / "python"), *proving)
    finally:
        chosen.write_text(before)
    assert done.status != 0
    assert "The references do not get all points on this image, so it is not used." in done.errors


def test_an_image_without_python_is_refused_after_asking_for_it(tmp_path, run):
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "apt-get").write_text('#!/bin/sh\necho "asked: $*"\n')
    (tools / "apt-get").chmod(0o755)
    setup = Path(grader.__file__).with_name("gradescope") / "setup.sh"
    done = run(tmp_path, shutil.which("bash"), str(setup), PATH=str(tools), AUTOGRADER_ROOT=str(tmp_path))
    assert done.status == 1
    assert "asked: install -y --no-install-recommends python3.11 python3.11-venv" in done.errors
    assert "there is no Python of version 3.11 or newer: choose an image that has one" in done.errors


def test_the_zip_holds_what_was_asked_for_and_no_cache(copy_of, run):
    course = copy_of("toy")
    for name in (
        "tables/a.csv",
        "constraints.txt",
        "exercises/01_tensors/__pycache__/x.pyc",
        "solutions/.notes",
        "mine.txt",
    ):
        (course / name).parent.mkdir(exist_ok=True)
        (course / name).write_text("pytest==9.2.0")
    asked = (
        "--include",
        "tables",
        "--extra-index-url",
        "https://example.org/simple",
        "--",
        "exercises",
        "--time-scale=2",
    )
    done = run(course, *COMMAND, "out.zip", *asked)
    assert done.status == 0, done.errors
    with zipfile.ZipFile(course / "out.zip") as archive:
        names = set(archive.namelist())
        assert archive.read("pip.conf").decode() == "[install]\nextra-index-url = https://example.org/simple\n"
        assert json.loads(archive.read("options.json")) == ["exercises", "--time-scale=2"]
        assert archive.read("constraints.txt") == b"pytest==9.2.0"
    assert {"course/tables/a.csv", "course/pyproject.toml", "course/solutions/01_tensors/test_double.py"} <= names
    assert not [name for name in names if "pycache" in name or "notes" in name or "mine" in name]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--include", "nosuch"), "nosuch is not in"),
        (("--include", "../.."), "takes files and folders of the course"),
    ],
)
def test_what_cannot_be_put_into_a_zip(copy_of, run, options, said):
    done = run(copy_of("toy"), *COMMAND, "out.zip", *options)
    assert done.status == 1
    assert said in done.errors


def test_a_folder_without_a_course(tmp_path, run):
    done = run(tmp_path, *COMMAND, "out.zip")
    assert done.status == 1
    assert "holds no folder exercises: run this in the folder of a course" in done.errors
    assert not (tmp_path / "out.zip").exists()


COMMAND = (sys.executable, "-m", "grader", "gradescope")

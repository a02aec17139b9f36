"""`grader notebooks`: the course as notebooks to hand out, which come back as what they are."""

import re
import sys

import nbformat
import pytest

from grader.course import Course, Exercise
from grader.errors import CourseError
from grader.handout import Part, parts

COMMAND = (sys.executable, "-c", "from grader.cli import main; main(prog_name='grader')", "notebooks")


@pytest.fixture(scope="module")
def course(copy_of):
    folder = copy_of("toy")
    (folder / "exercises/01_tensors/README.md").write_text("# 1 Tensors\n\nNumbers in rows.\n")
    return folder


@pytest.fixture(scope="module")
def handed_out(course, run, tmp_path_factory):
    """The folders with the students' notebooks and the teacher's."""
    folders = {}
    for kind, options in {"stubs": (), "solutions": ("--solutions",)}.items():
        folders[kind] = tmp_path_factory.mktemp("out") / kind
        done = run(course, *COMMAND, str(folders[kind]), *options)
        assert done.status == 0, done.errors
        assert done.text.split() == [str(folders[kind] / f"{c}.ipynb") for c in sorted(Course(course).chapters)]
    return folders


@pytest.mark.parametrize("kind", ["stubs", "solutions"])
def test_every_notebook_is_valid_and_its_cells_have_names_that_stay(handed_out, kind, course, run, tmp_path):
    run(course, *COMMAND, str(tmp_path / "again"), *(["--solutions"] if kind == "solutions" else []))
    for path in handed_out[kind].iterdir():
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes()


def test_a_chapter_holds_its_text_and_a_section_for_each_exercise(handed_out):
    cells = nbformat.read(handed_out["stubs"] / "01_tensors.ipynb", as_version=4).cells
    assert cells[0].source == "# 1 Tensors\n\nNumbers in rows."
    heading = next(cell for cell in cells if cell.source.startswith("## double\n"))
    assert len(heading.source) > len("## double\n\n")  # the stub's own text
    code = [cell for cell in cells if cell.cell_type == "code"]
    assert any(re.search(r"^def double\(", cell.source, re.MULTILINE) for cell in code)
    assert "Try things here" in code[-1].source
    assert {cell.metadata["grader"]["exercise"] for cell in code} == {"01_tensors/double"}


def test_the_stubs_come_back_as_not_started(handed_out, course, grade_in):
    done = grade_in(course, f"--submission={handed_out['stubs']}")
    assert done.grade["score"] == 0
    assert {one["status"] for one in done.exercises.values()} == {"not started"}
    assert done.status == 1


def test_the_references_come_back_with_all_points(handed_out, course, grade_in):
    done = grade_in(course, f"--submission={handed_out['solutions']}")
    assert done.status == 0, done.text
    assert done.grade["score"] == done.grade["max_score"] > 0


def test_a_notebook_that_is_there_is_kept_unless_force_says_otherwise(course, run, tmp_path):
    mine = tmp_path / "02_chance.ipynb"
    mine.write_text("my work")
    done = run(course, *COMMAND, str(tmp_path))
    assert (done.status, mine.read_text()) == (1, "my work")
    assert f"{mine} is there already, perhaps with somebody's work: choose another folder, or --force" in done.errors
    assert list(tmp_path.iterdir()) == [mine]
    assert run(course, *COMMAND, str(tmp_path), "--force").status == 0
    assert nbformat.read(mine, as_version=4).cells


def test_where_there_is_no_course_it_says_so(run, tmp_path):
    done = run(tmp_path, *COMMAND, str(tmp_path / "out"))
    assert done.status == 1
    assert "is not a folder: start from the folder that holds the course's exercises/" in done.errors


def test_help_has_an_example(run, tmp_path):
    assert "grader notebooks handout/" in run(tmp_path, *COMMAND, "--help").text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def f():\n    pass\n", [("f", "def f():\n    pass")]),
        (
            '"""Text."""\nimport torch\n\nSIZE = 3\n\n\ndef f():\n    pass\n',
            [("", "import torch\n\nSIZE = 3"), ("f", "def f():\n    pass")],
        ),
        (
            "def f():\n    pass\n\n\ndef _help():\n    pass\n\n\n# why\n@deco\nclass G:\n    pass\n",
            [("f", "def f():\n    pass"), ("G", "def _help():\n    pass\n\n\n# why\n@deco\nclass G:\n    pass")],
        ),
        ('"""Text."""\nANSWERS = {\n    "a": None,\n}\n', [("", 'ANSWERS = {\n    "a": None,\n}')]),
        (
            "def f():\n    pass\n\n\ndef _last():\n    pass\n",
            [("f", "def f():\n    pass"), ("last", "def _last():\n    pass")],
        ),
    ],
)
def test_a_module_falls_into_parts_that_make_good_cells(tmp_path, source, expected):
    path = tmp_path / "module.py"
    path.write_text(source)
    assert parts(path) == [Part(name, text) for name, text in expected]


@pytest.mark.parametrize("source", [None, "def f(:\n"])
def test_a_module_that_is_missing_or_broken_is_named(tmp_path, source):
    path = Exercise("01_tensors", "double").path(tmp_path)
    path.parent.mkdir()
    if source is not None:
        path.write_text(source)
    with pytest.raises(CourseError, match=re.escape(f"{path} cannot be made a notebook of")):
        parts(path)

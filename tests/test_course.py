"""The course finds its exercises and their files, and says what is missing."""

from pathlib import Path

import pytest

from grader.course import Course, Exercise, mistake_message
from grader.errors import CourseError

UPDATE = Exercise("03_autograd", "update")


@pytest.fixture
def course(tmp_path):
    write(
        tmp_path,
        {
            "exercises/03_autograd/update.py": '"""Step by hand.\n\nMove p."""\nraise SystemExit("was run")\n',
            "exercises/03_autograd/test_update.py": "",
            "exercises/03_autograd/notes.py": "",
            "exercises/01_tensors/scalar.py": '"""A scalar."""\n',
            "exercises/drafts/test_scalar.py": "",
            "solutions/01_tensors/test_scalar.py": "",
            "solutions/01_tensors/test_gone.py": "",
            "solutions/03_autograd/update.py": '"""Step by hand.\n\nMove p."""\n',
            "solutions/03_autograd/mistakes/update/uphill.py": '"""The step goes\nuphill."""\n',
            "solutions/03_autograd/mistakes/update/ascent.py": "",
            "solutions/03_autograd/alternatives/update/data.py": "",
        },
    )
    return Course(tmp_path)


def write(root, files):
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_exercises_have_a_stub_and_visible_or_hidden_checks(course):
    assert course.exercises == (Exercise("01_tensors", "scalar"), UPDATE)
    assert course.chapters == {"01_tensors", "03_autograd"}


def test_everything_follows_from_chapter_and_name(course):
    assert UPDATE.label == "03_autograd/update"
    assert UPDATE.path(Path("tree")) == Path("tree/03_autograd/update.py")
    assert course.stub(UPDATE) == course.root / "exercises/03_autograd/update.py"
    assert course.reference(UPDATE) == course.root / "solutions/03_autograd/update.py"


def test_mistakes_and_alternatives_by_name_in_order(course):
    folder = course.root / "solutions/03_autograd"
    assert list(course.mistakes(UPDATE).items()) == [
        ("ascent", folder / "mistakes/update/ascent.py"),
        ("uphill", folder / "mistakes/update/uphill.py"),
    ]
    assert course.alternatives(UPDATE) == {"data": folder / "alternatives/update/data.py"}
    assert course.mistakes(Exercise("01_tensors", "scalar")) == {}


def test_title_is_read_without_running_the_stub(course):
    assert course.title(UPDATE) == "Step by hand."


@pytest.mark.parametrize(
    "broken", [b"def (:\n", b"\0", b"\xff\xfe", b"(" * 10_000, b"x = 1\n", b'"""  """', b'"\\d"; (']
)
def test_title_of_a_broken_stub_is_the_references(course, broken):
    course.stub(UPDATE).write_bytes(broken)
    assert course.title(UPDATE) == "Step by hand."


def test_title_without_any_docstring_is_the_name(course):
    course.stub(UPDATE).write_text("")
    course.reference(UPDATE).unlink()
    assert course.title(UPDATE) == "update"


def test_an_odd_escape_in_a_docstring_is_no_error(course):
    course.stub(UPDATE).write_text('"""Half \\of it."""\n')
    assert course.title(UPDATE) == r"Half \of it."


def test_message_of_a_mistake_is_its_docstring_on_one_line(course):
    assert mistake_message(course.mistakes(UPDATE)["uphill"]) == "The step goes uphill."


def test_mistake_without_docstring_is_the_authors_error(course):
    with pytest.raises(CourseError, match=r"ascent\.py has no readable module docstring: write the sentence"):
        mistake_message(course.mistakes(UPDATE)["ascent"])


@pytest.mark.parametrize("tree", ["exercises", "solutions"])
def test_checks_belong_to_the_exercise_that_names_them(course, tree):
    assert course.exercise_of(course.root / tree / "03_autograd/test_update.py") == UPDATE


def test_checks_are_found_from_another_folder(course, monkeypatch):
    monkeypatch.chdir(course.root / "exercises/03_autograd")
    assert Course(Path("../..")).exercise_of(Path("test_update.py")) == UPDATE


@pytest.mark.parametrize(
    "test_file",
    [
        "exercises/03_autograd/update.py",
        "exercises/drafts/test_scalar.py",
        "exercises/test_update.py",
        "exercises/03_autograd/more/test_update.py",
        "elsewhere/03_autograd/test_update.py",
    ],
)
def test_checks_elsewhere_belong_to_no_exercise(course, test_file):
    with pytest.raises(CourseError, match=r"belongs to no exercise: name it exercises/<nn_chapter>/test_<module>\.py"):
        course.exercise_of(course.root / test_file)


def test_checks_without_a_stub_are_the_authors_error(course):
    with pytest.raises(
        CourseError, match=r"gone\.py is missing: write the stub of 01_tensors/gone, or delete its checks"
    ):
        course.exercise_of(course.root / "solutions/01_tensors/test_gone.py")


def test_missing_reference_is_the_authors_error(course):
    with pytest.raises(CourseError, match=r"scalar\.py is missing: write the reference of 01_tensors/scalar"):
        course.reference(Exercise("01_tensors", "scalar"))


def test_folder_without_a_course(tmp_path):
    with pytest.raises(CourseError, match="exercises is not a folder: start from the folder that holds"):
        Course(tmp_path).exercises  # noqa: B018  reading it is the act

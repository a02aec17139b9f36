"""Whatever is handed in, the modules in it are found and read as text, or one sentence says why not."""

import contextlib
import os
import tempfile
import tokenize
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader import submissions
from grader.course import Course, Exercise
from grader.errors import SubmissionError
from grader.submissions import read_submission

SCALAR = Exercise("01_tensors", "scalar")
DETACH = Exercise("03_autograd", "detach")
UPDATE = Exercise("03_autograd", "update")
TWINS = Exercise("01_tensors", "losses"), Exercise("03_autograd", "losses")


@pytest.fixture(scope="session")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    for exercise in (SCALAR, DETACH, UPDATE, *TWINS):
        stub = exercise.path(root / "exercises")
        stub.parent.mkdir(parents=True, exist_ok=True)
        stub.write_text("")
        stub.with_name(f"test_{stub.name}").write_text("")
    return Course(root)


def laid_out(root, files):
    """A folder with these files; None stands for a folder."""
    for name, content in files.items():
        path = root / name
        if content is None:
            path.mkdir(parents=True, exist_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def modules_of(path, course):
    return read_submission(path, course).modules


def zipped(path, files):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"{name}/" if content is None else name, content or b"")
    return path


@pytest.fixture
def hand_in(tmp_path, course):
    """Read a folder called hw that holds these files."""

    def read(files, name="hw"):
        return modules_of(laid_out(tmp_path / name, files), course)

    return read


def refused(path, course):
    with pytest.raises(SubmissionError) as caught:
        modules_of(path, course)
    message = str(caught.value)
    assert "\n" not in message
    assert ": " in message  # the fact, then the remedy
    return message


# Where modules lie


@pytest.mark.parametrize(
    "name",
    [
        "03_autograd/update.py",
        "update.py",
        "deep/er/update.py",
        "wrapped/03_autograd/update.py",
        "wrapped/twice/03_autograd/update.py",
        "exercises/03_autograd/update.py",
        "repo-main/exercises/03_autograd/update.py",
        "03_autograd/mine/update.py",
    ],
)
def test_a_module_is_found_wherever_it_lies(hand_in, name):
    submission = hand_in({name: "x = 1\n"})
    assert {exercise: source.text for exercise, source in submission.items()} == {UPDATE: "x = 1\n"}
    assert submission[UPDATE].display == f"hw/{name}"
    assert submission[UPDATE].problem == ""


def test_modules_of_several_chapters_are_found_in_order(hand_in):
    submission = hand_in({"03_autograd/update.py": "3", "03_autograd/detach.py": "2", "01_tensors/scalar.py": "1"})
    assert [source.text for source in submission.values()] == ["1", "2", "3"]
    assert list(submission) == [SCALAR, DETACH, UPDATE]


def test_a_chapters_folder_is_a_submission(hand_in):
    submission = hand_in({"update.py": "3", "losses.py": "4", "scalar.py": "another chapter's"}, name="03_autograd")
    assert {exercise: source.text for exercise, source in submission.items()} == {UPDATE: "3", TWINS[1]: "4"}


def test_a_chapters_folder_with_one_folder_in_it_is_no_wrapper(hand_in):
    assert list(hand_in({"03_autograd/mine/losses.py": "4"})) == [TWINS[1]]


def test_another_kind_of_file_with_a_modules_name_is_no_module(hand_in):
    submission = hand_in({"update.py": "code", "update.csv": "1,2", "detach.md": "notes"})
    assert {exercise: source.text for exercise, source in submission.items()} == {UPDATE: "code"}


def test_the_nearest_chapter_decides(hand_in):
    assert set(hand_in({"01_tensors/losses.py": "", "03_autograd/old/losses.py": ""})) == set(TWINS)


def test_a_helper_with_the_name_of_another_chapters_module_is_a_helper(hand_in):
    submission = hand_in({"01_tensors/scalar.py": "import update", "01_tensors/update.py": "help"})
    assert set(submission) == {SCALAR}
    assert submission[SCALAR].files["update.py"] == b"help"


def test_of_a_checkout_only_the_exercises_are_taken(hand_in):
    submission = hand_in(
        {
            "README.md": "",
            "conftest.py": "",
            "exercises/03_autograd/update.py": "mine",
            "solutions/03_autograd/update.py": "reference",
            "examples/update.py": "another",
        }
    )
    assert submission[UPDATE].text == "mine"


def test_a_tree_of_solutions_is_a_submission(hand_in):
    folder = "03_autograd"
    mistakes = {f"{folder}/mistakes/update/detach.py": "wrong", f"{folder}/alternatives/update/detach.py": "right"}
    assert hand_in({f"{folder}/detach.py": "reference", **mistakes})[DETACH].text == "reference"


@pytest.mark.parametrize(
    "folder", ["__MACOSX/hw", ".ipynb_checkpoints", ".git", "__pycache__", "venv/lib", ".venv/lib", "py/site-packages"]
)
def test_folders_of_tools_are_ignored(hand_in, folder):
    submission = hand_in({"update.py": "mine", f"{folder}/update.py": "not mine", "._update.py": "a Mac's"})
    assert submission[UPDATE].text == "mine"
    assert set(submission[UPDATE].files) == {"update.py"}


def test_a_virtual_environment_is_known_by_its_configuration(hand_in):
    submission = hand_in({"update.py": "mine", "torch-3.11/pyvenv.cfg": "", "torch-3.11/bin/update.py": "not mine"})
    assert submission[UPDATE].text == "mine"


def test_two_candidates_are_one_error_that_names_both(tmp_path, course):
    folder = laid_out(tmp_path / "hw", {"03_autograd/update.py": "1", "update.py": "2"})
    assert refused(folder, course) == (
        "hw/03_autograd/update.py and hw/update.py are both 03_autograd/update: hand in one of them"
    )


def test_a_name_of_two_exercises_needs_its_chapter(tmp_path, course):
    message = refused(laid_out(tmp_path / "hw", {"losses.py": ""}), course)
    assert message.startswith("losses.py may be 01_tensors/losses or 03_autograd/losses: put it into a folder")


def test_a_folder_with_nothing_of_the_course(tmp_path, course):
    files = {"updates.py": "", "03_autograd/scalar.py": "", "inner.zip": "", "README.md": ""}
    assert "hw holds no module of the course" in refused(laid_out(tmp_path / "hw", files), course)


def test_an_empty_folder(tmp_path, course):
    assert "holds no module of the course" in refused(tmp_path, course)


def test_an_endless_folder_is_refused(tmp_path, course, monkeypatch):
    monkeypatch.setattr(submissions, "MAX_ENTRIES", 5)
    files = {f"data/{number}.png": "" for number in range(5)}
    assert "more than 5 files: hand in the folder with" in refused(
        laid_out(tmp_path, {"update.py": "", **files}), course
    )


def test_a_folder_that_cannot_be_listed_is_refused(tmp_path, course, monkeypatch):
    def denied(_self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", denied)
    assert "cannot be read (Permission denied): check" in refused(tmp_path, course)


# One file


def test_a_file_is_matched_by_its_name(tmp_path, course):
    laid_out(tmp_path, {"04_more/update.py": "x = 1\n", "04_more/private.txt": "not handed in"})
    submission = modules_of(tmp_path / "04_more/update.py", course)
    assert submission == {UPDATE: submissions.Source("update.py", "x = 1\n")}


def test_a_file_in_another_chapters_folder_is_matched_by_its_name(tmp_path, course):
    laid_out(tmp_path, {"01_tensors/update.py": ""})
    assert set(modules_of(tmp_path / "01_tensors/update.py", course)) == {UPDATE}


def test_a_file_is_matched_by_its_chapter_where_two_have_its_name(tmp_path, course):
    laid_out(tmp_path, {"03_autograd/losses.py": "", "losses.py": ""})
    assert set(modules_of(tmp_path / "03_autograd/losses.py", course)) == {TWINS[1]}
    assert "01_tensors/losses or 03_autograd/losses" in refused(tmp_path / "losses.py", course)


def test_a_link_named_by_itself_is_followed(tmp_path, course):
    laid_out(tmp_path, {"a/real.py": "x = 1\n", "b": None})
    (tmp_path / "b/update.py").symlink_to(tmp_path / "a/real.py")
    assert modules_of(tmp_path / "b/update.py", course)[UPDATE].text == "x = 1\n"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("updaet.py", "updaet.py is called like no exercise: give it the name of its stub (perhaps update.py)"),
        ("zzz.py", "zzz.py is called like no exercise: give it the name of its stub"),
        ("hw.rar", "hw.rar is neither a .py file nor a notebook, a folder or a .zip: hand in one of these"),
        ("hw.ipynb", "hw.ipynb is no notebook, since it does not begin as one does: call a file of Python code .py"),
        ("hw.zip", "hw.zip is no zip file, or a damaged one: make the zip again"),
    ],
)
def test_other_files_are_refused(tmp_path, course, monkeypatch, name, message):
    monkeypatch.chdir(laid_out(tmp_path, {name: "text"}))
    assert refused(Path(name), course).startswith(message)


@pytest.mark.parametrize("name", ["gone", "gone.py", "gone.zip", "x" * 300, "update.py/x"])
def test_a_missing_path_is_refused(tmp_path, course, name):
    laid_out(tmp_path, {"update.py": ""})
    message = refused(tmp_path / name, course)
    assert "does not exist: give the path" in message or "cannot be read (File name too long)" in message


def test_a_pipe_is_refused(tmp_path, course):
    os.mkfifo(tmp_path / "update.py")
    assert "is neither a .py file" in refused(tmp_path / "update.py", course)


# How a module is read


@pytest.mark.parametrize(
    "data",
    [
        b"name = '\xc3\xbc'\n",
        b"\xef\xbb\xbfname = '\xc3\xbc'\n",
        b"name = '\xc3\xbc'\r\n",
        b"name = '\xc3\xbc'\r",
    ],
)
def test_marks_and_line_ends_make_no_difference(hand_in, data):
    assert hand_in({"update.py": data})[UPDATE].text == "name = '\u00fc'\n"


def test_tabs_stay(hand_in):
    assert hand_in({"update.py": "if x:\n\ty = 1\n"})[UPDATE].text == "if x:\n\ty = 1\n"


@pytest.mark.parametrize("coding", ["latin-1", "cp1252", "iso-8859-15", "utf-8", "gbk", "shift_jis"])
def test_a_coding_line_is_obeyed(hand_in, coding):
    text = f"#!/usr/bin/env python\n# -*- coding: {coding} -*-\nname = '\u00a7'\n"
    assert hand_in({"update.py": text.encode(coding)})[UPDATE].text == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"x = 1\0\n", "holds NUL bytes"),
        ("x = 1\n".encode("utf-16"), "is UTF-16 text: save it as UTF-8"),
        ("x = 1\n".encode("utf-16-le"), "holds NUL bytes"),
        (b"name = '\xfc'\n", "is not UTF-8 text"),
        (b"# one\n# two\n# three\nname = '\xfc'\n", "is not UTF-8 text"),
        (b"# coding: klingon\n", "is not UTF-8 text, nor what its coding line says: save it as UTF-8"),
        (b"# coding: rot13\n", "is not UTF-8 text, nor what its coding line says"),
        (b"\xef\xbb\xbf# coding: latin-1\n", "is not UTF-8 text, nor what its coding line says"),
        (b"# coding: unicode_escape\nx = '\\ud800'\n", "is in the coding unicode_escape, which is not read here"),
        (b"# coding: idna\n" + b"x" * 900_000, "is in the coding idna"),
        (b"#" * (10**6 + 1), "is larger than 1 MB: hand in code alone"),
        (None, "is a folder: hand in the file itself"),
    ],
)
def test_a_module_that_is_no_text_is_its_own_problem_alone(hand_in, data, reason):
    submission = hand_in({"03_autograd/update.py": data, "03_autograd/detach.py": "fine"})
    assert submission[UPDATE].problem.startswith(f"hw/03_autograd/update.py {reason}")
    assert submission[UPDATE].text == ""
    assert (submission[DETACH].text, submission[DETACH].problem) == ("fine", "")


def test_a_module_of_the_largest_size_is_read(hand_in):
    assert len(hand_in({"update.py": b"#" * 10**6})[UPDATE].text) == 10**6


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("/etc/hostname", "is a link that leads out of what was handed in"),
        ("../outside.py", "is a link that leads out of what was handed in"),
        ("nowhere.py", "is a broken link"),
        ("update.py", "is a broken link"),
        ("/dev/zero", "is a broken link or no ordinary file"),
        ("..", "is a folder"),
    ],
)
def test_a_link_that_leads_elsewhere_is_a_problem(tmp_path, course, target, reason):
    folder = laid_out(tmp_path / "hw", {"detach.py": "fine", "../outside.py": "secret"})
    (folder / "update.py").symlink_to(target)
    submission = modules_of(folder, course)
    assert submission[UPDATE].problem.startswith(f"hw/update.py {reason}")
    assert submission[DETACH].text == "fine"
    assert "update.py" not in submission[DETACH].files


def test_a_link_inside_the_folder_is_followed(tmp_path, course):
    folder = laid_out(tmp_path / "hw", {"common/shared.py": "x = 1\n"})
    (folder / "update.py").symlink_to("common/shared.py")
    assert modules_of(folder, course)[UPDATE].text == "x = 1\n"


def test_a_linked_folder_is_not_entered(tmp_path, course):
    folder = laid_out(tmp_path / "hw", {"update.py": "", "../outside/detach.py": "secret"})
    (folder / "inside").symlink_to("../outside")
    submission = modules_of(folder, course)
    assert set(submission) == {UPDATE}
    assert set(submission[UPDATE].files) == {"update.py"}


def test_a_pipe_called_like_a_module_is_not_waited_for(tmp_path, course):
    folder = laid_out(tmp_path / "hw", {"detach.py": ""})
    os.mkfifo(folder / "update.py")
    assert "no ordinary file" in modules_of(folder, course)[UPDATE].problem


def test_a_module_that_may_not_be_opened_is_a_problem(tmp_path, course, monkeypatch):
    def denied(_self, _mode):
        raise PermissionError(13, "Permission denied")

    folder = laid_out(tmp_path / "hw", {"update.py": ""})
    monkeypatch.setattr(Path, "open", denied)
    problem = "hw/update.py cannot be read (Permission denied): check its permissions"
    assert modules_of(folder, course)[UPDATE].problem == problem


def test_names_are_shown_without_their_control_characters(hand_in):
    assert hand_in({"\x1b[2J/update.py": ""})[UPDATE].display == "hw/\\x1b[2J/update.py"


# What lies beside a module


def test_small_files_beside_a_module_are_its_companions(hand_in):
    submission = hand_in(
        {
            "03_autograd/update.py": "u",
            "03_autograd/detach.py": "d",
            "03_autograd/help/__init__.py": "h",
            "03_autograd/data.csv": "1,2\r\n",
            "01_tensors/scalar.py": "s",
            "top.txt": "t",
        }
    )
    files = {"update.py": b"u", "detach.py": b"d", "help/__init__.py": b"h", "data.csv": b"1,2\r\n"}
    assert submission[UPDATE].files == submission[DETACH].files == files
    assert submission[SCALAR].files == {"scalar.py": b"s"}


def test_companions_of_a_loose_module_leave_chapters_out(hand_in):
    submission = hand_in({"update.py": "", "more/help.py": "", "01_tensors/scalar.py": "", "01_tensors/x.txt": ""})
    assert set(submission[UPDATE].files) == {"update.py", "more/help.py"}


@pytest.mark.parametrize(
    "name",
    [
        *(
            "test_update.py",
            "conftest.py",
            "more/conftest.py",
            "pytest.ini",
            ".pytest.ini",
            "pyproject.toml",
            "tox.ini",
        ),
        *("help.pyc", "help.cpython-311-x86_64-linux-gnu.so", "help.pyd"),
        *("setup.cfg", "sitecustomize.py", "usercustomize.py", "x.pth", "inner.zip", ".hidden", "line\nend.txt"),
    ],
)
def test_what_steers_the_tools_is_no_companion(hand_in, name):
    source = hand_in({"update.py": "", name: "x"})[UPDATE]
    assert set(source.files) == {"update.py"}
    assert source.left_out == ()


def test_a_file_that_is_too_large_is_left_out_by_name(hand_in):
    source = hand_in({"update.py": "u", "weights.pt": bytes(20 * 10**6), "small.txt": "s"})[UPDATE]
    assert set(source.files) == {"update.py", "small.txt"}
    assert source.left_out == ("weights.pt",)


def test_files_that_are_too_large_together_are_left_out(hand_in):
    source = hand_in({"update.py": "u", "a.pt": bytes(11 * 10**6), "b.pt": bytes(10 * 10**6)})[UPDATE]
    assert set(source.files) == {"update.py", "b.pt"}
    assert source.left_out == ("a.pt",)


@pytest.mark.parametrize("data", [bytes([0xFF]), b"# coding: utf-7\n", b"#" * 10**6 + b"#"])
def test_a_helper_that_no_judge_could_read_is_left_out(hand_in, data):
    source = hand_in({"update.py": "u", "help.py": data, "help.bin": data})[UPDATE]
    assert set(source.files) == {"update.py", "help.bin"}
    assert source.left_out == ("help.py",)


def test_helpers_that_are_too_large_together_are_left_out(hand_in):
    source = hand_in({"update.py": "u", "a.py": b"#" * 600_000, "b.py": b"#" * 500_000})[UPDATE]
    assert set(source.files) == {"update.py", "b.py"}


def test_files_beyond_the_first_two_hundred_are_left_out(hand_in):
    source = hand_in({"update.py": "", **{f"{number:03}.png": "x" for number in range(205)}})[UPDATE]
    assert len(source.files) == 200
    assert len(source.left_out) == 6
    assert source.left_out[0] == "199.png"


# Laws

NAMES = ["update.py", "detach.py", "losses.py", "scalar.py", "help.py", "test_update.py", "data.csv", "._update.py"]
FOLDERS = ["", "03_autograd", "01_tensors", "exercises", "old", "wrap", "__MACOSX", "wrap/03_autograd"]
CONTENTS = (
    st.sampled_from([b"", b"x = 1\r\n", b"\xfc", b"a\0", b"\xff\xfex\0", b"# coding: latin-1\n'\xfc'\n"]) | st.none()
)
PATHS = st.tuples(st.sampled_from(FOLDERS), st.sampled_from(NAMES)).map(lambda parts: "/".join(filter(None, parts)))
TREES = st.dictionaries(PATHS, CONTENTS, max_size=6)


def outcome(path, course):
    """What was read, or the error, without the name of what was handed in."""
    try:
        submission = modules_of(path, course)
    except SubmissionError as error:
        return str(error).replace(path.name, "hw")
    return {
        exercise: (
            source.display.removeprefix(f"{path.name}/"),
            source.problem.removeprefix(f"{path.name}/"),
            *(source.text, dict(source.files), source.left_out),
        )
        for exercise, source in submission.items()
    }


@settings(deadline=None, max_examples=60)
@given(files=TREES)
def test_a_folder_and_its_zip_read_the_same(course, files):
    with tempfile.TemporaryDirectory() as folder:
        laid_out(Path(folder, "hw"), {**files, "README.md": b""})
        zipped(Path(folder, "hw.zip"), {**files, "README.md": b""})
        assert outcome(Path(folder, "hw"), course) == outcome(Path(folder, "hw.zip"), course)


@settings(deadline=None, max_examples=60)
@given(files=TREES)
def test_a_wrapper_changes_nothing_but_the_names_shown(course, files):
    with tempfile.TemporaryDirectory() as folder:
        laid_out(Path(folder, "hw/outer/inner"), {**files, "README.md": b""})
        wrapped = outcome(Path(folder, "hw"), course)
        bare = outcome(Path(folder, "hw/outer/inner"), course)
        if isinstance(bare, dict):
            bare = {key: (f"outer/inner/{shown}", *rest) for key, (shown, *rest) in bare.items()}
            wrapped = {
                key: (shown, problem.removeprefix("outer/inner/"), *rest)
                for key, (shown, problem, *rest) in wrapped.items()
            }
        else:
            wrapped = wrapped.replace("hw/outer/inner", "hw")
        assert wrapped == bare


CODING_LINES = st.sampled_from([b"", b"# coding: latin-1\n", b"# coding: cp1252\n", b"\xef\xbb\xbf", b"# coding: x\n"])


@settings(deadline=None)
@given(data=st.builds(bytes.__add__, CODING_LINES, st.binary(max_size=60) | st.text(max_size=60).map(str.encode)))
def test_a_module_is_read_as_python_reads_it_or_has_a_problem(course, data):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "update.py")
        path.write_bytes(data)
        source = modules_of(path, course)[UPDATE]
        expected = None
        with contextlib.suppress(SyntaxError, UnicodeError), tokenize.open(path) as file:
            expected = file.read()
    if b"\0" in data or data.startswith((b"\xff\xfe", b"\xfe\xff")) or expected is None:
        assert source.problem.startswith("update.py ")
    else:
        assert (source.text, source.problem) == (expected, "")

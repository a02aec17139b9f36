"""Whatever a worker says of outputs and files, the notebook is valid, and nothing is written elsewhere."""

import json

import nbformat
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from grader.here.folders import write_files
from grader.here.notebooks import is_plain
from grader.here.outputs import MOST_OUTPUTS, with_outputs
from grader.notebooks import Cell, Notebook

STREAM = {"output_type": "stream", "name": "stdout", "text": "hello\n"}
RESULT = {"output_type": "execute_result", "data": {"text/plain": "3"}, "metadata": {}, "execution_count": 1}
IMAGE = {"output_type": "display_data", "data": {"image/png": "AAAA", "application/json": {"a": 1}}, "metadata": {}}
ERROR = {"output_type": "error", "ename": "ValueError", "evalue": "no", "traceback": ["a", "b"]}


def read(text):
    """A notebook as Jupyter reads it: strict JSON in UTF-8, and valid."""

    def refuse(number):
        raise ValueError(number)

    json.loads(text.encode(), parse_constant=refuse)
    found = nbformat.reads(text, as_version=4)
    nbformat.validate(found)
    return found


def outputs_of(outputs, cell=None):
    """The outputs that are kept of the one cell of a notebook."""
    data = outputs if isinstance(outputs, bytes) else json.dumps({"1": outputs}).encode()
    notebook = Notebook("hw.ipynb", (cell or Cell("code", "x = 1", 1),))
    return [dict(each) for each in read(with_outputs(notebook, data)).cells[0].outputs]


def test_outputs_stand_under_their_cell():
    cells = (Cell("markdown", "# fit"), Cell("code", "a", 1), Cell("raw", "b"), Cell("code", "c", 2), Cell("odd", "d"))
    made = read(with_outputs(Notebook("hw.ipynb", cells), json.dumps({"2": [STREAM]}).encode()))
    assert [(each.cell_type, each.source) for each in made.cells] == [
        *(("markdown", "# fit"), ("code", "a"), ("raw", "b"), ("code", "c"), ("raw", "d")),
    ]
    assert made.cells[3].outputs == [STREAM]
    assert made.cells[1].outputs == []
    assert len({each.id for each in made.cells}) == 5


@pytest.mark.parametrize("output", [STREAM, RESULT, IMAGE, ERROR], ids=lambda output: output["output_type"])
def test_every_kind_of_output_is_kept(output):
    assert outputs_of([output]) == [output]


@pytest.mark.parametrize(
    "output",
    [
        *(None, 3, "text", [], {}, [STREAM]),
        {"output_type": "unknown"},
        {"output_type": 3},
        {"output_type": "stream"},
        STREAM | {"name": 3},
        STREAM | {"text": {"a": 1}},
        STREAM | {"more": 1},
        RESULT | {"data": {"text/plain": 3}},
        RESULT | {"data": [1]},
        RESULT | {"metadata": None},
        RESULT | {"execution_count": -1},
        IMAGE | {"transient": {"display_id": "a"}},
        IMAGE | {"data": {"application/json": float("nan")}},
        IMAGE | {"metadata": {"a": float("inf")}},
        ERROR | {"traceback": "text"},
    ],
)
def test_what_is_no_output_is_left_out(output):
    assert outputs_of([STREAM, output, RESULT]) == [STREAM, RESULT]


@pytest.mark.parametrize("depth", [10, 50, 100, 150, 200, 300, 400, 900])
def test_deep_outputs_are_kept_or_left_out(depth):
    nested = '{"a":' * depth + "1" + "}" * depth
    data = f'{{"1": [{json.dumps(STREAM)}, {json.dumps(IMAGE | {"metadata": 9}).replace("9", nested)}]}}'
    kept = outputs_of(data.encode())
    assert kept[0] == STREAM
    assert len(kept) == 2 or depth > 50


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"[]", b"3", b"{", b"\xff", b'{"1": 3}', b'{"1": {"a": 1}}', b'{"2": []}', b"[" * 100_000),
        b'{"1": ' + b"9" * 5000 + b"}",
    ],
)
def test_what_says_nothing_of_outputs_leaves_the_cells(data):
    assert outputs_of(data) == []


def test_numbers_beyond_all_bounds_are_left_out():
    data = json.dumps({"1": [STREAM, IMAGE | {"metadata": {"a": 1.5}}]}).replace("1.5", "1e999")
    assert outputs_of(data.encode()) == [STREAM]


def test_halves_of_characters_are_replaced():
    (output,) = outputs_of([STREAM | {"text": "half \ud83d"}])
    assert output["text"] == "half ?"


def test_only_so_many_outputs_are_kept():
    assert len(outputs_of([STREAM] * (MOST_OUTPUTS + 5))) == MOST_OUTPUTS


def test_attachments_and_tags_are_kept_where_they_are_valid():
    image = {"a.png": {"image/png": "AAAA"}}
    cells = (
        Cell("markdown", "a", tags=("x", "x", "b c", "d,e", ""), attachments=image),
        Cell("markdown", "b", attachments={"a.png": 3}),
        Cell("markdown", "c", attachments={"a.png": {"application/json": float("nan")}}),
        Cell("code", "d", 1, tags=("half \ud83d", "\ud83d"), attachments=image),
    )
    made = read(with_outputs(Notebook("hw.ipynb", cells), b"")).cells
    assert made[0].attachments == image
    assert made[0].metadata.tags == ["x"]
    assert [dict(cell).get("attachments") for cell in made[1:]] == [None] * 3


keys = st.sampled_from(
    ["output_type", "name", "text", "data", "metadata", "execution_count", "ename", "evalue", "traceback", "text/plain"]
)
words = st.sampled_from(["stream", "display_data", "execute_result", "error", "stdout"]) | st.text(max_size=3)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys | st.text(max_size=2), inner, max_size=5),
    max_leaves=8,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(anything | st.dictionaries(keys, anything | words, max_size=5), max_size=3))
@example([STREAM | {"text": ["a", "b"]}])
@example([RESULT | {"data": {"": ""}}])
def test_whatever_is_said_the_notebook_is_valid(outputs):
    outputs_of(outputs)


# files


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        *((name, True) for name in ("a.txt", "helpers.py", "data/a.csv", "./a", "a b", "é.txt", "..a", "a..")),
        *((name, False) for name in ("", ".", "..", "/", "../a", "a/../../b", "a/..", "/etc/passwd", "//a", "a\\b")),
        *((name, False) for name in ("C:a", "c:/a", "a\0b", "a\nb", "half \ud83d", "x" * 300, "é" * 200, "a/" * 3000)),
        *((name, False) for name in ("conftest.py", "test_a.py", "data/conftest.py", "a.so", "a.pth", "pytest.ini")),
    ],
)
def test_a_plain_name_stays_inside_its_folder(name, plain):
    assert is_plain(name) is plain


def tree(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def folder(tmp_path):
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "kept.txt").write_bytes(b"kept")
    return inside


def test_files_are_written_below_the_folder(folder):
    write_files(folder, {"a.txt": b"1", "b/c/d.txt": b"2", "./e": b"3"})
    assert tree(folder) == {"a.txt": b"1", "b/c/d.txt": b"2", "e": b"3"}


def test_what_stands_in_the_way_goes(folder):
    write_files(folder, {"a": b"1", "b/c/d": b"2"})
    write_files(folder, {"a/b/c": b"3", "b/c": b"4"})
    assert tree(folder) == {"a/b/c": b"3", "b/c": b"4"}
    write_files(folder, {"a": b"5", "b/c": b"6"})
    assert tree(folder) == {"a": b"5", "b/c": b"6"}


@pytest.mark.parametrize(
    "name", ["link", "link/kept.txt", "link/new/a", "file", "file/a", "broken", "broken/a", "loop/a"]
)
def test_links_are_not_followed(folder, name):
    outside = folder.parent / "outside"
    (folder / "link").symlink_to(outside)
    (folder / "file").symlink_to(outside / "kept.txt")
    (folder / "broken").symlink_to(outside / "nothing")
    (folder / "loop").symlink_to("loop")
    write_files(folder, {name: b"new"})
    assert tree(outside) == {"kept.txt": b"kept"}
    assert (folder / name).read_bytes() == b"new"


parts = st.sampled_from(["a", "b", "..", ".", "", "/", "c.txt", "\\", ":", "é", "x" * 300, "\0"]) | st.text(max_size=3)
names = st.lists(parts, max_size=4).map("/".join)


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(names, st.binary(max_size=3), max_size=6))
def test_nothing_is_ever_written_outside(tmp_path_factory, files):
    base = tmp_path_factory.mktemp("files")
    (base / "kept").write_bytes(b"kept")
    (base / "inside").mkdir()
    write_files(base / "inside", {name: data for name, data in files.items() if is_plain(name)})
    assert sorted(path.name for path in base.iterdir()) == ["inside", "kept"]
    assert (base / "kept").read_bytes() == b"kept"

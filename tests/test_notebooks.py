"""A notebook is read whatever has written it; what is none is refused in one clear sentence."""

import json

import pytest

from grader import notebooks
from grader.errors import SubmissionError
from grader.notebooks import read_notebook


def code(source="x = 1", **more):
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None} | more


def document(*cells, **more):
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells)} | more


def read(found):
    return read_notebook(found if isinstance(found, bytes) else json.dumps(found).encode(), "hw.ipynb")


def sources(found):
    return [cell.source for cell in read(found).cells]


def old(*cells, version=3, **more):
    return {"nbformat": version, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": cells}]} | more


def test_reads_cells_in_their_order_and_counts_code():
    cells = read(document(code(), {"cell_type": "markdown", "source": "## fit"}, code("y"), {"cell_type": "raw"})).cells
    assert [(cell.kind, cell.number) for cell in cells] == [("code", 1), ("markdown", 0), ("code", 2), ("raw", 0)]
    assert [cell.source for cell in cells] == ["x = 1", "## fit", "y", ""]


@pytest.mark.parametrize("minor", range(6))
def test_reads_every_minor_version_and_those_to_come(minor):
    assert sources(document(code(), nbformat_minor=minor)) == ["x = 1"]
    assert sources(document(code(), nbformat_minor=minor + 90)) == ["x = 1"]


@pytest.mark.parametrize("version", [2, 3])
def test_reads_old_versions(version):
    cell = {"cell_type": "code", "input": ["x = 1\n", "y = 2"], "language": "python", "outputs": [{"odd": 1}]}
    text = {"cell_type": "markdown", "source": "some words"}
    assert sources(old(text, cell, version=version)) == ["some words", "x = 1\ny = 2"]


def test_headings_of_version_3_become_markdown():
    heading = {"cell_type": "heading", "level": 2, "source": "fit"}
    cell = {"cell_type": "code", "input": "x", "language": "python", "outputs": []}
    assert [(each.kind, each.source) for each in read(old(heading, cell)).cells] == [
        ("markdown", "## fit"),
        ("code", "x"),
    ]


@pytest.mark.parametrize("names", [(None, None), ("a", "a"), ("", "not valid!"), ("x" * 99, 3)])
def test_ids_of_cells_do_not_matter(names):
    cells = [code(f"x = {name!r}") | ({"id": name} if name is not None else {}) for name in names]
    assert len(read(document(*cells)).cells) == 2


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        None,
        [],
        {"kernelspec": None, "language_info": 3},
        {"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        {"kernelspec": {"name": "my torch env", "display_name": "R", "language": "python"}},
        {"kernelspec": {"name": "iris-env", "display_name": "Iris"}},
        {"kernelspec": {"name": "rusty", "display_name": "Rusty"}},
        {"kernelspec": {"name": "ir", "display_name": "R"}, "language_info": {"name": "python"}},
        {"language_info": {"name": "ipython", "version": "3"}},
        {"colab": {"provenance": []}, "accelerator": "GPU", "kernelspec": {"name": "python3"}},
        {"vscode": {"interpreter": {"hash": "0"}}, "language_info": {"name": "python"}},
        {"otter": {"OK_FORMAT": True, "tests": {}}},
    ],
)
def test_reads_whatever_the_metadata_say(metadata):
    assert sources(document(code(), metadata=metadata)) == ["x = 1"]


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({"kernelspec": {"name": "python3"}, "language_info": {"name": "R"}}, "R"),
        ({"kernelspec": {"name": "x", "language": "julia"}}, "julia"),
        ({"kernelspec": {"name": "ir"}}, "ir"),
        ({"kernelspec": {"name": "julia-1.9"}}, "julia-1.9"),
        ({"kernelspec": {"name": "xcpp17"}}, "xcpp17"),
    ],
)
def test_refuses_another_language(metadata, language):
    with pytest.raises(SubmissionError, match=f"hw.ipynb is written for {language}: hand in a notebook in Python"):
        read(document(code(), metadata=metadata))


def test_keeps_what_tools_say_of_cells():
    locked = {"nbgrader": {"grade": True, "locked": True, "grade_id": "t", "points": 2}}
    colab = {"cellView": "form", "id": "abc"}
    cells = read(document(code("assert fit", metadata=locked), code("#@title Form", metadata=colab))).cells
    assert [cell.metadata for cell in cells] == [locked, colab]
    assert all(cell.runs for cell in cells)


@pytest.mark.parametrize(
    ("tags", "kept"),
    [(["a", "b"], ("a", "b")), ("skip-execution", ()), ([1, None, "a"], ("a",)), (None, ()), ({"a": 1}, ())],
)
def test_reads_tags_that_are_texts(tags, kept):
    assert read(document(code(metadata={"tags": tags}))).cells[0].tags == kept


def test_skips_what_is_tagged_so_and_what_is_empty():
    cells = [code(metadata={"tags": ["skip-execution"]}), code("  \n"), code()]
    assert [cell.runs for cell in read(document(*cells)).cells] == [False, False, True]


def test_keeps_attachments_of_a_cell_alone():
    image = {"a.png": {"image/png": "AAAA"}}
    text = {"cell_type": "markdown", "source": "![](attachment:a.png)", "attachments": image}
    assert [cell.attachments for cell in read(document(text, code(attachments=[3]))).cells] == [image, {}]


def test_reads_stored_outputs_of_20_mb():
    output = {"output_type": "stream", "name": "stdout", "text": "x" * 20 * 10**6}
    assert sources(document(code(outputs=[output]))) == ["x = 1"]


def test_reads_a_thousand_cells():
    assert read(document(*[code()] * 1000)).cells[-1].number == 1000


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a\nb", "a\nb"),
        (["a\n", "b"], "a\nb"),
        (["a", "b"], "ab"),
        ("a\r\nb\rc", "a\nb\nc"),
        (["a\r", "\nb"], "a\nb"),
        (["a", 3, None], "a"),
        (None, ""),
        (3, ""),
        ("half \ud83d", "half ?"),
        ("whole \U0001f600", "whole \U0001f600"),
    ],
)
def test_source_is_a_text_or_a_list_of_lines(source, text):
    assert sources(document(code(), code(source))) == ["x = 1", text]


def test_first_line_is_one_that_says_something():
    assert read(document(code("\n  \n  fit(3)\nmore"))).cells[0].first_line == "fit(3)"


def test_reads_windows_line_ends_and_a_mark_of_byte_order():
    data = json.dumps(document(code()), indent=1).replace("\n", "\r\n").encode()
    assert sources(b"\xef\xbb\xbf" + data) == ["x = 1"]


WHOLE = json.dumps(document(code(metadata={"a": [True, None, False]}))).encode()


@pytest.mark.parametrize("length", range(1, len(WHOLE)))
def test_tells_what_is_cut_short(length):
    with pytest.raises(SubmissionError, match=r"^hw.ipynb is cut short: save it again in Jupyter$"):
        read(WHOLE[:length])


@pytest.mark.parametrize(
    ("found", "message"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"\xef\xbb\xbf", "is no notebook"),
        (b"def fit():\n    return 3\n", "call a file of Python code .py"),
        (b"[1, 2]", "is no notebook"),
        (b'{"nbformat": 4,\n"cells": [}]}', "is not valid JSON (line 2: Expecting value)"),
        (b'{"nbformat": 4, "cells": []} and more', "is not valid JSON (line 1: Extra data)"),
        (b'{"nbformat": 4, "cells": [' + b"9" * 5000 + b"]}", "holds a number of too many digits"),
        (json.dumps(document(code())).encode("utf-16"), "is not UTF-8 text"),
        (b'{"nbformat": 4, "cells": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "is nested too deeply"),
        (b"{}", "is JSON, but no notebook"),
        ({"cells": [code()]}, "no version of the format"),
        ({"nbformat": "4", "cells": [code()]}, "no version of the format"),
        ({"nbformat": 4}, "it has no cells"),
        (document(code(), nbformat=5), "is of version 5 of the format: save it as version 4"),
        (document(code(), nbformat=0), "is not what version 0 of the format asks for"),
        (document(code(), nbformat=3), "is not what version 3 of the format asks for"),
        ({"nbformat": 3, "worksheets": [3]}, "is not what version 3 of the format asks for"),
        ({"nbformat": 3, "worksheets": None}, "is not what version 3 of the format asks for"),
        (document(3, code()), "holds something that is no cell"),
        (document(cells={"a": code()}), "holds something that is no cell"),
        (document(cells="abc"), "holds something that is no cell"),
        (document(), "holds no code"),
        (document({"cell_type": "markdown", "source": "x = 1"}), "holds no code"),
        (document(code(" \n")), "holds no code"),
        (document(*[code()] * 10_001), "holds more than 10,000 cells or 2 MB of text"),
        (document(code("x" * 2_000_001)), "holds more than 10,000 cells or 2 MB of text"),
    ],
)
def test_refuses_what_is_no_notebook_in_one_sentence(found, message):
    with pytest.raises(SubmissionError) as caught:
        read(found)
    assert str(caught.value).startswith("hw.ipynb ")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_refuses_a_file_that_is_too_large(monkeypatch):
    monkeypatch.setattr(notebooks, "MAX_NOTEBOOK_BYTES", 10**6)
    with pytest.raises(SubmissionError, match=r"hw.ipynb is larger than 1 MB: clear its outputs"):
        read(b"x" * (10**6 + 1))


def test_version_2_is_read():
    code = {"cell_type": "code", "language": "python", "input": "x = 1", "collapsed": False, "outputs": []}
    old = {"nbformat": 2, "metadata": {"name": "x"}, "worksheets": [{"cells": [code]}]}
    (cell,) = read_notebook(json.dumps(old).encode(), "hw.ipynb").cells
    assert (cell.kind, cell.source, cell.number) == ("code", "x = 1", 1)

"""A submission's text is its module and what it imports of the files beside it."""

import pytest

from grader.here.runs import Code
from grader.here.sources import with_imported
from grader.job import Script

HELPER = b"import numpy\n"


def names(text, **beside):
    files = {path.replace("__", "/") + ".py": data for path, data in beside.items()}
    return list(with_imported({"double.py": text}, files))


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("import helper", "helper"),
        ("import helper as h, math", "helper"),
        ("def double(x):\n    from helper import twice\n    return twice(x)", "helper"),
        ("from package import helper", "package__helper"),
        ("import package.helper", "package__helper"),
    ],
)
def test_every_way_of_importing_a_file_is_seen(text, path):
    assert names(text, **{path: HELPER}) == ["double.py", path.replace("__", "/") + ".py"]


@pytest.mark.parametrize("text", ["", "# import helper", "import math", "import helper.", "("])
def test_files_that_are_not_imported_are_no_part_of_it(text):
    assert names(text, helper=HELPER) == ["double.py"]


def test_what_is_imported_is_followed_in_turn_and_in_circles():
    found = with_imported(
        {"double.py": "import package.inner"},
        {
            "package/__init__.py": b"",
            "package/inner.py": b"from .other import x",
            "package/other.py": b"from .. import package\nimport helper, double\n",
            "helper.py": "# coding: latin-1\nß = 1\n".encode("latin-1"),
            "double.py": b"another = 1",
            "apart.py": HELPER,
        },
    )
    assert list(found) == ["double.py", "package/__init__.py", "package/inner.py", "package/other.py", "helper.py"]
    assert found["helper.py"] == "# coding: latin-1\nß = 1\n"
    assert found["double.py"] == "import package.inner"


@pytest.mark.parametrize("data", [b"\xff\xfe", b"# coding: nonsense\n"])
def test_what_is_no_text_is_left_out(data):
    assert names("import helper", helper=data) == ["double.py"]


class TestNotebooks:
    CELLS = (
        "import torch\nfrom helper import *\nfactor = 2",
        "def other(x):\n    return x.backward()\nprint(other)",
        "%matplotlib inline\ndef unused(): pass\n@deco\ndef double(x):\n    return scale(x)",
        "def scale(x):\n    return factor * x",
    )

    def sources(self, *names):
        scripts = tuple(Script(f"hw.ipynb, cell {number}", text) for number, text in enumerate(self.CELLS, 1))
        return Code("submission", scripts, beside={"helper.py": HELPER}, file="hw.ipynb", names=names).sources

    def test_definitions_and_what_they_rest_on_are_all_of_it(self):
        assert self.sources("double") == {
            "hw.ipynb, cell 1": "\nfrom helper import *\nfactor = 2",
            "hw.ipynb, cell 3": "\n\n@deco\ndef double(x):\n    return scale(x)",
            "hw.ipynb, cell 4": "def scale(x):\n    return factor * x",
            "helper.py": "import numpy\n",
        }

    def test_a_module_is_its_last_script(self):
        code = Code("mistake", (Script("a/double.py", "reference"), Script("b/squares.py", "mistake")))
        assert code.sources == {"squares.py": "mistake"}


CHECK = """
from grader import check
from grader.judges import source_rule

@check(points=1, judge=source_rule({"mul_": "Leave the argument as it is."}))
def test_rule(submission):
    \"\"\"double() is written with care.\"\"\"
    return submission.double(1)
"""


def test_a_judge_sees_what_a_helper_does(copy_of, grade_in, submit):
    course = copy_of("toy")
    (course / "exercises/01_tensors/test_double.py").write_text(CHECK)
    folder = submit(double="from helper import double", helper="def double(x):\n    return x if 1 else x.mul_(2)\n")
    done = grade_in(course, f"--submission={folder}", "exercises/01_tensors")
    (found,) = done.checks.values()
    assert found["status"] == "failed"
    assert found["message"] == "Leave the argument as it is. (helper.py, line 2)"


@pytest.mark.parametrize("end", ["\f", "\v", "\x1c", "\u2028", "\x85"])
def test_lines_of_a_cell_are_counted_as_python_counts_them(end):
    text = f"note = '''{end}{end}'''\ndef fit(x):\n    return x.backward()\n"
    code = Code("submission", (Script("hw.ipynb, cell 1", text),), file="hw.ipynb", names=("fit",))
    assert code.sources == {"hw.ipynb, cell 1": "\ndef fit(x):\n    return x.backward()\n"}

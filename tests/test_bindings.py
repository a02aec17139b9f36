"""What cells bind goes to the exercise in whose section it stands, as it stood there."""

import sys
import types

import pytest

from grader.plan import Found, Plan, PlannedCell
from grader.there.bindings import Bindings
from grader.there.namespace import unpack
from grader.there.notebook import _within

A, B, DATA = "01_x/alpha", "01_x/beta", "01_x/data"
NAMES = {A: {"fit": True, "gradients": True}, B: {"fit": True}, DATA: {"SIZES": False}}


class Ran:
    """Cells that were run as a kernel runs them; each is a text, or an exercise's label and a text."""

    def __init__(self, *cells):
        self.home = types.ModuleType("__main__")
        sys.modules["__main__"] = self.home
        self.bindings = Bindings(Plan("hw.ipynb", (), NAMES), self.home.__dict__)
        for number, cell in enumerate(cells, 1):
            section, source = ("", cell) if isinstance(cell, str) else cell
            self.run(PlannedCell(number, source, section))
        self.found = self.bindings.found()

    def run(self, cell):
        with self.bindings.noted(cell):
            try:
                exec(cell.source, self.home.__dict__)  # noqa: S102
                self.bindings.ended = True
            except Exception as error:  # noqa: BLE001
                self.home.__dict__["_"] = error

    def names(self, label):
        return self.found[label].names if label in self.found else {}

    def value(self, label, name="fit", *arguments):
        """What a check gets when it calls a name of an exercise."""
        assert self.found[label].problem == ""
        there = types.ModuleType("__main__")
        sys.modules["__main__"] = there
        unpack(self.found[label].values, there.__dict__)
        return there.__dict__[name](*arguments)


@pytest.fixture(autouse=True)
def _own_main(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.chdir(tmp_path)


def test_each_section_has_its_own():
    ran = Ran((A, "def fit(): return 'a'"), (B, "def fit(): return 'b'"))
    assert (ran.value(A), ran.value(B)) == ("a", "b")
    assert (ran.names(A), ran.names(B)) == ({"fit": 1}, {"fit": 2})
    assert ran.found[A].own == ["fit"]
    assert not ran.found[A].replaced


def test_values_are_those_at_the_end_of_the_section():
    ran = Ran((A, "k = 1\ndef fit(): return k"), (A, "k = 2"), (B, "k = 3\ndef fit(): return k"), "k = 4")
    assert (ran.value(A), ran.value(B)) == (2, 3)


def test_a_section_is_taken_up_again():
    ran = Ran((A, "def fit(): return k"), (B, "k = 3\ndef fit(): return k"), (A, "k = 5"))
    assert (ran.value(A), ran.value(B)) == (5, 3)


@pytest.mark.parametrize("last", ["def helper(): return 7", (B, "def helper(): return 7")])
def test_helpers_may_be_defined_last(last):
    assert Ran((A, "def fit(): return helper()"), last).value(A) == 7


def test_a_helper_in_the_section_goes_before_a_later_one_elsewhere():
    cells = [(A, "def helper(): return 1\ndef fit(): return helper()"), (B, "def helper(): return 2"), "helper = None"]
    assert Ran(*cells).value(A) == 1


def test_functions_of_a_section_find_each_other():
    ran = Ran((A, "def fit(): return gradients()\ndef gradients(): return 'a'"), (B, "def gradients(): return 'b'"))
    assert ran.value(A) == "a"


def test_the_last_value_that_can_be_called_counts():
    ran = Ran((A, "def fit(): return 1"), (A, "def fit(): return 2"), (A, "fit = fit()"), (A, "fit = 3"))
    assert ran.value(A) == 2
    assert ran.names(A) == {"fit": 2}
    assert ran.found[A].replaced == {"fit": 4}


def test_a_deleted_name_is_found_all_the_same():
    ran = Ran((A, "def fit(): return 1"), (A, "del fit"))
    assert ran.value(A) == 1
    assert ran.found[A].replaced == {"fit": 0}


def test_what_is_deleted_outside_the_section_is_not_replaced():
    ran = Ran((A, "def fit(): return 1"), "del fit")
    assert ran.value(A) == 1
    assert not ran.found[A].replaced


def test_without_sections_the_last_callable_value_counts():
    ran = Ran("def fit(): return 1", "fit = 3")
    assert ran.names(A) == ran.names(B) == {"fit": 1}
    assert ran.found[A].own == []
    assert ran.found[A].replaced == {"fit": 2}


def test_the_section_of_another_exercise_gives_it_nothing():
    ran = Ran((A, "def fit(): return 1"), (DATA, "def gradients(): return 2"))
    assert ran.names(B) == {}
    assert ran.names(A) == {"fit": 1, "gradients": 2}  # the data's exercise has no such name


@pytest.mark.parametrize("source", ["fit = 3", "fit = None", "fit = [len]"])
def test_a_plain_variable_begins_nothing(source):
    assert A not in Ran((A, source)).found


@pytest.mark.parametrize(
    "source", ["from statistics import mean as fit", "import statistics\nfit = statistics.mean", "fit = len"]
)
def test_what_a_library_has_counts_in_the_section_alone(source):
    inside, outside = Ran((A, source)), Ran("from statistics import mean as fit")
    assert inside.names(A) == {"fit": 1}
    assert outside.found == {}


def test_a_library_imported_again_in_the_section_counts():
    line = "from statistics import mean as fit"
    ran = Ran(line, (A, line))
    assert ran.names(A) == {"fit": 2}
    assert ran.found[A].own == ["fit"]


@pytest.mark.parametrize(
    "source",
    [
        "import functools\nfit = functools.partial(int, 3)",
        "import operator\nfit = operator.itemgetter(0)",
        "fit = lambda: 3",
        "class fit: pass",
        "def made():\n    def inner(): pass\n    return inner\nfit = made()",
        "globals()['fit'] = lambda: 3",
        "exec('def fit(): return 3')",
    ],
)
def test_anything_made_by_a_cell_that_can_be_called_counts(source):
    assert Ran(source).names(A) == {"fit": 1}


def test_own_modules_beside_the_notebook_count_anywhere(tmp_path, monkeypatch):
    (tmp_path / "own_helpers.py").write_text("def fit(): return 'own'\n")
    monkeypatch.delitem(sys.modules, "own_helpers", raising=False)
    ran = Ran("from own_helpers import *")
    assert ran.names(A) == {"fit": 1}
    assert ran.value(A) == "own"
    monkeypatch.delitem(sys.modules, "own_helpers")


def test_data_counts_where_data_is_asked_for():
    ran = Ran("SIZES = (3, 4)")
    assert ran.names(DATA) == {"SIZES": 1}
    home = {}
    assert unpack(ran.found[DATA].values, home) == ["SIZES"]
    assert home["SIZES"] == (3, 4)
    assert Ran("x = 1").found == {}


def test_a_failed_cell_gives_what_it_defined_before():
    ran = Ran((A, "def fit(): return 1\n1 / 0\ndef gradients(): return 2"))
    assert ran.names(A) == {"fit": 1}


def test_a_failed_cell_takes_nothing_from_before():
    ran = Ran((A, "def fit(): return 'a'"), (B, "1 / 0\ndef fit(): return 'b'"))
    assert ran.names(A) == {"fit": 1}
    assert B not in ran.found


def test_text_that_is_no_python_can_bind_nothing():
    ran = Ran("def fit(): return 1", "fit = = 3", "\0")
    assert ran.names(A) == {"fit": 1}
    assert not ran.found[A].replaced


def test_what_cannot_be_taken_out_is_told():
    source = "class Odd:\n    def __reduce__(self): return 3\nodd = Odd()\ndef fit(): return odd"
    (problem,) = {found.problem for found in Ran(source).found.values()}
    assert problem.startswith("what it defines cannot be taken out of the notebook (PicklingError: ")


def test_looking_changes_nothing_in_the_notebook():
    ran = Ran((A, "k = 1\ndef fit(): return k"), (B, "k = 2\ndef fit(): return k"))
    assert ran.home.__dict__["k"] == 2
    assert ran.bindings.found() == ran.found


def test_values_beyond_the_room_are_left_out_and_the_remedy_is_told():
    found = {label: Found(names={"fit": 1}, values=b"x" * 20 * 2**20) for label in (A, B)}
    kept = _within(found)
    assert kept[A] == found[A]
    assert kept[B].values == b""
    assert kept[B].problem == (
        "what it defines is larger than 24 MiB with all that it refers to: pass large data as arguments"
    )

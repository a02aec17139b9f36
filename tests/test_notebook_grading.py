"""Notebooks are graded as modules are, from the command line: run for real, with all that notebooks do beside."""

import json
import re
import sys
import zipfile

import nbformat
import pytest

pytestmark = pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="a notebook's process is forked")

DOUBLE = "def double(x):\n    return 2 * x"
SHUFFLE = "def shuffle(items):\n    return [items[i] for i in torch.randperm(len(items))]"
CLASSIFY = "def classify(points):\n    return (points[:, 0] > points[:, 1]).long()"
TORCH = "import torch"
ALL = {"double": 6, "shuffle": 4, "classify": 6}


def scores(run):
    return {name: exercise["score"] for name, exercise in run.exercises.items()}


def failed(run):
    """The errors of the cells that failed, by number."""
    return {cell["number"]: cell["error"] for one in run.grade["notebooks"] for cell in one["cells"]}


def tagged(source, *tags, **metadata):
    metadata |= {"tags": list(tags)} if tags else {}
    return {"cell_type": "code", "metadata": metadata, "source": source, "outputs": [], "execution_count": None}


@pytest.fixture(scope="module")
def grade(copy_of, grade_in, tmp_path_factory):
    """A function that grades files: `grade({"hw.ipynb": data})` hands in the one, or the folder of several."""
    courses = {}

    def graded(files, *options, course="toy", zipped=False):
        courses.setdefault(course, copy_of(course))
        folder = tmp_path_factory.mktemp("handed") / "anna"
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data.encode() if isinstance(data, str) else data)
        handed = folder / next(iter(files)) if len(files) == 1 else folder
        if zipped:
            handed = folder.with_suffix(".zip")
            with zipfile.ZipFile(handed, "w") as archive:
                for path in sorted(folder.rglob("*")):
                    archive.write(path, path.relative_to(folder))
        return grade_in(courses[course], "-p", "no:randomly", f"--submission={handed}", *options)

    return graded


LIVELY = {
    "imports": "import asyncio, os, subprocess, sys, threading, time, warnings\nimport torch, numpy",
    "inline": "%matplotlib inline",
    "plot": "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
    "time": "%time 1 + 1",
    "timeit": "%timeit -n1 -r1 pass",
    "timed": f"%%time\n{DOUBLE}",
    "captured": f"%%capture kept\nprint('into kept')\n{SHUFFLE}",
    "extension": "%load_ext autoreload\n%autoreload 2",
    "unknown magic": "%no_such_magic",
    "writefile": "%%writefile helper.py\ndef larger(a, b):\n    return a > b",
    "imported": "import helper\nhelper.larger(2, 1)",
    "run": "%run helper.py",
    "uses it": "larger(1, 2)",
    "classify": "def classify(points):\n    return helper.larger(points[:, 0], points[:, 1]).long()",
    "pip": "!pip install no-such-package",
    "pip magic": "%pip install no-such-package",
    "ls": "!ls",
    "ls taken": "names = !ls\nprint('helper.py' in names)",
    "bash": "%%bash\necho from bash",
    "no such shell": "!no-such-command",
    "in the background": "!sleep 1000 &",
    "left by a shell": "!(sleep 1000 &) ; echo done",
    "system": "os.system('echo from system')",
    "display": "from IPython.display import HTML\ndisplay(HTML('<b>bold</b>'))",
    "value": "torch.ones(2)",
    "await": "await asyncio.sleep(0.01)\nprint('waited')",
    "progress": "for i in range(100):\n    print(f'\\r{i} %', end='', file=sys.stderr)",
    "warning": "warnings.warn('careful')",
    "input": "name = input('Your name? ')",
    "password": "import getpass\ngetpass.getpass()",
    "breakpoint": "breakpoint()",
    "set_trace": "import pdb\npdb.set_trace()",
    "task": "async def wait():\n    while True:\n        await asyncio.sleep(1)\n\ntask = asyncio.create_task(wait())",
    "thread": "threading.Thread(target=time.sleep, args=(1000,)).start()",
    "process": "subprocess.Popen(['sleep', '1000'])",
    "exit": "exit()",
    "quit": "quit",
    "SystemExit": "raise SystemExit(3)",
    "restart": "get_ipython().kernel.do_shutdown(True)",
    "pause": "time.sleep(0.3)",
    "unprintable": "class Shy(Exception):\n    def __str__(self):\n        raise ValueError\n\nraise Shy",
    "lines": "raise ValueError('one\\ntwo\\x1b[31m\\n::error::three')",
    "flood": "for _ in range(10_000):\n    print('x' * 1000)",
    "after the flood": "1 / 0",
    "syntax": "def (",
    "transformer": "class Upside(__import__('ast').NodeTransformer):\n"
    "    def visit_Constant(self, node):\n        return __import__('ast').Constant('owned')\n\n"
    "get_ipython().ast_transformers.append(Upside())",
    "untransform": "get_ipython().ast_transformers.clear()",
    "hook": "sys.displayhook = lambda value: None\nsys.excepthook = None",
    "grad": "torch.set_grad_enabled(False)",
    "dtype": "torch.set_default_dtype(torch.float64)",
    "threads": "torch.set_num_threads(3)\ntorch.use_deterministic_algorithms(True)",
    "errors": "warnings.simplefilter('error')",
    "environment": "os.environ['OMP_NUM_THREADS'] = 'many'",
    "patch": "torch.randperm = list\ntorch.Tensor.long = None\nimport random\nrandom.random = None",
    "names": "print = open = None",
    "stdout": "import io\nsys.stdout = sys.stderr = io.StringIO()",
    "cd": "%cd /",
    "chdir": "os.chdir('/')",
}
NOBODY = r"RuntimeError: input\(\) has nobody to ask while a notebook is graded: write the value into the cell"
FAIL = {
    "unknown magic": "UsageError: Line magic function .*",
    "input": NOBODY,
    "password": NOBODY,
    "breakpoint": NOBODY,
    "set_trace": NOBODY,
    "SystemExit": "SystemExit: 3",
    "restart": "RuntimeError: a notebook that is graded is run once, and does not restart itself: leave this out",
    "unprintable": ".*",
    "lines": "ValueError: one\ntwo.*three",
    "after the flood": "ZeroDivisionError: division by zero",
    "syntax": "SyntaxError: .*",
    "untransform": ".*",
}


PRINTED = {
    "time": "Wall time",
    "timed": "Wall time",
    "ls": "helper.py",
    "ls taken": "True",
    "bash": "from bash",
    "no such shell": "not found",
    "left by a shell": "done",
    "system": "from system",
    "await": "waited",
    "progress": "99 %",
    "warning": "careful",
    "plot": "image/png",
    "display": "<b>bold</b>",
    "value": "tensor([1., 1.])",
    "set_trace": "RuntimeError",
}


@pytest.fixture(scope="module")
def lively(grade, notebook, tmp_path_factory):
    report = tmp_path_factory.mktemp("report") / "executed.ipynb"
    return grade({"hw.ipynb": notebook(*LIVELY.values())}, f"--report=notebook={report}"), report


class TestALivelyNotebook:
    """Everything that notebooks do beside, and everything that they may leave behind."""

    def test_every_point_is_earned(self, lively):
        done, _ = lively
        assert scores(done) == ALL, done.text

    @pytest.mark.parametrize("name", LIVELY)
    def test_a_cell_works_or_fails_softly(self, lively, name):
        error = failed(lively[0]).get(list(LIVELY).index(name) + 1, "")
        assert re.fullmatch(FAIL.get(name, ""), error, re.DOTALL), error

    def test_the_executed_notebook_is_valid_and_not_too_large(self, lively):
        _, report = lively
        nbformat.validate(nbformat.read(report, nbformat.NO_CONVERT))
        assert report.stat().st_size < 10**7

    @pytest.mark.parametrize("name", PRINTED)
    def test_it_keeps_what_a_cell_showed(self, lively, name):
        cells = [cell for cell in nbformat.read(lively[1], 4).cells if cell.cell_type == "code"]
        assert [cell.source for cell in cells] == list(LIVELY.values())
        assert PRINTED[name] in json.dumps(cells[list(LIVELY).index(name)].outputs)

    def test_feedback_stands_under_each_exercise_and_tells_hidden_checks_by_points_alone(self, lively):
        cells = nbformat.read(lively[1], 4).cells
        said = [(cells[i - 1].source, cell.source) for i, cell in enumerate(cells) if "grader-feedback" in str(cell)]
        assert said[0][1].startswith("**16 of 16 points**")
        assert (LIVELY["timed"], "**double: 6 of 6 points**\n\nHidden checks: 1 of 1 points") in said
        assert {above for above, _ in said[1:]} == {LIVELY[name] for name in ("timed", "captured", "classify")}
        assert not any("dtype of the argument" in text for _, text in said)

    def test_nothing_that_was_said_is_obeyed(self, lively):
        done, _ = lively
        assert not re.search(r"^\s*(\|\s*)?::", done.text, re.MULTILINE)
        assert "\x1b" not in done.text + done.errors


STUBBORN = """import time

def larger(points):
    return points[:, 0] > points[:, 1]

while True:
    try:
        time.sleep(60)
    except KeyboardInterrupt:
        pass"""
DEADLY = """import os
import signal

limit = 3

def classify(points):
    return larger(points).long()

os._exit(limit)"""


@pytest.fixture(scope="module")
def troubled(grade, notebook):
    cells = [
        TORCH,
        DOUBLE,
        "1 / 0",
        tagged("raise SystemExit", "skip-execution"),
        "while True:\n    pass",
        f"{SHUFFLE}\nraise KeyError('after it')",
        "bytearray(10**12)",
        STUBBORN,
        DEADLY,
        "os.kill(os.getpid(), signal.SIGKILL)",
        "def double(x):\n    return 3 * x",
    ]
    return grade({"hw.ipynb": notebook(*cells)}, "--cell-timeout=1.5", "-v")


class TestTrouble:
    """Cells that fail, hang, or end the notebook's process."""

    def test_what_was_defined_counts(self, troubled):
        assert scores(troubled) == ALL, troubled.text

    def test_each_failure_is_told_with_its_cell(self, troubled):
        errors = failed(troubled)
        assert errors == {
            3: "ZeroDivisionError: division by zero",
            5: "stopped after 1.5 s",
            6: "KeyError: 'after it'",
            7: "MemoryError",
            8: "stopped after 1.5 s",
            9: "it ended the notebook's process (exit status 3)",
            10: "it ended the notebook's process (SIGKILL)",
            11: "not run: the notebook's process had ended too often",
        }
        lines = {cell["number"]: cell["line"] for one in troubled.grade["notebooks"] for cell in one["cells"]}
        assert lines[5] == "while True:"
        assert "cell 5 failed: while True:" in troubled.text

    def test_the_isolation_is_told(self, troubled):
        assert troubled.grade["isolation"]["in_force"] or sys.platform != "linux"


def test_time_for_the_whole_notebook_is_bounded(grade, notebook):
    cells = [DOUBLE, "import time\ntime.sleep(100)", "def double(x):\n    return 3 * x", "x = 1"]
    done = grade({"hw.ipynb": notebook(*cells)}, "--notebook-timeout=2", "-k", "double")
    assert scores(done)["double"] == 6
    assert re.fullmatch(r"stopped after (2|1\.\d+) s", failed(done)[2])
    assert failed(done)[3] == failed(done)[4] == "not run: the notebook's 2 s were over"


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--cell-timeout=0", "--cell-timeout 0: it must be positive and below a day, such as 60"),
        ("--notebook-timeout=-1", "--notebook-timeout -1: it must be positive and below a day, such as 60"),
        ("--notebook-timeout=nan", "--notebook-timeout nan: it must be positive and below a day, such as 60"),
        ("--cell-timeout=inf", "--cell-timeout inf: it must be positive and below a day, such as 60"),
    ],
)
def test_limits_that_make_no_sense_are_refused(grade, notebook, option, said):
    done = grade({"hw.ipynb": notebook(DOUBLE)}, option)
    assert done.status == 4
    assert said in done.errors


@pytest.fixture(scope="module")
def mixed(grade, notebook, copy_of):
    stub = (copy_of("toy") / "exercises/01_tensors/double.py").read_text()
    files = {
        "one.ipynb": notebook(
            "from helper import factor\nnumbers = open('data/numbers.txt').read().split()",
            "with open('left.txt', 'w') as file:\n    file.write('1')",
            "def number(path):\n    return float(open(path).read())",
            "def double(x):\n    return factor() * number('data/numbers.txt') * number('left.txt') * x",
        ),
        "helper.py": "def factor():\n    return 2",
        "data/numbers.txt": "1.0",
        "double.py": stub,
        "two.ipynb": notebook(f"import no_such_module\n\n{SHUFFLE}"),
        "classify.py": CLASSIFY,
        "broken.ipynb": "{",
        ".ipynb_checkpoints/one-checkpoint.ipynb": notebook(DOUBLE),
        "__MACOSX/one.ipynb": notebook(DOUBLE),
        "._one.ipynb": "\0\5\26\7",
    }
    return grade(files, zipped=True)


class TestAFolder:
    """Several notebooks, modules and other files, in a zip."""

    def test_each_exercise_is_taken_from_where_it_is(self, mixed):
        assert scores(mixed) == ALL | {"shuffle": 0}, mixed.text

    def test_a_name_that_is_missing_since_a_cell_failed_is_explained(self, mixed):
        check = mixed.checks["test_shuffle.py::test_keeps_entries"]
        assert check["status"] == "error"
        assert check["message"] == (
            "anna.zip/two.ipynb does not define `shuffle`: cell 1, which would, failed "
            "(ModuleNotFoundError: No module named 'no_such_module')"
        )

    def test_a_notebook_that_cannot_be_read_is_told_beside_the_others(self, mixed):
        assert [one["name"] for one in mixed.grade["notebooks"]] == [
            f"anna.zip/{name}.ipynb" for name in ("broken", "one", "two")
        ]
        assert "broken.ipynb is cut short: save it again in Jupyter" in mixed.text


@pytest.fixture(scope="module")
def twice(grade, notebook):
    files = {
        "a.ipynb": notebook(DOUBLE, CLASSIFY),
        "b.ipynb": notebook(DOUBLE, TORCH, SHUFFLE),
        "classify.py": CLASSIFY,
    }
    return grade(files)


@pytest.mark.parametrize(
    ("name", "both", "label"),
    [
        ("double", "anna/a.ipynb and anna/b.ipynb", "01_tensors/double"),
        ("classify", "anna/a.ipynb and classify.py", "03_learning/classify"),
    ],
)
def test_an_exercise_that_is_found_twice_is_an_error_that_names_both(twice, name, both, label):
    assert scores(twice) == {"double": 0, "shuffle": 4, "classify": 0}
    messages = {check["message"] for check in twice.exercises[name]["checks"]}
    assert messages == {f"{both} both hold {label}: hand in one of them"}


@pytest.fixture(scope="module")
def told_apart(grade, notebook):
    return grade(
        {
            "hw.ipynb": notebook(
                "factor = 1",
                "#: # 1. The `total`",
                "def fit(xs):\n    return factor * add(xs)",
                "#: About the mean.\n\n**mean**\n\n```\n# mean\n```\n\n<!-- <h1>mean</h1> -->\n\n## total, mean",
                "offset = 0",
                "#: Mean\n===",
                "offset = 1\n\ndef fit(xs):\n    return add(xs) / len(xs) + offset - 1",
                "#: > <h3 class='x'>Middle value</h3>",
                "offset = 1000\n\ndef fit(xs):\n    return sorted(xs)[len(xs) // 2] + 1",
                "def spread(xs):\n    return max(abs(x - fit(xs)) for x in xs)",
                "#: ## `total` again",
                "bonus = 5",
                tagged("def fit(xs):\n    return sorted(xs)[len(xs) // 2]", "exercise:02_orders/middle_value"),
                tagged("fit = 3", grader={"exercise": "mean"}),
                "#: # The end",
                tagged("def add(xs):\n    return sum(xs)", "exercise:mean"),
            )
        },
        course="twins",
    )


class TestNamesThatExercisesShare:
    """Headings, tags and metadata tell whose they are; without them what else is there, and the file's name."""

    def test_each_gets_the_values_of_its_section_and_the_helpers_of_all(self, told_apart):
        assert scores(told_apart) == {"total": 1, "mean": 1, "middle_value": 2}, told_apart.text

    def test_what_was_overwritten_is_told(self, told_apart):
        assert told_apart.grade["notebooks"][0]["notes"] == [
            "01_sums/mean: `fit` is taken from cell 4, since cell 9 gave the name to something else"
        ]

    def test_most_names_decide_and_on_a_tie_the_name_of_the_file(self, grade, notebook):
        fit = "def fit(xs):\n    return sorted(xs)[len(xs) // 2]"
        spread = "def spread(xs):\n    return max(abs(x - fit(xs)) for x in xs)"
        files = {
            "week 3.ipynb": notebook(fit, spread),
            "mean (1).ipynb": notebook("def fit(xs):\n    return sum(xs) / len(xs)"),
        }
        done = grade(files, course="twins")
        assert scores(done) == {"total": 0, "mean": 1, "middle_value": 2}, done.text
        assert done.verdicts["test_total.py::test_fit"] == "not started"


def without_times(grade):
    text = re.sub(r'"duration": [0-9.e-]+', '"duration": 0', json.dumps(grade["exercises"]))
    return json.loads(text)


RANDOM = [TORCH, "k = 2 + torch.rand(1)", "def double(x):\n    return k * x"]


class TestTheSameAgain:
    """No verdict depends on how it came about."""

    def test_the_same_notebook_gets_the_same_grade(self, grade, notebook):
        files = {"hw.ipynb": notebook(*RANDOM)}
        first, second, shared = (grade(files, "-k", "double", *options) for options in ((), (), ("-n", "2")))
        assert scores(first) == {"double": 1}  # the argument stays as it was
        assert without_times(first.grade) == without_times(second.grade) == without_times(shared.grade)

    def test_modules_get_it_too(self, grade, notebook):
        wrong = "def double(x):\n    return 3 * x"
        cells = {"hw.ipynb": notebook(wrong, TORCH, SHUFFLE, "def classify(points):\n    raise NotImplementedError")}
        stub = "def classify(points):\n    raise NotImplementedError"
        modules = {"double.py": wrong, "shuffle.py": f"{TORCH}\n\n{SHUFFLE}", "classify.py": stub}
        verdicts = [
            {name: (check["status"], check["message"]) for name, check in done.checks.items()}
            for done in (grade(cells), grade(modules))
        ]
        assert verdicts[0] == verdicts[1]


@pytest.mark.parametrize("option", ["--workers=spawn", "--isolation=none"])
def test_other_workers_run_notebooks_too(grade, notebook, option):
    cells = [TORCH, "1 / 0", CLASSIFY, "import os\nos._exit(1)"]
    done = grade({"hw.ipynb": notebook(*cells)}, option, "-k", "one_point")
    assert done.status == 0, done.text
    assert failed(done) == {
        2: "ZeroDivisionError: division by zero",
        4: "it ended the notebook's process (exit status 1)",
    }


def test_without_a_notebook_the_report_says_so(grade, tmp_path):
    report = tmp_path / "executed.ipynb"
    grade({"double.py": DOUBLE}, f"--report=notebook={report}", "-k", "one_point")
    assert [cell.source for cell in nbformat.read(report, 4).cells] == ["No notebook was graded.\n\n**0 of 1 points**"]

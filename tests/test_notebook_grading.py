"""Notebooks, executed for real: what belongs to which exercise, what cells may do, what comes of those that fail."""

import json
import re
import shutil
import zipfile

import nbformat
import pytest
from nbformat import v4

RISE = "def fit(x):\n    return x + 1"
FALL = "def fit(x):\n    return x - 1"
TRACES = "def double(x):\n    return 2 * x\ndef helpers():\n    return [3, 'beside']"


def notebook(*cells):
    """A notebook: texts that begin with # and a space, or with <h, are Markdown, others are code."""
    made = v4.new_notebook()
    for cell in cells:
        if not isinstance(cell, str):
            made.cells.append(cell)
        elif cell.startswith(("# ", "## ", "<h")):
            made.cells.append(v4.new_markdown_cell(cell))
        else:
            made.cells.append(v4.new_code_cell(cell))
    return made


@pytest.fixture(scope="module")
def course(copy_of):
    return copy_of("notes")


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    """A function that writes a folder with these notebooks (by their cells) and other files."""

    def write(**files):
        folder = tmp_path_factory.mktemp("handed") / "work"
        for name, content in files.items():
            path = folder / name.replace("__", "/").replace("_dot_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, str):
                path.write_text(content)
            else:
                nbformat.write(notebook(*content), path)
        return folder

    return write


def failed(done):
    """The cells that failed, with their errors."""
    return {cell["number"]: cell["error"] for one in done.grade["notebooks"] for cell in one["cells"]}


def points(done):
    return {name: (one["score"], one["max_score"]) for name, one in done.exercises.items()}


ALL = {"rise": (3, 3), "fall": (2, 2), "traces": (3, 3)}

WHATEVER_CELLS_DO = {
    "seeds": "import torch, random, numpy as np\ntorch.manual_seed(5); random.seed(5); np.random.seed(5)",
    "fall, for the time being": "def fit(x):\n    return shift(x, -2)",
    "# Rise": "# Task 1: **Rise**",
    "rise": "def fit(x):\n    return shift(x, one)\none = 1",
    "# fall": "<h2 class='x'>2. <i>Fall</i></h2>",
    "fall": "one = -1\ndef fit(x):\n    return shift(x, one)",
    "# neither": "# On rise and fall",
    "still fall's": "one = -1.0",
    "# traces": "# traces",
    "double": "import numpy\n@torch.no_grad()\ndef double(x):\n    display('shown')\n    return 2 * x",
    "grad mode": "torch.set_grad_enabled(False)",
    "dtype": "torch.set_default_dtype(torch.float64)",
    "threads": "torch.set_num_threads(3)",
    "patched": "torch.relu = lambda x: x\nimport builtins\nbuiltins_print = print",
    "warnings": "import warnings\nwarnings.simplefilter('error')",
    "environment": "import os, sys\nos.environ['LEFT_BEHIND'] = 'yes'\nsys.setrecursionlimit(500)",
    "matplotlib": "warnings.simplefilter('default')\n%matplotlib inline\nimport matplotlib.pyplot as plt",
    "a plot": "plt.plot([1, 2])\nplt.show()",
    "%time": "%time taken = sum(range(10))",
    "%%time": "%%time\ndef three():\n    return 3",
    "%%capture": "%%capture caught\nprint('hidden from view')\ncaptured = 1",
    "%%writefile": "%%writefile written.py\ndef four(path):\n    return open(path).read()[:-1]",
    "its module": "import written",
    "%run": "%run script.py",
    "%load_ext": "%load_ext autoreload\n%autoreload 2",
    "pip": "!pip install no-such-package-anywhere",
    "%pip": "%pip install no-such-package-anywhere",
    "!ls": "!ls\nlisted = !ls\nassert 'written.py' in listed, listed",
    "%%bash": "%%bash\necho from the shell",
    "display": "display({'a': 1})\ntorch.ones(2)",
    "await": "import asyncio\nawait asyncio.sleep(0.01)\nlater = asyncio.ensure_future(asyncio.sleep(1000))",
    "stderr": "print('to stderr', file=sys.stderr)\nwarnings.warn('careful')",
    "progress": "for i in range(200): print(f'\\r{i}', end='')",
    "prints": "print('much ' * 2_000_000)",
    "thread": "import threading, time\nthreading.Thread(target=time.sleep, args=(1000,), daemon=True).start()",
    "process": "import subprocess\nsubprocess.Popen(['sleep', '1000'])\n!sleep 1000 &",
    "%cd": "%cd /\nos.chdir('/')",
    "FAILS input": "name = input('Who? ')",
    "FAILS at once": "1 / 0",
    "FAILS missing": "from google.colab import drive\ndrive.mount('/content/drive')",
    "FAILS breakpoint": "breakpoint()",
    "FAILS password": "import getpass\ngetpass.getpass()",
    "FAILS debugger": "import pdb\npdb.set_trace()",
    "FAILS magic": "%no_such_magic",
    "FAILS unprintable": "class Shy(Exception):\n    def __str__(self): raise ValueError\nraise Shy",
    "FAILS syntax": "def (",
    "FAILS with a status": "raise SystemExit(3)",
    "FAILS restart": "get_ipython().kernel.do_shutdown(True)",
    "FAILS half way": "half = 'defined'\nraise RuntimeError('first line\\nsecond \\x1b[31mline')",
    "exit": "exit()\nquit()",
    "and goes on": "time.sleep(0.3)",
    "its own shell": "os.system('echo from system; echo 77')",
    "a loop that stops": "asyncio.get_event_loop().stop()",
    "transformer": "import ast\nclass Fails(ast.NodeTransformer):\n"
    "    def visit_Constant(self, node): raise ValueError\nget_ipython().ast_transformers.append(Fails())",
    "hooks": "sys.displayhook = lambda value: None\nsys.stdout = open(os.devnull, 'w')",
    "names": "print = len\nopen_again = open",
    "helpers": "def helpers():\n    return [three() if half and ran_it else 0, written.four('beside.txt')]",
    "deleted": "del listed",
    "overwritten": "double = double(torch.ones(1))",
    "helper defined last": "def shift(x, by):\n    return x + by",
}


@pytest.fixture(scope="module")
def honest(course, handed_in, grade_in, tmp_path_factory):
    """One notebook with whatever honest cells do."""
    cells = list(WHATEVER_CELLS_DO.values())
    skipped = v4.new_code_cell("import os\nos._exit(1)", metadata={"tags": ["skip-execution"]})
    folder = handed_in(
        hw_dot_ipynb=[*cells, skipped],
        beside_dot_txt="beside\n",
        script_dot_py="ran_it = True\n",
        **{".ipynb_checkpoints__hw_dot_ipynb": [FALL], "__MACOSX__hw_dot_ipynb": [FALL], "._hw_dot_ipynb": "x"},
    )
    out = tmp_path_factory.mktemp("out") / "graded.ipynb"
    return grade_in(course, f"--submission={folder}", "--report", f"notebook={out}"), nbformat.read(out, 4), folder


class TestHonest:
    def test_it_earns_all_points(self, honest):
        done, _, _ = honest
        assert points(done) == ALL, done.text

    def test_the_cells_that_fail_are_told_and_no_others(self, honest):
        done, _, _ = honest
        code = [name for name in WHATEVER_CELLS_DO if not name.startswith("# ")]
        found = {code[number - 1]: error for number, error in failed(done).items()}
        assert found.keys() == {name for name in code if name.startswith("FAILS")}
        assert "input() has nobody to ask" in found["FAILS input"]
        assert found["FAILS at once"] == "ZeroDivisionError: division by zero"
        assert found["FAILS missing"].startswith("ModuleNotFoundError: No module named 'google")
        assert "does not restart itself" in found["FAILS restart"]

    def test_the_report_says_which_cell_was_taken(self, honest):
        done, _, _ = honest
        (one,) = done.grade["notebooks"]
        (note,) = one["notes"]
        assert re.fullmatch(
            r"01_notes/traces: `double` is taken from cell \d+, since cell \d+ gave the name to .*", note
        )
        assert note in " ".join(done.text.split())

    def test_the_executed_notebook_has_outputs_and_feedback(self, honest):
        _, made, _ = honest
        nbformat.validate(made)
        outputs = [output for cell in made.cells if cell.cell_type == "code" for output in cell.outputs]
        assert any("image/png" in output.get("data", {}) for output in outputs)
        for words in ("from the shell", "from system"):
            assert any(words in output.get("text", "") for output in outputs)
        feedback = [cell.source for cell in made.cells if "grader-feedback" in cell.metadata.get("tags", [])]
        assert "8 of 8 points" in feedback[0]
        assert [text.splitlines()[0] for text in feedback[1:]] == [
            "**rise: 3 of 3 points**",
            "**fall: 2 of 2 points**",
            "**traces: 3 of 3 points**",
        ]
        assert "Hidden checks: 1 of 1 points" in feedback[1]

    def test_two_processes_give_the_same_grade(self, honest, course, grade_in):
        done, _, folder = honest
        again = grade_in(course, f"--submission={folder}", "-n", "2")
        assert timeless(again.grade) == timeless(done.grade)


def timeless(grade):
    """A grade without the times it took, and without what differs from one process to another."""
    text = re.sub(r'"duration": [\d.e-]+', "", json.dumps(grade))
    return re.sub(r"0x[0-9a-f]+", "", text)


CELLS_THAT_END = [
    "# rise",
    "import os, signal, time, torch",
    RISE + "\nfit(torch.ones(2))\nos._exit(7)",
    "# fall",
    "while True:\n    try:\n        time.sleep(1)\n    except KeyboardInterrupt:\n        pass",
    FALL,
    "time.sleep(1000)",
    "# traces",
    TRACES,
    "os.kill(os.getpid(), signal.SIGKILL)",
]


def test_cells_that_end_the_process_or_hang_cost_themselves(course, handed_in, grade_in):
    done = grade_in(course, f"--submission={handed_in(hw_dot_ipynb=CELLS_THAT_END)}", "--cell-timeout", "1")
    assert points(done) == ALL, done.text
    found = failed(done)
    assert found.keys() == {2, 3, 5, 7}
    assert found[2] == "it ended the notebook's process (exit status 7)"
    assert found[3] == found[5] == "stopped after 1 s"
    assert "SIGKILL" in found[7]


def test_what_comes_after_too_many_deaths_is_not_run(course, handed_in, grade_in):
    cells = ["# rise", RISE, "# fall", *["import os\nos._exit(1)"] * 3, "# traces", TRACES, "os._exit(1)"]
    done = grade_in(course, f"--submission={handed_in(hw_dot_ipynb=cells)}")
    assert points(done) == {"rise": (3, 3), "fall": (0, 2), "traces": (0, 3)}
    assert {number for number, error in failed(done).items() if error.startswith("not run")} == {5, 6}


def test_memory_and_the_time_of_all_cells_are_bounded(course, handed_in, grade_in):
    cells = [
        "# rise",
        RISE,
        "hoard = bytearray(30 * 10**9)",
        "import time\ntime.sleep(2)",
        "time.sleep(2)",
        "# fall",
        FALL,
    ]
    done = grade_in(course, f"--submission={handed_in(hw_dot_ipynb=cells)}", "--notebook-timeout", "3")
    assert points(done) == {"rise": (3, 3), "fall": (0, 2), "traces": (0, 3)}
    found = failed(done)
    assert found.keys() == {2, 4, 5}
    assert found[2].startswith("MemoryError")
    assert found[4].startswith("stopped after")
    assert found[5] == "not run: the notebook's 3 s were over"


def test_what_is_missing_is_explained_by_the_cell_that_failed(course, handed_in, grade_in):
    cells = [
        "# rise",
        "undefined\n" + RISE,
        "# fall",
        FALL.replace("fit", "fti"),
        "# traces",
        "def double(x):\n    return never",
    ]
    done = grade_in(course, f"--submission={handed_in(hw_dot_ipynb=cells)}")
    assert points(done) == {"rise": (0, 3), "fall": (0, 2), "traces": (0, 3)}
    assert done.exercises["fall"]["status"] == "not started"
    messages = {name: check["message"] for name, check in done.checks.items()}
    why = "hw.ipynb does not define `fit`: cell 1, which would, failed (NameError: name 'undefined' is not defined)."
    assert messages["test_rise.py::test_fit"].endswith(why)
    assert "hw.ipynb, cell 3, line 2, in double: return never" in messages["test_traces.py::test_double"]
    assert "hw.ipynb does not define `helpers`." in messages["test_traces.py::test_helpers"]


class TestFolders:
    def test_each_exercise_is_taken_from_where_it_is(self, course, handed_in, grade_in, tmp_path):
        folder = handed_in(
            a_dot_ipynb=["# rise", RISE],
            b_dot_ipynb=["def helper(): pass", v4.new_code_cell(FALL, metadata={"tags": ["exercise:fall"]})],
            c_dot_ipynb="not JSON",
            traces_dot_py=TRACES,
        )
        with zipfile.ZipFile(tmp_path / "work.zip", "w") as archive:
            for path in folder.iterdir():
                archive.write(path, f"work/{path.name}")
        done = grade_in(course, f"--submission={tmp_path / 'work.zip'}")
        assert points(done) == ALL, done.text
        assert "c.ipynb is no notebook" in " ".join(done.text.split())

    def test_found_twice_names_both(self, course, handed_in, grade_in):
        folder = handed_in(a_dot_ipynb=["# rise", RISE], b_dot_ipynb=["# rise", RISE])
        done = grade_in(course, f"--submission={folder}")
        assert done.status == 5
        said = "work/a.ipynb and work/b.ipynb both hold 01_notes/rise: hand in one of them"
        assert said in done.text + done.errors
        assert done.grade["problem"] == said

    def test_a_stub_that_nobody_touched_does_not_count(self, course, handed_in, grade_in):
        folder = handed_in(a_dot_ipynb=["# rise", RISE])
        shutil.copy(course / "exercises/01_notes/rise.py", folder)
        assert points(grade_in(course, f"--submission={folder}"))["rise"] == (3, 3)

    def test_without_headings_the_name_of_the_file_decides_or_nobody(self, course, handed_in, grade_in):
        folder = handed_in(fall_dot_ipynb=[FALL], other_dot_ipynb=[RISE])
        done = grade_in(course, f"--submission={folder}")
        assert points(done) == {"rise": (0, 3), "fall": (2, 2), "traces": (0, 3)}
        assert done.exercises["rise"]["status"] == "not started"


@pytest.mark.parametrize("options", [["--workers", "spawn"], ["--isolation", "none"]], ids=lambda options: options[-1])
def test_other_workers_run_notebooks_too(course, handed_in, grade_in, options):
    cells = ["# rise", RISE, "# fall", FALL, "# traces", TRACES]
    done = grade_in(course, f"--submission={handed_in(hw_dot_ipynb=cells)}", "-k", "fit", *options)
    assert {name: one["score"] for name, one in done.exercises.items()} == {"rise": 2, "fall": 2}, done.text


@pytest.mark.parametrize("option", ["--cell-timeout=0", "--notebook-timeout=-1", "--cell-timeout=nan"])
def test_time_limits_that_make_no_sense_are_refused(course, grade_in, option):
    done = grade_in(course, "--submission=solutions", option)
    assert done.status == 4
    assert "it must be positive and below a day, such as 60" in done.errors


ATTACKS = {
    "reads": """
import glob, json, os, signal, socket, sys
leaks = []
for path in ['COURSE/solutions/01_notes/rise.py', 'COURSE/exercises/01_notes/rise.py', '/etc/shadow']:
    try:
        leaks.append(open(path).read())
    except OSError:
        pass
assert not leaks
""",
    "shell": """
!cat COURSE/solutions/01_notes/rise.py > stolen.txt
assert 'def' not in open('stolen.txt').read()
""",
    "environment": "assert 'SECRET_OF_CI' not in os.environ",
    "network": """
try:
    socket.create_connection(('127.0.0.1', 80), 1)
    reached = True
except OSError:
    reached = False
assert not reached
""",
    "processes": "!kill -9 -1",
    "parent": """
import os, signal
for pid in {os.getppid(), *range(1, 50)} - {os.getpid()}:
    try:
        os.kill(pid, signal.SIGTERM)
    except OSError:
        pass
""",
    "writes": """
try:
    open('COURSE/owned', 'w').write('x')
except OSError:
    pass
""",
    "links": """
os.symlink('COURSE/solutions', 'link')
os.symlink('/etc/passwd', 'passwd.txt')
os.makedirs('deep/' * 20)
open('conftest.py', 'w').write('owned')
""",
    "output": """
from IPython.display import HTML, display
print('::error::owned\\n\\x1b[2J')
display(HTML('<script>alert(1)</script>'))
""",
    "transformer": """
import ast
class Rewrite(ast.NodeTransformer):
    def visit_Sub(self, node):
        return ast.Add()
get_ipython().ast_transformers.append(Rewrite())
""",
    "forged": """
class Poison:
    def __reduce__(self):
        return (eval, ("__import__('os').system('touch COURSE/owned')",))
poison = Poison()
open('.found', 'wb').write(b'nonsense')
""",
}


@pytest.fixture(scope="module")
def attacked(course, handed_in, grade_in):
    """Attacks in the cells of one exercise's notebook, beside honest work in another."""
    cells = [text.replace("COURSE", str(course)) for text in ATTACKS.values()]
    folder = handed_in(
        a_dot_ipynb=["# rise", *cells, "def fit(x):\n    return poison"],
        b_dot_ipynb=["# fall", FALL],
        traces_dot_py=TRACES,
    )
    before = sorted(course.rglob("*"))
    graded = folder.with_name("graded.ipynb")
    variables = {"SECRET_OF_CI": "hush"}
    done = grade_in(course, f"--submission={folder}", "--report", f"notebook={graded}", **variables)
    return done, before, graded


class TestAttacks:
    def test_nothing_is_gained_and_the_rest_is_intact(self, attacked):
        done, _, _ = attacked
        assert points(done) == {"rise": (0, 3), "fall": (2, 2), "traces": (3, 3)}, done.text
        names = list(ATTACKS)
        ended = {names[number - 1] for number in failed(done)}
        assert "processes" in ended, "it should have killed its own process, and no other"
        assert ended <= {"processes", "parent"}, "one reached its aim, or is clumsy"

    def test_nothing_is_written(self, attacked, course):
        _, before, _ = attacked
        remembered = (".pytest_cache", "__pycache__")
        left = [path for path in course.rglob("*") if path not in before and not set(remembered) & set(path.parts)]
        assert left == []

    def test_what_it_prints_stays_in_the_notebook(self, attacked):
        done, _, graded = attacked
        for text in (done.text, done.errors):
            assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]|^\s*::", text, re.MULTILINE)
        nbformat.validate(nbformat.read(graded, 4))

"""What only a notebook can try: shell escapes, outputs that lie, and a kernel that says itself what was found in it."""

import json
import re
from pathlib import Path

import nbformat
import pytest

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="attacks are written for Linux")

HONEST = "def attempt(x, places):\n    return 2 * x"

# `{root}` is the course's folder, `{tcp}` a port that listens.
TRIED = {
    "reads": "!cat {root}/solutions/*/*.py {home}/.netrc /proc/*/environ; ls {root}",
    "reads in Python": "%run {root}/solutions/00_honest/first.py",
    "loads": "%load {root}/solutions/00_honest/first.py",
    "writes": "%%writefile {root}/exercises/owned.py\nowned",
    "writes above": "!echo owned > ../owned; mkdir -p ../owned2; echo owned > {report}",
    "calls": "!curl -m 1 http://127.0.0.1:{tcp}/; echo owned > /dev/udp/127.0.0.1/{udp}",
    "leaves a program": "!(setsid nohup sleep 1000 > /dev/null &)",
    "leaves files": "import os\nos.symlink('/etc/passwd', 'link')\nos.symlink('{root}', 'folder')\nos.mkfifo('pipe')\n"
    "os.mkfifo('.found')\nopen('conftest.py', 'w').write('owned')\nopen('a\\nb', 'w').close()\n"
    "for i in range(300):\n    open(f'{{i}}.txt', 'w').close()\nopen('large', 'wb').truncate(200 * 2**20)",
    "lies on display": "class Liar:\n    def __repr__(self):\n        return '::error::owned \\x1b[31m\\u202e'\n\n"
    "    def _repr_mimebundle_(self, **_):\n        return {{'text/plain': 5, 'x/y': float('nan'), 3: b'4'}}\n\n"
    "display(Liar(), Liar())\nLiar()",
    "publishes what is no text": "get_ipython().display_pub.publish({{'text/html': ['a']}}, {{'b': [float('inf')]}})",
    "publishes nonsense": "kernel = get_ipython().kernel\n"
    "for kind in ('stream', 'display_data', 'error', 'execute_result', 'nonsense', 'update_display_data', 'status'):\n"
    "    kernel.session.send(kernel.iopub_socket, kind, {{'owned': 1}}, parent=kernel.get_parent('shell'))",
    "rewrites": "import ast\n\nclass Rewrites(ast.NodeTransformer):\n    def visit_Constant(self, node):\n"
    "        raise RuntimeError('owned')\n\nget_ipython().ast_transformers.append(Rewrites())",
    "counts": "import os\nos.system('echo 77; echo 12345678901234567890')\nos.write(1, b'66\\n')",
    "kills its parent": "import os\nos.kill(os.getppid(), 9)",
    "bombs": "!while true; do sleep 1000 & done",
    "kills all": "!kill -9 -1",
}


def written(path, *cells):
    nbformat.write(nbformat.v4.new_notebook(cells=list(cells)), path)
    return path


def code(text, *tags):
    return nbformat.v4.new_code_cell(text, metadata={"tags": list(tags)})


@pytest.fixture(scope="module")
def siege(world, graded):
    """One notebook with all of it behind honest work."""
    here = world(())
    folder = here.root / "\x1b[31m\n::error::owned"
    folder.mkdir()
    honest = [code(HONEST, "exercise:first"), code(HONEST, "exercise:last")]
    tried = [code(text.format(**here.places)) for text in TRIED.values()]
    path = written(folder / "hw.ipynb", *honest, *tried)
    before = here.files()
    report = f"--report=notebook={here.report.with_name('executed.ipynb')}"
    return here, graded(here, path, report, "--cell-timeout=3", "-v"), before


class TestTheRest:
    def test_the_run_ends_as_a_run_ends(self, siege):
        _, done, _ = siege
        assert done.status == 0, done.errors + done.text
        names = list(TRIED)
        ended = {names[cell["number"] - 3] for one in done.grade["notebooks"] for cell in one["cells"]}
        assert {"kills all", "bombs"} <= ended, done.text
        assert not {"counts", "leaves files", "rewrites"} & ended, done.text

    @pytest.mark.parametrize("name", ["first", "last"])
    def test_honest_work_earns_its_points(self, siege, name):
        assert [check["status"] for check in siege[1].exercises[name]["checks"]] == ["passed", "passed"]

    def test_nothing_runs_any_more(self, siege):
        assert siege[0].processes() == []

    def test_nothing_was_written(self, siege):
        world, _, before = siege
        reports = {str(world.report), str(world.report.with_name("executed.ipynb"))}
        assert {name for name in set(world.files()) ^ set(before) if name not in reports} == set()
        assert [name for name, content in world.files().items() if name in before and before[name] != content] == []

    def test_no_secret_is_told(self, siege):
        world, _, _ = siege
        shown = json.loads(world.report.with_name("executed.ipynb").read_text())
        outputs = json.dumps([cell.get("outputs") for cell in shown["cells"]])
        assert "root" in outputs or "denied" in outputs
        secrets = re.compile("hush-hush-(token|judge)|this is the reference|# hush-hush")
        assert not secrets.search(outputs)
        assert "hush-hush-token" not in world.report.read_text()

    def test_the_executed_notebook_is_valid(self, siege):
        path = siege[0].report.with_name("executed.ipynb")
        nbformat.validate(nbformat.read(path, nbformat.NO_CONVERT))
        json.loads(path.read_text(), parse_constant=lambda name: pytest.fail(f"{name} is not JSON"))

    def test_nothing_that_was_said_is_obeyed(self, siege):
        for text in (siege[1].text, siege[1].errors):
            assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", text)
            assert not re.search(r"^\s*(\|\s*)?::", text, re.MULTILINE)


FORGED = """
import os
import cloudpickle
from grader.plan import Found

class Poison:
    def __reduce__(self):
        return os.system, ("touch {root}/owned {report}",)

def attempt(x, places):
    return 2 * x

everything = dict(
    names={{"attempt": 10**9, "print": -1, "\\x1b[31m": 1}},
    own=["attempt", "nothing"],
    replaced={{"\\x1b[31mowned\\n::error::owned": 5, "attempt": 10**9}},
)
bindings = get_ipython().kernel.bindings
bindings.found = lambda: {{
    "00_honest/first": Found(names={{"attempt": 1}}, values=cloudpickle.dumps({{"attempt": Poison()}})),
    "01_forged/numbers": Found(**everything),
    "01_forged/nonsense": Found(names={{"attempt": 1}}, values=b"nonsense"),
    "01_forged/nobody": Found(names={{"attempt": 1}}),
    "99_honest/last": Found(names={{"attempt": 1}}, problem="\\x1b[31mowned\\n::error::owned"),
}}
"""


@pytest.fixture(scope="module")
def forged(world, graded):
    """A notebook that says itself what was found in it."""
    here = world(("01_forged/numbers", "01_forged/nonsense"))
    path = written(here.root / "hw.ipynb", code(FORGED.format(**here.places)))
    before = here.files()
    return here, graded(here, path), before


def test_a_forged_account_of_what_was_found_gains_nothing(forged):
    here, done, before = forged
    assert done.status == 1, done.errors + done.text
    assert {name: one["score"] for name, one in done.exercises.items()} == dict.fromkeys(done.exercises, 0)
    assert not any(check["status"] in {"passed", "grader broke"} for check in done.checks.values())
    assert {*here.files()} == {*before}
    assert here.processes() == []
    assert not re.search(r"[\x00-\x08\x0b-\x1f]|^\s*(\|\s*)?::", done.text, re.MULTILINE)

"""Imports in grader/ point one way, and the far side reaches nothing that it must not hold."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# Each module may import those above it. A new module goes as far up as its own imports allow.
LAYERS = [
    # words, and what knows no other module
    *("errors", "harmless", "text", "seeds", "figures", "grade", "hidden", "check", "checkout", "digits", "sheets"),
    *("names", "plan"),
    # the package itself: the face for authors of checks
    "grader",
    # what both sides speak
    *("observation", "observe", "job", "wire"),
    # there
    *("there", "there.system", "there.processes", "there.limits", "there.namespaces", "there.files", "there.mounts"),
    *("there.installed", "there.landlock", "there.seccomp", "there.user", "there.confine"),
    *("there.namespace", "there.bindings", "there.kernel", "there.notebook", "there.launch"),
    *("there.load", "there.worker", "there.server", "there.spawned"),
    # the course, and what is handed in
    *("course", "archives", "notebooks", "sections", "submissions", "settings"),
    # here
    *("here", "here.call", "here.outcome", "here.sources", "here.compare", "here.place", "here.pictures"),
    *("judges", "here.verdict"),
    *(
        "here.ticket",
        "here.folders",
        "here.interpreter",
        "here.forkserver",
        "here.spawner",
        "here.inprocess",
        "here.memory",
        "here.runs",
        "here.isolation",
    ),
    *("here.diagnosis", "here.grading", "here.proof"),
    *("here.claims", "here.outputs", "here.notebooks", "here.assembly"),
    # reports read a grade
    *("reports", "reports.page", "reports.terminal", "reports.files", "reports.json", "reports.gradescope"),
    *("reports.drawing", "reports.text_charts"),
    *("reports.github", "reports.classroom50", "reports.codequality", "reports.html"),
    "reports.notebook",
    "reports.picture",
    "reports.writers",
    # the face for pytest, and the commands
    *("session", "progress", "reporter", "annotations", "junit", "distribution", "plugin", "verify"),
    *("export", "handout"),
    *("gradescope", "gradescope.wheel", "gradescope.bundle", "gradescope.run"),
    *("cli", "__main__"),
]

# What holds answers or decides: nothing of it may be loaded in a worker.
NEAR = {"course", "judges", "notebooks", "submissions", "session", "grade"} | {
    name for name in LAYERS if name.startswith("here")
}


def files():
    """Every module of the package by its name below it."""
    found = {}
    for path in sorted((ROOT / "grader").rglob("*.py")):
        parts = path.relative_to(ROOT / "grader").with_suffix("").parts
        found[".".join(part for part in parts if part != "__init__") or "grader"] = path
    return found


def imports(text, modules):
    """The package's modules that a text imports anywhere, in functions and for type checkers too."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"line {node.lineno}: write the import from grader, not from a dot"
            longer = {alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name.removeprefix("grader.") in modules else node.module for name in longer.values()}
    return {name.removeprefix("grader.") for name in found if name.split(".")[0] == "grader"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import torch, grader.job", {"job"}),
        ("from grader import wire, check", {"wire", "grader"}),
        ("from grader.here.runs import Task", {"here.runs"}),
        ("from grader.here import runs", {"here.runs"}),
        ("if TYPE_CHECKING:\n    from grader.job import Job", {"job"}),
        ("def f():\n    import grader", {"grader"}),
        ("import graderless", set()),
    ],
)
def test_every_spelling_of_an_import_is_seen(text, expected):
    assert imports(text, {"wire", "job", "here.runs"}) == expected


def test_every_module_has_its_place():
    assert set(files()) - set(LAYERS) == set(), "give these a place in LAYERS"
    assert set(LAYERS) - set(files()) == set(), "these are gone: take them out of LAYERS"
    assert len(LAYERS) == len(set(LAYERS))


@pytest.mark.parametrize("module", LAYERS)
def test_imports_point_up_the_list(module):
    above = set(LAYERS[: LAYERS.index(module)])
    assert imports(files()[module].read_text(), set(LAYERS)) - above == set()


def test_a_worker_loads_nothing_that_holds_an_answer():
    """What the interpreter really loads, by whatever way: all of the far side, and what bodies use."""
    far = {name for name in LAYERS if name.startswith("there")} | {"observe"}
    names = ", ".join(f"grader.{name}" for name in sorted(far))
    loaded = {name.removeprefix("grader.") for name in output_of(f"import sys, {names}; print(*sys.modules)")}
    assert far <= loaded
    assert loaded & NEAR == set()


@pytest.mark.parametrize("module", ["grader", "grader.plugin", "grader.cli"])
def test_the_face_loads_neither_torch_nor_notebooks(module):
    loaded = output_of(f"import sys, {module}; print(*sys.modules)")
    assert module in loaded
    assert loaded & {"torch", "torchvision", "nbformat", "nbclient", "sklearn"} == set()


def output_of(code):
    command = [sys.executable, "-c", code]
    return set(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split())

"""The real course: a stub and its reference promise the same, and every check says so to its student.

What the checks themselves are worth is proved by `grader verify`.
"""

import ast
from pathlib import Path

import pytest

from grader.course import Course, docstring

ROOT = Path(__file__).parents[1]
COURSE = Course(ROOT)
EXERCISES = pytest.mark.parametrize("exercise", COURSE.exercises, ids=lambda exercise: exercise.label)


def promises(path):
    """Every public function, class and method of a module with its arguments and docstring."""
    found = {"module": docstring(path)}

    def visit(body, prefix):
        for node in body:
            public = not getattr(node, "name", "_").startswith("_") or getattr(node, "name", "") == "__init__"
            if isinstance(node, ast.FunctionDef) and public:
                arguments, returns = ast.unparse(node.args), node.returns and ast.unparse(node.returns)
                found[prefix + node.name] = (arguments, returns, ast.get_docstring(node))
            if isinstance(node, ast.ClassDef) and public:
                found[prefix + node.name] = ([ast.unparse(base) for base in node.bases], ast.get_docstring(node))
                visit(node.body, f"{prefix}{node.name}.")

    visit(ast.parse(path.read_text()).body, "")
    return found


@EXERCISES
def test_stub_and_reference_promise_the_same(exercise):
    stub, reference = promises(COURSE.stub(exercise)), promises(COURSE.reference(exercise))
    assert {name: reference.get(name) for name in stub} == stub


@EXERCISES
def test_everything_public_has_a_docstring(exercise):
    missing = [name for name, promise in promises(COURSE.stub(exercise)).items() if not promise or not promise[-1]]
    assert [name for name in missing if not name.endswith("__init__")] == []


@EXERCISES
def test_the_chapter_speaks_of_it(exercise):
    text = (ROOT / "exercises" / exercise.chapter / "README.md").read_text()
    assert f"`{exercise.name}`" in text or f"{exercise.name}.py" in text


@EXERCISES
def test_points_of_an_exercise_are_ten(exercise):
    points = 0
    for tree in ("exercises", "solutions"):
        path = ROOT / tree / exercise.chapter / f"test_{exercise.name}.py"
        points += sum(_points(path)) if path.exists() else 0
    assert points == 10


def _points(path):
    """The points of each check as written; a parametrized one counts once for each case."""
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef):
            cases = 1
            worth = 0
            for decorator in node.decorator_list:
                call = ast.unparse(decorator.func) if isinstance(decorator, ast.Call) else ""
                if call == "check":
                    worth = next(ast.literal_eval(k.value) for k in decorator.keywords if k.arg == "points")
                if call.endswith("parametrize"):
                    cases *= len(decorator.args[1].elts)
            yield worth * cases

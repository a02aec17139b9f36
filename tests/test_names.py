"""Names are found in any text, and nothing in it is run or raises."""

import ast
import textwrap

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from grader.names import bindings, definitions, lines_above, parsed, promised, reachable, used, without_magics

PIECES = [
    *("\n", "\n", " ", "    ", "%", "!", "?", "%%time", "%%writefile a.py", "%pip x", "!ls", "\\\n", '"', '"""', "#"),
    *("def f(x):", "return", "x", "y", " = ", "(", ")", "[", "]", "1", ":", "class A:", "import", "lambda", ";", "\f"),
    *("x = f(y)\n", "def g(): return x\n", "import os\n", "from a import *\n", "y = 1\n", "@f\n", "\0", "\ud800", "é"),
]
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=25).map("".join)


def bound(source):
    return {binding.name: binding.imported for binding in bindings(parsed(source))}


def chosen(names, *sources):
    return [(each.source, ast.unparse(each.node)) for each in reachable(sources, names)]


# magics


@settings(deadline=None)
@given(texts)
@example("\n\n%%time\nx = 1")
@example("!pip install \\\n  torch\nx = 1")
@example("x = !ls \\\n  -l\ny = 1")
def test_taking_magics_out_leaves_every_line_where_it_was(source):
    assume(not source.lstrip().startswith("%%") or lines_above(source))
    assert without_magics(source).count("\n") == source.count("\n")


PYTHON = [
    *("x = (7\n  % 3)", "y = '''\n%d\n!\n'''", "z = 5 \\\n% 2", "def f():\n    return 1"),
    *("import os", "# % not a magic", ""),
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PYTHON), max_size=8).map("\n".join))
def test_taking_magics_out_of_python_changes_nothing(source):
    ast.parse(source)  # it is Python
    assert without_magics(source) == source


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("%matplotlib inline\nx = 1", {"x"}),
        ("if True:\n    !pip install y\nx = 1", {"x"}),
        ("!pip install a \\\n   b\nx = 1", {"x"}),
        ("?print\nfit?\ntorch.nn??\nx = 1", {"x"}),
        ("files = !ls\na, b = %time 3\nx = 1", {"files", "a", "b", "x"}),
        ("%%time\nx = 1", {"x"}),
        ("\n  \n  %%capture out --no-stderr\nx = 1", {"x"}),
        ("%%time\n%%capture\nx = 1", {"x"}),
        ("%%timeit -n 3\nx = 1", {"x"}),
        ("%%timer\nx = 1", set()),
        ("%%writefile a.py\nx = 1", set()),
        ("%%bash\nx=1", set()),
        ("x = (7\n  % 3)", {"x"}),
        ("x = '''\n%d\n!\n'''", {"x"}),
        ("%time y = 1\nx = (7\n", set()),
    ],
)
def test_magics_hide_no_names(source, names):
    assert bound(source).keys() == names


@pytest.mark.parametrize(
    ("source", "above"),
    [("x = 1", 0), ("%time x = 1", 0), ("%%time\nx = 1", 1), ("\n\n%%capture a\nx = 1", 3), ("%%writefile\nx", 0)],
)
def test_counts_the_lines_above_the_python_of_a_magic(source, above):
    assert lines_above(source) == above


# bindings


@settings(deadline=None)
@given(texts)
def test_any_text_can_be_asked_for_its_names(source):
    tree = parsed(source)
    assert set(promised(source)) <= {binding.name for binding in bindings(tree)}
    assert all(isinstance(name, str) for name in used(tree))


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("def f():\n    a = 1\n", {"f": False}),
        ("async def f(): pass\nclass A:\n    b = 1\n", {"f": False, "A": False}),
        ("import a, b.c, d.e as f\nfrom g import h as i, j", dict.fromkeys(["a", "b", "f", "i", "j"], True)),
        ("from a import *", {"*": True}),
        ("a, (b, *c) = d.e = f[0] = g", dict.fromkeys(["a", "b", "c"], False)),
        ("a: int = 1\nb += 1\n", {"a": False, "b": False}),
        ("for a in b:\n    c = 1\nelse:\n    d = 1", dict.fromkeys(["a", "c", "d"], False)),
        ("with a as b, c as (d, e):\n    f = 1", dict.fromkeys(["b", "d", "e", "f"], False)),
        ("try:\n    import a\nexcept E:\n    a = None", {"a": False}),
        ("if (a := 1):\n    def b(): pass", {"a": False, "b": False}),
        ("[a for a in b]\nlambda c: (d := 1)\n{e: e for e in f}", {}),
        ("del a\nprint(b)\n", {}),
        ("def", {}),
    ],
)
def test_what_the_top_level_binds(source, names):
    assert bound(source) == names


def test_the_tree_may_be_deep():
    assert bound("x = " + "1 + " * 500 + "1") == {"x": False}
    assert bound("x = " + "-" * 100_000 + "1") == {}
    assert bound("x = 1\n" * 20_000) == {"x": False}


def test_a_stub_promises_public_names():
    stub = "import torch\nfrom a import b\nSIZE = 3\n_hidden = 4\ndef fit(): ...\nclass Net: ...\ndef _help(): ...\n"
    assert promised(stub) == {"SIZE": False, "fit": True, "Net": True}


# definitions


@settings(deadline=None)
@given(texts)
@example("x = 1; print(x)\ny = 2")
@example('x = """a\nb"""; print(x)\ny = 2')
@example("if x:\n    y = 1; print(x)")
def test_definitions_are_python_that_calls_nothing_at_its_top_level(source):
    left = definitions(source)
    assert left.count("\n") in {0, source.count("\n")}
    for node in ast.parse(left).body:
        assert isinstance(node, ast.stmt)
        assert not isinstance(node, ast.Expr | ast.For | ast.While | ast.With)


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("import os\nos._exit(1)\nx = 1\n", "import os\n\nx = 1\n"),
        ("def f():\n    g()\nf()\n", "def f():\n    g()\n\n"),
        ("@decorated\ndef f(): pass\n", "@decorated\ndef f(): pass\n"),
        ("for x in y:\n    f(x)\n\nz: int = 3", "\n\n\nz: int = 3"),
        ("a = f(\n)\nb = 2", "\n\nb = 2"),
        ("%%time\nx = 1\n!ls", "\nx = 1\n"),
        ("x = 1\nassert x\n", "x = 1\n\n"),
        ("not python", ""),
        ("%%bash\nls", ""),
    ],
)
def test_of_a_cell_stays_what_defines(source, left):
    assert definitions(source) == left


# reachable

CELLS = [
    "import torch\nfrom torch import nn\nprint(torch)",
    "k = 3\ndef helper(x): return x * k",
    "def fit(x):\n    return helper(x)\nfit(3)",
    "def other(): return nn",
    "k = 4\nnn.changed[0].more = 1\nprint(nn.seen)",
]


def test_reaches_what_names_rest_on_in_its_order():
    assert chosen(["fit"], *CELLS) == [
        (1, "k = 3"),
        (1, "def helper(x):\n    return x * k"),
        (2, "def fit(x):\n    return helper(x)"),
        (4, "k = 4"),
    ]
    assert chosen(["other"], *CELLS) == [
        (0, "from torch import nn"),
        (3, "def other():\n    return nn"),
        (4, "nn.changed[0].more = 1"),
    ]
    assert chosen(["missing"], *CELLS) == []


def test_an_import_of_everything_may_bring_any_name():
    assert chosen(["fit"], "from torch import *", "fit = tanh") == [(0, "from torch import *"), (1, "fit = tanh")]


def test_mutual_recursion_ends():
    assert [number for number, _ in chosen(["a"], "def a(): b()", "def b(): a()", "def c(): c()")] == [0, 1]


def test_a_long_chain_is_followed():
    source = "\n".join(f"a{i} = a{i + 1}" for i in range(20_000))
    assert len(reachable([source], ["a0"])) == 20_000


@settings(deadline=None)
@given(st.lists(texts, max_size=4), st.lists(st.sampled_from("fgxy*"), max_size=3))
def test_reachable_is_a_part_in_order_and_closed(sources, names):
    every = [(number, ast.unparse(node)) for number, text in enumerate(sources) for node in parsed(text).body]
    rest = iter(every)
    assert all(each in rest for each in chosen(names, *sources))
    wanted = {*names}.union(*(used(each.node) for each in reachable(sources, names)))
    assert chosen(wanted, *sources) == chosen(names, *sources)


def test_the_lines_of_a_statement_begin_with_its_decorators():
    source = textwrap.dedent("""\
        x = 1
        @a
        @b(
            3)
        def f():
            pass
    """)
    (statement,) = reachable([source], ["f"])
    assert statement.lines == range(2, 7)

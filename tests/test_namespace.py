"""What functions refer to travels with them; what cannot says so where it is used."""

import io
import json
import math
import sys
import types

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.there.namespace import NotCarriedError, pack, unpack


@pytest.fixture(autouse=True)
def _own_main(monkeypatch):
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


def home():
    """An empty namespace in which cells are run, or values unpacked."""
    main = types.ModuleType("__main__")
    sys.modules["__main__"] = main
    return main.__dict__


def sent(source, *names):
    """What there is in a worker, of names that a cell defines."""
    here = home()
    exec(compile(source, "cell 1", "exec"), here)  # noqa: S102
    data = pack({name: here[name] for name in names}, here)
    if isinstance(here.get("made"), io.IOBase):
        here["made"].close()
    there = home()
    assert unpack(data, there) == list(names)
    return there


def called(source, *arguments):
    return sent(source, "fit")["fit"](*arguments)


CARRIED = {
    "closure": """
def make(k):
    def fit(): return k
    return fit
fit = make(3)
""",
    "counter in a closure": """
def make():
    k = 0
    def fit():
        nonlocal k
        k += 1
        return k
    return fit
fit = make()
fit(), fit()
""",
    "super": """
class A:
    def f(self): return 1
class B(A):
    def f(self): return super().f() + 2
def fit(): return B().f()
""",
    "bound method": """
class A:
    def __init__(self): self.k = 3
    def f(self): return self.k
fit = A().f
""",
    "object that can be called": """
class A:
    k = 3
    def __call__(self): return self.k
fit = A()
""",
    "slots and properties": """
class A:
    __slots__ = ("k",)
    def __init__(self): self.k = 1
    @property
    def more(self): return self.k + 2
a = A()
def fit(): return a.more
""",
    "dataclass": """
from dataclasses import dataclass, field
@dataclass(frozen=True)
class D:
    x: int
    y: list = field(default_factory=list)
d = D(3, [])
def fit(): return d.x if d == D(3) else 0
""",
    "enum": """
import enum
class E(enum.Enum):
    A = 3
kept = E.A
def fit(): return E.A.value if kept is E.A else 0
""",
    "named tuples": """
import typing, collections
class N(typing.NamedTuple):
    a: int = 1
P = collections.namedtuple("P", "a b")
p = P(1, 2)
def fit(): return N().a + p.b
""",
    "cache": """
import functools
@functools.lru_cache(maxsize=None)
def fibonacci(n): return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)
@functools.cache
def two(): return 2
fibonacci(4)
def fit(): return fibonacci(50) // fibonacci(50) + two()
""",
    "partial": """
import functools
def add(a, b): return a + b
fit = functools.partial(add, 1, b=2)
""",
    "default arguments and annotations": """
def fit(a: "int" = 1, *, b: int = 2) -> int: return a + b
""",
    "context manager": """
import contextlib
@contextlib.contextmanager
def three(): yield 3
def fit():
    with three() as k: return k
""",
    "locks": """
import threading
lock, again = threading.Lock(), threading.RLock()
lock.acquire()
def fit():
    with lock, again, again: return 3
""",
    "abstract class": """
import abc
class A(abc.ABC):
    @abc.abstractmethod
    def f(self): ...
class B(A):
    def f(self): return 3
def fit(): return B().f() if isinstance(B(), A) else 0
""",
    "descriptors of classes": """
class A:
    @classmethod
    def c(cls): return cls.k
    @staticmethod
    def s(): return 2
    k = 1
def fit(): return A.c() + A().s()
""",
    "modules by their name": """
import math, os.path as path
def fit(): return int(math.sqrt(9)) if path.isabs("/") else 0
""",
    "mutual recursion": """
def fit(n=3): return other(n - 1) + 1 if n else 0
def other(n): return fit(n - 1) + 1 if n else 0
""",
    "a name of the notebook that is not defined yet": """
def fit(): return later()
def later(): return 3
""",
    "globals()": """
k = 3
def fit(): return globals()["k"] if "fit" in globals() and k else 0
""",
}


@pytest.mark.parametrize("source", CARRIED.values(), ids=CARRIED)
def test_travels(source):
    assert called(source) == 3


TORCH = """
import torch
from torch import nn
k = 2
@torch.no_grad()
def scaled(x): return x * k
class Twice(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): return x * 2
    @staticmethod
    def backward(ctx, g): return g * 2
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(2, 1)
    def forward(self, x): return self.layer(x)
class Deeper(Net):
    def forward(self, x): return super().forward(x) + 1
net = Deeper()
optimiser = torch.optim.Adam(net.parameters())
net(torch.ones(1, 2)).sum().backward()
optimiser.step()
generator = torch.Generator().manual_seed(3)
torch.rand(4, generator=generator)
weights = torch.ones(3, requires_grad=True)
view = weights.detach()[1:]
def fit(): return net, optimiser, generator, scaled, Twice, weights, view
"""


def test_what_torch_has_travels():
    net, optimiser, generator, scaled, twice, weights, _ = called(TORCH)
    assert not scaled(weights).requires_grad
    twice.apply(weights).sum().backward()
    assert weights.grad.tolist() == [2, 2, 2]
    expected = torch.Generator().manual_seed(3)
    torch.rand(4, generator=expected)
    assert torch.equal(torch.rand(2, generator=generator), torch.rand(2, generator=expected))
    before = net.layer.weight.clone()
    net(torch.ones(1, 2)).sum().backward()
    optimiser.step()
    assert not torch.equal(net.layer.weight, before)


def test_what_is_shared_stays_shared():
    net, optimiser, *_, weights, view = called(TORCH)
    assert optimiser.param_groups[0]["params"][0] is net.layer.weight
    assert set(optimiser.state) == set(net.parameters())
    view += 1
    assert weights.tolist() == [1, 1, 1]  # views of one tensor become tensors of their own, as in every pickle


def test_globals_are_shared_by_all_functions():
    source = "k, seen = 0, []\ndef a():\n    global k\n    k += 1\n    seen.append(k)\ndef b(): return k, seen\n"
    there = sent(source, "a", "b")
    there["a"]()
    there["a"]()
    assert there["b"]() == (2, [1, 2])
    assert there["k"] == 2


def test_what_a_check_puts_into_the_module_is_used():
    there = sent("def helper(): return 1\ndef fit(): return helper()", "fit", "helper")
    there["helper"] = lambda: 7
    assert there["fit"]() == 7


def test_two_names_of_one_object_stay_one():
    there = sent("class A: pass\na = b = A()\ndef fit(): return a is b and type(a) is A", "fit", "A", "a")
    assert there["fit"]()
    assert type(there["a"]) is there["A"]


def test_what_nothing_refers_to_stays():
    there = sent("secret, k = 1, 2\ndef fit(): return k", "fit")
    assert "secret" not in there
    assert there["k"] == 2


LOST = {
    "generator": "made = (i for i in range(3))\ndef fit(): return next(made)",
    "generator that is looped over": "made = (i for i in range(3))\ndef fit(): return list(made)",
    "iterator of a generator": "made = enumerate(i for i in range(3))\ndef fit(): return [i for _, i in made]",
    "open file": "made = open('/dev/null', 'w')\ndef fit(): made.write('x')",
    "open file in with": "made = open('/dev/null', 'wb')\ndef fit():\n    with made: pass",
    "method of an open file": "made = open('/dev/null', 'w')\nwrite = made.write\ndef fit(): write('x')",
    "method of a generator": "made = (i for i in range(3)).send\ndef fit(): made(None)",
    "attribute": "made = (i for i in range(3))\ndef fit(): return made.gi_frame",
    "thread": "import threading\nmade = threading.Thread()\ndef fit(): made.start()",
    "in a list": "made = [1, (i for i in range(3))]\ndef fit(): return made[0] + next(made[1])",
    "in an object": "class A: pass\nmade = A()\nmade.it = (i for i in [1])\ndef fit(): return next(made.it)",
    "in a closure": "def make(it):\n    def fit(): return next(it)\n    return fit\nfit = make(i for i in range(3))",
    "length": "made = (i for i in range(3))\ndef fit(): return len(made)",
    "truth": "made = (i for i in range(3))\ndef fit(): return not made",
}


@pytest.mark.parametrize("source", LOST.values(), ids=LOST)
def test_says_what_does_not_travel_where_it_is_used(source):
    there = sent(source, "fit")
    with pytest.raises(NotCarriedError, match=r"^a value of type \w+ was made by a cell .*; make it inside the func"):
        there["fit"]()


def test_what_does_not_travel_harms_nothing_else():
    there = sent("made = (i for i in range(3))\ndef fit(): return made\ndef other(): return 3", "fit", "other")
    assert there["other"]() == 3
    assert repr(there["fit"]())


@pytest.mark.parametrize(
    "made", ["torch.zeros(5_000_000)", "torch.zeros(5_000_000)[:3]", "torch.zeros(5_000_000).numpy()"]
)
def test_a_large_value_is_missing_where_it_is_used_and_nowhere_else(made):
    source = f"import torch\nlarge = {made}\ndef fit(): return large[0]\ndef other(use=0): return large if use else 3"
    there = sent(source, "fit", "other")
    assert there["other"]() == 3
    with pytest.raises(NotCarriedError, match=r"^a value of type (Tensor|ndarray) was made by a cell"):
        there["fit"]()


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=4), inner, max_size=4)
        | st.tuples(inner, inner)
        | st.sets(st.integers() | st.text(), max_size=4)
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(st.dictionaries(st.text(max_size=5), plain, max_size=4))
def test_plain_values_travel_as_they_are(values):
    there = {}
    assert unpack(pack(values, {}), there) == list(values)
    assert there == values


@settings(deadline=None)
@given(plain)
def test_plain_values_travel_with_the_function_that_uses_them(value):
    here = {"__name__": "__main__", "value": value}
    exec("def fit(): return value", here)  # noqa: S102
    there = {}
    unpack(pack({"fit": here["fit"]}, here), there)
    assert there["fit"]() == value


def test_modules_are_the_worker_s_own():
    there = sent("import math, json\ndef fit(): return math, json", "fit")
    assert there["fit"]() == (math, json)

"""Observations travel as bytes: what plain data becomes, and what bytes from a stranger cannot do."""

import collections
import enum
import math
import warnings
from typing import NamedTuple

import msgspec
import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy

from grader.here.compare import Comparison
from grader.observation import DTYPES, MAX_DEPTH, MAX_NODES, MAX_TEXT, MAX_TREE, ObservationError, Other, decode, encode

NO_CLOCK = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
NUMPY_DTYPES = [name for name in sorted(DTYPES) if name != "bfloat16"]


def arrays():
    shapes = st_numpy.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)
    return st.sampled_from(NUMPY_DTYPES).flatmap(lambda dtype: st_numpy.arrays(dtype, shapes))


@st.composite
def tensors(draw):
    """Tensors of every dtype, in every layout of memory: turned, strided, expanded, with a gradient."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # float64 that overflows float16
        tensor = torch.tensor(draw(arrays())).to(
            draw(st.sampled_from([getattr(torch, name) for name in sorted(DTYPES)]))
        )
    layout = draw(st.sampled_from(["plain", "turned", "strided", "expanded"]))
    if layout == "turned":
        return tensor.movedim(0, -1) if tensor.ndim else tensor
    if layout == "strided":
        return tensor[..., ::2] if tensor.ndim else tensor
    return tensor.expand(2, *tensor.shape) if layout == "expanded" else tensor


def observations():
    plain = st.none() | st.booleans() | st.integers(-(2**63) + 1, 2**63 - 1) | st.floats() | st.text(max_size=20)
    leaves = plain | arrays() | tensors()
    return st.recursive(
        leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    )


def alike(one, other):
    """Equal in type, shape, dtype and every bit of every number but those that say which NaN it is."""
    if isinstance(one, torch.Tensor):
        return (
            type(other) is torch.Tensor
            and (one.dtype, one.shape) == (other.dtype, other.shape)
            and bool(((one == other) | (one.isnan() & other.isnan())).all())
        )
    if isinstance(one, np.ndarray):
        return type(other) is np.ndarray and one.dtype == other.dtype and np.array_equal(one, other, equal_nan=True)
    if isinstance(one, list | tuple):
        return type(other) is list and len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, dict):
        return type(other) is dict and list(one) == list(other) and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, float) and math.isnan(one):
        return type(other) is float and math.isnan(other)
    return type(one) is type(other) and one == other


def travelled(value):
    return decode(encode(value))


class Pair(NamedTuple):
    x: int
    y: int


class TestRoundTrip:
    @NO_CLOCK
    @given(observations())
    def test_plain_data_comes_back(self, value):
        assert alike(value, travelled(value))

    @NO_CLOCK
    @given(observations())
    def test_everything_that_arrives_equals_itself(self, value):
        assert list(Comparison().differences(travelled(value), travelled(value))) == []

    @NO_CLOCK
    @given(observations(), observations())
    def test_comparing_anything_with_anything_ends_in_sentences(self, one, other):
        found = list(Comparison(factors={"lr": 0.1}).differences(travelled(one), travelled(other)))
        assert all(sentence.endswith(".") for sentence in found)
        assert Comparison().equal(travelled(one), travelled(other)) == (not found)

    @pytest.mark.parametrize("dtype", sorted(DTYPES))
    @pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 3), (2, 3)])
    def test_tensors_of_every_dtype_and_shape(self, dtype, shape):
        tensor = torch.arange(6)[: math.prod(shape)].reshape(shape).to(getattr(torch, dtype))
        assert alike(tensor, travelled(tensor))
        if dtype in NUMPY_DTYPES:
            assert alike(tensor.numpy(), travelled(tensor.numpy()))

    @pytest.mark.parametrize(
        ("sent", "arrives"),
        [
            ((1, (2, 3)), [1, [2, 3]]),
            (Pair(1, 2), [1, 2]),
            (collections.OrderedDict(b=1, a=2), {"b": 1, "a": 2}),
            (collections.Counter("a"), {"a": 1}),
            ({1: "a", None: "b"}, {"1": "a", "None": "b"}),
            (np.float32(0.5), 0.5),
            (np.int64(-3), -3),
            (np.array([True])[0], True),
            (enum.IntEnum("Colour", "RED").RED, 1),
            (2**63 - 1, 2**63 - 1),
            (torch.nn.Parameter(torch.ones(2)), torch.ones(2)),
            (torch.ones(2, requires_grad=True) * 2, torch.full((2,), 2.0)),
            (torch.tensor([1 + 2j]).conj(), torch.tensor([1 - 2j])),
            (torch.tensor([1 + 2j]).conj().imag, torch.tensor([-2.0])),
            (np.arange(3, dtype=">i4"), np.arange(3, dtype=np.int32)),
            (np.arange(6.0)[::-2], np.array([5.0, 3.0, 1.0])),
            (np.ma.masked_array([1.0, 2.0], [True, False]), np.array([1.0, 2.0])),
            ("x" * (MAX_TEXT + 1), "x" * MAX_TEXT),
            (float("inf"), float("inf")),
        ],
        ids=lambda value: type(value).__name__,
    )
    def test_what_is_nearly_plain_becomes_plain(self, sent, arrives):
        assert alike(arrives, travelled(sent))

    @pytest.mark.parametrize(
        ("sent", "type_name"),
        [
            (object(), "object"),
            (len, "builtin_function_or_method"),
            ({1, 2}, "set"),
            (b"bytes", "bytes"),
            (1 + 2j, "complex"),
            (2**63, "int, beyond 64 bits"),
            (torch.nn.Linear(1, 1), "torch.nn.modules.linear.Linear"),
            (torch.float32, "torch.dtype"),
            (torch.eye(2).to_sparse(), "sparse_coo tensor of float32 on cpu"),
            (torch.eye(2, device="meta"), "strided tensor of float32 on meta"),
            (np.array(["a"]), "array of <U1"),
            (np.array([object()]), "array of object"),
            (np.datetime64("2020-01-01"), "numpy.datetime64"),
        ],
        ids=lambda value: type(value).__name__,
    )
    def test_of_anything_else_the_name_of_its_type_arrives(self, sent, type_name):
        assert travelled({"it": [sent]}) == {"it": [Other(type_name)]}

    def test_a_nested_tensor_is_something_else(self):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that nested tensors are a prototype
            nested = torch.nested.nested_tensor([torch.ones(2), torch.ones(3)])
        assert isinstance(travelled(nested), Other)


class Liar(torch.Tensor):
    """Equal to everything, of any shape."""

    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        return True

    @property
    def shape(self):
        return torch.Size([3])

    def numel(self):
        return 3


class TestLiars:
    def test_a_tensor_that_equals_everything_arrives_as_it_is(self):
        assert alike(torch.zeros(2), travelled(torch.zeros(2).as_subclass(Liar)))

    @pytest.mark.parametrize("kind", [float, int, str])
    def test_numbers_and_words_that_equal_everything_arrive_as_they_are(self, kind):
        liar = type("Liar", (kind,), {"__eq__": lambda *_: True, "__hash__": None})
        assert type(travelled(liar("7"))) is kind
        assert travelled(liar("7")) == kind("7")

    def test_an_array_that_equals_everything_arrives_as_it_is(self):
        class LyingArray(np.ndarray):
            __eq__ = __array_function__ = __array_ufunc__ = lambda *_, **__: True
            __hash__ = None

        assert alike(np.zeros(2), travelled(np.zeros(2).view(LyingArray)))

    def test_a_type_with_a_long_name_is_cut(self):
        arrived = travelled(type("x" * 1000, (), {})())
        assert len(arrived.type) == 200


def nested(depth):
    value = "core"
    for _ in range(depth):
        value = [value]
    return value


class TestBounds:
    def test_up_to_the_bounds_everything_travels(self):
        assert travelled(nested(MAX_DEPTH)) == nested(MAX_DEPTH)
        assert len(travelled([None] * (MAX_NODES - 1))) == MAX_NODES - 1

    def test_what_is_too_deep_is_cut_there(self):
        arrived = travelled(nested(MAX_DEPTH + 5))
        for _ in range(MAX_DEPTH + 1):
            (arrived,) = arrived
        assert arrived == Other("list, nested more than 32 deep")

    def test_a_list_that_holds_itself_ends(self):
        endless = []
        endless += [endless] * 10
        with pytest.raises(ObservationError, match="more than 200,000 values came back"):
            encode(endless)

    def test_too_many_values(self):
        with pytest.raises(ObservationError, match="more than 200,000 values came back"):
            encode([None] * MAX_NODES)

    def test_too_much_text(self):
        with pytest.raises(ObservationError, match="more than 8 MiB of text came back"):
            encode(["x" * MAX_TEXT] * (MAX_TREE // MAX_TEXT + 1))

    @pytest.mark.parametrize("large", [torch.zeros(49, 2**20, dtype=torch.uint8), np.zeros((49, 2**17))], ids=type)
    def test_too_many_bytes(self, large):
        with pytest.raises(ObservationError, match="more than 48 MiB of numbers came back"):
            encode(large)
        with pytest.raises(ObservationError, match="more than 48 MiB of numbers came back"):
            encode([large[:20], large[:20], large[:20]])

    def test_a_view_that_claims_to_be_huge(self):
        with pytest.raises(ObservationError, match="more than 48 MiB of numbers came back"):
            encode(torch.zeros(1).expand(2**40))


def packed(tree, data=b""):
    """Bytes as a stranger may write them, without our encoder."""
    return msgspec.msgpack.encode({"tree": msgspec.msgpack.encode(tree), "data": data})


def tensor_node(tag="tensor", dtype="float32", shape=(1,)):
    return {"type": tag, "dtype": dtype, "shape": list(shape)}


def list_node(*items):
    return {"type": "list", "items": list(items)}


def trees():
    """Trees of the right form with wrong contents."""
    leaves = st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text() | st.binary()
    tensors = st.builds(
        tensor_node,
        tag=st.sampled_from(["tensor", "array"]),
        dtype=st.sampled_from([*sorted(DTYPES), "object", "float33", ""]),
        shape=st.lists(st.integers(-1, 4) | st.integers(-(2**63), 2**63), max_size=4),
    )
    return st.recursive(
        leaves | tensors | st.builds(dict, type=st.just("other"), name=leaves),
        lambda inner: (
            st.builds(list_node, inner, inner)
            | st.builds(dict, type=st.just("dict"), entries=st.dictionaries(st.text(), inner, max_size=3))
            | st.lists(inner, max_size=3)
        ),
    )


class TestHostileBytes:
    """Whatever a worker sends, decoding gives an observation or raises ObservationError."""

    def test_strangers_may_speak_well(self):
        """So that what is refused below is refused for its contents, not for another form."""
        assert alike(torch.zeros(1), decode(packed(tensor_node(), b"\0" * 4)))
        assert alike(
            [None, np.zeros(2, np.int8)], decode(packed(list_node(None, tensor_node("array", "int8", [2])), b"\0\0"))
        )

    @NO_CLOCK
    @given(st.binary(max_size=200))
    def test_bytes_at_random(self, data):
        self.survives(data)

    @NO_CLOCK
    @given(trees(), st.binary(max_size=40))
    def test_trees_at_random(self, tree, data):
        self.survives(packed(tree, data))

    @NO_CLOCK
    @given(observations(), st.data())
    def test_valid_bytes_with_some_of_them_changed(self, value, data):
        changed = bytearray(encode(value))
        for _ in range(data.draw(st.integers(1, 4))):
            changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
        self.survives(bytes(changed))

    @NO_CLOCK
    @given(observations(), st.data())
    def test_valid_bytes_cut_short_or_with_more_behind(self, value, data):
        whole = encode(value)
        for wrong in (whole[: data.draw(st.integers(0, len(whole) - 1))], whole + data.draw(st.binary(min_size=1))):
            with pytest.raises(ObservationError):
                decode(wrong)

    @staticmethod
    def survives(data):
        try:
            value = decode(data)
        except ObservationError:
            return
        assert alike(value, travelled(value)) or "Other" in repr(value)

    @pytest.mark.parametrize("tag", ["tensor", "array"])
    @pytest.mark.parametrize(
        ("wrong", "data"),
        [
            ({"dtype": "object"}, 8),
            ({"dtype": "O8"}, 8),
            ({"dtype": "float33"}, 4),
            ({"dtype": "__class__"}, 4),
            ({"dtype": ""}, 4),
            ({"shape": [2]}, 4),
            ({"shape": [-1]}, 4),
            ({"shape": [-1, -1]}, 4),
            ({"shape": [2**40, 0]}, 0),
            ({"shape": [1] * 17}, 4),
            ({"shape": [2**63]}, 4),
            ({"shape": [1.5]}, 4),
            ({"shape": [], "dtype": "float64"}, 4),
            ({"shape": [1]}, 3),
            ({"shape": [1]}, 0),
            ({"shape": [1]}, 5),
            ({"shape": "1"}, 4),
            ({"dtype": 7}, 4),
        ],
        ids=str,
    )
    def test_tensors_that_contradict_themselves(self, tag, wrong, data):
        with pytest.raises(ObservationError):
            decode(packed(tensor_node(tag, **wrong), bytes(data)))

    def test_tensors_that_claim_the_same_bytes(self):
        """Small trees could grow without bound here."""
        with pytest.raises(ObservationError):
            decode(packed(list_node(tensor_node(), tensor_node()), bytes(4)))
        assert len(decode(packed(list_node(tensor_node(), tensor_node()), bytes(8)))) == 2

    @pytest.mark.parametrize(
        "tree",
        [[], [1, 2], {}, {"a": 1}, {"type": "nosuch"}, {"type": "list"}, {"type": "list", "items": 3}, b"bytes"],
        ids=repr,
    )
    def test_other_messages(self, tree):
        for data in (packed(tree), msgspec.msgpack.encode(tree)):
            with pytest.raises(ObservationError, match="is not an observation"):
                decode(data)

    def test_no_bytes(self):
        with pytest.raises(ObservationError):
            decode(b"")

    def test_a_pickle_is_not_loaded(self):
        bomb = b"cbuiltins\nexec\n(S'raise SystemExit'\ntR."
        with pytest.raises(ObservationError):
            decode(bomb)

    @pytest.mark.parametrize("depth", [MAX_DEPTH + 2, 10_000, 1_000_000])
    def test_nested_beyond_the_bound(self, depth):
        core = msgspec.msgpack.encode("core")
        head, tail = msgspec.msgpack.encode(list_node("core")).split(core)
        tree = head * depth + core + tail * depth
        with pytest.raises(ObservationError):
            decode(msgspec.msgpack.encode({"tree": tree, "data": b""}))

    def test_larger_than_the_bound(self):
        """A value that takes one byte on its way takes many here."""
        with pytest.raises(ObservationError, match="larger than an observation can be"):
            decode(packed(list_node(*[None] * MAX_TREE)))

    def test_a_lone_surrogate_is_not_lost_with_the_rest(self):
        """Python strings may hold what UTF-8 cannot, such as half of an emoji."""
        arrived = travelled({"text": "half \ud83d", "number": 1})
        assert arrived["number"] == 1
        assert arrived["text"].startswith("half ")

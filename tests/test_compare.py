"""What the student reads where an observation is not the reference's, and what is near enough."""

import math

import numpy as np
import pytest
import torch

from grader.here.compare import Comparison, Tolerance, described, known_factors, one_number
from grader.observation import Other, decode, encode

FLOAT = torch.tensor([[1.0, -2.0, 3.0], [4.0, 0.5, -6.0]])


def differences(seen, expected, **factors):
    """As between two workers: both have travelled."""
    return list(Comparison(factors=factors).differences(decode(encode(seen)), decode(encode(expected))))


def sentence(seen, expected, **factors):
    """The one difference that there is."""
    (found,) = differences(seen, expected, **factors)
    return found


def equal(seen, expected):
    return not differences(seen, expected)


class TestKinds:
    @pytest.mark.parametrize("expected", [True, False, None, "word", 3, 2.5, [1.0, 2.0], {"a": 1}, FLOAT, np.ones(3)])
    @pytest.mark.parametrize("seen", [True, False, None, "other", 7, 8.5, [], {"b": 1}, torch.ones(5), np.ones(4)])
    def test_another_value_is_never_the_same(self, seen, expected):
        if seen is expected:
            assert equal(seen, expected)
        else:
            assert not equal(seen, expected)

    @pytest.mark.parametrize(
        ("seen", "expected", "said"),
        [
            (False, True, "expected True, got False."),
            (1, True, "expected True, got 1."),
            (None, "yes", 'expected "yes", got None.'),
            ("no", "yes", 'expected "yes", got "no".'),
            ("x" * 100, "yes", f'expected "yes", got "{"x" * 60}".'),
            (None, 1.5, "expected one number, got None."),
            (True, 1, "expected one number, got True."),
            ([1], 1, "expected one number, got a list or tuple of 1."),
            (object(), 1.5, "expected one number, got something of type object."),
            ({}, [1], "expected a list or tuple of 1, got a dict with 0 entries."),
            ([1, 2, 3], [1, 2], "expected 2 entries, got 3."),
            (None, {"a": 1}, "expected a dict with 1 entry, got None."),
            (2.5, FLOAT, "expected a float32 tensor of shape (2, 3), got 2.5."),
            (
                np.ones(2),
                torch.ones(2),
                "expected a float32 tensor of shape (2,), got a float64 NumPy array of shape (2,).",
            ),
        ],
    )
    def test_another_kind_is_named(self, seen, expected, said):
        assert sentence(seen, expected) == said

    def test_other_never_passes_for_a_value(self):
        assert not equal(object(), None)
        assert equal(object(), object())
        assert not Comparison().equal(Other("a"), Other("b"))

    def test_places_in_dicts_and_lists_are_named(self):
        expected = {"losses": [[1.0, 2.0], "end"], "model": {"weight": 1.0}, "gone": None}
        seen = {"losses": [[1.0, 5.0], "start"], "model": {"weight": 4.0}, "extra": 1}
        assert differences(seen, expected) == [
            "extra: there should be no such entry.",
            "losses[0]: 1 of 2 entries differ; the worst is [1]: expected 2, got 5.",
            'losses[1]: expected "end", got "start".',
            "model, weight: expected 1, got 4.",
            "gone: is missing.",
        ]


class TestTensors:
    def test_shape_and_dtype(self):
        assert sentence(FLOAT.T, FLOAT) == (
            "expected a float32 tensor of shape (2, 3), got a float32 tensor of shape (3, 2)."
        )
        assert sentence(FLOAT.double(), FLOAT) == (
            "expected a float32 tensor of shape (2, 3), got a float64 tensor of shape (2, 3)."
        )
        assert sentence(torch.tensor(2.5), torch.tensor([2.5])) == (
            "expected a float32 tensor of shape (1,) holding 2.5, got a float32 tensor of shape () holding 2.5."
        )

    def test_the_worst_entry_is_shown(self):
        seen = FLOAT.clone()
        seen[0, 1], seen[1, 2] = 5.0, -7.0
        assert sentence(seen, FLOAT) == "2 of 6 entries differ; the worst is [0, 1]: expected -2, got 5."

    @pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
    def test_what_is_not_finite_is_the_worst(self, value):
        seen = FLOAT + 1
        seen[1, 0] = value
        assert f"the worst is [1, 0]: expected 4, got {value}." in sentence(seen, FLOAT)
        assert equal(seen, seen.clone())

    def test_a_missing_nan_differs(self):
        assert "expected nan, got 1" in sentence(torch.tensor([1.0, 1.0]), torch.tensor([math.nan, 1.0]))

    def test_complex_numbers(self):
        expected = torch.tensor([1 + 1j, 2 - 1j])
        assert equal(expected, expected + 1e-7)
        assert "expected (2-1j), got (2+1j)" in sentence(expected.conj(), torch.tensor([1 - 1j, 2 - 1j]))

    def test_arrays_are_compared_like_tensors(self):
        expected = np.array([1.0, 2.0, 4.0])
        assert equal(expected + 1e-9, expected)
        assert sentence(expected + np.array([0, 0, 1]), expected) == (
            "1 of 3 entries differ; the worst is [2]: expected 4, got 5."
        )
        assert "float32 NumPy array" in sentence(expected.astype(np.float32), expected)


class TestFactors:
    @pytest.mark.parametrize(
        ("factor", "named"),
        [
            (2.0, "2"),
            (3.0, "3 (the number of its entries or rows)"),
            (6.0, "6 (the number of its entries or rows)"),
            (1 / 6, "1/6 (one over the number of its entries or rows)"),
            (1 / 3, "1/3 (one over the number of its entries or rows)"),
            (0.5, "1/2"),
            (-0.5, "-1/2"),
            (-1.0, "-1"),
            (-2.0, "-2"),
            (0.05, "0.05 (lr)"),
            (20.0, "1/0.05 (one over lr)"),
            (7.25, "7.25"),
        ],
    )
    def test_a_constant_factor_is_named(self, factor, named):
        found = sentence(factor * FLOAT, FLOAT, lr=0.05)
        assert found.endswith(f" Every entry is {named} times what is expected.")

    def test_one_number_has_only_factors_with_a_meaning(self):
        assert sentence(-3.0, 1.5) == "expected 1.5, got -3. It is -2 times what is expected."
        assert sentence(0.15, 1.5, lr=0.1) == "expected 1.5, got 0.15. It is 0.1 (lr) times what is expected."
        assert sentence(7.0, 1.5) == "expected 1.5, got 7."

    def test_lists_of_numbers_have_factors_too(self):
        assert sentence([2.0, 4.0, 6.0, 8.0, 10.0], [1.0, 2.0, 3.0, 4.0, 5.0]).endswith("2 times what is expected.")

    @pytest.mark.parametrize(
        "seen", [FLOAT + 1, FLOAT * torch.tensor([[2.0, 2.0, 2.0], [2.0, 2.0, 3.0]]), torch.zeros(2, 3)]
    )
    def test_none_is_named_where_none_explains_all(self, seen):
        assert "times what is expected" not in sentence(seen, FLOAT, lr=0.05)

    @pytest.mark.parametrize("value", [math.nan, math.inf])
    def test_none_is_named_where_something_is_not_finite(self, value):
        assert "times" not in sentence(torch.tensor([2.0, value, 4.0]), torch.tensor([1.0, 1.0, 2.0]))

    def test_nothing_is_a_multiple_of_zero(self):
        assert "times" not in sentence(torch.ones(3), torch.zeros(3))

    def test_names_come_from_numbers_and_rows_of_arguments(self):
        arguments = {"lr": 0.1, "n": 3, "flag": True, "x": torch.ones(5, 2), "y": np.ones(4), "zero": torch.tensor(1.0)}
        assert known_factors(arguments) == {
            "lr": 0.1,
            "n": 3.0,
            "the number of rows of x": 5.0,
            "the number of rows of y": 4.0,
        }


class TestTolerances:
    @pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
    def test_floats_are_near_or_not(self, dtype):
        ones = torch.ones(3, dtype=dtype)
        rtol, atol = Tolerance().of(dtype)
        far = 1 + 4 * max(rtol + atol, torch.finfo(dtype).eps)
        assert equal(ones * (1 + rtol / 2), ones)
        assert not equal(ones * far, ones)

    def test_given_tolerances_replace_those_by_dtype(self):
        wide = Comparison(Tolerance(rtol=0.5, atol=0.0))
        assert wide.equal(torch.tensor([1.4]), torch.tensor([1.0]))
        assert wide.equal(1.4, 1.0)
        assert not wide.equal(torch.tensor([1.6]), torch.tensor([1.0]))
        assert not Comparison(Tolerance(rtol=0.0, atol=0.0)).equal(1.0 + 1e-9, 1.0)

    @pytest.mark.parametrize("number", [0, 3, -7, 2**40, 2**53, 2**62])
    def test_ints_are_exact(self, number):
        assert equal(number, number)
        assert not equal(number + 1, number)
        assert not equal(torch.tensor([number + 1]), torch.tensor([number]))
        assert not equal([number + 1, 0], [number, 0])

    def test_an_int_may_be_any_kind_of_number(self):
        for seen in (3, 3.0, torch.tensor(3), torch.tensor([3.0]), np.float32(3), np.array(3)):
            assert equal(seen, 3)
        assert not equal(3.00001, 3)

    def test_a_float_may_be_any_kind_of_number(self):
        for seen in (1.5, torch.tensor(1.5), torch.tensor([[1.5]], dtype=torch.float64), np.float64(1.5), 1.500001):
            assert equal(seen, 1.5)
        for seen in (True, None, "1.5", torch.tensor([1.5, 1.5]), torch.tensor(1.5 + 0j), torch.tensor([True])):
            assert not equal(seen, 1.5)

    def test_bools_are_exact(self):
        assert sentence(torch.tensor([True, False]), torch.tensor([True, True])) == (
            "1 of 2 entries differ; the worst is [1]: expected 1, got 0."
        )


@pytest.mark.parametrize(
    ("value", "number"),
    [(2, 2), (2.5, 2.5), (torch.tensor([[4]]), 4), (np.array([2.5]), 2.5), (True, None), ("2", None), ([2], None)],
)
def test_one_number(value, number):
    assert one_number(value) == number


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (torch.ones(2, 0), "a float32 tensor of shape (2, 0)"),
        (torch.tensor([2], dtype=torch.int32), "an int32 tensor of shape (1,)"),
        (torch.tensor(1 / 3), "a float32 tensor of shape () holding 0.333333"),
        (np.array([True]), "a bool NumPy array of shape (1,)"),
        (1 / 3, "0.333333"),
        (Other("Foo"), "something of type Foo"),
    ],
)
def test_values_in_words(value, words):
    assert described(value) == words

"""The ready-made judges: what each accepts, what it refuses and says, and what it makes of another form."""

import math

import numpy as np
import pytest
import torch

from grader import Finding, judges
from grader.check import fixtures_of
from grader.judges import as_number, as_tensor, require
from grader.observation import Other, Value

MALFORMED: list[Value] = [
    None,
    True,
    "text",
    [],
    ["a"],
    {},
    {"b": 1},
    Other("Foo"),
    torch.eye(2),
    np.array([True, False]),
]


def verdict(judge, seen, **asked):
    """The fraction and the message, however the judge gives them."""
    try:
        found = judge(seen, **asked)
    except AssertionError as error:
        return 0.0, str(error)
    if isinstance(found, Finding):
        return found.fraction, found.message
    return (1.0 if found is None else found), ""


def accepts(judge, seen, **asked):
    return verdict(judge, seen, **asked) == (1.0, "")


def complaint(judge, seen, **asked):
    fraction, message = verdict(judge, seen, **asked)
    assert fraction == 0.0
    return message


class TestEqualsReference:
    def test_accepts(self):
        assert accepts(judges.equals_reference(), [1.0, torch.ones(2)], reference=[1.0, torch.ones(2)], factors={})

    def test_tolerances_may_be_set(self):
        wide = judges.equals_reference(rtol=0.5)
        assert accepts(wide, torch.tensor([1.4]), reference=torch.tensor([1.0]), factors={})
        assert complaint(wide, torch.tensor([1.6]), reference=torch.tensor([1.0]), factors={})

    def test_says_how_it_differs_and_by_which_factor(self):
        said = complaint(judges.equals_reference(), 0.3, reference=3.0, factors={"lr": 0.1})
        assert said == "expected 3, got 0.3. It is 0.1 (lr) times what is expected."

    def test_says_no_more_than_four_differences(self):
        reference = dict.fromkeys("abcdefg", 0)
        lines = complaint(judges.equals_reference(), dict.fromkeys(reference, 1), reference=reference, factors={})
        assert lines.splitlines() == [
            *(f"{name}: expected 0, got 1." for name in "abcd"),
            "... and 3 more differences.",
        ]

    @pytest.mark.parametrize("seen", MALFORMED, ids=repr)
    def test_another_form(self, seen):
        assert complaint(judges.equals_reference(), seen, reference=torch.ones(3), factors={})


class TestGradientMatches:
    judge = staticmethod(judges.gradient_matches())
    slope = torch.tensor([1.0, 2.0], dtype=torch.float64)

    def asked(self, **changed):
        reference = {"value at": 3.0, "gradient": self.slope, "differences": self.slope}
        return {"seen": {**reference, **changed}, "reference": reference, "factors": {}}

    def test_accepts(self):
        assert accepts(self.judge, **self.asked(gradient=self.slope * (1 + 1e-5)))
        assert accepts(self.judge, **self.asked(gradient={"w": self.slope}, differences={"w": self.slope}) | {
            "reference": {"value at": 3.0, "gradient": {"w": self.slope}, "differences": {"w": self.slope}}
        })  # fmt: skip

    def test_refuses_a_gradient_that_is_not_the_references(self):
        said = complaint(self.judge, **self.asked(gradient=2 * self.slope, differences=2 * self.slope))
        assert said.startswith("gradient: 2 of 2 entries differ")
        assert said.endswith("2 times what is expected.")

    def test_refuses_another_value(self):
        assert complaint(self.judge, **self.asked(**{"value at": 4.0})).startswith("value at: expected 3, got 4.")

    def test_refuses_a_gradient_that_is_not_the_slope_of_the_function(self):
        said = complaint(self.judge, **self.asked(differences=self.slope + 1))
        assert said.startswith("The gradient is not the slope of the function itself")
        assert "gradient: 2 of 2 entries differ" in said

    @pytest.mark.parametrize("seen", MALFORMED, ids=repr)
    def test_another_form(self, seen):
        assert complaint(self.judge, **self.asked() | {"seen": seen})

    @pytest.mark.parametrize("changed", [{"gradient": None}, {"gradient": torch.ones(3)}, {"value at": None}])
    def test_another_form_inside(self, changed):
        assert complaint(self.judge, **self.asked(**changed))


class TestLossBelow:
    judge = staticmethod(judges.loss_below(0.5))

    @pytest.mark.parametrize("seen", [0.5, 0, -3.0, torch.tensor(0.1), [9.0, 0.4], [torch.tensor(0.4)]])
    def test_accepts(self, seen):
        assert accepts(self.judge, seen)

    def test_refuses(self):
        assert complaint(self.judge, [0.1, 0.6]) == "The loss is 0.6; at most 0.5 is asked for."

    @pytest.mark.parametrize("loss", [math.nan, math.inf, -math.inf])
    def test_refuses_what_is_not_finite(self, loss):
        assert complaint(self.judge, [0.1, loss]) == f"The loss is {loss}: the training has diverged."

    @pytest.mark.parametrize("seen", MALFORMED, ids=repr)
    def test_another_form(self, seen):
        assert complaint(self.judge, seen).startswith("Expected one number, got ")

    def test_an_entry(self):
        judge = judges.loss_below(0.5, key="loss")
        assert accepts(judge, {"loss": 0.4, "other": 9.0})
        assert complaint(judge, {"other": 0.4}) == "Expected an entry called loss, got a dict with 1 entry."
        assert complaint(judge, None) == "Expected an entry called loss, got None."


@pytest.mark.parametrize(
    ("judge", "seen", "measures"),
    [
        (judges.loss_below(0.5), [9.0, 0.4], {"loss": 0.4}),
        (judges.loss_below(0.5), 0.6, {"loss": 0.6}),
        (judges.loss_falls(0.5), [4.0, 2.0], {"loss": 2.0}),
        (judges.loss_falls(0.5), [4.0, 3.0], {"loss": 3.0}),
        (judges.accuracy(0.9, labels="labels"), torch.tensor([1, 0, 1, 1]), {"accuracy": 0.75}),
    ],
)
def test_the_number_that_decides_is_a_measure(judge, seen, measures):
    asked = {"labels": torch.tensor([1, 0, 1, 0])} if "accuracy" in measures else {}
    assert judge(seen, **asked).measures == measures


class TestLossFalls:
    judge = staticmethod(judges.loss_falls(0.5))

    @pytest.mark.parametrize("seen", [[4.0, 2.0], [4, 1], [torch.tensor(4.0), 9.0, 2.0], [0.0, 0.0]])
    def test_accepts(self, seen):
        assert accepts(self.judge, seen)

    def test_means_of_the_first_and_last_tenth_count(self):
        losses = [8.0, 4.0] + [100.0] * 16 + [2.0, 4.0]
        assert accepts(self.judge, losses)
        assert complaint(self.judge, [*losses[:-1], 5.0]) == (
            "The loss goes from 6 to 3.5; it should fall to 0.5 times its start or less."
        )

    @pytest.mark.parametrize("place", [0, 1, 2])
    @pytest.mark.parametrize("loss", [math.nan, math.inf, -math.inf])
    def test_refuses_what_is_not_finite_anywhere(self, loss, place):
        losses = [4.0, 2.0, 1.0]
        losses[place] = loss
        assert complaint(self.judge, losses) == "Some losses are not finite: the training has diverged."

    @pytest.mark.parametrize("seen", [*MALFORMED, [1.0], 2.0, [2.0, None], torch.tensor([4.0, 1.0])], ids=repr)
    def test_another_form(self, seen):
        assert complaint(self.judge, seen).startswith("Expected ")


class TestAccuracy:
    truth = torch.tensor([0, 1, 2, 1, 0, 2, 2, 1, 0, 1])
    judge = staticmethod(judges.accuracy(0.9, 0.5, labels="answers"))

    def answers(self, right):
        """Class indices of which this many are right."""
        return torch.where(torch.arange(10) < right, self.truth, (self.truth + 1) % 3)

    def grade(self, seen):
        return verdict(self.judge, seen, answers=self.truth)

    def test_asks_for_the_labels_and_nothing_else(self):
        assert fixtures_of(self.judge) == ("answers",)

    @pytest.mark.parametrize(
        ("right", "fraction"), [(10, 1), (9, 1), (8, 0.75), (7, 0.5), (6, 0.25), (5, 0), (4, 0), (0, 0)]
    )
    def test_credit_in_proportion_between_the_two_bounds(self, right, fraction):
        earned, message = self.grade(self.answers(right))
        assert earned == pytest.approx(fraction)
        asked = f"{right * 10:.1f}% of the answers are right; 90% earns all points, 50% none."
        assert message == ("" if fraction == 1 else asked)

    @pytest.mark.parametrize(
        "form",
        [
            lambda answers: answers,
            lambda answers: answers.tolist(),
            lambda answers: answers.numpy(),
            lambda answers: answers.to(torch.uint8),
            lambda answers: torch.nn.functional.one_hot(answers).float() - 7,
            lambda answers: torch.nn.functional.one_hot(answers).numpy(),
        ],
        ids=["indices", "list", "array", "uint8", "scores", "scores in an array"],
    )
    def test_classes_and_scores_in_every_form(self, form):
        assert self.grade(form(self.answers(10))) == (1.0, "")
        assert self.grade(form(self.answers(7)))[0] == pytest.approx(0.5)

    @pytest.mark.parametrize("seen", [*MALFORMED, torch.zeros(9), torch.zeros(10, 2, 2), [0.5, "a"], 3], ids=repr)
    def test_another_form(self, seen):
        assert complaint(self.judge, seen, answers=self.truth).startswith("Expected ")

    @pytest.mark.parametrize("score", [math.nan, math.inf])
    def test_scores_that_are_not_finite(self, score):
        scores = torch.zeros(10, 3)
        scores[4, 1] = score
        assert complaint(self.judge, scores, answers=self.truth) == "Some scores are not finite."

    def test_classes_that_are_not_finite_are_wrong(self):
        assert complaint(self.judge, torch.full((10,), math.nan), answers=self.truth).startswith("0.0% of the answers")

    def test_an_entry(self):
        judge = judges.accuracy(0.9, labels="answers", key="classes")
        assert accepts(judge, {"classes": self.truth}, answers=self.truth)
        assert complaint(judge, {}, answers=self.truth).startswith("Expected an entry called classes")

    @pytest.mark.parametrize(("full", "none"), [(0.5, 0.5), (0.4, 0.5), (1.1, 0.5), (0.5, -0.1), (math.nan, 0.5)])
    def test_bounds_that_make_no_sense_are_refused(self, full, none):
        with pytest.raises(ValueError, match="0 <= none < full <= 1 is needed"):
            judges.accuracy(full, none, labels="answers")


class TestInOrder:
    judge = staticmethod(judges.in_order("loss", "backward", "step"))
    epoch = ("loss", "backward", "step")

    @pytest.mark.parametrize(
        "seen", [[*epoch], [*epoch, *epoch], ["start", "loss", "print", "backward", "step", "end"]]
    )
    def test_accepts(self, seen):
        assert accepts(self.judge, seen)

    @pytest.mark.parametrize(
        ("seen", "said"),
        [
            ([], "None of these happened: loss, backward, step."),
            (["other"], "None of these happened: loss, backward, step."),
            (["backward"], "After the start, `loss` was due, but `backward` came."),
            (["loss", "step"], "After loss, `backward` was due, but `step` came."),
            (["loss", "backward"], "After loss, backward, `step` was due, but nothing came."),
            ([*epoch, "step"], "After loss, backward, step, `loss` was due, but `step` came."),
            ([*epoch, "loss"], "After backward, step, loss, `backward` was due, but nothing came."),
        ],
    )
    def test_refuses(self, seen, said):
        assert complaint(self.judge, seen) == said

    @pytest.mark.parametrize("seen", [*MALFORMED, [None, 1, []]], ids=repr)
    def test_another_form(self, seen):
        assert complaint(self.judge, seen)

    def test_an_entry(self):
        judge = judges.in_order("step", key="events")
        assert accepts(judge, {"events": ["step"]})
        assert complaint(judge, {"events": 3}) == "Expected a list of events, got 3."


class TestSourceRule:
    judge = staticmethod(judges.source_rule({"backward": "Compute the gradient by hand.", "numpy": "Use torch."}))

    @pytest.mark.parametrize(
        "source",
        [
            "",
            "# loss.backward()",
            "'''numpy'''\nx = 'backward'",
            "def backward(x):\n    return x\nbackward(1)",
            "backward = 3\nprint(backward)",
            "class backward: pass\nbackward()",
        ],
    )
    def test_accepts(self, source):
        assert accepts(self.judge, None, sources={"a.py": source})

    @pytest.mark.parametrize(
        ("source", "said"),
        [
            ("x = 1\nloss.backward()", "Compute the gradient by hand. (a.py, line 2)"),
            ("backward(loss)", "Compute the gradient by hand. (a.py, line 1)"),
            ("f = torch.autograd.backward", "Compute the gradient by hand. (a.py, line 1)"),
            ("from torch.autograd import backward", "Compute the gradient by hand. (a.py, line 1)"),
            ("from torch.autograd import backward as b", "Compute the gradient by hand. (a.py, line 1)"),
            ("\n\nimport numpy as np", "Use torch. (a.py, line 3)"),
            ("import numpy.linalg", "Use torch. (a.py, line 1)"),
            ("from numpy import array", "Use torch. (a.py, line 1)"),
            ("from numpy.linalg import norm", "Use torch. (a.py, line 1)"),
            ("def backward(x):\n    x.backward()", "Compute the gradient by hand. (a.py, line 2)"),
        ],
    )
    def test_refuses(self, source, said):
        assert complaint(self.judge, None, sources={"a.py": source}) == said

    def test_the_observation_does_not_matter(self):
        for seen in MALFORMED:
            assert accepts(self.judge, seen, sources={"a.py": ""})

    def test_the_files_that_a_module_imports_are_part_of_it(self):
        sources = {"a.py": "from b import step", "b.py": "\ndef step(loss):\n    loss.backward()"}
        assert complaint(self.judge, None, sources=sources) == "Compute the gradient by hand. (b.py, line 3)"

    def test_names_that_another_of_its_files_defines_are_its_own(self):
        assert accepts(self.judge, None, sources={"a.py": "from b import backward", "b.py": "def backward(): pass"})

    @pytest.mark.parametrize("text", ["x = " + "-" * 100_000 + "1", "x = " + "(" * 10_000 + ")" * 10_000])
    def test_what_cannot_be_read_is_refused(self, text):
        said = complaint(self.judge, None, sources={"a.py": text})
        assert said == "a.py is nested too deeply to be read: write shorter expressions."


class TestHelpers:
    def test_require(self):
        require(1, "said when it does not hold")
        with pytest.raises(AssertionError, match=r"^said when it does not hold$"):
            require([], "said when it does not hold")

    @pytest.mark.parametrize(("seen", "number"), [(2, 2.0), (0.5, 0.5), (torch.tensor([3]), 3.0), (np.array(1.5), 1.5)])
    def test_as_number(self, seen, number):
        assert as_number(seen) == number
        assert type(as_number(seen)) is float

    @pytest.mark.parametrize("seen", [*MALFORMED, torch.ones(2), torch.tensor([True]), torch.tensor(1j)], ids=repr)
    def test_as_number_of_anything_else(self, seen):
        with pytest.raises(AssertionError, match="Expected one number, got "):
            as_number(seen)

    def test_as_tensor(self):
        tensor = torch.ones(2, 3)
        assert as_tensor(tensor) is tensor
        assert as_tensor(tensor, shape=[2, 3], dtype=torch.float32) is tensor

    @pytest.mark.parametrize(
        ("asked", "said"),
        [
            ({"shape": (3, 2)}, "Expected a tensor of shape (3, 2), got a float32 tensor of shape (2, 3)."),
            ({"dtype": torch.int64}, "Expected a tensor of dtype int64, got a float32 tensor of shape (2, 3)."),
            (
                {"shape": (6,), "dtype": torch.int64},
                "Expected a tensor of shape (6,) and dtype int64, got a float32 tensor of shape (2, 3).",
            ),
        ],
    )
    def test_as_tensor_of_another_kind(self, asked, said):
        with pytest.raises(AssertionError) as error:
            as_tensor(torch.ones(2, 3), **asked)
        assert str(error.value) == said

    @pytest.mark.parametrize("seen", [None, [1.0], np.ones(2), 3], ids=repr)
    def test_as_tensor_of_anything_else(self, seen):
        with pytest.raises(AssertionError, match="Expected a tensor, got "):
            as_tensor(seen)

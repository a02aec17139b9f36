"""Of exercises that promise the same name, one gets it, or none, and it says why."""

import pytest

from grader.course import Exercise
from grader.here.claims import claims
from grader.plan import Found

LOOP, STEP, SIZES = Exercise("03_a", "zero_grad_loop"), Exercise("04_b", "train_step"), Exercise("05_c", "sizes")
PROMISED = {
    LOOP: {"fit": True, "gradients": True, "RATE": False},
    STEP: {"fit": True, "predict": True},
    SIZES: {"WIDTH": False},
}


def claimed(stem="homework", **found):
    """The claims of exercises by the names, with cells, that were found, and which of them are their own."""
    by_name = {each.name: each for each in PROMISED}
    made = {by_name[name]: Found(names=names, own=own) for name, (names, own) in found.items()}
    return {exercise.name: claim for exercise, claim in claims(made, PROMISED, stem).items()}


def test_a_name_that_nobody_else_asks_for_is_kept():
    (claim,) = claimed(train_step=({"fit": 1, "predict": 2}, [])).values()
    assert claim.keeps == {"fit", "predict"}
    assert claim.strong
    assert not claim.contested


def test_a_shared_name_goes_to_the_exercise_of_which_most_is_there():
    found = claimed(zero_grad_loop=({"fit": 1, "gradients": 2}, []), train_step=({"fit": 1}, []))
    assert found.keys() == {"zero_grad_loop"}
    assert found["zero_grad_loop"].keeps == {"fit", "gradients"}


def test_the_other_keeps_what_is_its_own_and_says_who_has_the_rest():
    found = claimed(
        zero_grad_loop=({"fit": 1, "gradients": 2, "RATE": 3}, []), train_step=({"fit": 1, "predict": 2}, [])
    )
    assert found["train_step"].keeps == {"predict"}
    assert found["train_step"].contested == {
        "fit": "`fit` was taken for 03_a/zero_grad_loop, since no heading says whose it is"
    }
    assert not found["train_step"].strong


@pytest.mark.parametrize(
    "stem", ["train_step", "Train-Step", "hw 3 train step (1)", "train_step_anna", "anna_train_step", "hw3.train_step"]
)
def test_on_a_tie_the_name_of_the_file_decides(stem):
    found = claimed(stem, zero_grad_loop=({"fit": 1}, []), train_step=({"fit": 1}, []))
    assert found.keys() == {"train_step"}


def test_the_name_of_the_file_does_not_outweigh_more_names():
    found = claimed("train_step", zero_grad_loop=({"fit": 1, "gradients": 2}, []), train_step=({"fit": 1}, []))
    assert found.keys() == {"zero_grad_loop"}


def test_on_a_tie_then_the_one_that_is_complete():
    found = claimed(zero_grad_loop=({"fit": 1, "gradients": 2}, []), train_step=({"fit": 1, "predict": 3}, []))
    assert found["train_step"].keeps == {"fit", "predict"}
    assert found["zero_grad_loop"].keeps == {"gradients"}


@pytest.mark.parametrize("stem", ["homework", "zero_grad_loop and train_step", "restrain_steps", ""])
def test_where_nothing_decides_nobody_gets_it(stem):
    both = {"zero_grad_loop": ({"fit": 1}, []), "train_step": ({"fit": 1}, [])}
    assert claimed(stem, **both) == {}


def test_where_nothing_decides_both_read_what_to_do():
    promised = {LOOP: PROMISED[LOOP], STEP: {"fit": True, "predict": True, "score": True}}
    found = {LOOP: Found(names={"fit": 1, "gradients": 2}), STEP: Found(names={"fit": 1, "predict": 3})}
    for claim in claims(found, promised, "homework").values():
        assert "fit" not in claim.keeps
        assert claim.contested["fit"] == (
            "`fit` may be that of 03_a/zero_grad_loop or 04_b/train_step: "
            "put a heading with the exercise's name above it"
        )


def test_a_section_decides_before_all_else():
    found = claimed("zero_grad_loop", zero_grad_loop=({"fit": 1, "gradients": 2}, []), train_step=({"fit": 1}, ["fit"]))
    assert found["train_step"].keeps == {"fit"}
    assert found["train_step"].strong


def test_different_cells_are_no_rivals():
    found = claimed(zero_grad_loop=({"fit": 1}, ["fit"]), train_step=({"fit": 2}, ["fit"]))
    assert {name: claim.keeps for name, claim in found.items()} == {"zero_grad_loop": {"fit"}, "train_step": {"fit"}}


def test_data_alone_begins_only_an_exercise_that_promises_nothing_else():
    found = claimed(zero_grad_loop=({"RATE": 1}, ["RATE"]), sizes=({"WIDTH": 1}, []))
    assert found.keys() == {"sizes"}
    assert claimed(sizes=({}, [])) == {}

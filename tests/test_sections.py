"""A heading that names one exercise opens its section; nothing else in a notebook's text does."""

import pytest

from grader.course import Exercise
from grader.notebooks import Cell
from grader.sections import headings, named_in, sections

LOOP = Exercise("03_autograd", "zero_grad_loop")
FIT, OTHER_FIT = Exercise("04_linear", "fit"), Exercise("05_models", "fit")
STEP, TRAIN = Exercise("05_models", "train_step"), Exercise("07_training", "train")
COURSE = [LOOP, FIT, OTHER_FIT, STEP, TRAIN]


def text(source, **more):
    return Cell("markdown", source, **more)


def code(**more):
    return Cell("code", "x = 1", **more)


def opened(markdown):
    """The exercise to which a code cell below some text belongs."""
    return sections([text(markdown), code()], COURSE)[-1]


@pytest.mark.parametrize(
    "heading",
    [
        *(f"{'#' * depth} zero_grad_loop" for depth in range(1, 7)),
        "# zero_grad_loop #",
        "zero_grad_loop\n===",
        "zero_grad_loop\n---",
        "<h2>zero_grad_loop</h2>",
        '<H3 class="a">\n<b>zero_grad_loop</b>\n</H3 >',
        "<div>\n<h1>zero_grad_loop</h1>\n</div>",
        "> ## zero_grad_loop",
        "- ## zero_grad_loop",
        "1. ## zero_grad_loop",
        "## `zero_grad_loop`",
        "## `zero_grad_loop.py`",
        "## **zero_grad_loop**",
        "## __zero_grad_loop__",
        "## _zero_grad_loop_",
        r"## zero\_grad\_loop",
        "## 3. zero_grad_loop (4 points)",
        "## Exercise 2: zero grad loop",
        "## Zero-Grad Loop",
        "## ZERO_GRAD_LOOP",
        "## zero  grad\tloop",
        "## [zero_grad_loop](https://example.org)",
        "## 03_autograd/zero_grad_loop",
        "## zero_grad_loop, or: the zero_grad_loop",
        "Some words before.\n\n## zero_grad_loop\n\nAnd some after.",
        "## fit of 04_linear\n## zero_grad_loop",
        "   ## zero_grad_loop",
        "## zero_grad_loop\r",
    ],
)
def test_a_heading_of_any_form_opens_a_section(heading):
    assert opened(heading) == LOOP


@pytest.mark.parametrize(
    "prose",
    [
        "zero_grad_loop",
        "Now zero_grad_loop:",
        "**zero_grad_loop**",
        "#zero_grad_loop",
        "####### zero_grad_loop",
        r"\# zero_grad_loop",
        "```\n# zero_grad_loop\n```",
        "~~~python\n# zero_grad_loop",
        "    # zero_grad_loop",
        "<!-- # zero_grad_loop -->",
        "<!-- <h2>zero_grad_loop</h2> -->",
        "<!--\n<h2>zero_grad_loop</h2>",
        "<div><!-- <h2>zero_grad_loop</h2> --></div>",
        "[//]: # (zero_grad_loop)",
        "| zero_grad_loop |\n|---|\n| 3 |",
        "## zero_grad_loop and train_step",
        "## fit",
        "## my_zero_grad_loop",
        "## zero_grad_loops",
        "## zero_grad_loop2",
        "## zero_gradloop",
        "## zero grad",
        "## Introduction",
        "<h2>zero_grad_loop",
        "<h2>zero_grad_loop</h3>",
        "##",
        "",
    ],
)
def test_anything_else_changes_nothing(prose):
    assert opened(prose) is None
    assert sections([text("# train"), text(prose), code()], COURSE)[-1] == TRAIN


def test_a_comment_in_code_is_no_heading():
    assert sections([Cell("code", "# zero_grad_loop"), Cell("raw", "# zero_grad_loop"), code()], COURSE) == [None] * 3


def test_the_last_of_several_headings_counts():
    assert opened("# train\n# zero_grad_loop\n# Notes") == LOOP


def test_a_name_that_is_part_of_a_longer_one_is_no_name():
    assert named_in("train step", COURSE) == STEP
    assert named_in("train", COURSE) == TRAIN
    assert named_in("train_step and train", COURSE) is None
    assert named_in("training", COURSE) is None


@pytest.mark.parametrize(
    ("heading", "exercise"),
    [
        ("fit", None),
        ("04_linear/fit", FIT),
        ("05 models: fit", OTHER_FIT),
        ("Fit (05-models)", OTHER_FIT),
        ("fit of 04_linear and of 05_models", None),
        ("fit of 07_training", None),
    ],
)
def test_of_two_chapters_with_a_module_of_one_name_the_heading_names_one(heading, exercise):
    assert named_in(heading, COURSE) == exercise


def test_a_section_may_be_taken_up_again():
    cells = [code(), text("# train"), code(), text("# zero_grad_loop"), code(), text("# More"), code(), text("# train")]
    expected = [None, TRAIN, TRAIN, LOOP, LOOP, LOOP, LOOP, TRAIN]
    assert sections(cells, COURSE) == expected


@pytest.mark.parametrize(
    ("more", "exercise"),
    [
        ({"tags": ("exercise:zero_grad_loop",)}, LOOP),
        ({"tags": ("exercise: zero_grad_loop ",)}, LOOP),
        ({"tags": ("exercise:03_autograd/zero_grad_loop",)}, LOOP),
        ({"tags": ("other", "exercise:nothing", "exercise:zero_grad_loop")}, LOOP),
        ({"metadata": {"grader": {"exercise": "05_models/fit"}}}, OTHER_FIT),
        ({"tags": ("exercise:train",), "metadata": {"grader": {"exercise": "zero_grad_loop"}}}, TRAIN),
        ({"tags": ("zero_grad_loop",)}, STEP),
        ({"tags": ("exercise:fit",)}, STEP),
        ({"tags": ("exercise:",)}, STEP),
        ({"tags": ("exercise:05_models/zero_grad_loop",)}, STEP),
        ({"metadata": {"grader": {"exercise": 3}}}, STEP),
        ({"metadata": {"grader": "zero_grad_loop"}}, STEP),
        ({"metadata": {"exercise": "zero_grad_loop"}}, STEP),
    ],
)
def test_a_tag_or_metadata_goes_before_headings_and_for_one_cell_alone(more, exercise):
    assert sections([text("# train_step"), code(**more), code()], COURSE) == [STEP, exercise, STEP]


def test_headings_far_down_in_a_cell_are_not_looked_for():
    assert opened("word " * 30_000 + "\n\n# train") is None


@pytest.mark.parametrize(
    "piece", ["<h1>", "<h1", "<!--", "<!-- -->", "> ", "- ", "#", "# a\n", "[", "`", "<", "_", "a\n=\n"]
)
def test_looks_at_any_text_once(piece):
    assert not any(named_in(heading, COURSE) for heading in headings(piece * 50_000))

import pytest
import torch

from grader import check


@check(points=1)
def test_fine(submission):
    """This one is in order."""
    return submission.thing("what is fine")


@check(points=1)
def test_judge_raises(submission):
    """The judge raises whatever it sees."""
    return submission.thing("a judge that raises")


@test_judge_raises.judge
def _(seen):
    raise KeyError("what no observation has")


@check(points=1)
def test_judge_is_too_generous(submission):
    """The judge gives more than all points."""
    return submission.thing("a generous judge")


@test_judge_is_too_generous.judge
def _(seen):
    return 1.5


@pytest.fixture
def fails():
    raise OSError("the data are not there")


@check(points=1)
def test_fixture_fails(submission, fails):
    """A fixture fails."""
    return submission.thing("a fixture that fails")


@pytest.fixture
def fails_late():
    yield
    raise OSError("the data cannot be put away")


@check(points=1)
def test_fixture_fails_late(submission, fails_late):
    """A fixture fails after the check."""
    return submission.thing("a fixture that fails late")


@pytest.fixture
def half():
    labelled = torch.utils.data.TensorDataset(torch.arange(4), torch.arange(4))
    return {"loader": torch.utils.data.DataLoader(torch.utils.data.Subset(labelled, [0, 1]))}


@check(points=1)
def test_subset(submission, half):
    """An argument takes along more than it shows."""
    return submission.thing("a subset")


HALF = torch.utils.data.Subset(torch.utils.data.TensorDataset(torch.arange(4)), [0, 1])


@check(points=1)
def test_subset_by_name(submission):
    """The body uses a name that takes along more than it shows."""
    return submission.thing(len(HALF))


@check(points=1)
def test_reference_raises(submission):
    """The reference raises."""
    return submission.thing("a reference that raises")


@check(points=1)
def test_judge_stumbles(submission):
    """The judge takes the form for granted, and the reference keeps it."""
    return submission.thing("a malformed observation")


@test_judge_stumbles.judge
def _(seen):
    assert seen["value"].startswith("a"), "It should begin with an a."

"""hush-hush: what students do not see."""

from grader import check
from grader.judges import equals_reference

SECRET = "hush-hush-judge"


@check(points=1, timeout=1)
def test_negative(submission, x, places):
    """attempt() returns twice x for numbers below zero, too."""
    return {"twice x": submission.attempt(-abs(x), places)}


@test_negative.judge
def _(seen, reference, factors, answers):
    assert answers == SECRET
    return equals_reference()(seen, reference, factors)

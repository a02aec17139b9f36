from grader import check


@check(points=1, timeout=1)
def test_attempt(submission, x, places):
    """attempt() returns twice x."""
    return {"twice x": submission.attempt(x, places)}

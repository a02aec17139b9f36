from grader import check


@check(points=1)
def test_fit(submission):
    """fit() is right."""
    return submission.fit([5.0, 1.0, 9.0, 2.0, 4.0])


@check(points=1)
def test_spread(submission):
    """spread() is right."""
    return submission.spread([5.0, 1.0, 9.0, 2.0, 4.0])

from grader import check, judges


@check(points=4, judge=judges.accuracy(0.95, 0.5, labels="labels"))
def test_accuracy(submission, points):
    """The classes are right."""
    return submission.classify(points)


@check(points=1)
def test_one_point(submission, points):
    """One point gets one class."""
    classes = submission.classify(points[:1])
    return {"shape": list(getattr(classes, "shape", []))}


@check(points=1)
def test_integers(submission, points):
    """Classes are integers."""
    return {"dtype": str(getattr(submission.classify(points), "dtype", None))}

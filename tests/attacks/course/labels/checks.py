from grader import check
from grader.judges import accuracy


@check(points=1, timeout=1, judge=accuracy(0.9, 0.6, labels="hidden_labels"))
def test_classify(submission, images):
    """classify() tells the class of each image, from 0 to 3."""
    return submission.classify(images)

"""Hidden checks of manual_descent."""

import numpy as np

from grader import check
from grader.observe import number


def pair(returned):
    """a and b as numbers; where there are not two, what came back in their place."""
    if isinstance(returned, tuple | list) and len(returned) >= 2:
        return {"a": number(returned[0]), "b": number(returned[1])}
    return returned


@check(points=1)
def test_data_stays(submission):
    """fit leaves x and y as they were."""
    x, y = np.random.randn(2, 13, 1)
    start = np.random.randn(2).tolist()
    line = pair(submission.fit(x, y, *start, 0.1, 1))
    return {"line": line, "x afterwards": x, "y afterwards": y}


@check(points=1)
def test_whole_numbers(submission):
    """fit may start from ints."""
    tasks = []
    for n, dtype in [(8, "float32"), (31, "float64")]:
        x, y = (1 + np.random.randn(2, n, 1)).astype(dtype)
        tasks.append((x, y, *np.random.randint(-5, 6, 2).tolist(), 0.05, 1))
    return [pair(submission.fit(*task)) for task in tasks]

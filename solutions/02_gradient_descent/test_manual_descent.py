"""Hidden checks of manual_descent."""

import numpy as np

from grader import check
from grader.observe import number


def pair(returned):
    """a and b as numbers; where there are not two, what came back in their place."""
    two = isinstance(returned, tuple | list) and len(returned) >= 2
    a, b = returned[:2] if two else (returned, returned)
    return {"two results in a tuple or list": two, "a": number(a), "b": number(b)}


@check(points=1)
def test_data_stays(submission):
    """fit leaves x and y as they were."""
    tasks = {
        dtype: (*np.random.randn(2, n, 1).astype(dtype), *np.random.randn(2).tolist())
        for n, dtype in [(13, "float64"), (5, "float32")]
    }
    seen = {}
    for dtype, (x, y, a, b) in tasks.items():
        line = pair(submission.fit(x, y, a, b, 0.1, 1))
        seen[dtype] = {"line": line, "x afterwards": x, "y afterwards": y}
    return seen


@check(points=1)
def test_whole_numbers(submission):
    """fit may start from ints."""
    tasks = []
    for n, dtype in [(8, "float32"), (31, "float64")]:
        x, y = (1 + np.random.randn(2, n, 1)).astype(dtype)
        tasks.append((x, y, *np.random.randint(-5, 6, 2).tolist(), 0.05, 1))
    return [pair(submission.fit(*task)) for task in tasks]

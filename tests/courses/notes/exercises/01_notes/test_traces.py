import os
import random
import sys
import warnings

import numpy as np
import torch

from grader import check


@check(points=1)
def test_double(submission):
    """double(x) is twice x."""
    return {"double": submission.double(torch.tensor([1.0, 2.0]))}


@check(points=1)
def test_nothing_is_left(submission):
    """Cells leave nothing to the checks."""
    tracked = (torch.ones(2, requires_grad=True) * submission.double(torch.ones(2))).requires_grad
    return {
        "tracked": tracked,
        "default dtype": str(torch.get_default_dtype()),
        "threads": torch.get_num_threads(),
        "relu": torch.relu(torch.tensor([-1.0, 1.0])),
        "warnings as errors": any(each[0] == "error" for each in warnings.filters),
        "variable": os.environ.get("LEFT_BEHIND"),
        "folder is the scratch folder": os.getcwd() == os.environ["HOME"],
        "printed": str(print is __builtins__["print"] if isinstance(__builtins__, dict) else True),
        "limit": sys.getrecursionlimit(),
        "drawn": [random.random(), float(np.random.rand()), torch.rand(1).item()],
    }


@check(points=1)
def test_helpers(submission):
    """helpers() calls what other cells and files define."""
    return {"helpers": submission.helpers()}

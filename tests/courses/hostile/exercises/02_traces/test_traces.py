from pathlib import Path

import pytest
import torch

from grader import check


def look(submission):
    """Everything that an earlier check might have changed."""
    return {
        "visits": getattr(submission, "visits", 0),
        "gradients are on": torch.is_grad_enabled(),
        "default dtype": str(torch.get_default_dtype()),
        "threads": torch.get_num_threads(),
        "relu of -1": torch.relu(torch.tensor(-1.0)).item(),
        "files": [path.name for path in sorted(Path().iterdir())],
        "folder is deeper": Path.cwd().name == "deeper",
        "random numbers": torch.rand(3, dtype=torch.float32),
    }


@check(points=1)
@pytest.mark.parametrize("turn", [1, 2])
def test_finds_nothing(submission, turn):
    """A check finds nothing of the one before it."""
    found = look(submission)
    submission.leave()
    return found


@check(points=1)
def test_looks_well(submission):
    """Within one check, everything that was left is found."""
    submission.leave()
    return look(submission)

"""What the checks of the toy course ask for. `ordered` and `labels` are answers: judges alone may have them."""

import pytest


@pytest.fixture
def items():
    return list(range(30))


@pytest.fixture
def ordered(items):
    return sorted(items)


@pytest.fixture
def points():
    import torch

    return torch.randn(200, 2)


@pytest.fixture
def labels(points):
    return (points[:, 0] > points[:, 1]).long()

"""What the checks ask for: among it, where everything lies that a submission would have to guess."""

import json
import os

import pytest
import torch


@pytest.fixture
def places():
    return json.loads(os.environ["PLACES"])


@pytest.fixture
def table():
    """Six numbers, and in the last column what nobody is to know."""
    return torch.randn(2, 4)


@pytest.fixture
def x(table):
    return table[:, :3]


@pytest.fixture
def answers():
    return "hush-hush-judge"


@pytest.fixture
def labelled():
    """Images whose brightest corner is their class, and the classes."""
    classes = torch.randint(4, (200,))
    images = torch.rand(200, 8, 8)
    for image, label in zip(images, classes, strict=True):
        image[(0, 0, -1, -1)[label], (0, -1, 0, -1)[label]] = 2.0
    return images, classes


@pytest.fixture
def images(labelled):
    return labelled[0]


@pytest.fixture
def hidden_labels(labelled):
    return labelled[1]

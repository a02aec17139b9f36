"""Fixtures of the course: the handwritten digits of chapter 08.

Bodies may ask for `train_images`, `train_labels` and `test_images`: they travel to the submission's process.
`test_labels` is for judges only: no body asks for it, so no label of a test image ever leaves this process.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.digits import NAME, Digits, DigitsError, every_nth, read_digits, write_digits

if TYPE_CHECKING:
    import torch

MOST_TRAIN = 10_000
MOST_TEST = 2_000


@pytest.fixture(scope="session")
def digits(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Digits:
    """All digits, here: MNIST under --mnist-root, else the embedded ones."""
    given = request.config.getoption("mnist_root", None)
    try:
        if given is not None:
            return read_digits(Path(given))
        root = _cache(request.config) or tmp_path_factory.mktemp("grader-digits")
        write_digits(root)
        return read_digits(root, NAME)
    except DigitsError as error:
        raise pytest.UsageError(str(error)) from None


def _cache(config: pytest.Config) -> Path | None:
    """A folder that lasts from run to run, unless pytest runs without its cache."""
    cache = getattr(config, "cache", None)
    if cache is None:
        return None
    folder = cache.mkdir("grader-digits")
    folder.chmod(0o700)  # labels: not for a worker that is another user
    return folder


@pytest.fixture(scope="session")
def train_images(digits: Digits) -> torch.Tensor:
    """At most 10,000 training images: uint8 [n, 28, 28], 0 for paper and 255 for ink."""
    return _some(digits.train_images, MOST_TRAIN)


@pytest.fixture(scope="session")
def train_labels(digits: Digits) -> torch.Tensor:
    """Their labels: int64 [n], 0 to 9."""
    return _some(digits.train_labels, MOST_TRAIN)


@pytest.fixture(scope="session")
def test_images(digits: Digits) -> torch.Tensor:
    """At most 2,000 images that no training image repeats: uint8 [m, 28, 28]."""
    return _some(digits.test_images, MOST_TEST)


@pytest.fixture(scope="session")
def test_labels(digits: Digits) -> torch.Tensor:
    """For judges only: the labels of `test_images`, int64 [m]."""
    return _some(digits.test_labels, MOST_TEST)


def _some(array: object, most: int) -> torch.Tensor:
    """At most `most` rows, evenly spread: both of MNIST's sources, both of its kinds of writers are among them."""
    import numpy as np
    import torch

    rows = np.asarray(array)
    return torch.from_numpy(np.ascontiguousarray(rows[every_nth(most, len(rows))]))

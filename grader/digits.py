"""Handwritten digits: MNIST from its files, or scikit-learn's small set written in the same format."""

from __future__ import annotations

import gzip
import importlib.util
import math
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

NAME = "scikit-learn's digits"
TRAIN_COUNT = 1437  # of 1,797; the rest is for tests
SIDE, WIDE = 8, 20  # pixels of scikit-learn's images, and of the box that MNIST fits a digit into
FIELD = 28
FILES = {
    "train_images": "train-images-idx3-ubyte",
    "train_labels": "train-labels-idx1-ubyte",
    "test_images": "t10k-images-idx3-ubyte",
    "test_labels": "t10k-labels-idx1-ubyte",
}


class DigitsError(Exception):
    """A file of digits that is missing or not what it should be: the file, the fact and the remedy."""


@dataclass(frozen=True, slots=True)
class Digits:
    """Images, uint8 [n, 28, 28] with 0 for paper and 255 for ink, and their labels, int64 [n] from 0 to 9."""

    train_images: Array
    train_labels: Array
    test_images: Array
    test_labels: Array
    name: str


def write_digits(root: Path) -> None:
    """Write scikit-learn's digits where `torchvision.datasets.MNIST(root)` reads them, unless they are there.

    Any number of processes may do it at once. Raises DigitsError where scikit-learn is not installed.
    """
    raw = root / "MNIST" / "raw"
    if all((raw / name).exists() for name in FILES.values()):
        return
    raw.mkdir(parents=True, exist_ok=True)
    images, labels = _scaled_up(_scikit_learn())
    parts = {"train": slice(None, TRAIN_COUNT), "test": slice(TRAIN_COUNT, None)}
    with tempfile.TemporaryDirectory(dir=raw) as scratch:
        for key, name in FILES.items():
            part, kind = key.split("_")
            written = Path(scratch, name)
            written.write_bytes(_idx((images if kind == "images" else labels)[parts[part]]))
            written.replace(raw / name)  # a file is there whole or not at all


def read_digits(root: Path, name: str = "MNIST") -> Digits:
    """The digits in MNIST's four files under `root`/MNIST/raw; `name` is what reports call them.

    Raises DigitsError where a file is missing, truncated or not MNIST's.
    """
    raw = root / "MNIST" / "raw"
    read = {key: _read(raw / file) for key, file in FILES.items()}
    for part in ("train", "test"):
        _agree(raw / FILES[f"{part}_labels"], read[f"{part}_images"], read[f"{part}_labels"])
    return Digits(**read, name=name)


def every_nth(count: int, total: int) -> slice:
    """About `count` of `total` entries, evenly spread (all where there are fewer)."""
    step = max(1, total // count)
    return slice(0, count * step, step)


def _scikit_learn() -> Array:
    """The 1,797 rows of 64 values (0 to 16) and a label, always in the same shuffled order."""
    spec = importlib.util.find_spec("sklearn")  # importing it would take seconds
    if spec is None or spec.origin is None:
        raise _unavailable("scikit-learn, which brings the handwritten digits, is not installed")
    path = Path(spec.origin).parent / "datasets" / "data" / "digits.csv.gz"
    try:
        with gzip.open(path, "rt") as file:
            rows: Array = np.loadtxt(file, delimiter=",", dtype=np.int64)
    except OSError as error:
        raise _unavailable(f"scikit-learn's {path} cannot be read ({error.strerror})") from None
    order = np.random.RandomState(0).permutation(len(rows))  # the one stream that never changes
    return rows[order]


def _scaled_up(rows: Array) -> tuple[Array, Array]:
    """Images as MNIST has them, and labels: bilinear, in whole numbers, so that all machines agree to the bit."""
    weights = _tenths()
    boxes = weights @ rows[:, :-1].reshape(-1, SIDE, SIDE) @ weights.T  # ink times 16 * 10 * 10
    margin = (FIELD - WIDE) // 2
    images = np.pad((boxes * 255 + 800) // 1600, ((0, 0), (margin, margin), (margin, margin)))
    return images.astype(np.uint8), rows[:, -1].astype(np.uint8)


def _tenths() -> Array:
    """How much, in tenths, each of 20 pixels takes from each of 8; the outermost repeat at the edge."""
    weights = np.zeros((WIDE, SIDE), dtype=np.int64)
    for pixel in range(WIDE):
        place = min(max(4 * pixel - 3, 0), 10 * (SIDE - 1))  # in tenths of a pixel of the small image
        weights[pixel, place // 10] += 10 - place % 10
        weights[pixel, min(place // 10 + 1, SIDE - 1)] += place % 10
    return weights


def _idx(array: Array) -> bytes:
    sizes = np.array(array.shape, dtype=">u4")
    return bytes([0, 0, 8, array.ndim]) + sizes.tobytes() + array.tobytes()


def _read(path: Path) -> Array:
    """The array in one file: images as uint8 [n, 28, 28], labels as int64 [n]."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _broken(path, f"cannot be read ({error.strerror})") from None
    axes = 3 if "images" in path.name else 1
    start = 4 + 4 * axes
    if len(data) < start or data[:4] != bytes([0, 0, 8, axes]):
        raise _broken(path, f"does not begin as a file of {path.name.split('-')[1]} does: 0 0 8 {axes}, then the sizes")
    sizes = [int(size) for size in np.frombuffer(data, ">u4", count=axes, offset=4)]
    if sizes[1:] != [FIELD] * (axes - 1):
        raise _broken(path, f"holds images of {sizes[1]} x {sizes[2]} pixels, not {FIELD} x {FIELD}")
    if len(data) - start != math.prod(sizes):
        raise _broken(path, f"holds {len(data) - start:,} values where its header promises {math.prod(sizes):,}")
    values = np.frombuffer(data, np.uint8, offset=start).reshape(sizes)
    return values.copy() if axes == 3 else values.astype(np.int64)


def _agree(path: Path, images: Array, labels: Array) -> None:
    if len(images) != len(labels) or len(labels) == 0:
        raise _broken(path, f"holds {len(labels):,} labels for {len(images):,} images")
    if labels.max() > 9:
        raise _broken(path, f"holds a label {labels.max()}, where digits end at 9")


def _unavailable(fact: str) -> DigitsError:
    return DigitsError(
        f"{fact}.\nInstall it (pip install scikit-learn), or give --mnist-root a folder that holds MNIST/raw."
    )


def _broken(path: Path, fact: str) -> DigitsError:
    return DigitsError(
        f"{path} {fact}.\n"
        "Fetch MNIST again (torchvision.datasets.MNIST(root, download=True)) and give --mnist-root that root, "
        "or leave the option out; if the file is in pytest's cache, delete its folder."
    )

"""The digits: written in MNIST's format, read back, and refused with one clear error where a file is not right."""

import ast
import gzip
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from grader import digits
from grader.digits import Digits, DigitsError, every_nth, read_digits, write_digits

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A root with the embedded digits."""
    root = tmp_path_factory.mktemp("written")
    write_digits(root)
    return root


@pytest.fixture
def root(written, tmp_path):
    """A copy of it that a test may break."""
    raw = tmp_path / "MNIST" / "raw"
    raw.mkdir(parents=True)
    for name in digits.FILES.values():
        (raw / name).write_bytes((written / "MNIST" / "raw" / name).read_bytes())
    return tmp_path


def test_round_trip_is_scikit_learns_set(written):
    """All 1,797 digits, each in one part, with shapes and dtypes as promised and every class in both parts."""
    found = read_digits(written, "mine")
    assert found.name == "mine"
    assert found.train_images.shape == (1437, 28, 28)
    assert found.test_images.shape == (360, 28, 28)
    assert found.train_images.dtype == found.test_images.dtype == np.uint8
    assert found.train_labels.dtype == found.test_labels.dtype == np.int64
    from sklearn.datasets import load_digits

    counts = np.bincount(np.concatenate([found.train_labels, found.test_labels]))
    np.testing.assert_array_equal(counts, np.bincount(load_digits().target))
    assert np.bincount(found.train_labels).min() > 100
    assert np.bincount(found.test_labels).min() > 20


def test_images_are_those_of_their_labels(written):
    """Shrunk back to 8 x 8, every image is nearest to an original of its own label."""
    from sklearn.datasets import load_digits

    found, original = read_digits(written), load_digits()
    inner = found.test_images[:, 4:24, 4:24].astype(float)
    assert found.test_images.astype(int).sum() == inner.sum()  # the margin is empty
    places = (np.arange(8) * 2.5 + 0.75).round().astype(int)
    small = inner[:, places][:, :, places].reshape(-1, 64) * 16 / 255
    nearest = ((small[:, None] - original.data[None]) ** 2).sum(axis=2).argmin(axis=1)
    assert (original.target[nearest] == found.test_labels).mean() > 0.99


def test_torchvision_reads_them(written):
    """torchvision.datasets.MNIST(root) gives the same images and labels, without a download."""
    from torchvision.datasets import MNIST

    found = read_digits(written)
    for train, images, labels in (
        (True, found.train_images, found.train_labels),
        (False, found.test_images, found.test_labels),
    ):
        dataset = MNIST(written, train=train)
        assert len(dataset) == len(labels)
        image, label = dataset[7]
        np.testing.assert_array_equal(np.array(image), images[7])
        assert label == labels[7]


def test_same_bytes_every_time(written, tmp_path):
    """Another root gets the same files to the bit, and nothing else."""
    write_digits(tmp_path)
    one, other = written / "MNIST" / "raw", tmp_path / "MNIST" / "raw"
    assert sorted(path.name for path in other.iterdir()) == sorted(digits.FILES.values())
    assert all((one / name).read_bytes() == (other / name).read_bytes() for name in digits.FILES.values())


def test_written_once(root):
    """Files that are there stay as they are; one that is missing comes back."""
    raw = root / "MNIST" / "raw"
    kept, lost = raw / "train-labels-idx1-ubyte", raw / "t10k-labels-idx1-ubyte"
    os.utime(kept, ns=(1, 1))
    write_digits(root)
    assert kept.stat().st_mtime_ns == 1
    content = lost.read_bytes()
    lost.unlink()
    write_digits(root)
    assert lost.read_bytes() == content


def test_several_processes_at_once(tmp_path, written):
    """Each of them finds whole files after it has written, whatever the others are doing."""
    code = (
        "import sys; from pathlib import Path; from grader.digits import *\n"
        "write_digits(Path(sys.argv[1])); print(read_digits(Path(sys.argv[1])).train_images.sum())"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    running = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    outputs = [process.communicate()[0] for process in running]
    assert [process.returncode for process in running] == [0, 0, 0]
    assert outputs == [f"{read_digits(written).train_images.sum()}\n"] * 3
    assert len(list((tmp_path / "MNIST" / "raw").iterdir())) == 4


def test_nothing_half_written(tmp_path, monkeypatch):
    """When writing fails, no file is there that a reader could take for whole, and no scratch is left."""

    def full(*_args):
        raise OSError("no space left")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="no space left"):
        write_digits(tmp_path)
    assert list((tmp_path / "MNIST" / "raw").iterdir()) == []


def break_missing(path):
    path.unlink()


def break_folder(path):
    path.unlink()
    path.mkdir()


def break_truncated(path):
    path.write_bytes(path.read_bytes()[:-10])


def break_overlong(path):
    path.write_bytes(path.read_bytes() + b"\0")


def break_empty(path):
    path.write_bytes(b"")


def break_gzipped(path):
    path.write_bytes(gzip.compress(path.read_bytes()))


BREAKS = {
    break_missing: "cannot be read",
    break_folder: "cannot be read",
    break_truncated: "where its header promises",
    break_overlong: "where its header promises",
    break_empty: "does not begin as a file of",
    break_gzipped: "does not begin as a file of",
}


@pytest.mark.parametrize("name", digits.FILES.values())
@pytest.mark.parametrize("harm", BREAKS)
def test_broken_file_is_named(root, name, harm):
    """The file, the fact and the remedy."""
    path = root / "MNIST" / "raw" / name
    harm(path)
    with pytest.raises(DigitsError) as caught:
        read_digits(root)
    fact, remedy = str(caught.value).split("\n")
    assert fact.startswith(f"{path} ")
    assert BREAKS[harm] in fact
    assert "--mnist-root" in remedy


def idx(*sizes, values=None):
    """The bytes of an idx file of zeros, or of given values."""
    head = bytes([0, 0, 8, len(sizes)]) + b"".join(size.to_bytes(4, "big") for size in sizes)
    return head + (bytes(int(np.prod(sizes))) if values is None else bytes(values))


@pytest.mark.parametrize(
    ("name", "content", "fact"),
    [
        ("train-labels-idx1-ubyte", idx(3, 28, 28), "does not begin as a file of labels"),
        ("train-images-idx3-ubyte", idx(1437), "does not begin as a file of images"),
        ("train-images-idx3-ubyte", idx(2, 32, 32), "holds images of 32 x 32 pixels, not 28 x 28"),
        ("train-labels-idx1-ubyte", idx(5), "holds 5 labels for 1,437 images"),
        ("t10k-images-idx3-ubyte", idx(0, 28, 28), "holds 360 labels for 0 images"),
        ("t10k-labels-idx1-ubyte", idx(360, values=[11] * 360), "holds a label 11, where digits end at 9"),
    ],
)
def test_wrong_file_is_named(root, name, content, fact):
    """A whole idx file that is not the one it should be."""
    (root / "MNIST" / "raw" / name).write_bytes(content)
    with pytest.raises(DigitsError) as caught:
        read_digits(root)
    assert fact in str(caught.value)


def test_empty_set_is_refused(root):
    """No images and no labels agree with each other, and are no use."""
    raw = root / "MNIST" / "raw"
    (raw / "t10k-images-idx3-ubyte").write_bytes(idx(0, 28, 28))
    (raw / "t10k-labels-idx1-ubyte").write_bytes(idx(0))
    with pytest.raises(DigitsError, match="holds 0 labels for 0 images"):
        read_digits(root)


def test_without_scikit_learn(tmp_path, monkeypatch):
    """The error says what is missing and what else would do."""
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(DigitsError, match=r"not installed\.\nInstall it .* or give --mnist-root"):
        write_digits(tmp_path)


def test_scikit_learn_without_its_file(tmp_path, monkeypatch):
    """A package that has its data elsewhere is named with the file that was looked for."""
    found = SimpleNamespace(origin=str(tmp_path / "sklearn" / "__init__.py"))
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: found)
    with pytest.raises(DigitsError, match=r"digits\.csv\.gz cannot be read .*\nInstall it .* or give --mnist-root"):
        write_digits(tmp_path)


@pytest.mark.parametrize(("count", "total", "first"), [(10, 3, [0, 1, 2]), (3, 9, [0, 3, 6]), (3, 10, [0, 3, 6])])
def test_every_nth(count, total, first):
    """Evenly spread, at most as many as asked for."""
    assert list(range(total))[every_nth(count, total)] == first


def test_import_costs_nothing():
    """Neither torch nor scikit-learn is imported, not even to write the digits."""
    code = (
        "import sys, tempfile; from pathlib import Path; from grader.digits import write_digits\n"
        "write_digits(Path(tempfile.mkdtemp())); sys.exit('torch' in sys.modules or 'sklearn' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_record_is_frozen(written):
    """Nothing exchanges the digits under those who share them."""
    found = read_digits(written)
    assert isinstance(found, Digits)
    with pytest.raises(AttributeError):
        found.name = "others"


def test_no_body_sees_answers():
    """Labels of test images stay here: no body of a check asks for them, nor for the fixture that holds everything."""
    files = [path for tree in ("exercises", "solutions") for path in (ROOT / tree).glob("*/test_*.py")]
    bodies = [
        node
        for path in files
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    asked = {argument.arg for body in bodies for argument in body.args.args}
    assert "test_images" in asked  # the names are those that this course uses
    assert not asked & {"test_labels", "digits"}


@pytest.mark.skipif(sys.platform == "win32", reason="files have no modes there")
def test_other_users_do_not_get_at_the_labels_that_are_kept(tmp_path):
    """A worker that is another user runs beside the course's cache."""
    code = (
        "import conftest, sys, types; from pathlib import Path; place = Path(sys.argv[1]); place.chmod(0o755)\n"
        "cache = types.SimpleNamespace(mkdir=lambda name: place)\n"
        "sys.exit(conftest._cache(types.SimpleNamespace(cache=cache)) != place)"
    )
    assert subprocess.run([sys.executable, "-c", code, tmp_path], cwd=ROOT, check=False).returncode == 0
    assert tmp_path.stat().st_mode & 0o777 == 0o700

"""Folders that come and go."""

import os

import pytest

from grader.here.folders import remove


@pytest.mark.parametrize("depth", [0, 3, 3000])
def test_a_folder_goes_however_deep_it_is(tmp_path, depth):
    folder = tmp_path / "folder"
    folder.mkdir()
    inner = os.open(folder, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("d", dir_fd=inner)
        deeper = os.open("d", os.O_RDONLY, dir_fd=inner)
        os.close(inner)
        inner = deeper
    os.close(inner)
    remove(folder)
    assert list(tmp_path.iterdir()) == []


def test_no_folder_is_no_error(tmp_path):
    remove(tmp_path / "none")


def test_folders_that_were_locked(tmp_path):
    inner = tmp_path / "one" / "two"
    inner.mkdir(parents=True)
    (inner / "file").write_text("x")
    for folder in (inner, inner.parent):
        folder.chmod(0)
    remove(tmp_path / "one")
    assert not list(tmp_path.iterdir())

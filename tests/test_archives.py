"""A zip is unpacked within bounds, inside its folder, or refused as a whole."""

import contextlib
import io
import stat
import struct
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader import archives
from grader.errors import SubmissionError


@pytest.fixture
def target(tmp_path):
    folder = tmp_path / "target"
    folder.mkdir()
    return folder


@pytest.fixture
def zipped(tmp_path):
    def make(*members, **options):
        path = tmp_path / "hw.zip"
        with zipfile.ZipFile(path, "w", **options) as archive:
            for name, data in members:
                archive.writestr(name, data)
        return path

    return make


def linked(name, mode=stat.S_IFLNK):
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (mode | 0o777) << 16
    return info


def refused(path, target, reason):
    """The archive is refused for this reason, with a remedy, and left nothing outside of the target folder."""
    with pytest.raises(SubmissionError, match=f"^hw.zip.*{reason}.*: ") as caught:
        archives.unpack(path, target)
    assert sorted(each.name for each in target.parent.iterdir()) == ["hw.zip", "target"]
    return str(caught.value)


def test_members_lie_below_the_target(zipped, target):
    members = ["a/b.py", "a/", "c/", "./d//e.py", "w\\", "w\\x.py"]
    archives.unpack(zipped(*((name, name[-4:]) for name in members)), target)
    files = {path.relative_to(target).as_posix(): path.read_text() for path in target.rglob("*") if path.is_file()}
    assert files == {"a/b.py": "b.py", "d/e.py": "e.py", "w/x.py": "x.py"}
    assert (target / "c").is_dir()


@pytest.mark.parametrize(
    "name", ["/etc/x.py", "../x.py", "a/../../x.py", "..\\x.py", "C:\\x.py", "C:x.py", "\\\\host\\share\\x.py"]
)
def test_names_that_lead_outside_are_refused(zipped, target, name):
    refused(zipped(("fine.py", ""), (name, "")), target, "would lie outside of its folder")
    assert list(target.iterdir()) == []


@pytest.mark.parametrize("mode", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_are_refused(zipped, target, mode):
    refused(zipped((linked("x.py", mode), "/etc/passwd")), target, r"x\.py is a link or a device")


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("twin", ["a/x.py", "A/X.py", "a\\x.py", "./a/x.py"])
def test_two_members_of_one_name_are_refused(zipped, target, twin):
    refused(zipped(("a/x.py", "1"), (twin, "2")), target, "occurs twice")


def test_accents_written_in_two_ways_are_one_name(zipped, target):
    refused(zipped(("\u00fc.py", "1"), ("u\u0308.py", "2")), target, "occurs twice")


def test_a_name_for_a_file_and_a_folder_is_refused(zipped, target):
    refused(zipped(("a", "1"), ("a/x.py", "2")), target, "a occurs twice, as a file and as a folder")


def test_encrypted_members_are_refused(zipped, target):
    path = zipped(("x.py", "1"))
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\1\2") + 8] |= 0x1  # the flag in the table of contents
    path.write_bytes(data)
    refused(path, target, r"x\.py is encrypted")


def test_unusual_compression_is_refused(zipped, target):
    refused(zipped(("x.py", "1"), compression=zipfile.ZIP_LZMA), target, "compressed in an unusual way")


def test_endless_names_are_refused(zipped, target):
    refused(zipped(("a/" * 300 + "x.py", "1")), target, "has too long a name")


def test_too_many_members_are_refused(zipped, target):
    path = zipped(*((f"f{number}.txt", "") for number in range(archives.MAX_MEMBERS + 1)))
    refused(path, target, "more than 2,000 files")


def test_a_table_of_contents_beyond_all_bounds_is_not_even_read(target, monkeypatch):
    (target.parent / "hw.zip").write_bytes(b"PK\1\2" * 20_001)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    refused(target.parent / "hw.zip", target, "more than 2,000 files")


def test_an_archive_above_the_bound_is_refused(zipped, target, monkeypatch):
    monkeypatch.setattr(archives, "MAX_BYTES", 10**6)
    refused(zipped(("x.bin", b"x" * 10**6)), target, "more than 1 MB")


def test_a_bomb_is_refused_by_the_bytes_that_come_out(zipped, target):
    path = zipped(("x.bin", b"0" * 60 * 10**6), compression=zipfile.ZIP_DEFLATED)
    assert path.stat().st_size < 10**5
    refused(path, target, "more than 50 MB")


def test_many_members_share_one_bound(zipped, target):
    path = zipped(*((f"{n}.bin", b"0" * 20 * 10**6) for n in range(3)), compression=zipfile.ZIP_DEFLATED)
    refused(path, target, "more than 50 MB")


def test_a_lie_about_the_size_does_not_help(zipped, target):
    """The table of contents says one byte: no more is unpacked, and the checksum gives the lie away."""
    path = zipped(("x.bin", b"0" * 60 * 10**6), compression=zipfile.ZIP_DEFLATED)
    data = bytearray(path.read_bytes())
    struct.pack_into("<I", data, data.rindex(b"PK\1\2") + 24, 1)
    path.write_bytes(data)
    refused(path, target, "damaged")
    assert sum(each.stat().st_size for each in target.iterdir()) <= 1


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\3\4", b"PK\5\6", b"\0" * 100])
def test_other_files_are_no_zip(target, data):
    (target.parent / "hw.zip").write_bytes(data)
    refused(target.parent / "hw.zip", target, "is no zip file, or a damaged one")


def test_names_are_shown_without_their_control_characters(zipped, target):
    assert "\\x1b[2J" in refused(zipped(("../\x1b[2J", "")), target, "would lie outside")


def small_zip():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("03_autograd/update.py", "x = 1\n" * 50)
        archive.writestr("03_autograd/data.csv", "1,2\n")
    return buffer.getvalue()


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(small_zip()) - 1), st.integers(0, 255)), max_size=6))
def test_a_damaged_archive_is_unpacked_or_refused(changes):
    data = bytearray(small_zip())
    for position, value in changes:
        data[position] = value
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "hw.zip")
        path.write_bytes(data)
        with contextlib.suppress(SubmissionError, OSError):
            archives.unpack(path, Path(folder, "target"))
        assert {each.name for each in Path(folder).iterdir()} <= {"hw.zip", "target"}

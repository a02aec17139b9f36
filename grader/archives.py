"""Unpacking a zip file that a stranger made: everything in it is bounded, and nothing leaves the target folder."""

from __future__ import annotations

import io
import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath

from grader.errors import SubmissionError
from grader.text import shown

MAX_MEMBERS = 2_000
MAX_BYTES = 50 * 10**6
MAX_NAME = 500  # characters, folders included
CHUNK = 2**16
CENTRAL_RECORD = b"PK\1\2"  # introduces each member in the archive's table of contents
ENCRYPTED = 0x1
REMEDY = "make the zip again from the folder with the exercises, and from nothing else"


def unpack(archive: Path, target: Path) -> None:
    """Write the members of a zip file below the folder `target`, which is empty.

    Raises SubmissionError where it is no zip file, where it holds more than MAX_MEMBERS members or more than MAX_BYTES
    (counted while unpacking: an archive may lie about its sizes), and where a member is encrypted, is a link, has
    the name of another one or would lie outside. Raises OSError where the file system refuses.
    """
    try:
        with zipfile.ZipFile(_contents(archive)) as opened:
            _write(opened, target, archive.name)
    except (SubmissionError, OSError):
        raise
    except Exception as error:  # zipfile lets out whatever it stumbles over in a damaged archive
        raise SubmissionError(f"{archive.name} is no zip file, or a damaged one: {REMEDY}") from error


def _contents(archive: Path) -> io.BytesIO:
    with archive.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise _too_large(archive.name)
    # before zipfile makes an object of each; ten times as many, since stored files may themselves be zips
    if data.count(CENTRAL_RECORD) > 10 * MAX_MEMBERS:
        raise _too_many(archive.name)
    return io.BytesIO(data)


def _write(opened: zipfile.ZipFile, target: Path, name: str) -> None:
    members = opened.infolist()
    if len(members) > MAX_MEMBERS:
        raise _too_many(name)
    places = dict(_places(members, name))  # all are judged before the first is written
    left = MAX_BYTES
    for member, place in places.items():
        path = target / place
        if _is_folder(member):
            path.mkdir(parents=True, exist_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        with opened.open(member) as source, path.open("wb") as copy:
            while chunk := source.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise _too_large(name)
                copy.write(chunk)


def _places(members: list[zipfile.ZipInfo], name: str) -> Iterator[tuple[zipfile.ZipInfo, PurePosixPath]]:
    """Each member with its place below the target."""
    files: set[str] = set()
    folders: set[str] = set()
    for member in members:
        place = PurePosixPath(member.filename.replace("\\", "/"))  # some tools on Windows write backslashes
        reason = _objection(member, place) or ("occurs twice" if _folded(place) in files else "")
        if reason:
            raise SubmissionError(f"{name}: {shown(member.filename[:MAX_NAME])} {reason}: {REMEDY}")
        folders.update(map(_folded, place.parents))
        (folders if _is_folder(member) else files).add(_folded(place))
        yield member, place
    if clash := files & folders:
        raise SubmissionError(f"{name}: {shown(min(clash))} occurs twice, as a file and as a folder: {REMEDY}")


def _objection(member: zipfile.ZipInfo, place: PurePosixPath) -> str:
    """Why a member is not unpacked; "" where nothing is wrong with it."""
    if len(member.filename) > MAX_NAME:
        return "has too long a name"
    if place.is_absolute() or PureWindowsPath(place).drive or ".." in place.parts:
        return "would lie outside of its folder"
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        return "is a link or a device, not a file"
    if member.flag_bits & ENCRYPTED:
        return "is encrypted"
    if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        return "is compressed in an unusual way"
    return ""


def _is_folder(member: zipfile.ZipInfo) -> bool:
    return member.filename.endswith(("/", "\\"))


def _folded(place: PurePosixPath) -> str:
    """One name for all spellings that some file system takes for the same file."""
    return unicodedata.normalize("NFC", str(place)).casefold()


def _too_large(name: str) -> SubmissionError:
    return SubmissionError(
        f"{name} holds more than {MAX_BYTES // 10**6} MB: leave out data sets and virtual environments"
    )


def _too_many(name: str) -> SubmissionError:
    return SubmissionError(
        f"{name} holds more than {MAX_MEMBERS:,} files: leave out .git, data sets and virtual environments"
    )

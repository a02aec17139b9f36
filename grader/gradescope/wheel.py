"""The grader that is running, as a wheel: it may be installed from a checkout, or from nowhere that others reach."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from importlib import metadata
from pathlib import Path

DISTRIBUTION = "pytest-torch-grader"
BESIDE = ("grader_rootdir.py", "grader_rootdir.pth")  # modules that a wheel installs beside the package


def wheel() -> tuple[str, bytes]:
    """The name and the content of a wheel of this very grader, made of its files where they lie."""
    about = metadata.distribution(DISTRIBUTION)
    stem = f"{DISTRIBUTION.replace('-', '_')}-{about.version}"
    files = {
        **_package(Path(__file__).parents[2]),
        f"{stem}.dist-info/METADATA": (about.read_text("METADATA") or "").encode(),
        f"{stem}.dist-info/entry_points.txt": (about.read_text("entry_points.txt") or "").encode(),
        f"{stem}.dist-info/WHEEL": b"Wheel-Version: 1.0\nGenerator: grader\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = f"{stem}.dist-info/RECORD"
    lines = [*(_recorded(name, data) for name, data in files.items()), f"{record},,"]
    return f"{stem}-py3-none-any.whl", zipped(files | {record: "\n".join([*lines, ""]).encode()})


def zipped(files: dict[str, bytes], executable: frozenset[str] = frozenset()) -> bytes:
    """A zip archive of these files; the same files give the same bytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o100755 if name in executable else 0o100644) << 16
            archive.writestr(entry, data)
    return content.getvalue()


def tree(folder: Path, prefix: str) -> dict[str, bytes]:
    """The files of a folder under `prefix`, without caches and what is hidden."""
    return {
        f"{prefix}/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(_is_left_out(part) for part in path.relative_to(folder).parts)
    }


def _is_left_out(name: str) -> bool:
    return name.startswith(".") or name == "__pycache__"


def _package(home: Path) -> dict[str, bytes]:
    beside = {name: (home / name).read_bytes() for name in BESIDE if (home / name).is_file()}
    return tree(home / "grader", "grader") | beside


def _recorded(name: str, data: bytes) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(data)}"

"""What may be wrong with a file itself: each costs its own points, says why, and leaves honest work alone."""

import io
import re
import stat
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="attacks are written for Linux")

RIGHT = b"def attempt(x, places):\n    return 2 * x\n"

# what is handed in, by name: its bytes, its status, and its message
FILES = {
    "empty": (b"", "error", r"empty\.py does not define `attempt`\."),
    "with_a_mark": (b"\xef\xbb\xbf" + RIGHT, "passed", ""),
    "utf_16": (RIGHT.decode().encode("utf-16"), "error", r".* is UTF-16 text: save it as UTF-8"),
    "nul_bytes": (RIGHT + b"\0\0", "error", r".* holds NUL bytes, .*: save it again, as UTF-8"),
    "carriage_returns": (RIGHT.replace(b"\n", b"\r\n"), "passed", ""),
    "tabs": (RIGHT.replace(b"    ", b"\t"), "passed", ""),
    "tabs_and_spaces": (
        RIGHT + b"\tx = 1\n",
        "error",
        r"(Tab|Indentation)Error: .*tabs_and_spaces\.py, line 3.*",
    ),
    "fifty_megabytes": (b"#" * 50 * 10**6, "error", r".* is larger than 1 MB: hand in code alone"),
    "parentheses": (b"x = " + b"(" * 10_000 + b")" * 10_000, "error", r"(SyntaxError: too many nested|MemoryError).*"),
    "broken": (b"def attempt(x, places)\n", "error", r"SyntaxError: expected ':'\n.*broken\.py, line 1.*"),
    "without_the_name": (b"def attemp(x, places):\n    return 2 * x\n", "error", r".* does not define `attempt`\."),
    "of_another_kind": (b"attempt = 2\n", "error", r"TypeError: 'int' object is not callable\n.*in the check: .*"),
    "raises": (
        b"import no_such_module\n" + RIGHT,
        "error",
        r"ModuleNotFoundError: .*  raises\.py, line 1: import .*",
    ),
    "folder": (None, "error", r".* is a folder: hand in the file itself"),
}


@pytest.fixture(scope="module")
def siege(world, besieged, tmp_path_factory):
    """One run of the grader on all files."""
    folder = tmp_path_factory.mktemp("handed") / "anna"
    (folder / "05_files").mkdir(parents=True)
    for name, (data, _, _) in FILES.items():
        path = folder / "05_files" / f"{name}.py"
        path.mkdir() if data is None else path.write_bytes(data)
    return besieged(world(tuple(f"05_files/{name}" for name in FILES)), folder)


@pytest.mark.parametrize("name", FILES)
def test_what_becomes_of_it(siege, name):
    _, status, message = FILES[name]
    found = siege.check(f"05_files/{name}")
    assert found["status"] == status, found["message"]
    assert re.fullmatch(message, found["message"], re.DOTALL), found["message"]


@pytest.mark.parametrize("name", ["first", "last"])
def test_honest_work_earns_its_points(siege, name):
    assert [check["status"] for check in siege.done.exercises[name]["checks"]] == ["passed", "passed"]


def zipped(*members, flags=0):
    """The bytes of a zip of names and contents."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    data = bytearray(file.getvalue())
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(mark) + place] |= flags
    return bytes(data)


def link(name):
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


ZIPS = {
    "bomb": (lambda: zipped(("first.py", bytes(200 * 10**6))), "holds more than 50 MB: leave out"),
    "link": (lambda: zipped((link("first.py"), "/etc/passwd")), "link"),
    "absolute": (lambda: zipped(("/tmp/owned.py", RIGHT)), "would lie outside of its folder"),  # noqa: S108
    "parent": (lambda: zipped(("../owned.py", RIGHT)), "would lie outside of its folder"),
    "twins": (lambda: zipped(("first.py", RIGHT), ("First.py", RIGHT)), "occurs twice"),
    "crowd": (lambda: zipped(*((f"{i}.py", b"") for i in range(10_000))), "holds more than 2,000 files: leave out"),
    "password": (lambda: zipped(("first.py", RIGHT), flags=1), "password|encrypted"),
    "part": (lambda: zipped(("first.py", RIGHT))[:60], "is no zip file, or a damaged one"),
}


@pytest.fixture(scope="module")
def shop(world):
    return world(())


@pytest.mark.parametrize("name", ZIPS)
def test_a_zip_is_refused_before_anything_is_written(shop, run, name):
    make, words = ZIPS[name]
    archive = shop.root / f"{name}.zip"
    archive.write_bytes(make())
    before = shop.files()
    options = ("-p", "no:randomly", f"--submission={archive}", f"--report=json={shop.report}")
    refused = run(shop.course, sys.executable, "-m", "pytest", *options, **shop.variables)
    assert refused.status == 5
    assert re.search(words, refused.errors + refused.text), refused.errors
    assert shop.files() == before

"""Whatever a submission prints, it moves no cursor and gives no command."""

import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.harmless import harmless

PIECES = [
    "::",
    ":",
    "##[",
    "##vso[",
    "#",
    "[",
    "]",
    " ",
    "\t",
    "\n",
    "\r",
    "\x1b[2J",
    "\x9b",
    "\u00a0",
    "\u202e",
    "\ud800",
]
hostile = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=30).map("".join)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("loss 0.25\n\tdone", "loss 0.25\n\tdone"),
        ("Größe 漢字 ≤ ½", "Größe 漢字 ≤ ½"),
        ("tests/test_x.py::test_y", "tests/test_x.py::test_y"),
        ("# a comment ## [x]", "# a comment ## [x]"),
        ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"),
        ("10%\r20%", r"10%\r20%"),
        ("one\r\ntwo", "one\ntwo"),
        ("a\x00b\x07\x7f\x9b", r"a\x00b\x07\x7f\x9b"),
        ("abc\u202edcba", r"abc\u202edcba"),
        ("zero\u200bwidth\ufeff", r"zero\u200bwidth\ufeff"),
        ("a\u2028b\u2029c", r"a\u2028b\u2029c"),
        ("lone \ud800", r"lone \ud800"),
        ("#\u034f#[error]", r"#\u034f#[error]"),
        ("::error::no", r"\::error::no"),
        ("fine\n \t::set-output name=score::10", "fine\n \t\\::set-output name=score::10"),
        ("\u3000::error::no", r"\u3000::error::no"),
        ("##[error]no", r"#\#[error]no"),
        ("anywhere ##vso[task.complete]", r"anywhere #\#vso[task.complete]"),
        ("###[x] ##teamcity[y]", r"##\#[x] #\#teamcity[y]"),
    ],
)
def test_shows_text_as_it_is_and_breaks_what_acts(text: str, shown: str) -> None:
    assert harmless(text) == shown


@settings(deadline=None)
@given(hostile)
@example("\r::x")
@example("\r\r\n::x")
def test_no_line_is_a_command(text: str) -> None:
    for line in harmless(text).split("\n"):
        assert not line.strip().startswith("::")
        assert not re.search(r"##\w*\[", line)


@settings(deadline=None)
@given(hostile)
def test_nothing_invisible_is_left(text: str) -> None:
    left = {unicodedata.category(character) for character in set(harmless(text)) - {"\n", "\t", " "}}
    assert not left & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"}
    harmless(text).encode("utf-8")


@settings(deadline=None)
@given(hostile)
def test_a_second_time_changes_nothing(text: str) -> None:
    assert harmless(harmless(text)) == harmless(text)


@settings(deadline=None)
@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126, exclude_characters="#:")))
def test_plain_text_stays(text: str) -> None:
    assert harmless(text) == text

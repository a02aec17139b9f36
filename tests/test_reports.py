"""Reports are functions of a grade: what a student reads, and what a program reads."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped, unused-ignore]  # its stubs are a package of their own
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

import grader
from grader.grade import CheckGrade, Environment, ExerciseGrade, Grade, Isolation, Mistake, Status
from grader.reports.files import ReportError
from grader.reports.json import SCHEMA_PATH, read_json, schema, write_json
from grader.reports.terminal import details, summary_table, verdict


def check(status: Status, title: str = "A promise.", message: str = "", **fields: Any) -> CheckGrade:
    """A check of five points; one passed has all of them, one passed in part has two."""
    score = {Status.PASSED: 5.0, Status.PARTIAL: 2.0}.get(status, 0.0)
    given: dict[str, Any] = {"id": "test_x.py::test_promise", "score": score, "max_score": 5.0} | fields
    return CheckGrade(title=title, status=status, message=message, **given)


def exercise(name: str, *checks: CheckGrade, chapter: str = "01_tensors", mistake: str = "") -> ExerciseGrade:
    """An exercise with these checks, added up."""
    named = Mistake(name="known", message=mistake) if mistake else None
    graded = ExerciseGrade(chapter=chapter, name=name, title=name, checks=list(checks), mistake=named)
    graded.add_up()
    return graded


def grade(*exercises: ExerciseGrade, isolation: Isolation | None = None) -> Grade:
    """A grade of these exercises, added up."""
    whole = Grade(
        isolation=isolation or Isolation(asked="auto", in_force=["files", "memory"], missing=["network"]),
        environment=Environment(versions={"torch": "2", "numpy": "2"}),
        exercises=list(exercises),
    )
    whole.add_up()
    return whole


def table(whole: Grade, width: int = 80, *, ascii_only: bool = False) -> list[str]:
    return summary_table(whole, width=width, colour=False, ascii_only=ascii_only).splitlines()


def told(whole: Grade, width: int = 80, *, verbose: bool = False) -> str:
    return details(whole, width=width, colour=False, verbose=verbose)


MIXED = grade(
    exercise("softmax", check(Status.PASSED), check(Status.PASSED)),
    exercise("broadcasting", check(Status.NOT_STARTED), check(Status.NOT_STARTED)),
    exercise(
        "update",
        check(Status.FAILED, "Parameters move.", "p: 6 of 6 entries differ."),
        check(Status.PARTIAL, "Gradients are cleared.", "Only the first is."),
        chapter="02_autograd",
        mistake="The gradients are never cleared. They pile up.",
    ),
    exercise("train", check(Status.PASSED), check(Status.BROKE, "Accuracy.", "No labels."), chapter="02_autograd"),
)


class TestJson:
    @pytest.mark.parametrize("status", Status)
    def test_every_status_comes_back_and_fits_the_schema(self, status: Status, tmp_path: Path) -> None:
        whole = grade(exercise("softmax", check(status, output="é\x1b", duration=0.25), mistake="Wrong."))
        written = tmp_path / "grade.json"
        write_json(whole, written)
        assert read_json(written) == whole
        jsonschema.validate(_strictly(written), json.loads(SCHEMA_PATH.read_bytes()))

    def test_an_empty_submission_fits_the_schema(self, tmp_path: Path) -> None:
        write_json(grade(), tmp_path / "grade.json")
        jsonschema.validate(_strictly(tmp_path / "grade.json"), json.loads(SCHEMA_PATH.read_bytes()))

    @pytest.mark.parametrize(
        ("field", "value"), [("score", "5"), ("exercises", None), ("isolation", {}), ("schema_version", 1.5)]
    )
    def test_the_schema_refuses_another_kind_of_value(self, field: str, value: object, tmp_path: Path) -> None:
        write_json(MIXED, tmp_path / "grade.json")
        changed = _strictly(tmp_path / "grade.json") | {field: value}
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(changed, json.loads(SCHEMA_PATH.read_bytes()))

    def test_the_schema_asks_for_every_field(self) -> None:
        described = json.loads(SCHEMA_PATH.read_bytes())
        jsonschema.Draft202012Validator.check_schema(described)
        assert described["title"]
        assert described["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert set(described["$defs"]["CheckGrade"]["required"]) == set(CheckGrade.__struct_fields__)
        assert set(described["$defs"]["Grade"]["required"]) == set(Grade.__struct_fields__)

    def test_the_schema_is_that_of_the_record(self) -> None:
        assert SCHEMA_PATH.read_bytes() == schema(), "run `python -m grader.reports.json` and commit the file"

    def test_the_module_writes_the_schema_anew(self, tmp_path: Path) -> None:
        copy = shutil.copytree(Path(grader.__file__).parent, tmp_path / "grader")
        (copy / SCHEMA_PATH.name).write_text("old")
        subprocess.run([sys.executable, "-m", "grader.reports.json"], cwd=tmp_path, check=True)
        assert (copy / SCHEMA_PATH.name).read_bytes() == schema()

    def test_the_file_reads_well(self, tmp_path: Path) -> None:
        whole = grade(exercise("softmax", check(Status.PARTIAL, "Größe.", score=2.5)))
        write_json(whole, tmp_path / "grade.json")
        text = (tmp_path / "grade.json").read_text(encoding="utf-8")
        assert text.startswith(
            '{\n  "schema_version": 1,\n  "submission": "",\n  "problem": "",\n  "score": 2.5,\n  "max_score": 5,\n'
        )
        assert text.endswith("}\n")
        assert "Größe" in text
        assert text.index('"numpy"') < text.index('"torch"')

    def test_a_lone_surrogate_does_not_cost_the_report(self, tmp_path: Path) -> None:
        write_json(grade(exercise("x", check(Status.FAILED, message="odd \ud800"))), tmp_path / "grade.json")
        assert read_json(tmp_path / "grade.json").exercises[0].checks[0].message == "odd ?"

    @pytest.mark.parametrize("number", [float("nan"), float("inf")])
    def test_a_number_that_is_not_finite_is_never_written(self, number: float, tmp_path: Path) -> None:
        whole = grade()
        whole.score = number
        with pytest.raises(ReportError, match=r"grade\.json is not written: .* holds the number (nan|inf)"):
            write_json(whole, tmp_path / "grade.json")
        assert not list(tmp_path.iterdir())

    def test_missing_folders_are_made_and_old_files_replaced(self, tmp_path: Path) -> None:
        written = tmp_path / "out" / "deep" / "grade.json"
        write_json(grade(), written)
        write_json(MIXED, written)
        assert read_json(written) == MIXED
        assert [path.name for path in written.parent.iterdir()] == ["grade.json"]

    def test_others_may_read_the_file_as_far_as_the_umask_lets_them(self, tmp_path: Path) -> None:
        before = os.umask(0o027)
        try:
            write_json(grade(), tmp_path / "grade.json")
        finally:
            os.umask(before)
        assert (tmp_path / "grade.json").stat().st_mode & 0o777 == 0o640

    def test_a_link_stays_a_link(self, tmp_path: Path) -> None:
        (tmp_path / "link.json").symlink_to(tmp_path / "grade.json")
        write_json(grade(), tmp_path / "link.json")
        assert (tmp_path / "link.json").is_symlink()
        assert read_json(tmp_path / "grade.json") == grade()

    def test_an_interrupted_write_leaves_the_old_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        written = tmp_path / "grade.json"
        write_json(MIXED, written)

        def full(_descriptor: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(ReportError, match=r"grade\.json cannot be written: No space left on device\.\nGive a path"):
            write_json(grade(), written)
        assert read_json(written) == MIXED
        assert list(tmp_path.iterdir()) == [written]

    def test_a_folder_that_is_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "out").write_text("a file")
        with pytest.raises(ReportError, match=r"out/grade\.json cannot be written: .*\nGive a path in a folder"):
            write_json(grade(), tmp_path / "out" / "grade.json")

    def test_what_is_no_regular_file_is_never_replaced(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        for path in (tmp_path, tmp_path / "pipe"):
            with pytest.raises(ReportError, match=r"is not a regular file, .*\nGive the path of a file\."):
                write_json(grade(), path)
        assert (tmp_path / "pipe").is_fifo()

    @pytest.mark.parametrize(
        ("text", "fact"),
        [
            ('{"score": ', "does not hold a grade"),
            ('{"score": "5"}', "does not hold a grade: Expected `float`"),
            ('{"isolation": {"asked": "auto"}, "environment": {}, "schema_version": 99}', "has schema version 99"),
        ],
    )
    def test_another_file_is_not_read(self, text: str, fact: str, tmp_path: Path) -> None:
        (tmp_path / "grade.json").write_text(text)
        with pytest.raises(ReportError, match=rf"grade\.json {fact}.*\nWrite it anew with `pytest --report json="):
            read_json(tmp_path / "grade.json")

    def test_bytes_that_are_no_text_are_not_read(self, tmp_path: Path) -> None:
        (tmp_path / "grade.json").write_bytes(b'{"submission": "\xff"}')
        with pytest.raises(ReportError, match=r"grade\.json does not hold a grade"):
            read_json(tmp_path / "grade.json")

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(
            ReportError, match=r"grade\.json cannot be read: No such file or directory\.\nGive the path"
        ):
            read_json(tmp_path / "grade.json")


def _strictly(path: Path) -> dict[str, Any]:
    """The parsed file; NaN and Infinity, which Python would accept, are refused."""

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is not JSON")

    parsed: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"), parse_constant=refuse)
    return parsed


class TestSummary:
    def test_a_mixed_grade_in_80_columns(self) -> None:
        assert table(MIXED, ascii_only=True) == [
            "01_tensors",
            "  softmax       10/10  ########  all checks pass",
            "  broadcasting   0/10  ........  not started",
            "02_autograd",
            "  update         2/10  #.......  The gradients are never cleared.",
            "  train          5/10  ####....  GRADER BROKE (not your fault)",
            "total           17/40  ###.....  1 of 4 exercises complete",
            "",
            "isolation auto: files, memory; missing: network",
        ]

    @pytest.mark.parametrize(
        ("checks", "said"),
        [
            ([], "no checks"),
            ([check(Status.PASSED)], "all checks pass"),
            ([check(Status.NOT_STARTED), check(Status.SKIPPED)], "not started"),
            ([check(Status.TIMED_OUT), check(Status.SKIPPED)], "timed out"),
            ([check(Status.CRASHED)], "crashed"),
            ([check(Status.BROKE), check(Status.FAILED)], "GRADER BROKE (not your fault)"),
            ([check(Status.FAILED)], "its only check failed: A promise"),
            ([check(Status.FAILED, "One."), check(Status.FAILED)], "all 2 checks failed: One"),
            ([check(Status.PASSED), check(Status.TIMED_OUT)], "1 of 2 checks timed out: A promise"),
            ([check(Status.PASSED), check(Status.PARTIAL)], "1 of 2 checks passed in part: A promise"),
            ([check(Status.PARTIAL), check(Status.FAILED, "Two.")], "1 of 2 checks failed: Two"),
            ([check(Status.FAILED), check(Status.ERROR), check(Status.PASSED)], "2 of 3 checks failed: A promise"),
            ([check(Status.PASSED), check(Status.SKIPPED)], "1 of 2 checks skipped: A promise"),
            ([check(Status.ERROR, message="Syntax error, line 7\n  def f(")] * 2, "Syntax error, line 7"),
            (
                [check(Status.ERROR, message="A"), check(Status.ERROR, message="B")],
                "all 2 checks raised an error: A pro",
            ),
            ([check(Status.FAILED, "")], "its only check failed: test_promise"),
        ],
    )
    def test_the_verdict_says_what_matters_most(self, checks: list[CheckGrade], said: str) -> None:
        assert verdict(exercise("x", *checks)).startswith(said)

    def test_a_known_mistake_is_named_by_its_first_sentence(self) -> None:
        mistaken = exercise("x", check(Status.TIMED_OUT), mistake="Uses e.g. a loop. And never ends.")
        assert verdict(mistaken) == "Uses e.g. a loop."

    @pytest.mark.parametrize(
        ("score", "shown"), [(7.5, "7.5/10"), (9.999, "9.99/10"), (10 / 3, "3.33/10"), (10, "10/10")]
    )
    def test_points_are_short_and_never_rounded_up(self, score: float, shown: str) -> None:
        lines = table(grade(exercise("x", check(Status.PARTIAL, score=score, max_score=10.0))))
        assert lines[1].split()[1] == shown

    def test_names_and_verdicts_that_are_too_long_are_cut_in_their_columns(self) -> None:
        whole = grade(exercise("n" * 90, check(Status.FAILED, "t" * 90)), exercise("short", check(Status.PASSED)))
        assert table(whole)[1:3] == [
            "  " + "n" * 27 + "…   0/5  ░░░░░░░░  its only check failed: tttttttt…",
            "  " + "short".ljust(28) + "   5/5  ████████  all checks pass",
        ]

    def test_a_terminal_too_narrow_to_read_gets_60_columns(self) -> None:
        assert table(MIXED, width=20) == table(MIXED, width=60)

    def test_a_stream_without_blocks_gets_ascii(self) -> None:
        whole = grade(exercise("größe", check(Status.FAILED, "t" * 90)))
        assert all(line.isascii() for line in table(whole, ascii_only=True))
        assert table(whole, ascii_only=True)[1].startswith(r"  gr\xf6\xdfe")

    def test_colour_adds_nothing_but_colour(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("NO_COLOR", "1")  # whoever calls has decided already
        coloured = summary_table(MIXED, width=80, colour=True)
        assert re.sub(r"\x1b\[[0-9;]*m", "", coloured).splitlines() == table(MIXED)
        assert "\x1b[32m" in coloured

    def test_without_colour_there_is_no_escape(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("FORCE_COLOR", "1")
        assert "\x1b" not in summary_table(MIXED, width=80, colour=False) + told(MIXED)

    @pytest.mark.parametrize(
        ("isolation", "line"),
        [
            (Isolation(asked="strict", in_force=["files"]), "isolation strict: files"),
            (Isolation(asked="none"), "isolation none: no protection"),
            (
                Isolation(asked="auto", in_force=["a protection"] * 9, missing=["network"]),
                "isolation auto: 9 protections; missing: network",
            ),
        ],
    )
    def test_isolation_is_one_line(self, isolation: Isolation, line: str) -> None:
        assert table(grade(isolation=isolation))[-1] == line


class TestDetails:
    def test_a_mixed_grade_in_80_columns(self) -> None:
        assert details(MIXED, width=80, colour=False, verbose=False, ascii_only=True).splitlines() == [
            "02_autograd/update " + "-" * 56 + " 2/10",
            "  >> The gradients are never cleared. They pile up.",
            "  failed          -5  Parameters move",
            "     | p: 6 of 6 entries differ.",
            "  partial         -3  Gradients are cleared",
            "     | Only the first is.",
            "",
            "02_autograd/train " + "-" * 57 + " 5/10",
            "  !! The grader broke here. This is not your fault, and says nothing of your",
            "  !! code: tell whoever runs the course.",
            "  GRADER BROKE    -5  Accuracy",
            "     | No labels.",
            "",
            "Not started (1): 01_tensors/broadcasting",
        ]

    def test_nothing_lost_nothing_said(self) -> None:
        assert told(grade(exercise("softmax", check(Status.PASSED)))) == ""

    def test_a_message_of_several_checks_is_said_once(self) -> None:
        same = [check(Status.ERROR, f"Check {number}.", "NameError: x\n    y = x") for number in range(3)]
        assert told(grade(exercise("x", *same))).splitlines()[1:] == [
            "  error           -5  Check 0",
            "  error           -5  Check 1",
            "  error           -5  Check 2",
            "     | NameError: x",
            "     |     y = x",
        ]

    def test_the_mistakes_message_is_not_repeated(self) -> None:
        text = told(grade(exercise("x", check(Status.FAILED, message="It piles up."), mistake="It piles up.")))
        assert text.count("It piles up.") == 1

    def test_no_message_leaves_no_gap(self) -> None:
        assert told(grade(exercise("x", check(Status.FAILED), mistake="It piles up."))).splitlines()[1:] == [
            "  >> It piles up.",
            "  failed          -5  A promise",
        ]

    def test_many_checks_stay_short_until_more_is_asked_for(self) -> None:
        same = grade(exercise("x", *[check(Status.FAILED, f"Check {n}.", "No.") for n in range(20)]))
        other = grade(exercise("x", *[check(Status.FAILED, f"Check {n}.", f"No {n}.") for n in range(20)]))
        for whole in (same, other):
            assert "  ... and 15 more, -75 (-v shows them)" in told(whole).splitlines()
            assert "Check 5" not in told(whole)
            assert "Check 19" in told(whole, verbose=True)

    def test_the_end_of_the_output_is_shown_under_the_check(self) -> None:
        output = "\n".join(f"epoch {n}" for n in range(40))
        whole = grade(exercise("x", check(Status.FAILED, message="No.", output=output)))
        assert told(whole).splitlines()[2:] == [
            "     | No.",
            "     | Your code printed:",
            "     |   ... 30 lines before these",
            *[f"     |   epoch {n}" for n in range(30, 40)],
        ]
        assert "epoch 0\n" in told(whole, verbose=True)

    def test_one_output_of_several_checks_is_shown_once(self) -> None:
        checks = [check(Status.FAILED, f"Check {n}.", "No.", output="seen\n" * (n + 1)) for n in (0, 0, 1)]
        text = told(grade(exercise("x", *checks)), verbose=True)
        assert text.count("Your code printed") == 2
        assert text.endswith("printed in 'Check 1':\n     |   seen\n     |   seen")

    def test_different_outputs_behind_one_message_are_told_apart(self) -> None:
        checks = [check(Status.FAILED, f"Check {n}.", "No.", output=f"seen {n}") for n in range(2)]
        whole = grade(exercise("x", *checks))
        assert "seen 1" not in told(whole)
        assert "     | Your code printed in 'Check 1':\n     |   seen 1" in told(whole, verbose=True)

    def test_a_long_message_is_cut(self) -> None:
        whole = grade(exercise("x", check(Status.FAILED, message="\n".join(f"line {n}" for n in range(30)))))
        assert told(whole).endswith("     | line 19\n     | ... 10 lines more")
        assert told(whole, verbose=True).endswith("line 29")

    def test_one_line_is_not_one_lines(self) -> None:
        whole = grade(exercise("x", check(Status.FAILED, message="No.", output="\n".join("abcdefghijk"))))
        assert "     |   ... 1 line before these\n     |   b\n" in told(whole)

    def test_hidden_checks_are_marked(self) -> None:
        assert "A promise (hidden)" in told(grade(exercise("x", check(Status.FAILED, hidden=True))))

    def test_all_that_is_not_started_takes_one_line(self) -> None:
        whole = grade(*[exercise(f"exercise_{n}", check(Status.NOT_STARTED)) for n in range(40)])
        assert len(told(whole).splitlines()) == 1
        assert told(whole).startswith("Not started (40): 01_tensors/exercise_0, 01_tensors/exercise_1")
        assert "exercise_39" in told(whole, verbose=True)

    def test_markup_and_emoji_codes_are_only_text(self) -> None:
        assert "[bold]x[/nonsense] :smile:" in told(
            grade(exercise("x", check(Status.FAILED, message="[bold]x[/nonsense] :smile:")))
        )

    def test_a_wrapped_line_does_not_begin_with_a_command(self) -> None:
        text = told(grade(exercise("x", check(Status.FAILED, title="w" * 50 + " ::error::no"))))
        assert r"\::error::no" in text

    def test_a_command_made_harmless_still_fits(self) -> None:
        text = told(grade(exercise("x", check(Status.FAILED, message="::" + "w" * 71))))
        assert max(len(line) for line in text.splitlines()) == 80


PIECES = [
    "::",
    "##[",
    "##vso[",
    "#",
    "[bold]",
    " ",
    "\t",
    "\n",
    "\r",
    "\x1b[2J",
    "\u202e",
    "\ud800",
    "漢字",
    "e\u0301",
    "w" * 70,
]
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=12).map("".join)
checks = st.builds(
    CheckGrade,
    id=texts,
    title=texts,
    message=texts,
    output=texts,
    score=st.just(0.0),
    max_score=st.sampled_from([0.0, 0.5, 100.0]),
    status=st.sampled_from(Status),
    hidden=st.booleans(),
)
mistakes = st.none() | st.builds(Mistake, name=texts, message=texts)
exercises = st.builds(
    ExerciseGrade, chapter=texts, name=texts, title=texts, checks=st.lists(checks, max_size=3), mistake=mistakes
)


@settings(deadline=None)
@given(
    found=st.lists(exercises, max_size=2),
    protection=texts,
    verbose=st.booleans(),
    ascii_only=st.booleans(),
    width=st.sampled_from([0, 80, 120]),
)
def test_no_text_leaves_its_line_or_gives_a_command(
    *, found: list[ExerciseGrade], protection: str, verbose: bool, ascii_only: bool, width: int
) -> None:
    whole = grade(*found, isolation=Isolation(asked=protection, in_force=[protection], missing=[protection]))
    shown = summary_table(whole, width=width, colour=False, ascii_only=ascii_only) + "\n"
    shown += details(whole, width=width, colour=False, verbose=verbose, ascii_only=ascii_only)
    for line in shown.split("\n"):
        assert cell_len(line) <= max(width, 60)
        assert line.isprintable()
        assert line.isascii() or not ascii_only
        assert line == line.rstrip()
        assert not line.lstrip().startswith("::")
        assert not re.search(r"##\w*\[", line)


def test_importing_reports_imports_neither_rich_nor_torch() -> None:
    code = "import sys, grader.reports.terminal, grader.reports.json; print({'rich', 'torch'} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "set()\n"

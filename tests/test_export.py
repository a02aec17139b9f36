"""One column of an exported sheet is filled, and nothing else changes."""

import csv
import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.grade import CheckGrade, Environment, ExerciseGrade, Grade, Isolation, Status
from grader.reports.json import write_json
from grader.sheets import Sheet, SheetError

ROOT = Path(__file__).parents[1]
CANVAS = (
    "\ufeffStudent,ID,SIS Login ID,Section,Homework 1 (123),Homework 2 (124),Final Score\r\n"
    ",,,,Manual Posting,,\r\n"
    "    Points Possible,,,,10.00,5.00,(read only)\r\n"
    '"Muster, Änna",17,anna,"A, and B",,4.50,90.00\r\n'
    '"O""Neil, Ben",18,Ben@example.org,A,"3.00",,\r\n'
    "Excused,19,eve,A,EX,,\r\n"
    "Nobody,20,nobody,A,7.00,,"
)
MOODLE = (
    "Identifier,Full name,Email address,Status,Grade,Maximum grade,Last modified (grade)\n"
    '"Participant 1",Anna,anna@example.org,"No submission",,100.00,-\n'
    '"Participant 2",Anna,ben@example.org,Submitted,50.00,100.00,"Monday, 1 June 2026, 9:00 AM"\n'
)


def graded(score: float = 8.0, maximum: float = 10.0, status: Status = Status.PARTIAL) -> Grade:
    """A grade with one check."""
    check = CheckGrade(id="x", title="A promise.", score=score, max_score=maximum, status=status)
    exercise = ExerciseGrade(chapter="01", name="x", title="X", checks=[check])
    grade = Grade(isolation=Isolation(asked="auto"), environment=Environment(), exercises=[exercise])
    grade.add_up()
    return grade


class Desk:
    """A teacher's folder: a sheet, grades, and the command."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, sheet: str | bytes, **grades: Grade) -> None:
        (self.folder / "sheet.csv").write_bytes(sheet if isinstance(sheet, bytes) else sheet.encode())
        for name, grade in grades.items():
            write_json(grade, self.folder / "grades" / f"{name}.json")

    def run(self, platform: str, *options: str, grades: str = "grades", out: str = "out.csv") -> tuple[int, str]:
        command = [sys.executable, "-m", "grader", "export", platform, "sheet.csv", grades, out, *options]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, encoding="utf-8", check=False)
        return done.returncode, done.stdout + done.stderr

    @property
    def out(self) -> str:
        return (self.folder / "out.csv").read_bytes().decode()


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


HOMEWORK = ("--column", "Homework 1 (123)")


class TestCanvas:
    def test_one_column_is_filled_and_nothing_else_changes(self, desk):
        desk.put(CANVAS, **{"Anna": graded(9.999), "ben@example.org": graded(), "eve": graded()})
        status, said = desk.run("canvas", *HOMEWORK)
        assert (status, said) == (
            0,
            (
                "out.csv: 2 grades in the column Homework 1 (123).\n"
                "Left as they were, without a grade: nobody\n"
                "Left as they were, excused, or not assigned: eve\n"
            ),
        )
        assert desk.out == CANVAS.replace('B",,4.50', 'B",9.99,4.50').replace('"3.00"', '"8"')

    def test_points_are_scaled_if_asked(self, desk):
        desk.put(CANVAS, anna=graded(30, 40))
        status, said = desk.run("canvas", *HOMEWORK)
        assert status == 1
        assert "sheet.csv: the column is out of 10.00 points, and the grades are out of 40.\nAdd --out-of 10.00" in said
        assert not (desk.folder / "out.csv").exists()
        assert desk.run("canvas", *HOMEWORK, "--out-of", "10")[0] == 0
        assert desk.out == CANVAS.replace('B",,4.50', 'B",7.5,4.50')

    def test_students_are_named_by_another_column(self, desk):
        # the accent as macOS writes it
        desk.put(CANVAS, **{"Muster, A\u0308nna": graded(0), "O%Neil, Ben": graded()})
        with (desk.folder / "table.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(
                [
                    ("student", "grade"),
                    ("Muster, A\u0308nna", "grades/Muster, A\u0308nna.json"),
                    ('O"Neil, Ben', "grades/O%Neil, Ben.json"),
                ]
            )
        assert desk.run("canvas", *HOMEWORK, "--by", "Student", grades="table.csv")[0] == 0
        assert desk.out == CANVAS.replace('B",,4.50', 'B",0,4.50').replace('"3.00"', '"8"')

    def test_all_unknown_students_are_listed(self, desk):
        desk.put(CANVAS, anna=graded(), zoe=graded(), **{"x\x1b[2J": graded()})
        status, said = desk.run("canvas", *HOMEWORK)
        assert status == 1
        assert "sheet.csv has no row for:\n  x\\x1b[2J\n  zoe\nName the grades as the sheet does" in said
        assert not (desk.folder / "out.csv").exists()

    @pytest.mark.parametrize(
        ("grades", "fact"),
        [
            ({"anna": graded(status=Status.BROKE)}, "The grader broke for:\n  anna\nGrade them again"),
            (
                {"anna": graded(), "eve": graded(maximum=20)},
                "The grades are out of different points:\n  10: anna\n  20: eve\nGrade all with the same checks.",
            ),
            ({"anna": graded(0, 0)}, "The grades are out of 0 points.\nGrade with a course"),
            ({"anna": graded(), "ANNA": graded()}, "grades has more than one grade for:\n  anna\nLeave one for each."),
            ({"column": graded()}, 'sheet.csv has no column "Homework 3".\nIts columns are: "Student", "ID"'),
            ({}, "grades holds no grades.\nGive a folder of STUDENT.json"),
        ],
    )
    def test_grades_that_do_not_fit_together(self, desk, grades, fact):
        desk.put(CANVAS, **grades)
        (desk.folder / "grades").mkdir(exist_ok=True)
        status, said = desk.run("canvas", "--column", "Homework 3" if "column" in grades else HOMEWORK[1])
        assert (status, fact in said) == (1, True), said

    def test_a_file_that_is_no_grade(self, desk):
        desk.put(CANVAS)
        (desk.folder / "grades").mkdir()
        (desk.folder / "grades" / "anna.json").write_text("{}")
        status, said = desk.run("canvas", *HOMEWORK)
        assert (status, "anna.json does not hold a grade" in said) == (1, True)

    @pytest.mark.parametrize(
        ("options", "fact"),
        [
            ({"grades": "sheet.csv"}, "sheet.csv does not name the columns `student` and `grade`"),
            ({"out": "./sheet.csv"}, "is the sheet itself: give another path"),
            ({"column": ""}, "Say which column to fill, such as --column"),
        ],
    )
    def test_commands_that_make_no_sense(self, desk, options, fact):
        desk.put(CANVAS, anna=graded())
        column = () if "column" in options else HOMEWORK
        status, said = desk.run("canvas", *column, **{k: v for k, v in options.items() if k != "column"})
        assert status in {1, 2}
        assert fact in said
        assert (desk.folder / "sheet.csv").read_bytes() == CANVAS.encode()


class TestMoodle:
    def test_a_worksheet(self, desk):
        desk.put(MOODLE, **{"ben@example.org": graded()})
        assert desk.run("moodle")[0] == 1  # out of 100, not of 10
        status, said = desk.run("moodle", "--out-of", "100")
        assert (status, "without a grade: anna@example.org" in said) == (0, True)
        assert desk.out == MOODLE.replace("50.00", "80")

    def test_who_handed_in_nothing_that_can_be_graded_has_no_point_and_is_listed(self, desk):
        refused = graded()
        refused.refuse("x.zip is no zip\x1b: hand in another")
        desk.put(MOODLE, **{"ben@example.org": refused})
        status, said = desk.run("moodle", "--out-of", "100")
        assert status == 0
        words = "No point for ben@example.org, of whose work nothing could be graded: x.zip is no zip\\x1b: hand in"
        assert words in said
        assert desk.out == MOODLE.replace("50.00", "0")

    def test_duplicate_names_are_listed(self, desk):
        desk.put(MOODLE, anna=graded())
        status, said = desk.run("moodle", "--out-of", "100", "--by", "Full name")
        assert (status, "sheet.csv has more than one row for:\n  anna\nChoose a column" in said) == (1, True)

    def test_titles_and_delimiter_of_another_language(self, desk):
        desk.put('ID;E-Mail-Adresse;Bewertung\n"Teilnehmer/in 1";a@example.org;"4,5"\n', **{"a@example.org": graded()})
        assert desk.run("moodle", "--by", "E-Mail-Adresse", "--column", "Bewertung")[0] == 0
        assert desk.out.endswith(';a@example.org;"8"\n')


class TestSheets:
    @pytest.mark.parametrize(
        ("data", "fact"),
        [
            (b"a,b\xff\n", r"sheet\.csv is not UTF-8 \(byte 3\)\.\nGive the exported file itself"),
            (b'a,b\n1,"2\n3', r"sheet\.csv, line 2: a quote is not closed, or not doubled\.\nExport"),
            (b'a,b\n"1"2,3\n', r"sheet\.csv, line 2: a quote is not closed, or not doubled\.\nExport"),
            (None, r"sheet\.csv cannot be read: No such file or directory\.\nGive the file that was exported"),
        ],
    )
    def test_what_is_no_sheet(self, tmp_path, data, fact):
        if data is not None:
            (tmp_path / "sheet.csv").write_bytes(data)
        with pytest.raises(SheetError, match=fact):
            Sheet.read(tmp_path / "sheet.csv")

    def test_a_title_that_occurs_twice_and_a_row_that_is_too_short(self, tmp_path):
        (tmp_path / "sheet.csv").write_bytes(b'a,b,b,"c\nd"\n1,2\n')
        sheet = Sheet.read(tmp_path / "sheet.csv")
        with pytest.raises(SheetError, match=r'sheet\.csv has more than one column "b"\.\nIts columns are: "a", "b"'):
            sheet.column("b")
        with pytest.raises(SheetError, match=r"sheet\.csv, line 3: there are 2 cells, and column 4 is asked for\."):
            sheet.filled(3, {1: "1"})


texts = st.text(st.sampled_from('ab ,;"\n\r\täß0.5'), max_size=6)


@st.composite
def tables(draw):
    """A table with unique titles, and how it is written."""
    columns = draw(st.integers(2, 5))
    titles = [f"title {n}" for n in range(columns)]
    rows = draw(st.lists(st.lists(texts, min_size=columns, max_size=columns), max_size=5))
    delimiter = draw(st.sampled_from(",;\t"))
    line_end = draw(st.sampled_from(["\n", "\r\n"]))
    quoting = draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=line_end, quoting=quoting)
    writer.writerows([titles, *rows])
    text = out.getvalue()
    if draw(st.booleans()):
        text = text.removesuffix(line_end)
    return draw(st.sampled_from(["", "\ufeff"])) + text, delimiter


@settings(deadline=None, max_examples=150)
@given(table=tables(), data=st.data())
def test_every_other_cell_and_the_order_stay(tmp_path_factory, table, data):
    """The rows are those that Python's own reader sees, and a filled column changes nothing else, to the byte."""
    text, delimiter = table
    path = tmp_path_factory.getbasetemp() / "property.csv"
    path.write_bytes(text.encode())
    sheet = Sheet.read(path)
    before = read(text, delimiter)
    assert [[cell.value for cell in row] for row in sheet.rows] == [row or [""] for row in before]  # an empty line

    column = data.draw(st.integers(0, len(before[0]) - 1))
    rows = [row for row in range(1, len(before)) if column < len(before[row])]
    values = (
        data.draw(st.dictionaries(st.sampled_from(rows), st.from_regex(r"[0-9]{1,3}(\.[0-9])?", fullmatch=True)))
        if rows
        else {}
    )
    filled = sheet.filled(column, values).decode()
    after = read(filled, delimiter)
    for row, value in values.items():
        assert after[row][column] == value
        after[row][column] = before[row][column]
    assert after == before
    kept = {row: sheet.rows[row][column].value for row in values}
    if all(re.fullmatch(r"[^\"\n\r,;\t]*", value) for value in kept.values()):  # such cells can be put back plainly
        path.write_bytes(filled.encode())
        assert Sheet.read(path).filled(column, kept).decode() == text


def read(text, delimiter):
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter))


TITLE = "Email address,Assignment: Homework 1 (Real)"


@pytest.mark.parametrize("platform", ["canvas", "moodle"])
def test_the_example_of_the_docs_runs(platform, copy_of, run):
    """The commands of docs/ci, as they stand there, in a course's folder."""
    page = (ROOT / "docs" / "ci" / f"{platform}.md").read_text("utf-8")
    course = copy_of("toy")
    student = {"canvas": "anna", "moodle": "anna@example.org"}[platform]
    shutil.copytree(course / "solutions", course / "handed_in" / student)
    (course / "handed_in" / "ben@example.org.zip").write_bytes(b"no zip")
    (course / "gradebook.csv").write_text(CANVAS.replace("\ufeff", ""), "utf-8")
    (course / "worksheet.csv").write_text(MOODLE, "utf-8")
    if platform == "moodle":
        (course / "gradebook.csv").write_text(f"{TITLE}\nanna@example.org,-\nben@example.org,-\n", "utf-8")
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    for script in re.findall(r"```sh\n(.*?)```", page, re.DOTALL):
        done = run(course, "sh", "-euc", script, PATH=path)
        assert done.status == 0, done.text + done.errors
    filled = (course / "filled.csv").read_text("utf-8")
    if platform == "canvas":
        assert '"Muster, Änna",17,anna,"A, and B",10,4.50' in filled
        assert '"O""Neil, Ben",18,Ben@example.org,A,"0",,' in filled
    else:
        assert 'anna@example.org,"No submission",100,100.00' in filled
        assert (course / "imported.csv").read_text("utf-8") == f"{TITLE}\nanna@example.org,100\nben@example.org,0\n"

"""pytest's JUnit report with the grader's pictures: what GitLab finds of a failed case, and where it lies."""

import re
import sys
import xml.etree.ElementTree as ET

import pytest
from junitparser import JUnitXml
from PIL import Image

from grader.figures import Curve, HeatMap, Images, Matrix
from grader.figures import Image as Digit
from grader.reports.picture import LINE, WIDTH, picture

ATTACHMENT = re.compile(r"\[\[ATTACHMENT\|(?P<path>.+?)\]\]")  # GitLab's lib/gitlab/ci/parsers/test/junit.rb
DOUBLE = "def double(x):\n    return 3 * x\n"


@pytest.fixture(scope="module", params=[(), ("-n1",)], ids=["alone", "xdist"])
def job(request, copy_of, run, submit, tmp_path_factory):
    """A job of GitLab's, which writes into the project's folder: the folder, and the cases by name."""
    project = tmp_path_factory.mktemp("project")
    command = [sys.executable, "-m", "pytest", *request.param, "exercises/01_tensors", "solutions/01_tensors"]
    command += [f"--submission={submit(double=DOUBLE)}", f"--junitxml={project / 'reports' / 'junit.xml'}"]
    done = run(copy_of("toy"), *command, CI="true", CI_PROJECT_DIR=str(project))
    assert done.status == 1, done.errors
    path = project / "reports" / "junit.xml"
    assert sum(len(suite) for suite in JUnitXml.fromfile(str(path))) == 4
    return project, {case.get("name"): case for case in ET.parse(path).iter("testcase")}  # noqa: S314  pytest wrote it


def test_a_failed_case_names_one_picture_from_the_top_of_the_project(job):
    project, cases = job
    for name, number in (("test_doubles[3]", 1), ("test_doubles[5]", 2)):
        (path,) = ATTACHMENT.findall(cases[name].findtext("system-out"))
        assert path == f"reports/junit-pictures/01_tensors-double-{number}.png"
        with Image.open(project / path) as image:
            assert image.format == "PNG"
    others = [case for name, case in cases.items() if "doubles" not in name]
    assert len(others) == 2
    assert not any(case.findtext("system-out") for case in others)


def test_without_a_project_the_path_is_whole(copy_of, run, submit, tmp_path):
    command = [sys.executable, "-m", "pytest", "-k", "doubles", f"--submission={submit(double=DOUBLE)}"]
    run(copy_of("toy"), *command, "-o", "junit_logging=all", f"--junitxml={tmp_path / 'it.xml'}")
    texts = [case.findtext("system-out") for case in ET.parse(tmp_path / "it.xml").iter("testcase")]  # noqa: S314
    assert [ATTACHMENT.findall(text)[0] for text in texts] == [
        str(tmp_path / "it-pictures" / f"01_tensors-double-{number}.png") for number in (1, 2)
    ]
    assert all("Captured" in text for text in texts), "what pytest wrote there stays"


def test_no_check_no_change(copy_of, run, tmp_path):
    command = [sys.executable, "-m", "pytest", "-k", "nosuch", f"--junitxml={tmp_path / 'it.xml'}"]
    assert run(copy_of("toy"), *command).status == 5
    assert JUnitXml.fromfile(str(tmp_path / "it.xml")).tests == 0


DIGIT = Digit(width=2, pixels=bytes([0, 255, 0, 255]), right="0", answer="1")
KINDS = {
    "curve": (Curve(title="losses", yours=[9.0, None, 1.0, 2.0], reference=[9.0, 1.0, 0.1]), (208, 87, 15)),
    "extremes": (Curve(title="a\nb", yours=[1.7e308, -1.7e308], reference=[5e-324, 0.0]), (208, 87, 15)),
    "extremes of a table": (
        HeatMap(title="g", expected=[[1.7e308, 0.0]], got=[[-1.7e308, 1.0]], shape=(1, 2)),
        (27, 31, 39),
    ),
    "small": (Curve(title="losses", yours=[5e-324, 1.7e308], reference=[]), (208, 87, 15)),
    "one point": (Curve(title="losses", yours=[None], reference=[]), (208, 87, 15)),
    "heat map": (HeatMap(title="g", expected=[[1.0, -2.0]], got=[[2.0, None]], shape=(9, 9)), (27, 31, 39)),
    "matrix": (Matrix(title="classes", labels=["0", "1"], counts=[[9, 1], [0, 7]]), (114, 170, 137)),
    "images": (Images(title="\x1b[2J", images=[DIGIT] * 12), (0, 0, 0)),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_figure_is_drawn(kind, tmp_path):
    figure, colour = KINDS[kind]
    (tmp_path / "it.png").write_bytes(picture([figure, figure]))
    with Image.open(tmp_path / "it.png") as image:
        colours = {pixel for _, pixel in image.getcolors(2**20)}
        assert image.width == WIDTH
        assert image.height > 6 * LINE
    assert colour in colours

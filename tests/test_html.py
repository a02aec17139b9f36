"""The page of a grade: what its figures show and keep to themselves, and how a browser shows it."""

import base64
import json
import math
import re
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
import torch
from websocket import create_connection

from grader import judges
from grader.figures import MOST_CELLS, MOST_IMAGES, MOST_POINTS, Curve, HeatMap, Image, Images, Matrix
from grader.grade import CheckGrade, Environment, Excerpt, ExerciseGrade, Grade, Isolation, Mistake, Status
from grader.here.pictures import confusion, curves, heat_maps, worst_images
from grader.hidden import for_students
from grader.reports import drawing
from grader.reports.html import page, write_html
from grader.reports.json import read_json, write_json
from grader.reports.text_charts import charts

ROOT = Path(__file__).parents[1]
CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
CODE = ["def update(params, lr):", "    for p in params:", "        p = p - lr * p.grad", "    return <b>params</b>"]
FIGURES = [
    Curve(title="losses", yours=[100.0, 10.0, None, 1.0], reference=[100.0, 5.0, 1.0, 0.5]),
    HeatMap(title="gradient", expected=[[1.0, -2.0]], got=[[2.0, None]], shape=(1, 2)),
    HeatMap(title="wide", expected=[[0.0] * 20] * 9, got=[[1.0] * 20] * 9, shape=(40, 20), first=(7, 0)),
    Matrix(title="classes", labels=["0", "1"], counts=[[9, 1], [0, 7]]),
    Images(title="wrong", images=[Image(width=2, pixels=bytes([0, 255, 128, 64]), right="0", answer="1")]),
]


def check(status, title, message="", **fields):
    return CheckGrade(id=title, title=title, status=status, message=message, max_score=2.0, **fields)


def whole():
    """A grade with everything that a page can show."""
    excerpt = Excerpt(file="update.py", line=3, first=1, lines=CODE)
    long = check(Status.ERROR, "long" * 60, "TypeError: " + "x" * 300, excerpt=excerpt, output="epoch 1\n" * 50)
    checks = [check(Status.FAILED, "drawn", "wrong", figures=FIGURES), long, check(Status.PASSED, "fine", score=2.0)]
    exercises = [
        ExerciseGrade(chapter="01", name="update", title="t", checks=checks, mistake=Mistake("m", "Twice as long.")),
        ExerciseGrade(chapter="01", name="done", title="t", checks=[check(Status.PASSED, "it passes", score=2.0)]),
        *(ExerciseGrade(chapter="02", name=one.value, title="t", checks=[check(one, "x", "said")]) for one in Status),
    ]
    isolation = Isolation(asked="auto", in_force=["files"], missing=["network"])
    grade = Grade(submission="anna", isolation=isolation, environment=Environment(), exercises=exercises)
    grade.add_up()
    return grade


class TestFiguresOfObservations:
    def test_a_wrong_table_is_shown_around_its_worst_entry(self):
        expected = {"gradient": torch.zeros(40, 100), "b": torch.zeros(2)}
        got = {"gradient": torch.zeros(40, 100), "b": torch.zeros(2)}
        got["gradient"][39, 50] = -math.inf
        (figure,) = heat_maps(got, expected)
        assert (figure.title, figure.shape, figure.first) == ("gradient", (40, 100), (8, 34))
        assert [len(figure.got), len(figure.got[0])] == [MOST_CELLS, MOST_CELLS]
        assert figure.got[31][16] is None
        assert figure.expected[31][16] == 0
        assert heat_maps(expected, expected) == []

    @pytest.mark.parametrize("got", [torch.zeros(3), torch.zeros(2, 2, 2), torch.zeros(2, 2).int(), "text", None])
    def test_what_has_another_form_has_no_heat_map(self, got):
        assert heat_maps(got, torch.ones(2, 2)) == []

    def test_losses_are_a_curve_and_bounded(self):
        seen = {
            "run": {"losses": [float(n) for n in range(1000)] + [math.nan]},
            "loss": 3.0,
            "parameters of loss, 0": [1.0] * 9,
        }
        (figure,) = curves(seen, seen, failed=False)
        assert (figure.title, figure.step) == ("run, losses", 3)
        assert len(figure.yours) <= MOST_POINTS
        assert curves([1.7976e308] * 9, [1.0] * 9, failed=True)[0].yours == [None] * 9
        assert curves({"losses": [1.0, 2**70, "x"]}, seen["run"], failed=True) == []

    def test_a_record_with_figures_is_read_back(self, tmp_path):
        write_json(whole(), tmp_path / "grade.json")
        assert read_json(tmp_path / "grade.json") == whole()


class TestFiguresOfClasses:
    TRUTH = torch.tensor([0, 0, 1, 2, 2])

    def test_a_matrix_counts_what_was_taken_for_what(self):
        assert confusion(torch.tensor([0, 1, 1, 2, 99]), self.TRUTH).counts == [[1, 1, 0], [0, 1, 0], [0, 0, 1]]
        assert confusion(self.TRUTH, torch.tensor([0, 0, 1, 2, 200])) is None

    def test_the_surest_errors_come_first(self):
        images = torch.arange(5, dtype=torch.uint8)[:, None, None].expand(5, 2, 2)
        scores = torch.eye(3)[[1, 0, 2, 2, 0]] * torch.tensor([1.0, 1, 2, 1, 3])[:, None]
        found = worst_images(images, scores.argmax(1), self.TRUTH, scores)
        assert [(one.pixels[0], one.right, one.answer) for one in found.images] == [
            (4, "2", "0"),
            (2, "1", "2"),
            (0, "0", "1"),
        ]
        assert worst_images(images, self.TRUTH, self.TRUTH, scores) is None
        assert worst_images(images.float(), scores.argmax(1), self.TRUTH, scores) is None
        many = worst_images(torch.zeros(99, 1, 8, 8, dtype=torch.uint8), torch.ones(99), torch.zeros(99), None)
        assert len(many.images) == MOST_IMAGES

    def test_the_judge_of_accuracy_gives_both(self):
        judge = judges.accuracy(0.9, labels="labels", images="images")
        assert judge.fixtures == ("labels", "images")
        images = torch.zeros(5, 8, 8, dtype=torch.uint8)
        found = judge(torch.tensor([0, 0, 1, 2, 1]), labels=self.TRUTH, images=images)
        assert [type(figure) for figure in found.figures] == [Matrix, Images]


def test_a_picture_is_a_png_of_its_pixels():
    data = base64.b64decode(drawing.png(FIGURES[-1].images[0]).partition("base64,")[2])
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    body = data[data.index(b"IDAT") + 4 :]
    assert zlib.decompressobj().decompress(body) == bytes([0, 255, 0, 0, 127, 191])


def test_a_curve_that_falls_far_is_logarithmic_and_broken_where_a_number_is_missing():
    plot = drawing.plot(FIGURES[0])
    assert plot.logarithmic
    assert [len(stroke) for stroke in plot.yours] == [2, 1]
    assert drawing.path(plot.yours) == "M0.0 0.0L160.0 82.6M480.0 165.1"
    assert [plot.y_ticks[0].at, plot.y_ticks[-1].at] == [drawing.HEIGHT, 0]
    assert drawing.plot(Curve(title="", yours=[None], reference=[])).yours == []


@pytest.mark.parametrize("yours", [[1.797e308, -1.797e308], [5e-324, 1.797e308], [1.0, 1.797e308], [1.0, 1.0], [None]])
def test_no_number_is_too_large_to_be_drawn(yours):
    curve = Curve(title="", yours=yours, reference=[1.0])
    plot = drawing.plot(curve)
    assert all(0 <= y <= drawing.HEIGHT for stroke in plot.yours for _, y in stroke)
    assert len(charts([curve], {})) == 3
    assert drawing.plot(Curve(title="", yours=[1e300], reference=[])).yours == [[(0.0, drawing.HEIGHT / 2)]]


def test_figures_of_hidden_checks_are_for_teachers_only():
    secret = HeatMap(title="secret", expected=[[1.0, 12.34]], got=[[2.0, 5.0]], shape=(1, 2))
    grade = whole()
    grade.exercises[0].checks = [check(Status.FAILED, "kept", "wrong", hidden=True, figures=[secret])]
    for shown in (True, False):
        text = page(grade if shown else for_students(grade))
        assert ("secret" in text) is shown
        assert ("12.3" in text) is shown
        assert "hidden</span>" in text


DOUBLE = "def double(x):\n    return x * 3\n"
CLASSIFY = "import torch\n\n\ndef classify(points):\n    raise ValueError('no </pre><script>')\n"


@pytest.fixture(scope="module")
def graded(copy_of, run, submit, tmp_path_factory):
    """By the command of docs/ci, a wrong tensor and an exception: the two pages, and the grade."""
    course, out = copy_of("toy"), tmp_path_factory.mktemp("out")
    shutil.copytree(submit(double=DOUBLE, classify=CLASSIFY), course / "handed_in" / "anna")
    (script,) = re.findall(r"```sh\n(.*?)```", (ROOT / "docs" / "ci" / "html.md").read_text("utf-8"), re.DOTALL)
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    more = f"--report=html-full={out / 'full.html'} --report=json={out / 'grade.json'}"
    ran = run(course, "sh", "-euc", script, PATH=path, PYTEST_ADDOPTS=more)
    assert ran.status == 0, ran.text
    return (
        (course / "grade.html").read_text("utf-8"),
        (out / "full.html").read_text("utf-8"),
        read_json(out / "grade.json"),
    )


def test_a_run_fills_figures_and_excerpts(graded):
    text, _, grade = graded
    checks = [one for exercise in grade.exercises for one in exercise.checks]
    assert {type(figure) for one in checks for figure in one.figures} == {HeatMap}
    excerpt = next(one.excerpt for one in checks if one.excerpt and one.excerpt.line)
    assert (excerpt.file, excerpt.line, excerpt.first) == ("classify.py", 5, 2)
    assert excerpt.lines[-1] == "    raise ValueError('no </pre><script>')"
    called = [one.excerpt for one in checks if one.excerpt and not one.excerpt.line]
    assert {(one.file, one.first, *one.lines) for one in called} == {("double.py", 1, *DOUBLE.splitlines())}
    assert len(called) > 1
    assert text.count("Your code, double.py") == 1, "once for all checks of the function"


def test_no_line_of_a_submission_is_markup(graded):
    for text in graded[:2]:
        assert "no &lt;/pre&gt;&lt;script&gt;" in text
        assert "<script" not in text


CONTRAST = """
(() => {
  const canvas = Object.assign(document.createElement('canvas'), {width: 1, height: 1});
  const pen = canvas.getContext('2d', {willReadFrequently: true});
  const over = (colours) => {
    pen.clearRect(0, 0, 1, 1);
    for (const colour of colours) { pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1); }
    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3).map(v => v / 255)
      .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
  };
  const light = ([r, g, b]) => .2126 * r + .7152 * g + .0722 * b;
  const poor = [];
  for (const element of document.querySelectorAll('body *:not(svg, svg *)')) {
    const words = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    if (!words || !element.checkVisibility()) continue;
    const behind = [];
    for (let up = element; up; up = up.parentElement) behind.unshift(getComputedStyle(up).backgroundColor);
    const [a, b] = [light(over([...behind, getComputedStyle(element).color])), light(over(behind))];
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) poor.push(`${element.className} ${element.textContent.slice(0, 20)} ${ratio.toFixed(1)}`);
  }
  return poor;
})()
"""


class Browser:
    """A page in headless Chromium, spoken to by its own protocol."""

    def __init__(self, address):
        self.socket = create_connection(address, suppress_origin=True, timeout=60)
        self.number = 0
        self.events = []

    def __call__(self, method, **parameters):
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": parameters}))
        while (answer := json.loads(self.socket.recv())).get("id") != self.number:
            self.events.append(answer)
        assert "error" not in answer, answer
        return answer["result"]

    def wait_for(self, event):
        while not any(seen["method"] == event for seen in self.events):
            self.events.append(json.loads(self.socket.recv()))

    def ask(self, expression):
        return self("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def press(self, key, code, text=""):
        for kind in ("keyDown", "keyUp"):
            more = {"text": text} if kind == "keyDown" and text else {}
            self("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **more)


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    """The page of `whole()`, open; every request since is among the events."""
    if not CHROMIUM:
        pytest.skip("no Chromium here")
    folder = tmp_path_factory.mktemp("browser")
    write_html(whole(), folder / "page.html")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", f"--user-data-dir={folder}"]
    with subprocess.Popen([CHROMIUM, *options, "about:blank"], stderr=subprocess.PIPE, text=True) as process:
        told = next(found for line in process.stderr if (found := re.search(r"listening on (ws://[^/]+)", line)))
        import urllib.request

        with urllib.request.urlopen(told[1].replace("ws:", "http:") + "/json/list") as answer:  # noqa: S310
            pages = [one for one in json.load(answer) if one["type"] == "page"]
        browser = Browser(pages[0]["webSocketDebuggerUrl"])
        for domain in ("Network", "Page", "Runtime", "Log"):
            browser(f"{domain}.enable")
        browser("Page.navigate", url=(folder / "page.html").as_uri())
        browser.wait_for("Page.loadEventFired")
        yield browser
        browser.socket.close()
        process.terminate()
        process.stderr.read()


def test_nothing_is_fetched_and_nothing_is_wrong(browser):
    asked = [e["params"]["request"]["url"] for e in browser.events if e["method"] == "Network.requestWillBeSent"]
    assert [url.partition(":")[0] for url in asked].count("file") == 1
    assert {url.partition(":")[0] for url in asked} <= {"file", "data"}
    assert [e["params"] for e in browser.events if e["method"] in {"Log.entryAdded", "Runtime.exceptionThrown"}] == []
    assert browser.ask("[...document.images].every(image => image.naturalWidth > 0)")


def test_the_keyboard_opens_what_is_closed(browser):
    opened = "document.querySelectorAll('.exercise')[1].open"
    browser.ask("document.querySelectorAll('details').forEach(one => one.open = false)")
    assert browser.ask(opened) is False
    for _ in range(60):
        browser.press("Tab", 9)
        if browser.ask("document.activeElement.parentElement === document.querySelectorAll('.exercise')[1]"):
            break
    assert browser.ask("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    browser.press("Enter", 13, "\r")
    assert browser.ask(opened) is True


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out(browser, scheme):
    browser("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    browser.ask("document.querySelectorAll('details').forEach(one => one.open = true)")
    dark = browser.ask("getComputedStyle(document.documentElement).backgroundColor") == "rgb(18, 21, 26)"
    assert dark is (scheme == "dark")
    assert browser.ask(CONTRAST) == []


@pytest.mark.parametrize("width", [360, 1200])
def test_nothing_is_wider_than_the_screen(browser, width):
    browser("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False)
    assert browser.ask("window.innerWidth") == width
    assert browser.ask("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_paper_shows_what_is_closed_on_the_screen(browser):
    height = "document.querySelectorAll('.exercise')[1].querySelector('.check').checkVisibility()"
    browser.ask("document.querySelectorAll('details').forEach(one => one.open = false)")
    assert browser.ask(height) is False
    browser("Emulation.setEmulatedMedia", media="print")
    assert browser.ask(height) is True
    browser("Emulation.setEmulatedMedia", media="")

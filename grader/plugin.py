"""The face: pytest's hooks, in the order in which a session calls them."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from grader import settings
from grader.check import check_of
from grader.errors import CourseError
from grader.grade import CheckGrade, Status
from grader.progress import Progress
from grader.session import Session, blank, is_hidden
from grader.settings import Settings
from grader_rootdir import course_above

session_key = pytest.StashKey[Session]()
grade_key = pytest.StashKey[CheckGrade]()
last_key = pytest.StashKey[bool]()
HIDDEN = "A hidden check. Its points are told, and nothing more: --hidden show says why."


class NotPassed(Exception):  # noqa: N818  a verdict, not an error
    """Carries a verdict that is not full points to pytest's report."""


def pytest_addoption(parser: pytest.Parser) -> None:
    settings.add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    if config.option.help:
        return
    chosen = Settings.from_config(config)
    refuse_to_be_led_astray(config)
    config.stash[session_key] = Session(chosen, getattr(config, "cache", None), Progress(config))
    if not hasattr(config, "workerinput"):
        from grader.reporter import Reporter

        reporter = Reporter(config.stash[session_key], config)
        config.pluginmanager.register(reporter, "grader-reporter")
        if os.environ.get("GITHUB_ACTIONS") == "true" and any(name == "github" for name, _ in chosen.reports):
            from grader.annotations import Annotations

            config.pluginmanager.register(Annotations(reporter, config), "grader-annotations")
        if written := config.getoption("xmlpath", None):
            from grader.junit import JUnit

            config.pluginmanager.register(JUnit(reporter, written), "grader-junit")
    if config.pluginmanager.hasplugin("xdist"):
        from grader.distribution import Distribution

        config.pluginmanager.register(Distribution(config.stash[session_key]), "grader-distribution")


@pytest.fixture
def submission() -> object:
    """The student's module. In a body it is the module itself; here, something stands for it."""
    from grader.there.worker import Handed

    return Handed()


@pytest.fixture
def device(request: pytest.FixtureRequest) -> str:
    """`cuda` where GPUs were asked for and there are any, else `cpu`."""
    return request.config.stash[session_key].settings.device


def pytest_sessionstart(session: pytest.Session) -> None:
    grading = session.config.stash[session_key]
    if grading.settings.submission is not None:
        _ = grading.sources  # what cannot be graded is told before torch is loaded
        if grading.problem and not grading.settings.reports:
            pytest.exit(grading.problem, returncode=pytest.ExitCode.NO_TESTS_COLLECTED)  # not a usage error


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> None:
    session = parent.config.stash[session_key]
    if session.owns(module_path) and not parent.config.option.collectonly:
        session.start_workers()  # torch is loaded there while it is loaded here


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    session = config.stash[session_key]
    checks = [item for item in items if is_check(item)]
    others = [item for item in items if not is_check(item)]
    try:
        items[:] = sorted(with_prerequisites(checks), key=lambda item: _place(session, item)) + others
    except CourseError as error:
        raise pytest.UsageError(str(error)) from None


def pytest_collection_finish(session: Any) -> None:
    grading = session.config.stash[session_key]
    if session.testsfailed and any(is_check(item) for item in session.items):
        raise pytest.UsageError(
            "grader broke: some checks cannot be collected, so their points would be lost in silence"
        )
    if any(is_check(item) for item in session.items) and not session.config.option.collectonly:
        grading.has_checks = True
        grading.prepare([item.module for item in session.items if is_check(item)])
        if grading.problem and not hasattr(session.config, "workerinput"):  # with xdist each check says so
            pytest.exit(grading.problem, returncode=pytest.ExitCode.NO_TESTS_COLLECTED)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, Any, Any]:
    if is_check(item):
        session = item.config.stash[session_key]
        item.stash[last_key] = not _same_exercise(session, item, nextitem)
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(request: pytest.FixtureRequest, fixturedef: Any) -> Generator[None, Any, Any]:
    session = request.config.stash[session_key]
    if session.has_checks:
        session.seed_fixture(request, fixturedef.argname)
    return (yield)


def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    check = check_of(pyfuncitem.function)
    if check is None:
        return None
    session = pyfuncitem.config.stash[session_key]
    grade = session.grading.grade(session.task(pyfuncitem, check))
    pyfuncitem.stash[grade_key] = grade
    if grade.status is Status.SKIPPED:
        pytest.skip(grade.message)
    if grade.status is not Status.PASSED:
        raise NotPassed(grade.message)
    return True


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: Any, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    report = yield
    if not is_check(item):
        return report
    if call.excinfo is not None and call.excinfo.errisinstance(NotPassed):
        report.longrepr = str(call.excinfo.value)
    elif call.excinfo is not None and not call.excinfo.errisinstance(pytest.skip.Exception):
        item.stash[grade_key] = broken(item, call)
    conceal(item, report)
    if call.when != "teardown" and grade_key in item.stash:
        item.user_properties[:] = with_points(item.user_properties, item.stash[grade_key])
    stopping = item.session.shouldfail or item.session.shouldstop
    if call.when == "teardown" and (item.stash.get(last_key, False) or stopping):
        tell_more(report, item.config.stash[session_key], item)
    if call.when != "setup" or report.failed:
        report.grader_check = msgspec.to_builtins(item.stash.get(grade_key, None))
    return report


def pytest_report_teststatus(report: pytest.TestReport) -> tuple[str, str, str] | None:
    data = getattr(report, "grader_check", None)
    if data is None or report.when != "call":
        return None
    return shown(msgspec.convert(data, CheckGrade))


def pytest_unconfigure(config: pytest.Config) -> None:
    if session_key in config.stash:
        config.stash[session_key].close()


def refuse_to_be_led_astray(config: pytest.Config) -> None:
    """Stop where pytest has taken an option's path for one of tests, and settings from there.

    Raises pytest.UsageError; `grader_rootdir` keeps it from happening where its .pth file is installed.
    """
    course = course_above(config.invocation_params.dir)
    if config.getoption("submission") and course is not None and course.resolve() != config.rootpath.resolve():
        raise pytest.UsageError(
            f"pytest looks for its settings in {config.rootpath}, not in the course's folder {course}: "
            "write --submission=PATH, in one word"
        )


def is_check(item: pytest.Item) -> bool:
    """Whether an item is a check of the course."""
    return isinstance(item, pytest.Function) and check_of(item.function) is not None


def _same_exercise(session: Session, item: Any, other: Any) -> bool:
    return other is not None and is_check(other) and session.exercise_of(other) == session.exercise_of(item)


def with_prerequisites(items: list[Any]) -> list[Any]:
    """The items, and those that they come after even where they were not selected: -k changes no verdict."""
    found = {item.nodeid: item for item in items}
    queue = list(items)
    while queue:
        item = queue.pop()
        for name in check_of(item.function).after:  # type: ignore[union-attr]
            known = [other for other in found.values() if other.path == item.path and other.originalname == name]
            missing = [] if known else [other for other in item.parent.collect() if other.originalname == name]
            if not known and not missing:
                raise CourseError(f"{item.nodeid} comes after {name}, and {item.path} has no such check: mend `after`")
            for other in missing:
                found[other.nodeid] = other
                queue.append(other)
    return list(found.values())


def _place(session: Session, item: Any) -> tuple[Any, ...]:
    """Where a check stands in the grade: exercise, visible before hidden, then as written."""
    exercise = session.exercise_of(item)
    case = tuple(item.callspec.indices.values()) if hasattr(item, "callspec") else ()
    return exercise, is_hidden(item, session.settings.root), item.function.__code__.co_firstlineno, case


def tell_more(report: Any, session: Session, item: Any) -> None:
    """With the report of an exercise's last check goes what concerns more than that check."""
    exercise = session.exercise_of(item)
    report.grader_mistake = [exercise.label, msgspec.to_builtins(session.grading.diagnose(exercise))]
    report.grader_isolation = msgspec.to_builtins(session.isolation())
    report.grader_problem = session.problem
    report.grader_notebooks = msgspec.to_builtins(session.notebooks)
    session.notebooks = []  # they are told once


def broken(item: Any, call: pytest.CallInfo[None]) -> CheckGrade:
    """The verdict when something of ours failed: a fixture, a judge, the reference. It is not the student's fault."""
    grade = blank(item, item.config.rootpath)
    error = call.excinfo.value if call.excinfo else None
    grade.message = f"The grader broke here, not the submission: {type(error).__name__}: {error}"
    return grade


def conceal(item: Any, report: pytest.TestReport) -> None:
    """Keep what a hidden check tries out of what pytest itself prints and writes, where it is not to be told."""
    settings = item.config.stash[session_key].settings
    if settings.hidden == "show" or not is_hidden(item, settings.root):
        return
    report.sections.clear()
    if isinstance(report.longrepr, tuple):
        report.longrepr = (*report.longrepr[:2], HIDDEN)
    elif report.longrepr is not None:
        report.longrepr = HIDDEN


def with_points(properties: list[tuple[str, object]], grade: CheckGrade) -> list[tuple[str, object]]:
    """An item's properties and what --junitxml says of its verdict."""
    points = {"points": f"{grade.score:.10g}", "max_points": f"{grade.max_score:.10g}"}
    told = {"check": grade.id, **points, "status": grade.status.value}
    return [pair for pair in properties if pair[0] not in told] + list(told.items())


def shown(grade: CheckGrade) -> tuple[str, str, str]:
    """Category, letter and word for pytest's own lines."""
    points = f"{grade.score:g}/{grade.max_score:g}"
    return {
        Status.PASSED: ("passed", ".", "PASSED"),
        Status.PARTIAL: ("partial", "p", f"PARTIAL {points}"),
        Status.NOT_STARTED: ("not started", "n", "NOT STARTED"),
        Status.SKIPPED: ("skipped", "s", "SKIPPED"),
        Status.TIMED_OUT: ("failed", "T", "TIMED OUT"),
        Status.CRASHED: ("failed", "C", "CRASHED"),
        Status.BROKE: ("grader broke", "B", "GRADER BROKE"),
        Status.ERROR: ("failed", "E", "ERROR"),
        Status.FAILED: ("failed", "F", "FAILED"),
    }[grade.status]

"""The options of one run, as one frozen record, made at the door."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pytest

from grader.job import Limits, TimeLimits

MEMORY_MIB = 2048
CI = ("CI", "GITHUB_ACTIONS", "GITLAB_CI", "BUILD_NUMBER")  # variables of which CI systems set one
MOST_SECONDS = 86_400
RUNGS = (
    *("landlock", "seccomp", "another user", "user namespace", "mount namespace"),
    *("network namespace", "ipc namespace", "pid namespace"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the command line asked for. Paths are absolute."""

    root: Path
    submission: Path | None
    reports: tuple[tuple[str, Path | None], ...]
    hidden: str
    isolation: str
    without: tuple[str, ...]
    workers: str
    time_scale: float
    device: str
    seed: int
    mnist_root: Path | None
    limits: Limits
    notebook_limits: TimeLimits

    @classmethod
    def from_config(cls, config: pytest.Config) -> Self:
        """Read pytest's options. Raises pytest.UsageError for one that makes no sense."""
        started_in = config.invocation_params.dir
        submission = config.getoption("submission")
        mnist_root = config.getoption("mnist_root")
        if submission and not (started_in / submission).exists():
            raise pytest.UsageError(f"--submission {submission} does not exist: give the path of a file or a folder")
        time_scale = config.getoption("time_scale")
        if time_scale <= 0:
            raise pytest.UsageError(f"--time-scale {time_scale}: it must be positive, such as 2.0 on a slow machine")
        return cls(
            root=config.rootpath,
            submission=started_in / submission if submission else None,
            reports=tuple(_report(text, started_in) for text in config.getoption("report")),
            hidden=config.getoption("hidden"),
            isolation=config.getoption("isolation"),
            without=tuple(config.getoption("isolation_without")),
            workers=config.getoption("workers"),
            time_scale=time_scale,
            device=_device(config.getoption("device")),
            seed=config.getoption("grader_seed"),
            mnist_root=started_in / mnist_root if mnist_root else None,
            limits=Limits(memory=config.getoption("memory") * 2**20),
            notebook_limits=_time_limits(config),
        )


def add_options(parser: pytest.Parser) -> None:
    """The grader's options, for `pytest --help`."""
    group = parser.getgroup("grader", "grading PyTorch exercises")
    group.addoption(
        "--submission",
        metavar="PATH",
        help="grade this file, notebook, folder or zip instead of exercises/, for example --submission homework.ipynb",
    )
    group.addoption(
        "--report",
        action="append",
        default=[],
        metavar="FORMAT[=PATH]",
        help="write the grade to a file, for example --report json=grade.json (repeatable)",
    )
    group.addoption(
        "--hidden",
        choices=["show", "points"],
        default="points" if any(os.environ.get(name) for name in CI) else "show",
        help="what the terminal and --junitxml tell of hidden checks: all, or their points alone (the default in CI, "
        "where students read the log)",
    )
    group.addoption(
        "--isolation",
        choices=["auto", "strict", "none"],
        default="auto",
        help="auto: the strongest confinement that this machine offers; strict: refuse to grade with less than all of "
        "it; none: run submissions in this process, for breakpoint()",
    )
    group.addoption(
        "--isolation-without",
        action="append",
        default=[],
        choices=RUNGS,
        metavar="MEANS",
        help=f"see what holds on a machine that lacks a means of isolation (repeatable): {', '.join(RUNGS)}",
    )
    group.addoption(
        "--workers",
        choices=["fork", "spawn"],
        default="fork" if _can_fork() else "spawn",
        help="fork workers from a server that has torch loaded, or start each one anew (slow, works everywhere)",
    )
    group.addoption(
        "--time-scale",
        type=float,
        default=1.0,
        metavar="FACTOR",
        help="multiply every time limit, for example 2.0 on a slow machine",
    )
    group.addoption(
        "--cell-timeout", type=float, default=60.0, metavar="S", help="seconds for one cell of a notebook (default 60)"
    )
    group.addoption(
        "--notebook-timeout",
        type=float,
        default=300.0,
        metavar="S",
        help="seconds for all cells of a notebook together (default 300)",
    )
    group.addoption(
        "--memory", type=int, default=MEMORY_MIB, metavar="MIB", help="memory of one check's processes (default 2048)"
    )
    group.addoption(
        "--device", choices=["auto", "cpu", "cuda"], default="auto", help="what submissions may see (default auto)"
    )
    group.addoption(
        "--mnist-root", metavar="DIR", help="a folder with real MNIST (as torchvision keeps it) instead of the digits"
    )
    group.addoption(
        "--grader-seed", type=int, default=0, metavar="N", help="draw other data: every check's seed depends on it"
    )


def _time_limits(config: pytest.Config) -> TimeLimits:
    limits = TimeLimits(config.getoption("cell_timeout"), config.getoption("notebook_timeout"))
    for name, seconds in (("cell", limits.cell), ("notebook", limits.notebook)):
        if not 0 < seconds < MOST_SECONDS:
            raise pytest.UsageError(f"--{name}-timeout {seconds:g}: it must be positive and below a day, such as 60")
    return limits


def _can_fork() -> bool:
    import os
    import socket

    return hasattr(os, "fork") and hasattr(socket, "send_fds")


def _device(asked: str) -> str:
    """`auto` becomes what the machine has; asking the driver, not torch, costs nothing."""
    if asked != "auto":
        return asked
    return "cuda" if Path("/dev/nvidia0").exists() or Path("/dev/nvidiactl").exists() else "cpu"


def _report(text: str, started_in: Path) -> tuple[str, Path | None]:
    name, _, path = text.partition("=")
    return name, started_in / path if path else None

"""What grading costs beside doing the work: ratios of times that were measured in one run.

    python benchmarks/overhead.py

grades the reference solutions with pytest, and calls the same bodies on the same modules in one bare Python process. It
prints a table and exits with 1 when a bound is not met. Times are wall-clock seconds on this machine, medians where
there are several runs; only their ratios mean something elsewhere. Nothing else should be running.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
HERE = Path(__file__).parent
ROUNDS = 3
HELP_ROUNDS = 9

BOUNDS = {
    "warm grading / bare process": 1.5,
    "grader's share of a check, median (ms)": 30.0,
    "plugin's share of pytest --help (ms)": 50.0,
    "all exercises, warm (s)": 30.0,
}


def main() -> int:
    """Measure, print, and say with the exit status whether every bound is met."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        say("writing down the calls ...")
        run([sys.executable, str(HERE / "calls.py"), str(folder / "calls")])
        say("grading cold ...")
        cold, peak = with_peak_memory(grading(folder, "--cache-clear"))
        warm, bare, shares = [], [], []
        for number in range(ROUNDS):
            say(f"grading warm, and the bare process: {number + 1} of {ROUNDS} ...")
            warm.append(timed(grading(folder)))
            bare.append(timed([sys.executable, str(HERE / "bare.py"), str(folder / "calls"), str(folder / "times")]))
            shares += own_shares(folder)
        say("pytest --help ...")
        rows = {
            "bare process (s)": statistics.median(bare),
            "all exercises, cold (s)": cold,
            "all exercises, warm (s)": statistics.median(warm),
            "cold grading / bare process": cold / statistics.median(bare),
            "warm grading / bare process": statistics.median(w / b for w, b in zip(warm, bare, strict=True)),
            "grader's share of a check, median (ms)": 1000 * statistics.median(shares),
            "plugin's share of pytest --help (ms)": 1000 * help_share(),
            "peak memory of all processes, cold (MiB)": peak / 2**20,
        }
    return report(rows)


def report(rows: dict[str, float], bounds: dict[str, float] = BOUNDS) -> int:
    """Print the table; 1 where a bound is not met."""
    print(f"{'':44}{'measured':>10}{'at most':>10}")
    for name, value in rows.items():
        bound = bounds.get(name)
        verdict = "" if bound is None else f"{bound:10.1f}" + ("" if value <= bound else "  NOT MET")
        print(f"{name:44}{value:10.2f}{verdict}")
    return 1 if any(rows[name] > bound for name, bound in bounds.items()) else 0


def grading(folder: Path, *options: str) -> list[str]:
    """The command that grades the references, as a student's environment does: without hypothesis's plugin."""
    pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:hypothesispytest"]
    return [*pytest, "--submission", "solutions", f"--junitxml={folder / 'junit.xml'}", *options]


def own_shares(folder: Path) -> Iterator[float]:
    """For each check: its whole time in pytest less the time of the same call in the bare process, in seconds."""
    bare: dict[str, float] = json.loads((folder / "times").read_text())
    cases = ET.parse(folder / "junit.xml").iter("testcase")  # noqa: S314  pytest wrote it a moment ago
    for case, alone in zip(cases, bare.values(), strict=True):
        yield float(case.attrib["time"]) - alone


def help_share() -> float:
    """By how much the plugin lengthens `pytest --help`, in seconds: the median of neighbouring pairs."""
    command = [sys.executable, "-m", "pytest", "--help"]
    pairs = [(timed(command), timed([*command, "-p", "no:grader"])) for _ in range(HELP_ROUNDS)]
    return statistics.median(one - other for one, other in pairs)


def timed(command: Sequence[str]) -> float:
    """Wall-clock seconds of a command."""
    started = time.perf_counter()
    run(command)
    return time.perf_counter() - started


def with_peak_memory(command: Sequence[str]) -> tuple[float, int]:
    """Wall-clock seconds of a command, and the largest sum of its processes' memory (bytes, shared pages divided)."""
    peak = [0]
    done = threading.Event()

    def watch(pid: int) -> None:
        while not done.wait(0.2):
            peak[0] = max(peak[0], sum(map(proportional, tree(pid))))

    started = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        watcher = threading.Thread(target=watch, args=(process.pid,))
        watcher.start()
        status = process.wait()
        done.set()
        watcher.join()
    if status:
        sys.exit(f"{' '.join(command)} exited with {status}: the references do not get all points")
    return time.perf_counter() - started, peak[0]


def tree(pid: int) -> list[int]:
    """A process and its descendants."""
    found = [pid]
    for process in found:  # grows meanwhile
        try:
            found += map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split())
        except OSError:
            continue
    return found


def proportional(pid: int) -> int:
    """A process's resident bytes, shared pages divided by those who share them; 0 once it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def run(command: Sequence[str]) -> None:
    """Run a command in the project's folder; leave where it fails."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} exited with {done.returncode}:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")


def say(what: str) -> None:
    """Progress goes to stderr, the table to stdout."""
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())

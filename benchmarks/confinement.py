"""What confinement costs each worker, beside a worker that is not confined: times of one run, compared in pairs.

    python benchmarks/confinement.py

asks the fork server for workers that do nothing, by turns confined and not, and measures from the request to the
answer. It prints a table and exits with 1 when the bound is not met. Times are wall-clock milliseconds on this machine;
nothing else should be running.
"""

from __future__ import annotations

import statistics
import sys
import time

import cloudpickle
import msgspec

from grader.here.forkserver import ForkServer
from grader.job import Job, Limits, Script

ROUNDS = 100
MOST = 15.0  # ms


def main() -> int:
    """Measure, print, and say with the exit status whether the bound is met."""
    print(f"{2 * ROUNDS} workers ...", file=sys.stderr, flush=True)
    server = ForkServer(1, Limits(), "cpu")
    server.start()
    job = Job(module="nothing", scripts=[Script("nothing.py", "")], seed=0, scratch="")
    jobs = {name: msgspec.structs.replace(job, confined=name == "confined") for name in ("confined", "not confined")}
    times: dict[str, list[float]] = {name: [] for name in jobs}
    protections: list[str] = []
    try:
        for _ in range(ROUNDS):
            for name, one in jobs.items():
                seconds, gained = answer(server, one)
                times[name].append(1000 * seconds)
                protections = gained if name == "confined" else protections
    finally:
        server.close()
    return report(times, len(protections))


def answer(server: ForkServer, job: Job) -> tuple[float, list[str]]:
    """Seconds until a worker has answered, and the protections that it was under."""
    time.sleep(0.05)  # the server has a worker ready again, and the last one is gone
    started = time.perf_counter()
    ticket = server.submit(job, cloudpickle.dumps((dict, {})))
    server.wait([ticket])
    taken = time.perf_counter() - started
    outcome = ticket.outcome
    if outcome is None or outcome.kind != "observed":
        sys.exit(f"a worker that does nothing did not answer: {outcome}")
    return taken, outcome.protections


def report(times: dict[str, list[float]], protections: int) -> int:
    """Print the table; 1 where the bound is not met."""
    cost = statistics.median(one - other for one, other in zip(*times.values(), strict=True))
    print(f"{'':44}{'measured':>10}{'at most':>10}")
    for name, taken in times.items():
        print(f"{'a worker, ' + name + ', median (ms)':44}{statistics.median(taken):10.2f}")
    print(f"{f'{protections} protections, median of pairs (ms)':44}{cost:10.2f}{MOST:10.1f}", end="")
    print("" if cost <= MOST else "  NOT MET")
    return 0 if cost <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())

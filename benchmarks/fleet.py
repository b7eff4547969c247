"""How much sooner two processes measure many small repositories than one does.

    python3 benchmarks/fleet.py [--quick] [--repositories N] [--rounds N]

Made repositories with known commits, the same for both; each run begins with empty caches. The ratio of wall times says
little on a machine that others use: beside it stands the processor time, which is the same for both when nothing is
lost, and what two processes of any kind gain on this machine at this moment.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from fleet_support import made
from setup_environment import TOP, environment

_INSIDE = "WALKAROUND_BENCHMARK"
COMMITS = 12
DAYS = ("--since", "2026-01-01", "--until", "2026-03-31")
SPIN = "sum(i * i for i in range(6_000_000))"


class Took(NamedTuple):
    wall: float
    cpu: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="40 repositories, one round")
    parser.add_argument("--repositories", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if _INSIDE not in os.environ:
        command = [str(environment(["test"])), __file__, *sys.argv[1:]]
        return subprocess.run(command, env={**os.environ, _INSIDE: "1"}, check=False).returncode
    number, rounds = (40, 1) if options.quick else (options.repositories, options.rounds)
    with tempfile.TemporaryDirectory(prefix="fleet-") as folder:
        repositories = Path(folder) / "repositories"
        for at in range(number):
            made(repositories / f"r{at:03}", COMMITS, at)
        found: dict[int, list[Took]] = {1: [], 2: []}
        for turn in range(rounds):
            for jobs in (1, 2) if turn % 2 == 0 else (2, 1):
                found[jobs].append(measured(repositories, Path(folder) / f"cache-{turn}-{jobs}", jobs, number))
        spun = {jobs: spin(jobs) for jobs in (1, 2)}
    for jobs, some in found.items():
        walls, cpus = (median(values) for values in zip(*some, strict=True))
        print(f"{number} repositories, {jobs} process(es): {walls:.2f} s wall, {cpus:.2f} s processor")
    ratios = [one.wall / two.wall for one, two in zip(found[1], found[2], strict=True)]
    print(f"ratio of wall times, 1 against 2: {median(ratios):.2f} ({', '.join(f'{one:.2f}' for one in ratios)})")
    print(f"the same of a bare loop: {2 * spun[1] / spun[2]:.2f}")
    return 0


def measured(repositories: Path, cache: Path, jobs: int, number: int) -> Took:
    """One run with empty caches; all repositories have to be in what it says."""
    environment = os.environ | {"XDG_CACHE_HOME": str(cache), "PYTHONPATH": str(TOP / "hooks")}
    command = [
        sys.executable, "-P", "-m", "walkaround", "fleet", "report", "--repos", str(repositories), "--jobs", str(jobs),
        *DAYS, "--json", "-",
    ]  # fmt: skip
    before, start = processor(), time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    took = Took(time.perf_counter() - start, processor() - before)
    commits = json.loads(done.stdout)["totals"]["commits"]
    if (commits["repositories"], commits["part"]) != (number, number * COMMITS):
        raise SystemExit(f"fleet.py: something is lost or counted twice: {commits}")
    return took


def processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def spin(jobs: int) -> float:
    """Wall time of as many processes that only reckon."""
    start = time.perf_counter()
    for process in [subprocess.Popen([sys.executable, "-c", SPIN]) for _ in range(jobs)]:
        process.wait()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())

"""What an audit of 84 pins costs where each answer takes 100 ms: vulnerability-audit beside pip-audit, on one server.

`python3 benchmarks/audit.py [--runs N] [--quick] [--json]` sets up its own environment, starts an OSV server and an
index on this machine, and runs in turn vulnerability-audit with an empty cache, the same with a full one, and
`pip-audit -r FILE --no-deps --disable-pip -s osv`. Wall clock, and CPU time of the whole process tree (POSIX only).
pip-audit asks about vulnerabilities alone; vulnerability-audit asks the index about every pin as well.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from osv_support import Index, Osv, Server, record, serving
from setup_environment import environment

PINS = 84
LATENCY = 0.1  # seconds before each answer
VULNERABLE = 5


class Cost(NamedTuple):
    wall: float
    cpu: float
    requests: int


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Wall clock and CPU time of an audit, beside pip-audit.")
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each command (default: 5)")
    parser.add_argument("--quick", action="store_true", help="one run of each")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(argv)
    python = Path(os.environ.get("WALKAROUND_PYTHON") or environment([]))
    with tempfile.TemporaryDirectory(prefix="walkaround-audit-") as folder, serving() as server:
        costs = _measured(Path(folder), server, python, 1 if options.quick else options.runs)
    medians = {
        name: Cost(
            statistics.median(one.wall for one in several),
            statistics.median(one.cpu for one in several),
            several[-1].requests,
        )
        for name, several in costs.items()
    }
    if options.json:
        print(json.dumps({name: cost._asdict() for name, cost in medians.items()}, indent=2))
        return 0
    print(f"{PINS} pins, {LATENCY * 1000:.0f} ms before each answer, medians\n")
    print("| command | wall, s | CPU, s | requests |\n|---|---|---|---|")
    for name, cost in medians.items():
        print(f"| {name} | {cost.wall:.2f} | {cost.cpu:.2f} | {cost.requests} |")
    return 0


def _measured(top: Path, server: Server, python: Path, runs: int) -> dict[str, list[Cost]]:
    names = [f"package-{number}" for number in range(PINS)]
    Osv(server, {(name, "1.0"): [record(f"GHSA-{name}", name)] for name in names[:VULNERABLE]})
    Index(server, {name: {"1.0": {}, "2.0": {}} for name in names})
    (top / "requirements.txt").write_text("".join(f"{name}==1.0\n" for name in names))
    (top / "walkaround.toml").write_text(f'[vulnerability-audit]\nosv-url = "{server.url}"\n')
    subprocess.run(["git", "init", "-q"], cwd=top, check=True)
    server.delay = LATENCY
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PRE_COMMIT"))}
    source = str(Path(__file__).resolve().parent.parent / "hooks")
    env |= {"XDG_CACHE_HOME": str(top / "cache"), "PIP_CONFIG_FILE": os.devnull, "PYTHONPATH": source}
    env |= {"PIP_INDEX_URL": f"{server.url}/simple", "NO_PROXY": "127.0.0.1"}
    code = "from walkaround.vulnerability_audit import main; raise SystemExit(main())"
    ours = [str(python), "-c", code, "requirements.txt"]
    theirs = [str(python), "-m", "pip_audit", "-r", "requirements.txt", "--no-deps", "--disable-pip"]
    theirs += ["-s", "osv", "--osv-url", f"{server.url}/v1/query", "--progress-spinner", "off"]
    commands: dict[str, tuple[list[str], Callable[[], None]]] = {
        "vulnerability-audit": (ours, lambda: shutil.rmtree(top / "cache", ignore_errors=True)),
        "vulnerability-audit, answers kept": (ours, lambda: None),
        "pip-audit": (theirs, lambda: shutil.rmtree(top / "cache", ignore_errors=True)),
    }
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, (command, before) in commands.items():
            before()
            costs[name].append(_run(command, top, env, server))
    return costs


def _run(command: list[str], top: Path, env: dict[str, str], server: Server) -> Cost:
    server.seen.clear()
    spent, began = os.times(), time.monotonic()
    done = subprocess.run(command, cwd=top, env=env, capture_output=True, check=False, text=True)
    wall, after = time.monotonic() - began, os.times()
    if done.returncode != 1 or done.stdout.count("GHSA-") < VULNERABLE:
        raise SystemExit(f"{command[:4]} did not find what is there:\n{done.stdout}{done.stderr}")
    cpu = after.children_user + after.children_system - spent.children_user - spent.children_system
    return Cost(wall, cpu, len(server.seen))


if __name__ == "__main__":
    raise SystemExit(main())

"""SAST beside bandit and ruff: accuracy on labelled lines and on OWASP's benchmark, and time on whole trees.

`python3 benchmarks/sast.py accuracy [FOLDER]` finds what it finds among the labelled lines of `tests/labelled/own`;
`owasp FOLDER [--cases odd|even|all]` judges a checkout of OWASP BenchmarkPython by its own expected results;
`speed [--tree django|homeassistant]` fetches sdists and takes wall time, CPU time and memory of the whole process
tree, cold and warm, beside bandit and ruff; `identity FOLDER` holds our driver's results against those of stock bandit;
`start` takes the CPU time of one file above `python -c pass`, cold and warm. `--json` prints JSON, `--quick` does
little of everything without peers. POSIX only, for the accounts of processes.
"""

import argparse
import csv
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from sdists import fetched

from setup_environment import TOP, environment

TREES = {"django": "Django==5.2.1", "homeassistant": "homeassistant==2024.3.3"}
# Which of our rules speak of a category of OWASP BenchmarkPython.
CATEGORIES = {
    "cmdi": "B902",
    "codeinj": "B903",
    "deserialization": "B913 B958",
    "hash": "B950 B951",
    "ldapi": "B909",
    "pathtraver": "B904",
    "redirect": "B906",
    "securecookie": "B963",
    "sqli": "B901",
    "trustbound": "B912",
    "weakrand": "B955",
    "xpathi": "B910",
    "xss": "B907 B908",
    "xxe": "B911",
}


_INSIDE = "WALKAROUND_BENCHMARK"


class Usage(NamedTuple):
    """What a command took: seconds of wall and CPU time, and the most MiB that its processes held at one time."""

    wall: float
    cpu: float
    memory: float
    output: str


def main(argv: Sequence[str] | None = None) -> int:
    arguments = sys.argv[1:] if argv is None else list(argv)
    options = _parser().parse_args(arguments)
    if options.command in ("accuracy", "owasp", "identity") and _INSIDE not in os.environ:
        # These import the rules, so that they run where those are installed.
        command = [str(environment(["test"])), __file__, *arguments]
        return subprocess.run(command, env={**os.environ, _INSIDE: "1"}, check=False).returncode
    commands = {"accuracy": accuracy, "owasp": owasp, "speed": speed, "start": start, "identity": identity}
    figures: dict[str, Any] = commands[options.command](options)
    sys.stdout.write(json.dumps(figures, indent=2) + "\n" if options.json else _text(figures))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="SAST beside bandit and ruff.")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", help="print JSON")
    shared.add_argument("--quick", action="store_true", help="little of everything, without peers")
    commands = parser.add_subparsers(dest="command", required=True)
    labelled = commands.add_parser("accuracy", parents=[shared], help="recall and false findings on labelled lines")
    labelled.add_argument("folder", type=Path, nargs="?", default=TOP / "tests" / "labelled" / "own")
    judged = commands.add_parser("owasp", parents=[shared], help="Youden's index on OWASP BenchmarkPython")
    judged.add_argument("folder", type=Path, help="a checkout of it")
    judged.add_argument("--cases", choices=("odd", "even", "all"), default="odd")
    fast = commands.add_parser("speed", parents=[shared], help="wall time, CPU time and memory on whole trees")
    fast.add_argument("--tree", choices=sorted(TREES), action="append", help="only this tree")
    fast.add_argument("--no-peers", action="store_true", help="Walkaround alone")
    fast.add_argument("--runs", type=int, default=3, help="counted runs (default: 3)")
    same = commands.add_parser("identity", parents=[shared], help="our driver's results beside those of stock bandit")
    same.add_argument("folder", type=Path)
    first = commands.add_parser("start", parents=[shared], help="CPU time of one file")
    first.add_argument("--runs", type=int, default=15, help="counted runs (default: 15)")
    return parser


# Accuracy


def accuracy(options: argparse.Namespace) -> dict[str, Any]:
    from sast_support import accuracy as judge

    result = judge(options.folder)
    families = {family: f"{result.found[family]}/{number}" for family, number in sorted(result.bad.items())}
    found, bad = sum(result.found.values()), sum(result.bad.values())
    return {
        "families": families,
        "found": f"{found}/{bad}",
        "recall": round(found / bad, 3),
        "false": len(result.false),
        "false per near miss": round(len(result.false) / result.near, 3),
        "near misses": result.near,
    }


def owasp(options: argparse.Namespace) -> dict[str, Any]:
    """Per category: how many of the real cases are flagged, how many of the others, and the difference of the rates."""
    from sast_support import judged

    counts: dict[str, Counter[tuple[bool, bool]]] = {}
    for case, category, real in _cases(options.folder, options.cases):
        path = options.folder / "testcode" / f"{case}.py"
        rules = set(CATEGORIES[category].split())
        flagged = any(spot.rule in rules for spot in judged(path.name, path.read_bytes()).spots)
        counts.setdefault(category, Counter())[real, flagged] += 1
    rows = {category: _rates(table) for category, table in sorted(counts.items())}
    pooled = sum(counts.values(), Counter())
    mean = statistics.fmean(row["youden"] for row in rows.values())
    return {"categories": rows, "pooled": _rates(pooled), "mean by category": round(mean, 3)}


def _cases(folder: Path, wanted: str) -> Iterator[tuple[str, str, bool]]:
    with (folder / "expectedresults-0.1.csv").open(encoding="utf-8") as file:
        for row in csv.reader(file):
            if row[0].startswith("#"):
                continue
            odd = int(row[0][-5:]) % 2 == 1
            if wanted == "all" or odd == (wanted == "odd"):
                yield row[0], row[1], row[2] == "true"


def _rates(table: Counter[tuple[bool, bool]]) -> dict[str, float]:
    real, other = table[True, True] + table[True, False], table[False, True] + table[False, False]
    hit, false = table[True, True] / max(real, 1), table[False, True] / max(other, 1)
    return {
        "real": real,
        "others": other,
        "tpr": round(hit, 3),
        "fpr": round(false, 3),
        "youden": round(hit - false, 3),
    }


# Time


def speed(options: argparse.Namespace) -> dict[str, Any]:
    if options.quick:
        return {"hooks": _of_tree(TOP / "hooks", options)}
    trees = {name: fetched(TREES[name]) for name in options.tree or sorted(TREES)}
    return {name: _of_tree(tree, options) for name, tree in trees.items() if tree is not None}


def _of_tree(tree: Path, options: argparse.Namespace) -> dict[str, Any]:
    files = sorted(path.relative_to(tree).as_posix() for path in tree.rglob("*.py"))
    scripts = environment([]).parent
    rows: dict[str, Any] = {"files": len(files)}
    runs = 1 if options.quick else options.runs
    with tempfile.TemporaryDirectory(prefix="walkaround-sast-") as name:
        cache = Path(name, "cache")
        own = [str(scripts / "walkaround-sast"), "--format", "json", *files]
        cold = [_taken(own, tree, cache, fresh=True) for _ in range(runs)]
        warm = [_taken(own, tree, cache) for _ in range(runs)]
        rows |= {"walkaround, cold": _middle(cold), "walkaround, warm": _middle(warm)}
        rows["warm run says the same"] = warm[-1].output == cold[-1].output
        if not (options.quick or options.no_peers):
            bandit = [str(scripts / "bandit"), "-q", "-f", "json", "-s", _pack(), *files]
            ruff = [str(environment(["lint"]).parent / "ruff"), "check", "--select", "S", "--no-cache", "--isolated"]
            rows["bandit"] = _middle([_taken(bandit, tree, cache)])
            rows["ruff S"] = _middle([_taken([*ruff, "."], tree, cache) for _ in range(runs)])
    return rows


def _pack() -> str:
    """The ids of our own plugins, which stock bandit leaves out where it is measured."""
    return ",".join(page.stem for page in sorted((TOP / "docs" / "sast").glob("B*.md")))


def identity(options: argparse.Namespace) -> dict[str, Any]:
    """Whether the driver gives what bandit gives, result by result and in the same order, for bandit's own rules."""
    tree: Path = options.folder
    files = sorted(path.relative_to(tree).as_posix() for path in tree.rglob("*.py"))
    command = [sys.executable, "-m", "bandit", "-q", "-f", "json", "-s", _pack(), *files]
    stock = subprocess.run(command, cwd=tree, check=False, capture_output=True, text=True).stdout
    theirs: dict[str, list[tuple[Any, ...]]] = {}
    for one in json.loads(stock)["results"]:
        theirs.setdefault(one["filename"].removeprefix("./"), []).append(_key(one))
    mine = {file: _driven(tree, file) for file in files}
    different = [file for file in files if mine[file] != theirs.get(file, [])]
    return {"files": len(files), "results": sum(map(len, mine.values())), "files that differ": len(different)}


def _key(one: dict[str, Any]) -> tuple[Any, ...]:
    text = re.sub(" at 0x[0-9a-f]+", "", one["issue_text"])  # the address of an object
    place = (one["line_number"], one["col_offset"], one["end_col_offset"], tuple(one["line_range"]))
    return (one["test_id"], *place, one["issue_severity"], one["issue_confidence"], text)


def _driven(tree: Path, file: str) -> list[tuple[Any, ...]]:
    import ast
    import warnings

    from walkaround._bandit import Engine, ids
    from walkaround._bandit._nosec import parse
    from walkaround._code import Module

    source = (tree / file).read_bytes()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            module = Module(file, source, ast.parse(source))
    except SyntaxError:
        return []
    found = Engine().judge(file, source, module.tree, module.order, parse(source, ids()))
    return [
        (one.id, one.line, one.column, one.end_column, one.lines, one.severity, one.confidence, one.text)
        for one in found
    ]


def _taken(command: Sequence[str], tree: Path, cache: Path, *, fresh: bool = False) -> Usage:
    if fresh:
        shutil.rmtree(cache, ignore_errors=True)
        cache.mkdir(mode=0o700)
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(
            command, cwd=tree, stdout=out, stderr=subprocess.DEVNULL, env={**kept, "XDG_CACHE_HOME": str(cache)}
        )
        memory = _watched(process)
        wall = time.perf_counter() - began
        out.seek(0)
        text = out.read().decode("utf-8", "replace")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Usage(wall, cpu, memory, text)


def _watched(process: "subprocess.Popen[bytes]") -> float:
    """Wait for a process; the most MiB that it and its children held together, where the kernel tells."""
    most = 0.0
    while process.poll() is None:
        most = max(most, _held(process.pid))
        time.sleep(0.02)
    return most


def _held(pid: int) -> float:
    """The proportional share of memory of a process and of its children."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return 0.0
    own = next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0)
    return own / 1024 + sum(_held(int(child)) for child in children)


def _middle(runs: Sequence[Usage]) -> dict[str, float]:
    return {
        "wall s": round(statistics.median(run.wall for run in runs), 2),
        "cpu s": round(statistics.median(run.cpu for run in runs), 2),
        "MiB": round(statistics.median(run.memory for run in runs)),
    }


def start(options: argparse.Namespace) -> dict[str, Any]:
    """One file of a repository: new, and judged before; beside bandit and ruff."""
    scripts = environment([]).parent
    runs = 1 if options.quick else options.runs
    with tempfile.TemporaryDirectory(prefix="walkaround-sast-") as name:
        place, cache = Path(name, "repository"), Path(name, "cache")
        subprocess.run(["git", "init", "-q", str(place)], check=True)
        shutil.copy(TOP / "hooks" / "walkaround" / "_code" / "_names.py", place / "names.py")
        subprocess.run(["git", "add", "."], cwd=place, check=True)
        own = [str(scripts / "walkaround-sast"), "names.py"]
        _taken(own, place, cache, fresh=True)
        rows = {"python -c pass": [_taken([str(scripts / "python"), "-c", "pass"], place, cache) for _ in range(runs)]}
        rows["walkaround, warm"] = [_taken(own, place, cache) for _ in range(runs)]
        rows["walkaround, cold"] = []
        for _ in range(runs):  # what is known of the environment stays; what is known of files goes
            shutil.rmtree(cache / "walkaround" / "sast", ignore_errors=True)
            rows["walkaround, cold"].append(_taken(own, place, cache))
        if not options.quick:
            rows["bandit"] = [_taken([str(scripts / "bandit"), "-q", "names.py"], place, cache) for _ in range(runs)]
    floor = statistics.median(run.cpu for run in rows["python -c pass"])
    middle = {name: statistics.median(run.cpu for run in taken) for name, taken in rows.items()}
    return {
        name: {"cpu ms": round(cpu * 1000, 1), "above": round((cpu - floor) * 1000, 1)} for name, cpu in middle.items()
    }


def _text(figures: dict[str, Any], indent: str = "") -> str:
    lines = []
    for name, value in figures.items():
        if isinstance(value, dict) and any(isinstance(inner, dict) for inner in value.values()):
            lines.append(f"{indent}{name}\n{_text(value, indent + '  ')}")
        elif isinstance(value, dict):
            inner = "  ".join(f"{key} {one}" for key, one in value.items())
            lines.append(f"{indent}{name:24}{inner}\n")
        else:
            lines.append(f"{indent}{name:24}{value}\n")
    return "".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())

"""Secret detection beside its peers: accuracy on a corpus with known truth, CPU time on real trees, long lines, start.

`python3 benchmarks/secrets.py accuracy|speed|long-line|start [--quick] [--json]` sets up its own environments. The
peers are detect-secrets, gitleaks, kingfisher and CredSweeper; one that cannot be installed is left out, with a line
that says so. CPU time is user and system time of the whole process tree, as the kernel accounts it (POSIX only), each
run pinned to one core where the system can; compare ratios, not seconds.
"""

import sys

# This file's name is that of a module of the standard library, which others must find first.
sys.path.append(sys.path.pop(0))

import argparse
import base64
import contextlib
import functools
import json
import os
import random
import shutil
import statistics
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))

from sdists import fetched

from setup_environment import TOP, environment

Places = dict[str, list[tuple[int, int]]]  # by path, the lines that findings name, first and last


class Tool(NamedTuple):
    """A scanner: its name, and what it finds below a folder of the working directory."""

    name: str
    scan: Callable[[Path, str], Places]


class Peers(NamedTuple):
    """Where the programs are: Walkaround's and detect-secrets' environment, and the peers', None without them."""

    own: Path
    others: Path | None

    def program(self, name: str) -> Path | None:
        """A program, from the peers' environment first."""
        for folder in (self.others, self.own):
            if folder and (folder / name).exists():
                return folder / name
        return None


def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    commands = {"accuracy": accuracy, "corpus": write_corpus, "speed": speed, "long-line": long_line, "start": start}
    return commands[options.command](options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Secret detection beside its peers.")
    commands = parser.add_subparsers(dest="command", required=True)
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", help="print JSON")
    shared.add_argument("--quick", action="store_true", help="little of everything and no peers, in seconds")
    shared.add_argument("--peers", type=Path, help="a folder with the peers' programs (default: set up here)")
    found = commands.add_parser("accuracy", parents=[shared], help="recall and false findings on the corpus")
    corpus = commands.add_parser("corpus", parents=[shared], help="write the corpus and its labels, to read them")
    corpus.add_argument("folder", type=Path)
    for command in (found, corpus):
        command.add_argument("--seed", type=int, default=1)
        command.add_argument("--split", choices=("dev", "held-out"), default="dev")
    found.add_argument("--misses", action="store_true", help="list what Walkaround missed and what it flagged wrongly")
    found.add_argument("--no-peers", action="store_true", help="Walkaround alone")
    fast = commands.add_parser("speed", parents=[shared], help="CPU time on source trees")
    fast.add_argument("--trees", type=Path, help="a folder with source trees (default: sdists, fetched and kept)")
    fast.add_argument("--tree", action="append", help="only the trees whose name begins so; may be repeated")
    fast.add_argument("--with-detect-secrets", action="store_true", help="takes minutes; then compat is compared too")
    fast.add_argument("--with-credsweeper", action="store_true", help="takes minutes")
    long = commands.add_parser("long-line", parents=[shared], help="CPU time on one line of up to 50 MB")
    long.add_argument("--filler", action="append", choices=tuple(FILLERS), help="only these; may be repeated")
    begin = commands.add_parser("start", parents=[shared], help="CPU time on one clean file, above bare Python")
    for command, runs in ((fast, 3), (long, 1), (begin, 21)):
        command.add_argument("--runs", type=int, default=runs, help=f"counted runs of each command (default: {runs})")
    return parser


def say(line: str) -> None:
    """To standard error: what is left out, and why."""
    sys.stderr.write(f"secrets.py: {line}\n")


def programs(options: argparse.Namespace) -> Peers:
    """Set up what is needed; without the peers when they are not asked for or cannot be had."""
    own = environment([]).parent
    if options.quick or getattr(options, "no_peers", False):
        return Peers(own, None)
    if options.peers:
        return Peers(own, options.peers)
    try:
        return Peers(own, environment(["bench-secrets"]).parent)
    except SystemExit:
        say("the peers cannot be installed and are left out")
        return Peers(own, None)


# --- the scanners


def run(command: Sequence[str | Path], folder: Path, good: Iterable[int] = (0, 1)) -> bytes:
    """Standard output of a scanner; one that fails ends the benchmark, for it would pass as finding nothing."""
    done = subprocess.run(list(map(str, command)), cwd=folder, capture_output=True, check=False)
    if done.returncode not in good:
        tail = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise SystemExit(f"{Path(command[0]).name} failed with {done.returncode}: {' '.join(tail)}")
    return done.stdout


def tools(peers: Peers) -> list[Tool]:
    """The peers that are there."""
    known = (
        ("detect-secrets", detect_secrets),
        ("gitleaks", gitleaks),
        ("kingfisher", kingfisher),
        ("credsweeper", credsweeper),
    )
    there = []
    for name, scan in known:
        program = peers.program(name)
        if program:
            there.append(Tool(name, functools.partial(scan, program)))
        elif peers.others:
            say(f"{name} is not installed and is left out")
    return there


def detect_secrets(program: Path, folder: Path, below: str) -> Places:
    """Every plugin and filter as they come, without asking the network."""
    results = json.loads(run([program, "scan", "-n", "--all-files", below], folder))["results"]
    return {path: [(entry["line_number"],) * 2 for entry in entries] for path, entries in results.items()}


def gitleaks(program: Path, folder: Path, below: str) -> Places:
    report = folder / ".git" / "gitleaks.json"
    options: list[str | Path] = ["--no-banner", "--exit-code", "0", "-l", "error", "-f", "json", "-r", report]
    run([program, "dir", below, *options], folder)
    entries = json.loads(report.read_bytes())
    return _by_path((entry["File"], entry["StartLine"], entry["EndLine"]) for entry in entries)


def kingfisher(program: Path, folder: Path, below: str) -> Places:
    report = folder / ".git" / "kingfisher.json"
    options = ["--no-validate", "--no-update-check", "-j", "1", "--git-history", "none", "--format", "json", "-q"]
    run([program, "scan", below, *options, "-o", report], folder, (0, 200, 205))
    entries = [entry["finding"] for entry in json.loads(report.read_bytes())["findings"]]
    return _by_path((entry["path"], entry["line"], entry["line"]) for entry in entries)


def credsweeper(program: Path, folder: Path, below: str) -> Places:
    report = folder / ".git" / "credsweeper.json"
    run([program, "--path", below, "--save-json", report, "--no-stdout", "--log", "ERROR"], folder)
    entries = [line for entry in json.loads(report.read_bytes()) for line in entry["line_data_list"]]
    return _by_path((entry["path"], entry["line_num"], entry["line_num"]) for entry in entries)


def _by_path(found: Iterable[tuple[str, int, int]]) -> Places:
    places: Places = {}
    for path, first, last in found:
        places.setdefault(path, []).append((first, last))
    return places


class Ours(NamedTuple):
    """What Walkaround said: all findings, those of level error, and the files it did not judge."""

    found: Places
    errors: Places
    not_judged: list[str]


def walkaround(peers: Peers, folder: Path, paths: Sequence[str]) -> Ours:
    """The hook under the default policy, as its console script, so many files at a time as fit on a command line."""
    found: list[dict[str, Any]] = []
    not_judged: list[str] = []
    command = [str(peers.own / "walkaround-secret-detection"), "--format", "json"]
    messages = [path for path in paths if path.startswith("messages/")]  # all are told as one file's
    files = [path for path in paths if not path.startswith("messages/")]
    for batch in (*(files[start : start + 500] for start in range(0, len(files), 500)), *([path] for path in messages)):
        said = json.loads(run([*command, *batch], folder, (0, 1, 2)))
        found += [one | {"path": batch[0]} if one["path"] == "<commit message>" else one for one in said["findings"]]
        not_judged += [f"{error['path']}: {error['message']}" for error in said["errors"]]
    places = [(one["path"], one["line"], one["line"], one["severity"]) for one in found]
    errors = _by_path(place[:3] for place in places if place[3] == "error")
    return Ours(_by_path(place[:3] for place in places), errors, not_judged)


# --- CPU time


@contextlib.contextmanager
def one_core() -> Iterator[None]:
    """Keep what is started here on one core, where the system can; elsewhere the time is that of all cores anyway."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


class Spent(NamedTuple):
    """CPU seconds of one run, its exit code, and what it wrote to standard output and to standard error."""

    seconds: float
    code: int
    output: bytes
    errors: bytes


def spent(command: Sequence[str | Path], folder: Path) -> Spent:
    """Run it in the folder; user and system time of it and of every process that it waited for."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(
            list(map(str, command)), cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=errors
        )
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        return Spent(usage.ru_utime + usage.ru_stime, child.returncode, output.read(), errors.read())


class Timed(NamedTuple):
    """A command to be timed: its name, what is run, and the exit codes with which it has done its work."""

    name: str
    command: list[str | Path]
    good: tuple[int, ...] = (0, 1)


def medians(timed: Sequence[Timed], folder: Path, runs: int) -> dict[str, float]:
    """Median CPU seconds by name; the commands take turns. One that fails is left out, with a line that says so."""
    times: dict[str, list[float]] = {one.name: [] for one in timed}
    with one_core():
        for _ in range(runs):
            for one in timed:
                if one.name not in times:
                    continue
                took = spent(one.command, folder)
                if took.code in one.good:
                    times[one.name].append(took.seconds)
                else:
                    say(f"{one.name} failed with {took.code} and is left out: {_last_line(took.errors)}")
                    del times[one.name]
    return {name: statistics.median(seconds) for name, seconds in times.items()}


def _last_line(said: bytes) -> str:
    return said.decode(errors="replace").strip().rpartition("\n")[2][-200:]


# Every file below the folder in one process: a list of that length does not fit on a command line.
WHOLE_TREE = """\
import os, sys
from walkaround.secret_detection import main
names = [os.path.join(top, name) for top, _, files in os.walk(sys.argv[1]) for name in files]
sys.exit(main(["--format", "json", *sys.argv[2:], *names]))
"""
COMPAT_POLICY = '[secret-detection]\nmode = "compat"\n'
SDISTS = {
    "django": "Django==5.2.1",
    "sympy": "sympy==1.14.0",
    "ansible-core": "ansible-core==2.19.4",
    "apache-airflow": "apache-airflow==2.10.5",
    "salt": "salt==3007.8",
}


def speed(options: argparse.Namespace) -> int:
    """CPU seconds by tree and tool, and ratios to kingfisher, to gitleaks, and of compat to detect-secrets."""
    peers = programs(options)
    figures: dict[str, dict[str, Any]] = {}
    for tree in trees(options):
        with tempfile.TemporaryDirectory(prefix="walkaround-speed-") as name:
            folder = Path(name)
            shutil.copytree(tree, folder / tree.name, symlinks=True)
            figures[tree.name] = on_tree(peers, folder, tree.name, options)
        if not options.json:
            print(speed_lines(tree.name, figures[tree.name]), flush=True)
    if options.json:
        print(json.dumps(figures, indent=2))
    return 0


def on_tree(peers: Peers, folder: Path, tree: str, options: argparse.Namespace) -> dict[str, Any]:
    """One tree: medians, and whether compat finds what detect-secrets finds (None when that was not asked)."""
    subprocess.run(["git", "init", "-q", folder], check=True)
    python = peers.own / "python"
    seconds = medians(
        [Timed("native", [python, "-c", WHOLE_TREE, tree]), *timed_peers(peers, tree, options)], folder, options.runs
    )
    (folder / "walkaround.toml").write_text(COMPAT_POLICY)
    seconds |= medians([Timed("compat", [python, "-c", WHOLE_TREE, tree])], folder, options.runs)
    program = peers.program("detect-secrets")
    if not options.with_detect_secrets or not program:
        return {"seconds": seconds, "identical": None}
    with one_core():
        theirs = spent([program, "scan", "-n", "--all-files", tree], folder)
    if theirs.code:
        raise SystemExit(f"detect-secrets failed with {theirs.code}: {_last_line(theirs.errors)}")
    seconds["detect-secrets"] = theirs.seconds
    same = identity(compat_findings(peers, folder, tree), as_findings(theirs.output))
    return {"seconds": seconds, "identical": same}


def warm_up(timed: Sequence[Timed], folder: Path, tree: str) -> None:
    """Run each on one small file, so that compiled databases and bytecode are there as after the first day."""
    from secrets_values import VENDORS

    (folder / "warm").mkdir(exist_ok=True)
    tokens = [f'api_key = "{style.make(random.Random(1))}"\n' for style in VENDORS]
    (folder / "warm" / "app.py").write_text("".join(tokens))
    for one in timed:
        spent(["warm" if part == tree else part for part in one.command], folder)


def timed_peers(peers: Peers, tree: str, options: argparse.Namespace) -> list[Timed]:
    known = {
        "gitleaks": (["dir", tree, "--no-banner", "-l", "error", "--exit-code", "0"], (0,)),
        "kingfisher": (
            ["scan", tree, "--no-validate", "--no-update-check", "-j", "1", "--git-history", "none", "-q"],
            (0, 200, 205),
        ),
    }
    if options.with_credsweeper:
        known["credsweeper"] = (["--path", tree, "--no-stdout", "--log", "ERROR"], (0,))
    there = [(name, peers.program(name), *rest) for name, rest in known.items()]
    return [Timed(name, [program, *arguments], good) for name, program, arguments, good in there if program]


Found = set[tuple[str, str, str, int]]  # file, type, hash, line


def as_findings(output: bytes) -> Found:
    """What `detect-secrets scan` wrote."""
    results = json.loads(output)["results"]
    return {
        (path, one["type"], one["hashed_secret"], one["line_number"])
        for path, found in results.items()
        for one in found
    }


# Compat mode asked file by file, each as detect-secrets names it; it keeps a secret once per file, at its first line.
COMPAT = """\
import json, os, sys
try:
    from walkaround.secret_detection._compat import Compat, Settings
except ImportError:
    sys.exit(3)
compat, found = Compat(Settings()), []
for top, _, files in os.walk(sys.argv[1]):
    for path in (os.path.join(top, name) for name in files):
        if os.path.islink(path):
            continue
        with open(path, "rb") as file:
            data = file.read()
        first = {}
        for one in compat.scan(path, data, lambda: None):
            first.setdefault((one.type, one.hash), one.line)
        found += [[path, kind, value, line] for (kind, value), line in first.items()]
json.dump(found, sys.stdout)
"""


def compat_findings(peers: Peers, folder: Path, tree: str) -> Found | None:
    """What compat mode finds below the tree, as detect-secrets would write it down; None without such a mode."""
    done = spent([peers.own / "python", "-c", COMPAT, tree], folder)
    if done.code == 3:
        return None
    if done.code:
        raise SystemExit(f"compat mode failed with {done.code}: {_last_line(done.errors)}")
    return {(path, kind, value, line) for path, kind, value, line in json.loads(done.output)}


def identity(ours: Found | None, theirs: Found) -> str:
    """One line: the same, or what differs, without values."""
    if ours is None:
        return "not compared: there is no compat mode here"
    if ours == theirs:
        return f"identical, {len(theirs)} findings"
    missing, added = sorted(theirs - ours), sorted(ours - theirs)
    shown = [f"{path}:{line} {kind}" for path, kind, _, line in (missing + added)[:5]]
    return f"NOT identical: {len(missing)} missing, {len(added)} added, as {'; '.join(shown)}"


def speed_lines(tree: str, figures: dict[str, Any]) -> str:
    """A tree's figures: CPU seconds, and by how much each is of the others."""
    seconds = figures["seconds"]
    others = [name for name in ("kingfisher", "gitleaks", "detect-secrets") if name in seconds]
    lines = [f"{tree:30}{'CPU s':>9}" + "".join(f"{'x ' + name:>18}" for name in others)]
    for name, took in seconds.items():
        lines.append(f"  {name:28}{took:9.2f}" + "".join(f"{took / seconds[other]:18.3f}" for other in others))
    if "detect-secrets" in seconds and "compat" in seconds:
        lines.append(f"  compat is {seconds['detect-secrets'] / seconds['compat']:.1f} times as fast as detect-secrets")
    return "\n".join([*lines, f"  compat and detect-secrets: {figures['identical'] or 'not asked'}"])


def trees(options: argparse.Namespace) -> Iterator[Path]:
    """The source trees: those of the given folder, or the sdists, fetched once and kept beside the environments.

    In a hurry, the project's own.
    """
    wanted = tuple(options.tree or ("",))
    if options.trees:
        yield from (path for path in sorted(options.trees.iterdir()) if path.is_dir() and path.name.startswith(wanted))
        return
    if options.quick:
        yield TOP / "hooks"
        return
    for name in (name for name in SDISTS if name.startswith(wanted)):
        tree = fetched(SDISTS[name])
        if tree:
            yield tree


FILLERS = {
    "JSON": '{"id":4711,"name":"an order","price":12.50,"tags":["a","b"],"key":"customer-7"},',
    "minified JavaScript": 'function a(e,t){return e.token||t.key};var n={password:e.value,url:"https://a.io/x"};',
    "base64": "",
    "one letter": "a",
    "spaces": " ",
    "quotes": '"',
    "backslashes": "\\",
    "password": "password ",
    "password=\\'": "password='",
    "api_key=": "api_key=",
    "://a:": "://a:",
    "eyJ": "eyJ",
    "sk-": "sk-",
    "AKIA": "AKIA",
    "-----BEGIN": "-----BEGIN PRIVATE KEY-----",
    "%25": "%25",
    "\\u0041": "\\u0041",
    "--token": "--token ",
}  # fmt: skip


def long_line(options: argparse.Namespace) -> int:
    """CPU seconds of the hook on one line of 12.5, 25 and 50 MB, above its start; linear is 4 in the last column."""
    program = programs(argparse.Namespace(quick=True)).own / "walkaround-secret-detection"
    sizes = [size // (50 if options.quick else 1) for size in (12_500_000, 25_000_000, 50_000_000)]
    figures: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(prefix="walkaround-long-") as name, one_core():
        folder = Path(name)
        subprocess.run(["git", "init", "-q", name], check=True)
        (folder / "empty.js").write_text("a\n")
        floor = min(spent([program, "empty.js"], folder).seconds for _ in range(3))
        for label in options.filler or FILLERS:
            filler, figures[label] = FILLERS[label], {}
            for size in sizes:
                (folder / "line.js").write_bytes(long_text(filler, size))
                took = [spent([program, "--format", "json", "line.js"], folder) for _ in range(options.runs)]
                if any(one.code == 2 for one in took):
                    say(f"{label}, {size} bytes: not judged")
                figures[label][f"{size / 1e6:g} MB"] = statistics.median(one.seconds for one in took) - floor
            if not options.json:
                print(long_row(label, figures[label]), flush=True)
    if options.json:
        print(json.dumps(figures, indent=2))
    return 0


def long_text(filler: str, size: int) -> bytes:
    """So many bytes in one line; random base64 for no filler."""
    if not filler:
        return base64.b64encode(random.Random(1).randbytes(size * 3 // 4))
    return (filler.encode() * (size // len(filler) + 1))[:size]


def long_row(label: str, by_size: dict[str, float]) -> str:
    values = list(by_size.values())
    shown = "".join(f"{size:>10} {seconds:7.2f}" for size, seconds in by_size.items())
    return f"{label:24}{shown}{values[-1] / max(values[0], 0.001):8.1f}"


def start(options: argparse.Namespace) -> int:
    """CPU milliseconds on one clean, staged file, above `python -c pass` of the same environment."""
    from startup import FILES, figures_of
    from startup import table as startup_table

    peers = programs(options)
    commands = {"secret-detection": [str(peers.own / "walkaround-secret-detection"), "app.py"]}
    commands["detect-secrets-hook -n"] = [str(peers.own / "detect-secrets-hook"), "-n", "app.py"]
    for one in timed_peers(peers, "app.py", argparse.Namespace(with_credsweeper=not options.quick)):
        commands[f"peer: {one.name}"] = list(map(str, one.command))
    with tempfile.TemporaryDirectory(prefix="walkaround-start-") as name, one_core():
        subprocess.run(["git", "init", "-q", name], check=True)
        Path(name, "app.py").write_text(FILES["app.py"])
        subprocess.run(["git", "add", "."], cwd=name, check=True)
        bare = [str(peers.own / "python"), "-c", "pass"]
        figures = figures_of(commands, Path(name), 3 if options.quick else options.runs, bare)
    print(json.dumps(figures, indent=2) if options.json else startup_table(figures))
    return 0


# --- accuracy


def write_corpus(options: argparse.Namespace) -> int:
    """The corpus in a folder, its labels on standard output, a JSON object a line, the values masked."""
    import secrets_corpus

    sizes = secrets_corpus.QUICK if options.quick else secrets_corpus.Sizes()
    for item in secrets_corpus.build(options.folder, options.seed, options.split, sizes):
        print(json.dumps(item._asdict() | {"value": masked(item.value)}))
    return 0


def accuracy(options: argparse.Namespace) -> int:
    """Every scanner on one corpus, in the order of `tools`, Walkaround first."""
    peers = programs(options)
    inside = [str(peers.own / "python"), __file__, "corpus", "--seed", str(options.seed), "--split", options.split]
    with tempfile.TemporaryDirectory(prefix="walkaround-secrets-") as name:
        folder = Path(name)
        subprocess.run(["git", "init", "-q", name], check=True)
        labels = run([*inside, *(["--quick"] if options.quick else []), name], folder)
        items = [json.loads(line) for line in labels.splitlines()]
        ours = walkaround(peers, folder, [item["path"] for item in items])
        found = {"walkaround": ours.found, "walkaround, errors alone": ours.errors}
        for tool in [] if options.quick else tools(peers):
            found[tool.name] = tool.scan(folder, "apps")
    figures = {
        tool: figures_of(items, places, peer=not tool.startswith("walkaround")) for tool, places in found.items()
    }
    for line in ours.not_judged:
        say(f"not judged: {line}")
    if options.json:
        print(
            json.dumps(
                {"seed": options.seed, "split": options.split, "not_judged": len(ours.not_judged), "tools": figures},
                indent=2,
            )
        )
    else:
        print(table(figures, options))
    if options.misses:
        print(misses(items, ours.found))
    return 0


def figures_of(items: Sequence[dict[str, Any]], places: Places, peer: bool) -> dict[str, Any]:
    """By row of the table, how many of how many; `elsewhere` are findings on lines that are not labelled.

    A peer is not asked about commit messages, which only a commit-msg hook sees.
    """
    rows: dict[str, list[int]] = {}
    elsewhere = 0
    for item in items:
        if peer and item["path"].startswith("messages/"):
            continue
        lines = places.get(item["path"], [])
        on_label = [line for line in lines if line[0] <= item["last"] and line[1] >= item["first"]]
        elsewhere += len(lines) - len(on_label)
        for row in rows_of(item):
            count = rows.setdefault(row, [0, 0])
            count[0] += bool(on_label)
            count[1] += 1
    return {"rows": rows, "elsewhere": elsewhere}


def rows_of(item: dict[str, Any]) -> list[str]:
    """The table's rows in which an item counts."""
    kind, family = item["kind"], item["family"]
    if kind != "secret":
        return [f"{kind}: all", *([f"{kind}: {family}"] if kind == "placeholder" else [])]
    rows = ["recall: all", f"recall: {family}"]
    return [*rows, f"recall in {item['group']}"] if family != "private-key" else rows


SHORT = {"walkaround, errors alone": "errors alone", "detect-secrets": "det-secrets"}


def table(figures: dict[str, dict[str, Any]], options: argparse.Namespace) -> str:
    """Side by side: shares, with the counts of the first column."""
    first = next(iter(figures.values()))["rows"]
    names = list(figures)
    lines = [
        f"seed {options.seed}, split {options.split}",
        f"{'':34}" + "".join(f"{SHORT.get(name, name):>14}" for name in names),
    ]
    order = sorted(first, key=lambda row: (not row.startswith("recall: "), not row.startswith("recall"), row))
    for row in order:
        cells = []
        for name in names:
            got, of = figures[name]["rows"].get(row, (0, 0))
            cells.append(f"{got / of:14.3f}" if of else f"{'-':>14}")
        lines.append(f"{row:27}{first[row][1]:6} " + "".join(cells))
    lines.append(f"{'findings on other lines':34}" + "".join(f"{figures[name]['elsewhere']:14}" for name in names))
    return "\n".join(lines)


def misses(items: Sequence[dict[str, Any]], places: Places) -> str:
    """What Walkaround missed and what it flagged wrongly, by context, values masked."""
    lines: list[str] = []
    for item in items:
        spans = places.get(item["path"], [])
        on_label = any(line[0] <= item["last"] and line[1] >= item["first"] for line in spans)
        if on_label != (item["kind"] == "secret"):
            what = "missed" if item["kind"] == "secret" else f"flagged {item['kind']}"
            lines.append(
                f"{what:20} {item['context']:24} {item['style']:28} {item['value']:10} {item['path']}:{item['first']}"
            )
        elif any(line[0] > item["last"] or line[1] < item["first"] for line in spans):
            lines.append(f"{'flagged elsewhere':20} {item['context']:24} {item['style']:28} {'':10} {item['path']}")
    counts = Counter(line.split()[0] for line in lines)
    return "\n".join([*sorted(lines), f"{dict(sorted(counts.items()))}"])


def masked(value: str) -> str:
    """At most four characters of a value."""
    return value[:4] + "…" if len(value) > 4 else value[:1] + "…"


if __name__ == "__main__":
    sys.exit(main())

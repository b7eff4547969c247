"""`test-quality` beside ruff and pylint: accuracy on marked tests, and CPU time on five changed test files.

`python3 benchmarks/tests.py accuracy [FOLDER]` tells which bad tests of `tests/labelled/tests` are caught and which
good ones are flagged; of a peer every finding of the rules below counts that stands on the line of a mark, whatever
it says. `cost` takes the CPU time above `python -c pass` on five test files of this project, all of them changed and
staged. `--quick` leaves the peers out and takes few runs, `--json` prints JSON. The peers are installed once, below
`.venv/`; without them the benchmark goes on and says so. `cost` is POSIX only, for the accounts of processes.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from startup import figures_of, table

from labelled_tests import RULES, Marks, Said, marks, score
from setup_environment import TOP, environment

PEERS = ("ruff==0.17.5", "pylint==4.1.4")
# Those rules of the peers that speak of what the rules TST001 to TST009 speak of.
RUFF = (
    "ASYNC251 B015 B017 B018 B033 BLE001 E722 F601 F631 F811 PGH005 PLR0124 PLR0133 PLW0129 PT010 PT011 PT014 PT017 "
    "S110 S112 SIM222"
)
PYLINT = (
    "assert-on-string-literal assert-on-tuple bare-except broad-exception-caught comparison-of-constants "
    "comparison-with-itself condition-evals-to-constant duplicate-key duplicate-value expression-not-assigned "
    "function-redefined pointless-statement redundant-unittest-assert"
)
FILES = ("test_labelled_tests.py", "test_pr_checklist.py", "test_main.py", "test_message.py", "test_inputs.py")
_INSIDE = "WALKAROUND_TESTS_BENCHMARK"


def main(argv: Sequence[str] | None = None) -> int:
    arguments = sys.argv[1:] if argv is None else list(argv)
    options = _parser().parse_args(arguments)
    if options.command == "accuracy" and _INSIDE not in os.environ:  # it imports the hook, so it runs beside its needs
        command = [str(environment([])), __file__, *arguments]
        return subprocess.run(command, env={**os.environ, _INSIDE: "1"}, check=False).returncode
    commands: dict[str, Callable[[argparse.Namespace], tuple[Any, str]]] = {"accuracy": accuracy, "cost": cost}
    figures, text = commands[options.command](options)
    sys.stdout.write(json.dumps(figures, indent=2) + "\n" if options.json else text)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="test-quality beside ruff and pylint.")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", help="print JSON")
    shared.add_argument("--quick", action="store_true", help="without peers, and few runs")
    commands = parser.add_subparsers(dest="command", required=True)
    marked = commands.add_parser("accuracy", parents=[shared], help="recall and false findings on marked tests")
    marked.add_argument("folder", type=Path, nargs="?", default=TOP / "tests" / "labelled" / "tests")
    spent = commands.add_parser("cost", parents=[shared], help="CPU time on five changed test files")
    spent.add_argument("--runs", type=int, default=21, help="counted runs of each command (default: 21)")
    return parser


# Accuracy


class Row(NamedTuple):
    """What one tool does on the marked tests."""

    caught: dict[str, str]
    recall: float
    false: int
    false_share: float
    astray: int


def accuracy(options: argparse.Namespace) -> tuple[Any, str]:
    known = marks(options.folder)
    rows = {"walkaround": _row(known, _own(options.folder), any_rule=False)}
    peers = {} if options.quick else _peers()
    said = {name: _PEERS[name](program, options.folder) for name, program in peers.items()}
    rows |= {name: _row(known, findings, any_rule=True) for name, findings in said.items()}
    if said:
        rows["all peers"] = _row(known, [one for findings in said.values() for one in findings], any_rule=True)
    return {name: row._asdict() for name, row in rows.items()}, _accuracy_text(known, rows)


def _row(known: Marks, said: list[Said], *, any_rule: bool) -> Row:
    result = score(known, said, any_rule=any_rule)
    bad, caught = Counter(mark.rule for mark in known.bad), Counter(mark.rule for mark in result.caught)
    false = len({test for test, _ in result.false})
    return Row(
        caught={rule: f"{caught[rule]}/{bad[rule]}" for rule in RULES},
        recall=round(caught.total() / max(bad.total(), 1), 3),
        false=false,
        false_share=round(false / max(len(known.good), 1), 3),
        astray=len(result.astray),
    )


def _accuracy_text(known: Marks, rows: dict[str, Row]) -> str:
    cells = {rule: [row.caught[rule] for row in rows.values()] for rule in RULES}
    for field in ("recall", "false", "false_share", "astray"):
        cells[field.replace("_", " ")] = [str(getattr(row, field)) for row in rows.values()]
    lines = [f"{name:12}" + "".join(f"{cell:>12}" for cell in row) for name, row in {"": list(rows), **cells}.items()]
    return "\n".join([f"{len(known.bad)} bad lines, {len(known.good)} good tests", *lines]) + "\n"


def _own(folder: Path) -> list[Said]:
    from walkaround.test_quality import judge_file

    paths = sorted(folder.glob("*.py"))
    found = [(path.name, finding) for path in paths for finding in judge_file(path.name, path.read_bytes())]
    return [Said(name, finding.line, finding.rule) for name, finding in found if finding.rule in RULES]


# Peers


def _peers() -> dict[str, Path]:
    """The programs of the peers, installed once; none of them where that fails."""
    folder = TOP / ".venv" / "peers-tests"
    if not (folder / "installed").exists():
        venv.create(folder, clear=True, with_pip=True)
        done = subprocess.run([str(folder / "bin" / "python"), "-m", "pip", "install", "-q", *PEERS], check=False)
        if done.returncode:
            sys.stderr.write("the peers could not be installed; they are left out\n")
            return {}
        (folder / "installed").touch()
    return {name: folder / "bin" / name for name in _PEERS}


def _ruff_command(program: Path) -> list[str]:
    return [str(program), "check", "--isolated", "--no-cache", "--exit-zero", "--select", ",".join(RUFF.split())]


def _pylint_command(program: Path) -> list[str]:
    enabled = ",".join(PYLINT.split())
    return [str(program), "--rcfile=", "--disable=all", f"--enable={enabled}", "--exit-zero", "--score=no"]


def _ruff(program: Path, folder: Path) -> list[Said]:
    rows = _asked([*_ruff_command(program), "--output-format=json"], folder)
    return [Said(Path(row["filename"]).name, row["location"]["row"], row["code"]) for row in rows]


def _pylint(program: Path, folder: Path) -> list[Said]:
    rows = _asked([*_pylint_command(program), "--output-format=json"], folder)
    return [Said(Path(row["path"]).name, row["line"], row["symbol"]) for row in rows]


_PEERS: dict[str, Callable[[Path, Path], list[Said]]] = {"ruff": _ruff, "pylint": _pylint}


def _asked(command: list[str], folder: Path) -> list[dict[str, Any]]:
    """What a tool says in JSON of copies of the files, which no configuration reaches."""
    with tempfile.TemporaryDirectory(prefix="walkaround-tests-") as name:
        paths = [shutil.copy(path, name) for path in sorted(folder.glob("*.py"))]
        done = subprocess.run([*command, *paths], cwd=name, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{Path(command[0]).name} failed: {done.stderr.strip()}")
    answer: list[dict[str, Any]] = json.loads(done.stdout)
    return answer


# Cost


def cost(options: argparse.Namespace) -> tuple[Any, str]:
    scripts = environment([]).parent
    peers = {} if options.quick else _peers()
    commands = {"test-quality, five changed files": [str(scripts / "walkaround-test-quality"), *FILES]}
    if peers:
        commands["peer: ruff, its rules of this kind"] = [*_ruff_command(peers["ruff"]), *FILES]
        commands["peer: pylint, likewise"] = [*_pylint_command(peers["pylint"]), *FILES]
    with tempfile.TemporaryDirectory(prefix="walkaround-tests-") as name:
        folder = Path(name)
        _stage(folder)
        bare = [str(scripts / "python"), "-c", "pass"]
        figures = figures_of(commands, folder, 3 if options.quick else options.runs, bare, fine=(0, 1))
    return figures, table(figures)


def _stage(folder: Path) -> None:
    """A repository with the five files, each without its last test committed and whole staged."""
    author = ["-c", "user.name=Ada Example", "-c", "user.email=ada@example.org"]
    texts = {name: (TOP / "tests" / name).read_text(encoding="utf-8") for name in FILES}
    for name, text in texts.items():
        (folder / name).write_text(text[: text.rindex("\ndef test_")], encoding="utf-8")
    for command in (["init", "-q"], ["add", "."], [*author, "commit", "-q", "--no-verify", "-m", "Begin"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    subprocess.run(["git", "add", "."], cwd=folder, check=True)


if __name__ == "__main__":
    raise SystemExit(main())

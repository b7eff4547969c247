"""dependency-verification beside type checkers: invented uses that are caught, valid programs that are flagged.

`python3 benchmarks/apis.py [--quick | --every N] [--json]` sets up its own environment. The texts are those of
`tests/invented/uses.py` and `tests/invented/dynamic.py`. Walkaround reads the wheels of their pins from its cache,
fetched first where they are not there; ty, pyright, mypy and pylint, each with its default settings, get an
environment into which the same pins are installed, below `.venv/`. `--quick`: a tenth of the texts and no peers. Each
text is judged alone, in a folder of its own, so a checker's start counts as often as there are texts; compare within
a column. Then come the times of a commit of five files with a warm cache, and of one without a source file. CPU time
is that of the process tree (POSIX only).
"""

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from invented.dynamic import FILES
from invented.uses import USES
from setup_environment import environment

TOP = Path(__file__).resolve().parent.parent
HOOK = ("-c", "import sys; from walkaround.dependency_verification import main; sys.exit(main())")
PEERS = {
    "ty": ("ty", "check", "--output-format", "concise", "--python", "{python}"),
    "pyright": ("pyright", "--pythonpath", "{python}"),
    "mypy": ("mypy", "--python-executable", "{python}"),
    "pylint": ("pylint", "--errors-only", "--msg-template={{path}}:{{line}}: {{msg}}"),
}
PLACE = re.compile(r"^\s*(?:.*/)?(?P<file>[\w.-]+\.py):(?P<line>\d+)", re.MULTILINE)


class Row(NamedTuple):
    """What a tool did over all texts: uses caught on their line, valid texts with an alarm, seconds."""

    tool: str
    caught: int
    uses: int
    alarms: int
    valid: int
    cpu: float
    wall: float


class Case(NamedTuple):
    """A text with its files, the one that is judged, and the line that must be named; 0 for none."""

    files: Mapping[str, str]
    judged: tuple[str, ...]
    line: int


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="a tenth of the texts, and no peers")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="one text of N, with all peers")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    step = 10 if options.quick else options.every
    uses = [one for one in USES if not one.python][::step]
    cases = [Case({"main.py": one.bad}, ("main.py",), one.line) for one in uses]
    cases += [Case({"main.py": one.good}, ("main.py",), 0) for one in uses]
    pins = {"uses": _pins("requirements.txt"), "dynamic": _pins("dynamic-requirements.txt")}
    dynamic = [Case(one.files, tuple(path for path in one.files if path.endswith(".py")), 0) for one in FILES[::step]]
    own = str(environment([]))
    hook = (own, *HOOK)
    rows, commits = [], {}
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        rows.append(
            _row("walkaround", hook, {"uses": (cases, pins["uses"]), "dynamic": (dynamic, pins["dynamic"])}, work)
        )
        for tool, command in ({} if options.quick else PEERS).items():
            filled = {name: _filled(command, name, pins[name]) for name in pins}
            part = [
                _row(tool, filled["uses"], {"uses": (cases, "")}, work),
                _row(tool, filled["dynamic"], {"dynamic": (dynamic, "")}, work),
            ]
            rows.append(_sum(*part))
        commits = _commits(hook, [one.good for one in uses][:5], pins["uses"], work)
    if options.json:
        print(json.dumps({"tools": [one._asdict() for one in rows], "commits": commits}))
        return 0
    for one in rows:
        print(
            f"{one.tool:11} caught {one.caught:3} of {one.uses:3}, alarms on {one.alarms:3} of {one.valid:3} valid, "
            f"{one.cpu:7.1f} s CPU, {one.wall:7.1f} s wall"
        )
    for name, (cpu, wall) in commits.items():
        print(f"{name}: {cpu:.3f} s CPU, {wall:.3f} s wall")
    return 0


def _pins(name: str) -> str:
    """The pins of a list without their hashes, which are those of one platform."""
    text = (TOP / "tests" / "invented" / name).read_text("utf-8")
    return "".join(f"{one}\n" for one in re.findall(r"(?m)^[\w.-]+==[^\s;\\]+", text))


def _filled(command: Sequence[str], name: str, pins: str) -> list[str]:
    """A peer's command with its own environment, which has the pins too."""
    folder = TOP / ".venv" / f"apis-peers-{name}"
    python = folder / "bin" / "python"
    if not (folder / "made-from").exists() or (folder / "made-from").read_text() != pins:
        venv.create(folder, clear=True, with_pip=True)
        listed = folder / "pins.txt"
        listed.write_text(pins)
        pip = [str(python), "-m", "pip", "install", "-q", "--no-deps", "--only-binary", ":all:"]
        subprocess.run([*pip, "-r", str(listed)], check=True)
        # Checkers need packages of their own, in versions that the pins may not have.
        venv.create(folder.with_name("apis-peers"), with_pip=True)
        own = [str(folder.with_name("apis-peers") / "bin" / "python"), "-m", "pip", "install", "-q", *PEERS]
        subprocess.run(own, check=True)
        (folder / "made-from").write_text(pins)
    program = folder.with_name("apis-peers") / "bin" / command[0]
    found = [str(program), *(one.format(python=python) for one in command[1:])]
    if command[0] == "pylint":
        site = next((folder / "lib").glob("python*/site-packages"))
        found.append(f"--init-hook=import sys; sys.path.append({str(site)!r})")
    return found


def _row(tool: str, command: Sequence[str], sets: Mapping[str, tuple[Sequence[Case], str]], work: Path) -> Row:
    caught = uses = alarms = valid = 0
    cpu = wall = 0.0
    for name, (cases, pins) in sets.items():
        for number, case in enumerate(cases):
            root = work / f"{tool}-{name}-{number}"
            _write(root, case.files, pins)
            if pins and not number:
                fetch = [command[0], "-m", "walkaround", "deps", "fetch", "--no-history"]
                subprocess.run(fetch, cwd=root, check=True)
            said, took = _run([*command, *case.judged], root)
            cpu, wall = cpu + took[0], wall + took[1]
            lines = {int(one["line"]) for one in PLACE.finditer(said) if int(one["line"])}
            uses, valid = uses + bool(case.line), valid + (not case.line)
            caught += case.line in lines
            alarms += bool(lines) and not case.line
    return Row(tool, caught, uses, alarms, valid, cpu, wall)


def _sum(one: Row, two: Row) -> Row:
    """Both sets together."""
    return Row(
        one.tool,
        one.caught + two.caught,
        one.uses + two.uses,
        one.alarms + two.alarms,
        one.valid + two.valid,
        one.cpu + two.cpu,
        one.wall + two.wall,
    )


def _write(root: Path, files: Mapping[str, str], pins: str) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    if pins:
        (root / "requirements.txt").write_text(pins)
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    subprocess.run(["git", "add", "--all"], cwd=root, check=True)


def _run(command: Sequence[str], root: Path) -> tuple[str, tuple[float, float]]:
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, env={**os.environ})
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return done.stdout, (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall)


def _commits(hook: Sequence[str], texts: Sequence[str], pins: str, work: Path) -> dict[str, tuple[float, float]]:
    """The best of three: five files with a warm cache, and no source file."""
    root = work / "commit"
    names = [f"file{number}.py" for number in range(len(texts))]
    _write(root, dict(zip(names, texts, strict=True)) | {"notes.md": "Notes.\n"}, pins)
    _run([*hook, *names], root)
    return {
        f"{len(names)} files, warm": min(_run([*hook, *names], root)[1] for _ in range(3)),
        "no source file": min(_run([*hook, "notes.md"], root)[1] for _ in range(3)),
    }


if __name__ == "__main__":
    sys.exit(main())

"""From zero to strict: the commands that it takes, the seconds, and whether everything that has to be stopped is.

`python3 benchmarks/adoption.py [--quick] [--framework pre-commit|prek] [--tree REQUIREMENT ...] [--folder PATH ...]`
makes a new repository, and takes the source trees of real projects (sdists, and copies of folders). In each it runs
`walkaround init --apply --yes` and `git commit`, all hooks over all files, and `--undo` before and after that commit;
in between it plants a mistake for every kind of hook. A line per tree says: the commands typed, the seconds until the
first commit (without those for the hooks' environment, which is built once), whether that commit and the run over all
files are green, how many mistakes were stopped, and whether both undos were exact. `--quick` takes one small tree that
is made up. Exit code 1 when any of it is not as it should be.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import sdists

from made_up_secrets import made_up
from planted_mistakes import MISTAKES, stopped, with_remote
from repository_state import State, state
from setup_environment import environment

TOP = Path(__file__).resolve().parent.parent

TREES = ("httpie==3.2.4", "flask==3.1.2")
OWN_HOOKS = (".pre-commit-config.yaml", "prek.toml")  # of a tree: they come from hosts that need not be reachable
SECRETS = made_up(9)
SMALL = {
    "pyproject.toml": '[project]\nname = "small"\nversion = "1"\ndependencies = ["requests"]  # by hand\n',
    "small.py": "import pickle\n\n\ndef load(data: bytes) -> object:\n    return pickle.loads(data)\n",
    ".gitlab-ci.yml": "test:\n  script: [pytest]\n",
    "settings.ini": f"[prod]\npassword = {SECRETS['PASSWORD']}\n",
}


class Outcome(NamedTuple):
    """What came of one tree."""

    name: str
    files: int
    commands: int
    seconds: float
    green: bool
    all_files: bool
    blocked: int
    undone: bool

    @property
    def is_good(self) -> bool:
        return self.green and self.all_files and self.undone and self.blocked == len(MISTAKES) and self.commands == 2


class Typed:
    """Commands as a person types them; how many there were."""

    def __init__(self, top: Path) -> None:
        self.top = top
        self.count = 0

    def run(self, *command: str) -> bool:
        self.count += 1
        done = subprocess.run(command, cwd=self.top, capture_output=True, text=True, check=False, errors="replace")
        if done.returncode:
            sys.stderr.write(f"{self.top.name}: {' '.join(command[:4])}\n{done.stdout}{done.stderr}\n")
        return done.returncode == 0


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="From zero to strict, on new and on real repositories.")
    parser.add_argument("--quick", action="store_true", help="one small tree that is made up")
    parser.add_argument("--framework", choices=("pre-commit", "prek"), default="pre-commit")
    parser.add_argument("--tree", action="append", metavar="REQUIREMENT", help=f"sdists (default: {', '.join(TREES)})")
    parser.add_argument("--folder", action="append", default=[], type=Path, metavar="PATH", help="further trees")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="walkaround-adoption-") as name:
        return _measured(Path(name), options)


def _measured(place: Path, options: argparse.Namespace) -> int:
    _set_up(place)
    trees: list[tuple[str, Path | None]] = [("made up", _made_up(place))]
    if not options.quick:
        sources = [(wanted, sdists.fetched(wanted)) for wanted in options.tree or TREES]
        trees = [("nothing yet", None), *trees, *((name, tree) for name, tree in sources if tree is not None)]
        trees += [(folder.name, folder) for folder in options.folder]
    source = _source(place)
    started = time.perf_counter()
    _build(place / "environment", source, options.framework)
    sys.stdout.write(f"the hooks' environment, built once: {time.perf_counter() - started:.1f} s\n")
    sys.stdout.write("tree                  files  commands  seconds  green  all files  blocked  undo exact\n")
    outcomes = []
    for number, (name, tree) in enumerate(trees):
        outcome = _adopted(place / f"tree{number}", name, tree, (source, options.framework))
        outcomes.append(outcome)
        figures = f"{outcome.files:5}  {outcome.commands:8}  {outcome.seconds:7.1f}  {_said(outcome.green):5}"
        blocked = f"{outcome.blocked} of {len(MISTAKES)}"
        rest = f"{_said(outcome.all_files):9}  {blocked:>8}  {_said(outcome.undone)}"
        sys.stdout.write(f"{outcome.name:20}  {figures}  {rest}\n")
        sys.stdout.flush()
    return int(not all(outcome.is_good for outcome in outcomes))


def _set_up(place: Path) -> None:
    """No trace of the machine's own settings, environments in a folder of their own, and this interpreter's tools."""
    for name in list(os.environ):
        if name.startswith(("GIT_", "PRE_COMMIT", "PREK", "WALKAROUND")) or name in ("CLAUDECODE", "AI_AGENT", "AGENT"):
            del os.environ[name]
    for who in ("AUTHOR", "COMMITTER"):
        os.environ |= {f"GIT_{who}_NAME": "Ada Example", f"GIT_{who}_EMAIL": "ada@example.org"}
    os.environ |= {
        "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "UV_SYSTEM_CERTS": "true",
        "PRE_COMMIT_HOME": str(place / "store"), "PREK_HOME": str(place / "store"),
        "PATH": f"{_python().parent}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(TOP / "hooks"),
    }  # fmt: skip


def _source(place: Path) -> Path:
    """The hooks as they stand, uncommitted changes too, as a repository to install from."""
    listed = subprocess.check_output(["git", "ls-files", "-z", "-c", "-o", "--exclude-standard"], cwd=TOP)
    top = place / "walkaround"
    for name in map(os.fsdecode, filter(None, listed.split(b"\0"))):
        if (TOP / name).is_file():
            (top / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(TOP / name, top / name)
    _committed(top)
    return top


def _committed(top: Path) -> None:
    for command in (["init", "-q", "-b", "main"], ["add", "-A", "-f"], ["commit", "-q", "-m", "Import"]):
        subprocess.run(["git", *command], cwd=top, check=True)


def _made_up(place: Path) -> Path:
    folder = place / "made-up"
    folder.mkdir()
    for name, content in SMALL.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def _build(top: Path, source: Path, framework: str) -> None:
    """Let a repository that nobody looks at build the environment."""
    top.mkdir()
    subprocess.run(["git", "init", "-q"], cwd=top, check=True)
    typed = Typed(top)
    if not typed.run(*_walkaround("--apply", "--yes", "--repo", str(source), "--framework", framework)):
        raise SystemExit("init does not work at all")
    typed.run("git", "commit", "-q", "-m", "Start")


def _adopted(top: Path, name: str, tree: Path | None, hooks: tuple[Path, str]) -> Outcome:
    source, framework = hooks
    if tree is None:
        top.mkdir()
        subprocess.run(["git", "init", "-q", "-b", "main"], cwd=top, check=True)
    else:
        shutil.copytree(tree, top, symlinks=True, ignore=shutil.ignore_patterns(".git", *OWN_HOOKS))
        _committed(top)
    before = state(top)
    init = _walkaround("--apply", "--yes", "--repo", str(source), "--framework", framework)
    typed = Typed(top)
    tried = typed.run(*init) and typed.run(*_walkaround("--undo", "--yes")) and state(top) == before
    typed = Typed(top)
    started = time.perf_counter()
    green = typed.run(*init)
    again = Typed(top).run(*_walkaround("--check", "--repo", str(source), "--framework", framework))
    green = green and typed.run("git", "commit", "-q", "-m", "Adopt walkaround")
    seconds = time.perf_counter() - started
    all_files = Typed(top).run(framework, "run", "--all-files")
    blocked = _blocked(top, name) if green else 0
    undone = Typed(top).run(*_walkaround("--undo", "--yes"))
    exact = undone and _files(state(top)) == _files(before)
    return Outcome(
        name, len(_files(before)), typed.count, seconds, green and again, all_files, blocked, tried and exact
    )


def _blocked(top: Path, name: str) -> int:
    with_remote(top, top.with_suffix(".remote"))
    count = 0
    for mistake in MISTAKES:
        why = stopped(top, mistake, SECRETS)
        count += not why
        if why:
            sys.stderr.write(f"{name}: {mistake.name}: {why}\n")
    return count


def _files(found: State) -> State:
    """Without the index file, which remembers times: after a commit only what it says can be as before."""
    return {path: content for path, content in found.items() if path != ".git/index"}


def _walkaround(*arguments: str) -> tuple[str, ...]:
    return (str(_python()), "-m", "walkaround", "init", *arguments)


@cache
def _python() -> Path:
    """An interpreter with Walkaround and both frameworks beside it."""
    return environment(["test"])


def _said(good: bool) -> str:
    return "yes" if good else "NO"


if __name__ == "__main__":
    raise SystemExit(main())

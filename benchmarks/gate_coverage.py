"""Coverage of new lines beside diff-cover: the same figures on the same changes and reports?

`python3 benchmarks/gate_coverage.py --project DIR --python PYTHON` takes the last commits of a repository that change
its sources (`--commits 10`), checks each out into a copy, runs its tests there by the project's own interpreter, which
needs pytest, coverage and diff-cover, and lays both tools' figures side by side; what follows `--` goes to pytest. The
files that both speak of are compared line by line; what Walkaround counts beside them, because it is in no report, is a
column of its own, and files of tests, which it does not count, are left out. `--quick` compares the formats
with one another on changes made up here and needs nothing. Exit code 1 when figures differ.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from setup_environment import environment

_INSIDE = "WALKAROUND_BENCHMARK"


class Row(NamedTuple):
    """One change: new lines that ran and that are measured, by each side, and what only one of them counts."""

    name: str
    ours: tuple[int, int]
    theirs: tuple[int, int]
    estimated: int
    differing: tuple[str, ...]


def main() -> int:
    if _INSIDE not in os.environ:
        command = [str(environment(["test"])), __file__, *sys.argv[1:]]
        return subprocess.run(command, env={**os.environ, _INSIDE: "1"}, check=False).returncode
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--project", type=Path, help="a repository")
    parser.add_argument("--python", help="the interpreter that runs its tests")
    parser.add_argument("--commits", type=int, default=10, metavar="N", help="how many changes (default: 10)")
    parser.add_argument("--quick", action="store_true", help="formats beside one another, without a project")
    parser.add_argument("pytest", nargs="*", help="arguments of pytest")
    options = parser.parse_args()
    if options.quick:
        return quick()
    if options.project is None or options.python is None:
        parser.error("name --project and --python, or --quick")
    with tempfile.TemporaryDirectory(prefix="walkaround-coverage-") as folder:
        # The interpreter is not resolved: a link tells which environment it belongs to.
        rows = list(
            replayed(options.project, os.path.abspath(options.python), options.commits, Path(folder), options.pytest)
        )
    print(table(rows))
    return 1 if any(row.differing for row in rows) else 0


def table(rows: Sequence[Row]) -> str:
    lines = [f"{'change':14}{'Walkaround':>18}{'diff-cover':>18}{'in no report':>14}  differs"]
    for row in rows:
        sides = "".join(f"{shown(side):>18}" for side in (row.ours, row.theirs))
        lines.append(f"{row.name:14}{sides}{row.estimated:>14}  {', '.join(row.differing) or '-'}")
    differing = sum(bool(row.differing) for row in rows)
    measured = sum(row.theirs[1] for row in rows)
    return "\n".join([*lines, f"{differing} of {len(rows)} changes differ; {measured} new lines measured"])


def shown(side: tuple[int, int]) -> str:
    ran, total = side
    return f"{ran}/{total} = {100 * ran / total:.1f} %" if total else "-"


def replayed(project: Path, python: str, commits: int, folder: Path, pytest: Sequence[str]) -> Iterator[Row]:
    copy = folder / "copy"
    _git(folder, "clone", "-q", "--no-hardlinks", str(project.resolve()), str(copy))
    for commit in _changes(copy, commits):
        sys.stderr.write(f"{commit[:10]} ")
        sys.stderr.flush()
        _git(copy, "checkout", "-q", "-f", commit)
        _git(copy, "clean", "-q", "-f", "-d", "-x")
        if _tested(copy, python, pytest):
            yield compared(copy, python, commit)
        else:
            sys.stderr.write("(no report) ")
    sys.stderr.write("\n")


def _changes(copy: Path, most: int) -> list[str]:
    """The last commits that change a Python source which is none of tests."""
    from walkaround.quality_gate.coverage._source import is_beside, is_test

    found = []
    for line in _git(copy, "log", "--no-merges", "--format=%H", "-n", str(most * 20)).split():
        names = _git(copy, "diff", "--name-only", "--diff-filter=d", f"{line}^", line).splitlines()
        if any(name.endswith(".py") and not is_test(name) and not is_beside(name) for name in names):
            found.append(line)
        if len(found) == most:
            break
    return found


def _tested(copy: Path, python: str, pytest: Sequence[str]) -> bool:
    """Run the tests as they run there, from the copy; failures of theirs do not matter here."""
    path = os.pathsep.join(str(one) for one in (copy / "src", copy) if one.is_dir())
    variables = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}

    def run(*arguments: str) -> int:
        command = [python, "-m", "coverage", *arguments]
        return subprocess.run(command, cwd=copy, env=variables, capture_output=True, check=False).returncode

    run("run", "-m", "pytest", "-q", "-p", "no:cacheprovider", *pytest)
    if not (copy / ".coverage").exists():
        run("combine", "-q")
    return run("xml", "-q", "-i", "--fail-under=0") == 0


def compared(copy: Path, python: str, commit: str) -> Row:
    """One change through both, on one report."""
    from walkaround import _change
    from walkaround.quality_gate.coverage._find import found, loaded
    from walkaround.quality_gate.coverage._results import Results, sources_of

    report = copy.parent / "diff-cover.json"
    command = [str(Path(python).with_name("diff-cover")), "coverage.xml", f"--compare-branch={commit}^"]
    command += ["--diff-range-notation=..", "--format", f"json:{report}", "-q"]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    if not report.exists():
        raise SystemExit(f"diff-cover: {done.stderr.strip() or done.stdout.strip()}")
    said: dict[str, Any] = json.loads(report.read_text())["src_stats"]
    base = _git(copy, "rev-parse", f"{commit}^").strip()
    with _change.between(str(copy), base, commit) as delta:
        asked = everything("coverage.xml")
        reports, missing = found(str(copy), asked.files)
        failures = list(loaded(reports))
        if not failures:
            results, _, failures = Results(delta, asked, list(sources_of(delta, asked)), reports, missing).of_all()
        if failures:
            raise SystemExit(f"{commit}: {failures[0]}")
    ours = {one.path: (set(one.ran), set(one.missed)) for one in results if not one.estimated and one.ran | one.missed}
    theirs = {path: _lines(one) for path, one in said.items() if _counts(path) and any(_lines(one))}
    differing = [path for path in sorted(ours.keys() | theirs.keys()) if ours.get(path) != theirs.get(path)]
    estimated = sum(len(one.missed) for one in results if one.estimated)
    return Row(commit[:12], _sum(ours), _sum(theirs), estimated, tuple(differing))


def everything(*files: str) -> Any:
    from walkaround.quality_gate.coverage import Asked

    return Asked(files, 75, 1, lambda path: False, demanded=True)  # noqa: ARG005 - nothing is left out


def _counts(path: str) -> bool:
    from walkaround.quality_gate.coverage._source import is_beside, is_test

    return not is_test(path) and not is_beside(path)


def _lines(one: dict[str, Any]) -> tuple[set[int], set[int]]:
    return set(one["covered_lines"]), set(one["violation_lines"])


def _sum(files: dict[str, tuple[set[int], set[int]]]) -> tuple[int, int]:
    ran = sum(len(one) for one, _ in files.values())
    return ran, ran + sum(len(one) for _, one in files.values())


def _git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


def quick() -> int:
    """Made-up changes in every format of reports: each must give the figure that was made up."""
    from coverage_support import FORMATS, Said
    from walkaround import _change
    from walkaround.quality_gate.coverage import judge

    chance = random.Random(10)  # noqa: S311 - the same changes each time
    wrong = 0
    for name, form in FORMATS.items():
        for size in (5, 60, 400):
            with tempfile.TemporaryDirectory(prefix="walkaround-coverage-") as folder:
                top = Path(folder)
                path = {"jacoco": "src/org/shop/Sums.java", "go": "shop/sums.go"}.get(name, "src/shop/sums.js")
                rows = [f"    call({number});" for number in range(1, size + 1)]
                (top / path).parent.mkdir(parents=True)
                (top / path).write_text("\n".join(rows) + "\n")
                _git(top, "init", "-q")
                _git(top, "add", ".")
                ran = frozenset(line for line in range(1, size + 1) if chance.random() < 0.7)
                said: Said = {path: (ran, frozenset(range(1, size + 1)) - ran)}
                (top / form.file).parent.mkdir(parents=True, exist_ok=True)
                (top / form.file).write_bytes(form.write(said))
                with _change.staged(str(top)) as delta:
                    value = judge(delta, everything(form.file)).measure.value
                right = value is not None and abs(value - 100 * len(ran) / size) < 1e-9
                wrong += not right
                print(f"{name:12}{size:6} lines {len(ran)}/{size} {'as made up' if right else f'but {value}'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

"""Does `quality-gate` find the copies that jscpd finds by itself, and how many of them at a commit already?

`python3 benchmarks/gate_duplication.py --repository DIR [--repository ...] [--changes N] [--quick]` sets up its own
environment and goes through the newest changes of real repositories (clones of them, with their history), along the
first parents. Of each change it counts the new lines that are part of a copy, three times: as jscpd by itself says of
a checkout of the whole tree, as the gate says when it is thorough, and as it says at a commit, where a quick look
chooses the files that are compared. Blank lines and imports do not count, nor do lines that are alike in part only, nor
does what overlaps its own copy.

A line that jscpd names and the thorough gate does not belongs to a copy that is imports but for a few lines, or to a
generated or foreign file. A change is counted as stopped when more than 5 % of at least 20 new lines are copies.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from setup_environment import TOP, environment

if TYPE_CHECKING:  # Walkaround is in the environment that is set up
    from walkaround._change import Delta

LIMIT, TOKENS, SMALL = 5, 50, 20


class Row(NamedTuple):
    """The new lines of one change, and how many of them are copies by each of the three."""

    new: int = 0
    alone: int = 0
    thorough: int = 0
    commit: int = 0

    def plus(self, other: "Row") -> "Row":
        return Row(*(one + two for one, two in zip(self, other, strict=True)))

    def stopped(self, lines: int) -> bool:
        return self.new >= SMALL and 100 * lines > LIMIT * self.new


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Compare the copies in real changes with what jscpd says by itself.")
    parser.add_argument("--repository", action="append", type=Path, required=True, help="a clone; again for more")
    parser.add_argument("--changes", type=int, default=100, help="changes of each repository (default: 100)")
    parser.add_argument("--quick", action="store_true", help="ten changes of each repository")
    options = parser.parse_args(argv)
    if Path(sys.prefix).parent != TOP / ".venv":
        arguments = sys.argv[1:] if argv is None else argv
        return subprocess.run([str(environment([])), __file__, *arguments], check=False).returncode
    sys.stdout.write(f"{'':28}{'changes':>9}{'new lines':>11}{'jscpd':>8}{'thorough':>10}{'commit':>8}   stopped\n")
    with tempfile.TemporaryDirectory(prefix="walkaround-duplication-") as folder:
        os.environ["XDG_CACHE_HOME"] = str(Path(folder) / "cache")
        rows = [
            row
            for one in options.repository
            for row in shown(one, list(measured(one, 10 if options.quick else options.changes, Path(folder))))
        ]
    shown(Path("all"), rows)
    return 0


def shown(repository: Path, rows: list[Row]) -> list[Row]:
    """Print the sum of a repository's changes."""
    total = Row()
    for row in rows:
        total = total.plus(row)
    stopped = [
        sum(row.stopped(lines) for row, lines in zip(rows, some, strict=True))
        for some in list(zip(*rows, strict=True))[1:]
    ]
    sys.stdout.write(
        f"{repository.name:28}{len(rows):9}{total.new:11}{total.alone:8}{total.thorough:10}{total.commit:8}   "
        f"{' / '.join(map(str, stopped))}\n"
    )
    sys.stdout.flush()
    return rows


def measured(repository: Path, changes: int, scratch: Path) -> Iterator[Row]:
    """Each change of a source that is compared."""
    from walkaround import _change

    log = ["git", "-C", str(repository), "log", "--first-parent", "--format=%H %P", "-n", str(changes)]
    for line in subprocess.run(log, capture_output=True, text=True, check=True).stdout.splitlines():
        head, *parents = line.split()
        if parents:
            with _change.between(str(repository.resolve()), parents[0], head) as delta:
                row = compared(delta, repository, scratch)
            if row.new:
                yield row
            if len({row.alone, row.thorough, row.commit}) > 1:
                sys.stderr.write(f"  {repository.name} {head[:12]} {row}\n")


def compared(delta: "Delta", repository: Path, scratch: Path) -> Row:
    """One change, by each of the three."""
    from walkaround.quality_gate._duplication import judge
    from walkaround.quality_gate._duplication._judge import changed_sources

    def everything(_: str) -> bool:
        return False

    changed, _ = changed_sources(delta, everything)
    new = {path: one.new for path, one in changed.items() if one.new}
    if not new:
        return Row()
    counts = []
    for thorough in (True, False):
        judged = judge(delta, LIMIT, TOKENS, SMALL, everything, thorough)
        if judged.failures:
            raise SystemExit(f"{delta.head}: {judged.failures[0]}")
        counts.append(int(judged.measure.detail.split()[0]))
    alone = sum(
        len(lines & new[path]) for path, lines in by_jscpd(repository, str(delta.head), scratch).items() if path in new
    )
    return Row(sum(map(len, new.values())), alone, *counts)


def by_jscpd(repository: Path, commit: str, scratch: Path) -> dict[str, set[int]]:
    """The lines of each file that are part of a copy, as jscpd says of a checkout."""
    from walkaround._measures.sources import FORMATS

    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        index = {**os.environ, "GIT_INDEX_FILE": str(Path(folder) / "index")}
        git = ["git", "-C", str(repository)]
        subprocess.run([*git, "read-tree", commit], env=index, check=True)
        subprocess.run([*git, "checkout-index", "-a", f"--prefix={folder}/tree/"], env=index, check=True)
        jscpd = [str(Path(sys.executable).parent / "jscpd"), "--mode", "weak", "--min-tokens", str(TOKENS)]
        formats = ["--min-lines", "5", "--format", ",".join(sorted(set(FORMATS.values()))), "--max-size", "32mb"]
        report_to = ["--no-gitignore", "--absolute", "--reporters", "json", "--output", folder]
        command = [*jscpd, *formats, *report_to, f"{folder}/tree"]
        subprocess.run(command, cwd=folder, capture_output=True, check=True)
        report = json.loads((Path(folder) / "jscpd-report.json").read_text(encoding="utf-8"))
        prefix = os.path.realpath(f"{folder}/tree") + "/"
        named = {side["name"] for clone in report["duplicates"] for side in (clone["firstFile"], clone["secondFile"])}
        contents = {name.removeprefix(prefix): Path(name).read_bytes().split(b"\n") for name in named}
    found: dict[str, set[int]] = {}
    for clone in report["duplicates"]:
        sides = []
        for side in (clone["firstFile"], clone["secondFile"]):
            path = side["name"].removeprefix(prefix)
            sides.append((path, *whole(contents[path], side["startLoc"], side["endLoc"])))
        (one, start, end), (two, first, last) = sides
        if one != two or end < first or last < start:
            for path, start, end in sides:
                found.setdefault(path, set()).update(range(start, end + 1))
    return found


def whole(rows: list[bytes], start: dict[str, int], end: dict[str, int]) -> tuple[int, int]:
    """The first and the last line that are alike from end to end, but for a remark behind them."""
    before, after = rows[start["line"] - 1][: start["column"]], rows[end["line"] - 1][end["column"] :].strip()
    rest = after if not after.startswith((b"#", b"//", b"/*", b"--")) else b""
    return start["line"] + bool(before.strip()), end["line"] - bool(rest)


if __name__ == "__main__":
    sys.exit(main())

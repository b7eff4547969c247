"""`walkaround report` on real histories: seconds, memory, and the counts of PyDriller and of git on the same commits.

`python3 benchmarks/history.py --project DIR ...` measures each repository: a first run over all of its history, the
walk alone, the lines' origins by fix commit beside `git blame` of the same lines, and a second run behind ten commits.
`--pydriller` walks the same commits by PyDriller too (slow), and says of how many the counts differ, and of how many
from those of git without context too. `--blame N` compares the origins of all lines of N files of the newest commit
with git's. `--quick` makes up a small repository, and needs none. Seconds are of the processor, children included,
unless they are called wall.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from setup_environment import environment

_INSIDE = "WALKAROUND_BENCHMARK"
_BEHIND = 10
_FIXES = 40


class Cost(NamedTuple):
    wall: float
    cpu: float
    mebibytes: int


def main() -> int:
    options = _options()
    if _INSIDE not in os.environ:
        groups = ["bench-history"] if options.pydriller else ["test"]
        command = [str(environment(groups)), __file__, *sys.argv[1:]]
        return subprocess.run(command, env={**os.environ, _INSIDE: "1"}, check=False).returncode
    with tempfile.TemporaryDirectory(prefix="walkaround-history-") as folder:
        top = Path(folder)
        for project in options.project or [made_up(top / "made-up")]:
            measure(project.resolve(), top, options)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--project", type=Path, action="append", help="a repository; may be repeated")
    parser.add_argument("--quick", action="store_true", help="a small repository that is made up")
    parser.add_argument("--pydriller", action="store_true", help="the same walk by PyDriller")
    parser.add_argument("--blame", type=int, default=0, metavar="N", help="compare the origins in N files with git's")
    options = parser.parse_args()
    if not options.project and not options.quick:
        parser.error("name --project, or --quick")
    return options


def measure(project: Path, top: Path, options: argparse.Namespace) -> None:
    clone = top / f"clone-of-{project.name}"
    _git(top, "clone", "-q", "--bare", "--no-hardlinks", str(project), str(clone))
    cache = {"XDG_CACHE_HOME": str(top / f"cache-{project.name}")}
    head = _git(clone, "rev-parse", "HEAD").strip()
    earlier = _git(clone, "rev-list", "--first-parent", f"--skip={_BEHIND}", "-n", "1", "HEAD").strip() or head
    count = int(_git(clone, "rev-list", "--count", "HEAD"))
    print(f"{project.name}: {count} commits")
    _say("report --since all, nothing kept", report(clone, head, cache))
    _say("once more", report(clone, head, cache))
    other = {"XDG_CACHE_HOME": str(top / f"behind-{project.name}")}
    report(clone, earlier, other)
    _say(f"behind {_BEHIND} commits of the main line", report(clone, head, other))
    _say("the walk alone (counts of lines and files)", spent(lambda: walk(clone)))
    fixes(clone, head, {"XDG_CACHE_HOME": cache["XDG_CACHE_HOME"] + "-lines"})
    if options.blame:
        beside_blame(clone, head, options.blame)
    if options.pydriller:
        beside_pydriller(clone)


def _say(what: str, cost: Cost) -> None:
    print(f"  {what:44}{cost.wall:8.2f} s wall{cost.cpu:8.2f} s{cost.mebibytes:6} MiB")


def report(clone: Path, revision: str, variables: dict[str, str]) -> Cost:
    """A run of the command in a process of its own."""
    command = [str(Path(sys.executable).with_name("walkaround")), "report", str(clone), "--since", "all"]
    command += ["--revision", revision, "--json", os.devnull]
    return spent(lambda: _run(command, {**os.environ, **variables}))


def _run(command: Sequence[str], variables: dict[str, str]) -> None:
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)


def spent(body: Callable[[], object]) -> Cost:
    """What a body costs in a child, which dies with it: memory is the most that a process had at a time."""
    reading, writing = os.pipe()
    began = time.perf_counter()
    child = os.fork()
    if not child:
        body()
        own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        os.write(writing, str(max(own.ru_maxrss, children.ru_maxrss)).encode())
        os._exit(0)
    os.close(writing)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - began
    told = os.read(reading, 100)
    os.close(reading)
    if status:
        raise SystemExit("a run failed")
    return Cost(wall, usage.ru_utime + usage.ru_stime, int(told) // 1024)


def walk(clone: Path) -> list[tuple[str, int, int, int]]:
    """Each commit without merges, the newest first: its files, and its added and deleted lines."""
    from walkaround.baseline_metrics.history.walk import walked

    shas = _git(clone, "rev-list", "--no-merges", "--topo-order", "HEAD").split()
    return [
        (sha, len(edits), sum(one.added for one in edits), sum(one.removed for one in edits))
        for sha, edits in walked(str(clone), shas)
    ]


def fixes(clone: Path, head: str, variables: dict[str, str]) -> None:
    """What the origins of a fix's lines cost: by the lines of the whole history, and by `git blame` of a sample."""
    from walkaround.baseline_metrics.history.read import read
    from walkaround.baseline_metrics.kinds import WEAK, kind_of

    os.environ.update(variables)
    history = read(str(clone), head, 0, lambda _: lambda: None)
    commits = [entry.commit for entry in history.entries if entry.gone]
    mended = [one for one in commits if kind_of(one.message, one.author, len(one.parents)).fix > WEAK]
    if not mended:
        print("  no fix in this history")
        return
    whole = spent(lambda: read(str(clone), head, 1, lambda _: lambda: None))  # from what is kept of each commit
    sample = random.Random(11).sample(mended, min(_FIXES, len(mended)))  # noqa: S311 - the same each time
    blamed = spent(lambda: blame_all(clone, [one for one in sample if one.parents]))
    print(
        f"  origins of the lines that {len(mended)} fixes remove: {1000 * whole.cpu / len(mended):.1f} ms each; "
        f"git blame -w -M: {1000 * blamed.cpu / len(sample):.1f} ms each, of {len(sample)}"
    )


def blame_all(clone: Path, commits: Sequence[Any]) -> None:
    for one in commits:
        blame_removed(clone, one.sha, one.parents[0])


def blame_removed(clone: Path, sha: str, parent: str) -> None:
    from walkaround.baseline_metrics.history.walk import walked

    for _, edits in walked(str(clone), [sha]):
        for edit in edits:
            spans = [f"-L{hunk.old + 1},+{len(hunk.removed)}" for hunk in edit.hunks if hunk.removed]
            if spans:
                _git(clone, "blame", "-w", "-M", "--incremental", *spans, parent, "--", edit.before)


def beside_blame(clone: Path, head: str, most: int) -> None:
    """Whose each line of some files is, by both; git also counts a copy within a file as the line that it copies."""
    from walkaround import _git as git
    from walkaround.baseline_metrics.history.read import last_lines

    shas, lines = last_lines(str(clone), head)
    files = [(path, blob) for path, blob in git.files_in(str(clone), head) if lines.origins(path, blob)]
    random.Random(11).shuffle(files)  # noqa: S311 - the same each time
    total = same = either = 0
    for path, blob in files[:most]:
        ours = [shas[number] for number in lines.origins(path, blob) or ()]
        moved, plain = (list(blamed(clone, head, path, *flags)) for flags in (("-w", "-M"), ("-w",)))
        for mine, one, other in zip(ours, moved, plain, strict=True):
            total, same, either = total + 1, same + (mine == one), either + (mine in (one, other))
    print(f"  {total} lines of {min(most, len(files))} files: {same / total:.1%} as `git blame -w -M`, "
          f"{either / total:.1%} as that or `git blame -w`")  # fmt: skip


def blamed(clone: Path, head: str, path: str, *flags: str) -> Iterator[str]:
    for line in _raw(clone, "blame", *flags, "--porcelain", head, "--", path).split(b"\n"):
        words = line.split(b" ")
        if not line.startswith(b"\t") and len(words[0]) == 40 and len(words) >= 3:
            yield words[0].decode()


def beside_pydriller(clone: Path) -> None:
    from pydriller import Repository

    ours = {sha: counts for sha, *counts in walk(clone)}
    theirs: dict[str, list[int]] = {}

    def walk_theirs() -> None:
        for commit in Repository(str(clone), order="reverse").traverse_commits():
            if not commit.merge:
                theirs[commit.hash] = [commit.files, commit.insertions, commit.deletions]

    with _timed() as taken:
        walk_theirs()
    mine = spent(lambda: walk(clone))
    differing = [sha for sha, counts in theirs.items() if ours.get(sha) != counts]
    print(f"  PyDriller on the same walk: {taken[0]:.2f} s, {taken[0] / mine.cpu:.1f} times as much as ours")
    print(f"  counts that differ: {len(differing)} of {len(theirs)} commits{': ' if differing else ''}"
          f"{', '.join(f'{sha[:10]} {ours.get(sha)} {theirs[sha]}' for sha in differing[:5])}")  # fmt: skip
    unlike = [sha for sha in differing if ours.get(sha) != without_context(clone, sha)]
    print(f"  of these, other than `git diff -U0` counts: {len(unlike)}{''.join(f' {sha[:10]}' for sha in unlike[:5])}")


def without_context(clone: Path, sha: str) -> list[int]:
    """Files, added and deleted lines as git says them without context.

    git then leaves the common end of two files out before it compares them, and so may take another of several lines
    that are alike, mostly blank ones, for the one that stayed.
    """
    said = _git(clone, "diff-tree", "--no-commit-id", "--root", "-r", "-M", "-U0", "--numstat", sha)
    rows = [line.split("\t") for line in said.partition("\n\n")[0].splitlines()]
    added, deleted = (sum(int(row[at]) for row in rows if row[at] != "-") for at in (0, 1))
    return [len(rows), added, deleted]


@contextmanager
def _timed() -> Iterator[list[float]]:
    def now() -> float:
        own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime

    began, taken = now(), [0.0]
    yield taken
    taken[0] = now() - began


def made_up(top: Path) -> Path:
    """A hundred commits to a few files."""
    chance = random.Random(11)  # noqa: S311 - the same each time
    subprocess.run(["git", "init", "-q", "-b", "main", str(top)], check=True)
    stream = []
    files: dict[str, list[str]] = {f"module_{number}.py": [] for number in range(5)}
    for number in range(100):
        name = chance.choice(sorted(files))
        lines = [line for line in files[name] if chance.random() > 0.1]
        lines += [f"value_{number}_{at} = compute({chance.random()})" for at in range(5)]
        files[name] = lines
        content = "".join(f"{line}\n" for line in lines)
        message = f"fix: wrong value {number}" if number % 4 == 0 else f"add {number}"
        who = f"A <a@example.org> {1_700_000_000 + 3600 * number} +0000"
        stream.append(
            f"commit refs/heads/main\nauthor {who}\ncommitter {who}\ndata {len(message)}\n{message}\n"
            f"M 100644 inline {name}\ndata {len(content)}\n{content}\n"
        )
    subprocess.run(["git", "fast-import", "--quiet"], input="".join(stream), text=True, cwd=top, check=True)
    return top


def _raw(folder: Path, *arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True).stdout


def _git(folder: Path, *arguments: str) -> str:
    return _raw(folder, *arguments).decode("utf-8", "surrogateescape")


if __name__ == "__main__":
    sys.exit(main())

"""In how many of the made histories is the beginning of a defect found, and what does PyDriller find in the same ones?

`python3 benchmarks/szz.py [--pydriller PYTHON] [--misses]` makes the histories of `tests/made_histories`, of which the
truth is known, and prints precision and recall over pairs of a fix and an inducing commit, and over inducing commits.
`PYTHON` is an interpreter that has PyDriller; its `Git.get_commits_last_modified_lines` is told the fixes, because it
does not look for them, and the file of ignored commits.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from setup_environment import TOP, environment

if TYPE_CHECKING:  # they need this project's own environment, which `main` sets up
    from made_histories.judging import Judged, Pair

_PEER = """
import json, sys
from pydriller import Git
for line in sys.stdin:
    job = json.loads(line)
    git = Git(job["top"])
    for sha in job["fixes"]:
        found = git.get_commits_last_modified_lines(git.get_commit(sha), hashes_to_ignore_path=job["ignored"])
        print(json.dumps([job["top"], sha, sorted(set().union(*found.values()))]))
"""


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Judge the tracing of defects by histories whose truth is known.")
    parser.add_argument("--pydriller", metavar="PYTHON", help="an interpreter that has PyDriller")
    parser.add_argument("--misses", action="store_true", help="print each wrong and each missed pair")
    options = parser.parse_args(argv)
    if Path(sys.prefix).parent != TOP / ".venv":
        arguments = sys.argv[1:] if argv is None else argv
        return subprocess.run([str(environment([])), __file__, *arguments], check=False).returncode
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = f"{folder}/cache"
        compare(Path(folder), options.pydriller, options.misses)
    return 0


def compare(folder: Path, python: str | None, misses: bool) -> None:
    from made_histories.first import FIRST
    from made_histories.judging import judged
    from made_histories.second import SECOND
    from made_histories.writing import told

    rows: dict[str, list[Judged]] = {}
    spent = 0.0
    for name, tellers in (("first half", FIRST), ("second half", SECOND)):
        before = time.process_time()
        rows[name] = [judged(story, folder / story.name) for story in told(tellers)]
        spent += time.process_time() - before
    rows["both"] = rows["first half"] + rows["second half"]
    sys.stdout.write(
        f"{'':24}{'pairs':>7}{'precision':>11}{'recall':>8}   {'commits':>7}{'precision':>11}{'recall':>8}\n"
    )
    for name, some in rows.items():
        row(f"walkaround, {name}", [(set(one.found), one.true) for one in some])
    sys.stdout.write(f"making and tracing took {spent:.1f} s of CPU, without git's\n")
    if python:
        found = peer(python, rows["both"], folder)
        row("PyDriller, told fixes", [(found[one.story.name], one.true) for one in rows["both"]])
    if misses:
        for one in rows["both"]:
            for word, pairs in (("wrong", one.wrong), ("missed", one.missed)):
                for mended, origin in one.subjects(pairs):
                    sys.stdout.write(f"{one.story.name}: {word}: {mended!r} began in {origin!r}\n")


def row(name: str, found: "Sequence[tuple[set[Pair], frozenset[Pair]]]") -> None:
    from made_histories.judging import scores

    told = [f"{one.true:>7}{one.precision:>11.3f}{one.recall:>8.3f}" for one in scores(found)]
    sys.stdout.write(f"{name:24}{'   '.join(told)}\n")


def peer(python: str, histories: "Sequence[Judged]", folder: Path) -> "Mapping[str, set[Pair]]":
    """What PyDriller finds for the fixes of the truth, those of which nothing is true among them."""
    jobs, numbers = [], {}
    found: dict[str, set[Pair]] = {}
    for one in histories:
        story = one.story
        ignored = folder / f"{story.name}.ignored"
        ignored.write_text("".join(f"{story.shas[number]}\n" for number in story.ignored))
        fixes = sorted({fix for fix, _ in one.true} | {fix for fix, origins in story.truth.items() if not origins})
        top = str(folder / story.name)
        jobs.append({"top": top, "fixes": [story.shas[fix] for fix in fixes], "ignored": str(ignored)})
        numbers[top] = story.name, {sha: number for number, sha in enumerate(story.shas)}
        found[story.name] = set()
    given = "".join(json.dumps(job) + "\n" for job in jobs)
    done = subprocess.run([python, "-c", _PEER], input=given, capture_output=True, text=True, check=True)
    for line in done.stdout.splitlines():
        top, fix, origins = json.loads(line)
        name, at = numbers[top]
        found[name] |= {(at[fix], at[origin]) for origin in origins if origin in at}
    return found


if __name__ == "__main__":
    raise SystemExit(main())

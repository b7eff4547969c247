"""Are the complexities that `quality-gate` judges those that complexipy's own command prints?

`python3 benchmarks/gate_complexity.py [--tree DIR ...] [--quick]` sets up its own environment, measures every Python
file below the folders (this project's own sources where none is named) both ways, and prints how many functions were
compared and each that differs. It also compares which files cannot be read. The exit code is 1 when something differs.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from setup_environment import TOP, environment

FEW = 40  # files of a tree that --quick looks at

Numbers = dict[tuple[str, str], list[int]]  # by file and function, sorted where several go by one name


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Compare complexities with complexipy's own command.")
    parser.add_argument("--tree", action="append", type=Path, help="a folder of Python sources; again for more")
    parser.add_argument("--quick", action="store_true", help=f"the first {FEW} files of each folder")
    options = parser.parse_args(argv)
    if Path(sys.prefix).parent != TOP / ".venv":
        arguments = sys.argv[1:] if argv is None else argv
        return subprocess.run([str(environment([])), __file__, *arguments], check=False).returncode
    differences = [differ(tree, options.quick) for tree in options.tree or [TOP / "hooks"]]
    return int(any(differences))


def differ(tree: Path, quick: bool) -> bool:
    """Print how the two differ on one folder; whether they do."""
    files = [path for path in sorted(tree.resolve().glob("**/*.py")) if path.is_file()][: FEW if quick else None]
    ours, unread = own(files)
    theirs = printed(files)
    for numbers in (*ours.values(), *theirs.values()):
        numbers.sort()  # the command prints functions by their numbers
    different = [key for key in sorted({*ours, *theirs}) if ours.get(key) != theirs.get(key)]
    wrong = [path for path in unread if any(path == name for name, _ in theirs)]
    total = sum(map(len, ours.values()))
    sys.stdout.write(f"{tree}: {len(files)} files, {total} functions compared, {len(different)} differ\n")
    for key in different[:20]:
        sys.stdout.write(f"  {key[0]} {key[1]}: quality-gate {ours.get(key)}, complexipy {theirs.get(key)}\n")
    for path in unread:
        sys.stdout.write(
            f"  {path}: neither could read it\n" if path not in wrong else f"  {path}: complexipy read it\n"
        )
    return bool(different or wrong)


def own(files: Sequence[Path]) -> tuple[Numbers, list[str]]:
    """What quality-gate measures, and the files that it cannot read."""
    from walkaround._finding import NotJudged
    from walkaround._measures.complexipy import functions

    found: Numbers = {}
    unread = []
    for path in files:
        try:
            for one in functions(str(path), path.read_bytes()):
                found.setdefault((str(path), one.name), []).append(one.complexity)
        except NotJudged:
            unread.append(str(path))
    return found, unread


def printed(files: Sequence[Path]) -> Numbers:
    """What complexipy's command says, which is told to keep nothing and to pass over no comment."""
    command = [str(Path(sys.executable).parent / "complexipy"), "--no-ignore", "--isolated", "--output-format", "json"]
    found: Numbers = {}
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "report.json"
        for start in range(0, len(files), 200):
            some = [str(path) for path in files[start : start + 200]]
            subprocess.run(
                [*command, "--quiet", "--ignore-complexity", "--output", str(output), *some],
                cwd=folder, capture_output=True, check=False,
            )  # fmt: skip
            for one in json.loads(output.read_text(encoding="utf-8")):
                found.setdefault((one["path"], one["function_name"]), []).append(one["complexity"])
    return found


if __name__ == "__main__":
    sys.exit(main())

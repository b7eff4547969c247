"""What `quality-gate` costs at a commit: CPU time for five changed files in a project of 500, above `python -c pass`.

`python3 benchmarks/gate.py [--runs N] [--quick] [--json]` sets up its own environment, and a repository with 500
files of the standard library, then stages a change and runs the console script as pre-commit does, in turn with the
bare interpreter. CPU time is user and system time of the whole process tree, git and jscpd included, as the kernel
accounts it (POSIX only). The median is shown. The first run in a repository, which reads every file, is shown apart.
The budget is 150 ms on a machine with nothing else to do, where `python -c pass` takes about 10 ms.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from setup_environment import environment

FILES = 500
CHANGED = 5
NEW = """

def fresh_{number}(rows, limit):
    found = lookup_{number}(rows)
    if found is None or len(found) > limit + {number}:
        return default_{number}(limit)
    return [row.value_{number} for row in found]
"""
CASES = {"nothing of Python": "text", "five files, no copy": "clean", "five files, one copies old code": "copy"}


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="CPU time of quality-gate at a commit.")
    parser.add_argument("--runs", type=int, default=21, help="counted runs of each case (default: 21)")
    parser.add_argument("--quick", action="store_true", help="five runs")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(argv)
    scripts = environment([]).parent
    with tempfile.TemporaryDirectory(prefix="walkaround-gate-") as folder:
        os.environ["XDG_CACHE_HOME"] = str(Path(folder) / "cache")
        figures = measure(Path(folder), scripts, 5 if options.quick else options.runs)
    sys.stdout.write(json.dumps(figures, indent=2) + "\n" if options.json else shown(figures))
    return 0


def measure(folder: Path, scripts: Path, runs: int) -> dict[str, dict[str, float]]:
    """Milliseconds of each case, and of the first run in a repository."""
    from startup import cpu, figures_of

    command, bare = [str(scripts / "walkaround-quality-gate")], [str(scripts / "python"), "-c", "pass"]
    figures: dict[str, dict[str, float]] = {}
    for name, kind in CASES.items():
        project = folder / kind
        prepare(project, kind)
        if kind == "clean":
            cpu(command, project.parent / "text")  # Python's own bytecode is there
            first = cpu(command, project) - cpu(bare, project)
            figures["the first run of all"] = {"above_ms": round(first, 1)}
        rows = figures_of({name: command}, project, runs, bare)
        figures["python -c pass"] = rows["python -c pass"]
        figures[name] = rows[name]
    return figures


def prepare(project: Path, kind: str) -> None:
    """A committed project, and a staged change."""
    sources = library()
    for number, source in enumerate(sources):
        path = project / f"package_{number // 25}" / source.name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, path)
    author = ["-c", "user.name=Ada Example", "-c", "user.email=ada@example.org"]
    git = ["git", "-C", str(project)]
    subprocess.run(["git", "init", "-q", str(project)], check=True)
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, *author, "commit", "-q", "--no-verify", "-m", "Begin"], check=True)
    (project / "README.md").write_text("# Changed\n")
    if kind != "text":
        for number, path in enumerate(sorted(project.glob("package_*/*.py"))[:: FILES // CHANGED][:CHANGED]):
            with path.open("a") as file:
                file.writelines(NEW.format(number=100 * number + part) for part in range(10))
                if kind == "copy" and not number:  # few enough lines to be told and let pass
                    file.write("\n\n" + copied(sources[FILES // 3]))
    subprocess.run([*git, "add", "."], check=True)


def library() -> list[Path]:
    """Files of the standard library as a project has them: neither empty nor huge."""
    top = Path(sysconfig.get_paths()["stdlib"])
    found = [path for path in sorted(top.glob("**/*.py")) if 1_000 < path.stat().st_size < 40_000]
    unique = {path.name: path for path in found if "test" not in path.parts and "site-packages" not in path.parts}
    if len(unique) < FILES:  # a slim distribution: take its tests as well
        unique |= {path.name: path for path in found}
    return list(unique.values())[:FILES]


def copied(source: Path) -> str:
    """Some lines of a file."""
    lines = source.read_text(encoding="utf-8").splitlines()
    middle = len(lines) // 2
    return "\n".join(lines[middle : middle + 14]) + "\n"


def shown(figures: dict[str, dict[str, float]]) -> str:
    lines = [f"{'':44}{'CPU ms above':>14}"]
    lines += [f"{name:44}{row['above_ms']:14.1f}" for name, row in figures.items() if name != "python -c pass"]
    return "\n".join([*lines, f"{'python -c pass':44}{figures['python -c pass']['cpu_ms']:14.1f}"]) + "\n"


if __name__ == "__main__":
    sys.exit(main())

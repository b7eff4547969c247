"""What a hook costs before it has anything to say: CPU time on one clean file, above `python -c pass`.

`python3 benchmarks/startup.py [--runs N] [--json]` sets up its own environment, then runs each console script on
a clean input of its own kind, staged in a real repository, in turn with the bare interpreter and with
`detect-secrets-hook`. CPU time is user and system time of the whole process tree, as the kernel accounts it
(POSIX only). The median is shown; ratios are to the bare interpreter of the same run.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from setup_environment import environment

SHA = "0123456789abcdef0123456789abcdef01234567"
DIGEST = "sha256:" + "ab" * 32
FILES = {
    "app.py": '"""A module with nothing wrong in it."""\n\n\ndef add(a: int, b: int) -> int:\n    return a + b\n',
    "requirements.txt": "flask==3.1.2\nhttpx[http2]==0.28.1 ; python_version >= '3.11'\n",
    "pyproject.toml": (
        '[build-system]\nrequires = ["hatchling==1.27.0"]\nbuild-backend = "hatchling.build"\n\n'
        '[project]\nname = "x"\nversion = "1"\ndependencies = ["flask>=3.1,<4"]\n'
    ),
    ".github/workflows/ci.yml": f"on: push\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@{SHA} # v4\n",
    ".pre-commit-config.yaml": f"repos:\n  - repo: https://example.org/a\n    rev: {SHA} # frozen: v1\n    hooks: []\n",
}
# Six more of the kinds that pinned-dependencies reads; each has to be parsed before it is known to be fine.
MORE = {
    "Dockerfile": f"FROM python:3.12@{DIGEST}\nRUN pip install flit==3.12.0\n",
    "compose.yaml": f"services:\n  db:\n    image: postgres:17@{DIGEST}\n",
    "package.json": '{"name": "x", "private": true, "dependencies": {"react": "19.1.0"}}\n',
    "scripts/build.sh": "#!/bin/sh\nset -e\npip install build==1.3.0\nnpx -y prettier@3.6.2 --check .\n",
    "setup.cfg": "[options]\ninstall_requires =\n    attrs>=23\n",
    "Cargo.toml": '[package]\nname = "x"\nversion = "0.1.0"\n\n[dependencies]\nserde = "=1.0.219"\n',
}
# An installed package has its bytecode; so has this one, after the first turn.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
MESSAGE = "Add orders\n\nThe sum is in cents.\n"
# What is measured: a name, the console script, and its arguments.
CASES = (
    ("secret-detection, app.py", "walkaround-secret-detection", ("app.py",)),
    ("secret-detection, commit message", "walkaround-secret-detection", (".git/COMMIT_EDITMSG",)),
    ("pinned-dependencies, no input of its kind", "walkaround-pinned-dependencies", ("app.py",)),
    *((f"pinned-dependencies, {name}", "walkaround-pinned-dependencies", (name,)) for name in list(FILES)[1:]),
    ("pinned-dependencies, ten files", "walkaround-pinned-dependencies", (*list(FILES)[1:], *MORE)),
    ("sast, app.py", "walkaround-sast", ("app.py",)),
    ("test-quality, app.py", "walkaround-test-quality", ("app.py",)),
    ("pr-template", "walkaround-pr-template", ()),
    ("ai-attribution", "walkaround-ai-attribution", (".git/COMMIT_EDITMSG",)),
    ("policy-integrity, an ordinary change", "walkaround-policy-integrity", ()),
    ("strict, app.py", "walkaround-strict", ("app.py",)),
    ("strict, all five files", "walkaround-strict", tuple(FILES)),
    ("peer: detect-secrets-hook, app.py", "detect-secrets-hook", ("app.py",)),
    ("peer: detect-secrets-hook -n, app.py", "detect-secrets-hook", ("-n", "app.py")),
)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="CPU time of every hook on one clean file.")
    parser.add_argument("--runs", type=int, default=21, help="counted runs of each command (default: 21)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(argv)
    scripts = environment([]).parent
    with tempfile.TemporaryDirectory(prefix="walkaround-startup-") as folder:
        prepare(Path(folder), scripts)
        figures = measure(Path(folder), scripts, options.runs)
    sys.stdout.write(json.dumps(figures, indent=2) + "\n" if options.json else table(figures))
    return 0


def prepare(folder: Path, scripts: Path) -> None:
    """A repository with the clean files, the checklist that `pr-template` keeps, a change that is staged, a message."""
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    for name, content in {**FILES, **MORE}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    subprocess.run([scripts / "walkaround-pr-template", "--fix"], cwd=folder, check=False, capture_output=True)
    subprocess.run(["git", "add", "."], cwd=folder, check=True)
    author = ["-c", "user.name=Ada Example", "-c", "user.email=ada@example.org"]
    subprocess.run(["git", *author, "commit", "-q", "--no-verify", "-m", "Begin"], cwd=folder, check=True)
    with (folder / "app.py").open("a") as file:
        file.write("\n\ndef twice(a: int) -> int:\n    return add(a, a)\n")
    subprocess.run(["git", "add", "."], cwd=folder, check=True)
    (folder / ".git" / "COMMIT_EDITMSG").write_text(MESSAGE)


def measure(folder: Path, scripts: Path, runs: int) -> dict[str, dict[str, float]]:
    """Milliseconds and ratio of every case."""
    commands = {name: [str(scripts / script), *arguments] for name, script, arguments in CASES}
    return figures_of(commands, folder, runs, [str(scripts / "python"), "-c", "pass"])


def figures_of(
    commands: dict[str, list[str]], folder: Path, runs: int, bare: list[str], fine: Sequence[int] = (0,)
) -> dict[str, dict[str, float]]:
    """Milliseconds and ratio by case; the cases take turns, so that a busy machine slows all of them alike."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    base: list[float] = []
    for turn in range(runs + 1):  # the first turn warms caches and does not count
        for name, command in (("", bare), *commands.items()):
            spent = cpu(command, folder, fine)
            if turn:
                (times[name] if name else base).append(spent)
    floor = statistics.median(base)
    figures = {"python -c pass": {"cpu_ms": round(floor, 1), "above_ms": 0.0, "ratio": 1.0}}
    for name, spent_times in times.items():
        middle = statistics.median(spent_times)
        figures[name] = {
            "cpu_ms": round(middle, 1),
            "above_ms": round(middle - floor, 1),
            "ratio": round(middle / floor, 2),
        }
    return figures


def cpu(command: list[str], folder: Path, fine: Sequence[int] = (0,)) -> float:
    """CPU milliseconds of one run, which must come out clean, or with another exit code that is fine."""
    devnull = os.open(os.devnull, os.O_RDWR)
    actions = [(os.POSIX_SPAWN_DUP2, devnull, stream) for stream in (0, 1, 2)]
    here = Path.cwd()
    os.chdir(folder)
    try:
        child = os.posix_spawn(command[0], command, ENVIRONMENT, file_actions=actions)
    finally:
        os.chdir(here)
        os.close(devnull)
    _, status, usage = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status) not in fine:
        raise SystemExit(f"{' '.join(command[:2])} … did not come out clean (status {status})")
    return (usage.ru_utime + usage.ru_stime) * 1000


def table(figures: dict[str, dict[str, float]]) -> str:
    lines = [f"{'':44}{'CPU ms':>8}{'above':>8}{'ratio':>8}"]
    for name, row in figures.items():
        lines.append(f"{name:44}{row['cpu_ms']:8.1f}{row['above_ms']:8.1f}{row['ratio']:8.2f}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())

"""AI attribution: the time of a long range, and what the hook at commit-msg costs, beside its peers.

`python3 benchmarks/attribution.py [--commits N] [--runs N] [--peers FOLDER] [--quick] [--json]` makes a seeded history
in which every other commit is marked as made with AI, and times `walkaround-ai-attribution-range` over all of it: in
wall time, the best of the runs, once with nothing asked of paths and once with a protected path, for which every
marked commit's paths are listed. The hook at commit-msg is timed in CPU milliseconds above `python -c pass`, the
median of the runs. The peers are no-ai-marks and commit-check, from the folder of programs that `--peers` names; one
that is not there is left out with a line. `--quick` makes a tenth of the history and runs everything once, to see that
it works.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from startup import ENVIRONMENT, figures_of

from setup_environment import environment

SEED = 7
PEOPLE = ("Ada Example <ada@example.com>", "Ben Example <ben@example.com>", "Cleo Example <cleo@example.com>")
MARKS = (
    "Assisted-by: Claude:claude-opus-4-5",
    "Assisted-by: Codex:gpt-5.2 [ruff]",
    "Co-authored-by: Claude <noreply@anthropic.com>",
    "🤖 Generated with [Claude Code](https://claude.com/claude-code)\n\nCo-authored-by: Claude <noreply@anthropic.com>",
    "Co-authored-by: Copilot <198982749+Copilot@users.noreply.github.com>",
)
WORDS = (
    *("order", "cache", "reader", "index", "table", "query", "parser", "field", "value", "total", "batch", "retry"),
    *("queue", "token", "filter", "header", "column", "import", "export", "budget", "report", "account", "payment"),
    *("sorted", "missing", "empty", "round", "close", "open", "keep", "split", "merge", "check"),
)
POLICIES = {
    "marks only": '[ai-attribution]\nmarks = "allow"\n',
    "with a protected path": '[ai-attribution]\nmarks = "allow"\nprotected = ["nowhere/**"]\n',
}
MESSAGES = {
    "a person's message": "feat: add orders\n\nThe sum is in cents.\n",
    "a marked message": f"feat: add orders\n\nThe sum is in cents.\n\n{MARKS[0]}\n",
}


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="AI attribution: a long range, and one message.")
    parser.add_argument("--commits", type=int, default=10_000, help="commits of the history (default: 10000)")
    parser.add_argument("--runs", type=int, default=15, help="counted runs of the hook at commit-msg (default: 15)")
    parser.add_argument("--peers", type=Path, help="a folder with the peers' programs")
    parser.add_argument("--quick", action="store_true", help="little of everything, in seconds")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(argv)
    commits, runs = (options.commits // 10, 1) if options.quick else (options.commits, options.runs)
    scripts = environment([]).parent
    with tempfile.TemporaryDirectory(prefix="walkaround-attribution-") as name:
        folder = Path(name)
        make_history(folder, commits)
        figures = {
            "commits": commits,
            "range_seconds": ranges(folder, scripts, options.peers, 1 if options.quick else 3),
            "message_cpu": messages(folder, scripts, options.peers, runs),
        }
    sys.stdout.write(json.dumps(figures, indent=2) + "\n" if options.json else table(figures))
    return 0


def make_history(folder: Path, commits: int) -> None:
    """A repository with this many commits, the same ones for the same number; every other one is marked."""
    chance = random.Random(SEED)  # noqa: S311 - a history, not a secret
    subprocess.run(["git", "init", "-q", "-b", "main", folder], check=True)
    stream = bytearray()
    for number in range(commits):
        who = chance.choice(PEOPLE)
        message = _message(chance, marked=number % 2 == 1, who=who).encode()
        content = f"value = {chance.randrange(10**6)}\n".encode()
        when = f"{1_700_000_000 + 60 * number} +0000"
        stream += f"commit refs/heads/main\nauthor {who} {when}\ncommitter {who} {when}\n".encode()
        stream += b"data %d\n%s\n" % (len(message), message)
        path = f"src/part{chance.randrange(40)}/module{chance.randrange(40)}.py"
        stream += b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(content), content)
    subprocess.run(["git", "fast-import", "--quiet"], cwd=folder, input=bytes(stream), check=True)
    subprocess.run(["git", "reset", "-q", "--hard"], cwd=folder, check=True)


def _message(chance: random.Random, *, marked: bool, who: str) -> str:
    subject = " ".join(chance.choices(WORDS, k=5)).capitalize()
    body = "\n".join(" ".join(chance.choices(WORDS, k=9)).capitalize() + "." for _ in range(chance.randrange(1, 8)))
    signed = f"Signed-off-by: {who}\n"
    return f"{subject}\n\n{body}\n\n" + (f"{chance.choice(MARKS)}\n{signed}" if marked else signed)


def ranges(folder: Path, scripts: Path, peers: Path | None, runs: int) -> dict[str, float]:
    """Wall seconds of each program over the whole history, the best of its runs."""
    start = _git(folder, "rev-list", "--max-parents=0", "HEAD")
    given = ["--from-ref", start, "--to-ref", "HEAD"]
    seconds = {}
    for name, policy in POLICIES.items():
        (folder / "walkaround.toml").write_text(policy)
        command = [str(scripts / "walkaround-ai-attribution-range"), *given]
        seconds[f"ai-attribution-range, {name}"] = best(command, folder, runs, (0, 1))
    for name, command in {
        "no-ai-marks": ["range", start],
    }.items():
        program = _peer(peers, name)
        if program is not None:
            seconds[f"peer: {name}"] = best([str(program), *command], folder, 1, (0, 1))
    return seconds


def messages(folder: Path, scripts: Path, peers: Path | None, runs: int) -> dict[str, dict[str, float]]:
    """CPU milliseconds of one message."""
    (folder / "walkaround.toml").unlink()
    commands = {}
    for number, (name, text) in enumerate(MESSAGES.items()):
        path = folder / ".git" / f"MESSAGE{number}"
        path.write_text(text)
        commands[f"ai-attribution, {name}"] = [str(scripts / "walkaround-ai-attribution"), str(path)]
    person = str(folder / ".git" / "MESSAGE0")
    for name, arguments in {"no-ai-marks": ["message", person], "commit-check": ["--message", person]}.items():
        program = _peer(peers, name)
        if program is not None:
            commands[f"peer: {name}, a person's message"] = [str(program), *arguments]
    return figures_of(commands, folder, runs, [str(scripts / "python"), "-c", "pass"])


def best(command: list[str], folder: Path, runs: int, good: tuple[int, ...]) -> float:
    """Seconds of the fastest run; one that fails ends the benchmark, for it would pass as quick."""
    seconds = []
    for _ in range(runs):
        began = time.perf_counter()
        done = subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, check=False)
        seconds.append(time.perf_counter() - began)
        if done.returncode not in good:
            said = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
            raise SystemExit(f"{Path(command[0]).name} failed with {done.returncode}: {' '.join(said)}")
    return round(min(seconds), 2)


def _peer(folder: Path | None, name: str) -> Path | None:
    program = None if folder is None else folder / name
    if program is None or not program.exists():
        sys.stderr.write(f"attribution.py: {name} is not there and is left out\n")
        return None
    return program


def _git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def table(figures: dict[str, Any]) -> str:
    seconds, cpu = figures["range_seconds"], figures["message_cpu"]
    lines = [f"{figures['commits']} commits, half of them marked{'seconds':>30}"]
    lines += [f"{name:50}{value:8.2f}" for name, value in seconds.items()]
    lines += ["", f"{'one message':44}{'CPU ms':>8}{'above':>8}{'ratio':>8}"]
    lines += [f"{name:44}{row['cpu_ms']:8.1f}{row['above_ms']:8.1f}{row['ratio']:8.2f}" for name, row in cpu.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())

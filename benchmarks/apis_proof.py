"""Prove the invented uses of `tests/invented/uses.py`: every wrong text fails as it says it does, every twin passes.

`python3 benchmarks/apis_proof.py [ID ...]` makes an environment with the pins of `tests/invented/requirements.txt` in
`.venv/apis-proof`, once, and runs each text in a process of its own, in an empty folder. It ends in 1 when a wrong text
passes, fails with another exception or in another line, or when a twin does not come to its end. What is about a lowest
Python is run by that Python where the machine has it, and named as skipped where it has not.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from invented.uses import USES, Use

TOP = Path(__file__).resolve().parent.parent
PINS = TOP / "tests" / "invented" / "requirements.txt"
PARALLEL = 2
SECONDS = 60
FRAME = re.compile(r'^  File "(?P<file>[^"]+)", line (?P<line>\d+)', re.MULTILINE)


class Outcome(NamedTuple):
    use: Use
    verdict: str  # "proved", "skipped", or what is not as the use says


def main(argv: Sequence[str] | None = None) -> int:
    wanted = list(sys.argv[1:] if argv is None else argv)
    unknown = set(wanted) - {use.id for use in USES}
    if unknown:
        sys.stderr.write(f"apis_proof.py: no such use: {', '.join(sorted(unknown))}\n")
        return 2
    uses = [use for use in USES if not wanted or use.id in wanted]
    python = environment()
    with ThreadPoolExecutor(PARALLEL) as pool:
        outcomes = list(pool.map(lambda use: Outcome(use, _verdict(use, python)), uses))
    print("| use | distribution | kind | raises | line | proof |\n|---|---|---|---|---|---|")
    for use, verdict in outcomes:
        name = use.distribution or f"Python {use.python}".rstrip()
        print(f"| {use.id} | {name} | {use.kind} | {use.raises} | {use.line} | {verdict} |")
    print(f"\n{_summary(outcomes)}")
    return int(any(verdict not in {"proved", "skipped"} for _, verdict in outcomes))


def environment() -> str:
    """The interpreter of the environment with the pins, made anew when they have changed."""
    folder = TOP / ".venv" / "apis-proof"
    inner = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = folder / "made-from"
    made_from = hashlib.sha256(PINS.read_bytes() + sys.version.encode()).hexdigest()
    if inner.exists() and stamp.exists() and stamp.read_text() == made_from:
        return str(inner)
    shutil.rmtree(folder, ignore_errors=True)
    sys.stderr.write(f"setting up {folder.relative_to(TOP)} (once, some minutes)\n")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    pip = [str(inner), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([*pip, "--only-binary", ":all:", "--require-hashes", "-r", str(PINS)], check=True)
    stamp.write_text(made_from)
    return str(inner)


def _verdict(use: Use, python: str) -> str:
    """What running both texts shows."""
    older = _older(use.python) if use.python else python
    if not older:
        return "skipped"
    wrong = _run(use.bad, older)
    if not wrong.returncode:
        return "the wrong text passes"
    last = wrong.stderr.strip().splitlines()[-1:] or [""]
    found = next((line for line in wrong.stderr.splitlines() if _names(line, use.raises)), "")
    lines = [int(frame["line"]) for frame in FRAME.finditer(wrong.stderr) if frame["file"].endswith("program.py")]
    if not found:
        return f"the wrong text ends in: {last[0]}"
    if lines[-1:] != [use.line]:
        return f"the wrong text fails in line {lines[-1:]}"
    right = _run(use.good, older)
    if right.returncode:
        return f"the twin ends in: {(right.stderr.strip().splitlines() or [''])[-1]}"
    return "proved"


def _names(line: str, raises: str) -> bool:
    """Whether this is the line of a traceback that names the exception: with its module, or without."""
    return line.split(":")[0].rpartition(".")[2] == raises


def _run(text: str, python: str) -> "subprocess.CompletedProcess[str]":
    env = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    with tempfile.TemporaryDirectory(prefix="walkaround-apis-") as folder:
        program = Path(folder, "program.py")
        program.write_text(text, encoding="utf-8")
        command = [python, "-I", "-W", "ignore", str(program)]
        try:
            return subprocess.run(
                command, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=SECONDS
            )
        except subprocess.TimeoutExpired:
            return subprocess.CompletedProcess(command, 1, "", f"no end after {SECONDS} s")


def _older(version: str) -> str:
    """An interpreter of that minor version, if there is one on this machine."""
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    candidates = [shutil.which(f"python{version}") or "", *map(str, root.glob(f"versions/{version}.*/bin/python"))]
    ask = "import sys; print('%d.%d' % sys.version_info[:2])"
    for candidate in filter(None, candidates):
        done = subprocess.run([candidate, "-c", ask], capture_output=True, text=True, check=False)
        if done.stdout.strip() == version:
            return candidate
    return ""


def _summary(outcomes: list[Outcome]) -> str:
    counted = Counter(verdict if verdict in {"proved", "skipped"} else "wrong" for _, verdict in outcomes)
    distributions = {use.distribution for use, verdict in outcomes if verdict == "proved"} - {""}
    return (
        f"{counted['proved']} of {len(outcomes)} uses of {len(distributions)} distributions are proved, "
        f"{counted['skipped']} skipped, {counted['wrong']} not as they say"
    )


if __name__ == "__main__":
    raise SystemExit(main())

"""Prove the programs of `tests/invented/dynamic.py`: each one runs to its end, on exactly the pins beside it.

`python3 benchmarks/apis_dynamic_proof.py [--only WORD]... [--no-awkward]` makes two environments below `.venv/` of
the checkout, anew when their pins have changed: `apis-dynamic`, in which every program is run in a process and a
folder of its own, and `apis-awkward`, a mere folder of wheels without what they depend on, in which every import of
the table `AWKWARD` has to be found in the files that its distribution has brought. Nothing in that folder is run. It
ends in 1 when one fails. An environment is what needs the network; a program never does.
"""

import argparse
import ast
import hashlib
import importlib.metadata
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from re import findall, search

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from invented.dynamic import AWKWARD, FILES, Dynamic

TOP = Path(__file__).resolve().parent.parent
APIS = TOP / "tests" / "invented"
SECONDS = 120
SUFFIXES = (".py", "/__init__.py", ".so", ".pyd")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--only", action="append", metavar="WORD", help="programs whose id holds this word")
    parser.add_argument("--no-awkward", action="store_true", help="leave out the table of awkward names")
    given = parser.parse_args()
    chosen = [file for file in FILES if not given.only or any(word in file.id for word in given.only)]
    if not chosen:
        parser.error("no program's id holds this word")
    python = _environment(APIS / "dynamic-requirements.txt")
    failed = [said for file in chosen for said in _run(python, file)]
    for said in failed:
        print(said)
    print(f"{len(chosen) - len(failed)} of {len(chosen)} programs ran to their end")
    if given.no_awkward or given.only:
        return int(bool(failed))
    folder = _folder(APIS / "awkward-requirements.txt")
    missing = [said for statement, name in AWKWARD for said in _absent(folder, statement, name)]
    for said in missing:
        print(said)
    print(f"{len(AWKWARD) - len(missing)} of {len(AWKWARD)} awkward imports are in the files of their distribution")
    return int(bool(failed or missing))


def _run(python: Path, file: Dynamic) -> Iterator[str]:
    """What went wrong with a program, if anything."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in file.files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        # Neither this process's settings nor the machine's say where modules come from; home is the folder itself.
        quiet = {"PATH": os.environ.get("PATH", os.defpath), "HOME": folder, "LANG": "C.UTF-8", "NO_COLOR": "1"}
        command = [str(python), "-W", "ignore", "main.py"]
        try:
            done = subprocess.run(
                command, cwd=folder, env=quiet, capture_output=True, text=True, timeout=SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            yield f"{file.id}: not done after {SECONDS} seconds"
            return
    if done.returncode:
        yield f"{file.id}: exit code {done.returncode}\n{done.stdout[-500:]}{done.stderr[-1500:]}"


def _absent(folder: Path, statement: str, name: str) -> Iterator[str]:
    """What of a statement's imports is in no file of the distribution, in one line."""
    found = list(importlib.metadata.distributions(name=name, path=[str(folder)]))
    if not found:
        # A pin for another platform alone is not installed here, and only a statement with a guard may need it.
        if "sys.platform" not in statement:
            yield f"{statement!r}: {name} is not installed"
        return
    paths = {path.as_posix() for path in found[0].files or ()}
    lacking = [module for module in _modules(statement, folder, paths) if not _is_there(module, paths)]
    if lacking:
        yield f"{statement!r}: {name} has no {', '.join(lacking)}"


def _modules(statement: str, folder: Path, paths: set[str]) -> Iterator[str]:
    """The modules a statement needs. What `from` names is one of them, unless the module's own text has the word."""
    for node in ast.walk(ast.parse(statement)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name != "sys")
        elif isinstance(node, ast.ImportFrom) and node.module:
            if _is_there(node.module, paths):
                yield node.module
            words = _text(folder, node.module)
            words += "".join(_text(folder, star) for star in findall(r"(?m)^from ([\w.]+) import \*", words))
            yield from (
                f"{node.module}.{alias.name}" for alias in node.names if not search(rf"\b{alias.name}\b", words)
            )


def _text(folder: Path, module: str) -> str:
    """The source of a module, or nothing where it is compiled, a namespace or another distribution's."""
    stem = folder / module.replace(".", "/")
    texts = (stem.with_suffix(".py"), stem / "__init__.py")
    return "".join(text.read_text(encoding="utf-8") for text in texts if text.exists())


def _is_there(module: str, paths: set[str]) -> bool:
    stem = module.replace(".", "/")
    compiled = any(path.startswith(f"{stem}.") and path.endswith((".so", ".pyd")) for path in paths)
    return compiled or any(stem + suffix in paths for suffix in SUFFIXES)


def _environment(pins: Path) -> Path:
    folder = TOP / ".venv" / "apis-dynamic"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not _is_current(folder, pins):
        _call(sys.executable, "-m", "venv", str(folder))
        _call(str(python), *_PIP, "-r", str(pins))
        _stamp(folder, pins)
    return python


def _folder(pins: Path) -> Path:
    folder = TOP / ".venv" / "apis-awkward"
    if not _is_current(folder, pins):
        _call(sys.executable, *_PIP, "--no-deps", "--no-compile", "--target", str(folder), "-r", str(pins))
        _stamp(folder, pins)
    return folder


_PIP = ("-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes", "--only-binary=:all:")


def _is_current(folder: Path, pins: Path) -> bool:
    """Whether it was made from these pins; what is left of another one is taken away."""
    stamp = folder / "made-from"
    if stamp.exists() and stamp.read_text() == _made_from(pins):
        return True
    shutil.rmtree(folder, ignore_errors=True)
    print(f"setting up {folder.relative_to(TOP)} (once, some minutes)", file=sys.stderr)
    return False


def _stamp(folder: Path, pins: Path) -> None:
    (folder / "made-from").write_text(_made_from(pins))


def _made_from(pins: Path) -> str:
    return hashlib.sha256(pins.read_bytes() + sys.executable.encode()).hexdigest()


def _call(*command: str) -> None:
    subprocess.run(command, check=True)


if __name__ == "__main__":
    raise SystemExit(main())

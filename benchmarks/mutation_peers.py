"""The peers of mutation testing on the small project of `mutation.py`, in an environment of their own.

Both mutate the first module alone and run its tests alone: cosmic-ray by the operators that are used here, mutmut by
its own. A mutant is the same when it makes the same of the same line.
"""

import ast
import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from walkaround.quality_gate.mutation import Mutant
from walkaround.quality_gate.mutation.inside.generate import _OPERATORS

_VARIANT = re.compile(r"x(?:_|ǁ\w+?ǁ)(\w+?)__mutmut_(orig|\d+)")
Key = tuple[str, str, str]  # the function, its line without and with the mutant


class Peer(NamedTuple):
    """What a peer said: its mutants with whether they survived, and the seconds it took to try them."""

    name: str
    survived: dict[Key, bool]
    total: int
    seconds: float


def beside(found: list[Mutant], project: Path, folder: Path) -> None:
    """Print how fast the peers are, and where verdicts on the same mutants differ."""
    path = min(one.path for one in found)
    module = (project / path).read_text()
    ours = {_key(module, one.line, one.before, one.after): one for one in found if one.path == path}
    programs = _environment(folder / "peers")
    for peer in (_mutmut(project, path, folder / "mutmut", programs), _cosmic_ray(project, path, folder, programs)):
        common = sorted(ours.keys() & peer.survived.keys())
        differing = [key for key in common if peer.survived[key] != (ours[key].verdict in ("survived", "uncovered"))]
        print(f"{peer.name:<12} {peer.total} mutants of {path}, {peer.total / peer.seconds:.2f} mutants/s; ", end="")
        print(f"{len(common) - len(differing)} of {len(common)} verdicts on the same mutants agree")
        for key in differing:
            print(f"             {key[1]!r} -> {key[2]!r}: {ours[key].verdict} here")


def _environment(folder: Path) -> Path:
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    install: list[str | Path] = [
        folder / "bin/python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "mutmut",
        "cosmic-ray",
        "pytest",
    ]
    subprocess.run(install, check=True, stderr=subprocess.DEVNULL)
    return folder / "bin"


def _key(module: str, line: int, before: str, after: str) -> Key:
    return _function(module, line), " ".join(before.split()), " ".join(after.split())


def _function(module: str, line: int) -> str:
    """The innermost function that a line stands in."""
    found = [
        (node.lineno, node.name)
        for node in ast.walk(ast.parse(module))
        if isinstance(node, ast.FunctionDef) and node.lineno <= line <= (node.end_lineno or 0)
    ]
    return max(found, default=(0, ""))[1]


def _mutmut(project: Path, path: str, copy: Path, programs: Path) -> Peer:
    """mutmut, which mutates functions alone and runs tests that call the function."""
    _copied(project, path, copy)
    settings = f"[mutmut]\nsource_paths={path}\npytest_add_cli_args_test_selection=tests\nalso_copy=conftest.py\n"
    (copy / "setup.cfg").write_text(settings)
    said = subprocess.run([programs / "mutmut", "run"], cwd=copy, check=True, capture_output=True, text=True).stdout
    rate = float(re.findall(r"([\d.]+) mutations/second", said)[-1])
    listed = subprocess.run(
        [programs / "mutmut", "results", "--all", "true"], cwd=copy, check=True, capture_output=True, text=True
    ).stdout
    verdicts = dict(re.findall(r"^\s+\S+?\.(x\S+): (\w+)$", listed, re.MULTILINE))
    survived = {
        key: verdicts[name] in ("survived", "no")
        for name, key in _of_mutmut((copy / "mutants" / path).read_text())
        if name in verdicts
    }
    return Peer("mutmut", survived, len(verdicts), len(verdicts) / rate)


def _of_mutmut(source: str) -> Iterator[tuple[str, Key]]:
    """Each function of mutmut's with the one line that it changes."""
    rows = source.splitlines()
    texts: dict[str, list[str]] = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and _VARIANT.fullmatch(node.name):
            lines = rows[node.lineno - 1 : node.end_lineno]
            texts[node.name] = [" ".join(_VARIANT.sub(r"\1", one).split()) for one in lines]
    for name, lines in texts.items():
        original = texts.get(re.sub(r"\d+$", "orig", name), [])
        changed = [pair for pair in zip(original, lines, strict=False) if pair[0] != pair[1]]
        match = _VARIANT.fullmatch(name)
        if match and match[2] != "orig" and len(original) == len(lines) and len(changed) == 1:
            yield name, (match[1], *changed[0])


def _cosmic_ray(project: Path, path: str, folder: Path, programs: Path) -> Peer:
    """cosmic-ray, which writes each mutant into the file and starts the tests anew."""
    copy = folder / "cosmic-ray"
    _copied(project, path, copy)
    module = (copy / path).read_text()
    others = f"core/(?!(?:{'|'.join(sorted(_OPERATORS))})$).*"
    (copy / "c.toml").write_text(
        f'[cosmic-ray]\nmodule-path = "{path}"\ntimeout = 10.0\nexcluded-modules = []\n'
        f'test-command = "{programs / "python"} -m pytest -x -q -p no:cacheprovider tests"\n'
        '[cosmic-ray.distributor]\nname = "local"\n'
        f"[cosmic-ray.filters.operators-filter]\nexclude-operators = ['{others}']\n"
    )
    for command in (["cosmic-ray", "init", "c.toml", "c.sqlite"], ["cr-filter-operators", "c.sqlite", "c.toml"]):
        subprocess.run([programs / command[0], *command[1:]], cwd=copy, check=True, capture_output=True)
    started = time.monotonic()
    subprocess.run([programs / "cosmic-ray", "exec", "c.toml", "c.sqlite"], cwd=copy, check=True, capture_output=True)
    seconds = time.monotonic() - started
    dumped = subprocess.run(
        [programs / "cosmic-ray", "dump", "c.sqlite"], cwd=copy, check=True, capture_output=True, text=True
    ).stdout
    survived = {}
    count = 0
    for row in dumped.splitlines():
        item, result = json.loads(row)
        if result is None or result["worker_outcome"] == "skipped":
            continue
        count += 1
        changed = _changed(result)
        if changed is not None:
            line = item["mutations"][0]["start_pos"][0]
            survived[_key(module, line, *changed)] = result["test_outcome"] == "survived"
    return Peer("cosmic-ray", survived, count, seconds)


def _changed(result: dict[str, Any]) -> tuple[str, str] | None:
    """The line that a mutant of cosmic-ray's changes, before and after."""
    rows = [one for one in result["diff"].split("\n") if one[:3] not in ("---", "+++")]
    removed, added = ([one[1:] for one in rows if one.startswith(sign)] for sign in "-+")
    return (removed[0], added[0]) if len(removed) == len(added) == 1 else None


def _copied(project: Path, path: str, copy: Path) -> None:
    """The project with the tests of one module alone."""
    shutil.copytree(project, copy)
    for test in (copy / "tests").glob("test_*.py"):
        if test.name != f"test_{Path(path).name}":
            test.unlink()

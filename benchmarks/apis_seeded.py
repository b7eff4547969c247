"""Single names broken at random in a real repository: how many does dependency-verification catch on their line?

`python3 benchmarks/apis_seeded.py --repository DIR [--seed N] [--count 300] [--json]`, in an environment that has
Walkaround. The wheels of the repository's pins must be in the cache (`walkaround deps fetch`). It must be clean: what
is judged is a clone of its last commit.

Candidates are the uses of a pinned distribution that can be traced from an import without type inference: names of
`from X import name`, attributes in chains on an imported name, keywords of calls of such chains. They are drawn with
one random seed among all; each breaks in a copy of its file beside the file, and the hook judges all copies at once.
A place below `try` or an `if` with a guard is drawn too and counted apart. Whether a broken name truly fails is proved
by another process, which imports the unpacked wheels and looks: "proved" does not exist, "unproved" cannot be told (a
module that does not import here, a callee that takes anything or has no signature), "exists" is left out.
"""

import argparse
import ast
import json
import random
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import chdir
from pathlib import Path
from typing import NamedTuple

RULES = ("DEP008", "DEP010", "DEP011", "DEP012", "DEP013", "DEP014")
PROOF = """
import importlib, inspect, json, sys
given = json.load(sys.stdin)
sys.path[1:1] = given["roots"]

def state(module, chain, kind, name):
    value, walked = importlib.import_module(module), module
    for part in chain:
        walked += "." + part
        try:
            value = getattr(value, part)
        except AttributeError:
            value = importlib.import_module(walked)
    if kind == "keyword":
        parameters = inspect.signature(value).parameters.values()
        if any(one.kind is one.VAR_KEYWORD for one in parameters):
            return "unproved"
        return "exists" if any(one.name == name for one in parameters) else "proved"
    if hasattr(value, name):
        return "exists"
    try:
        importlib.import_module(walked + "." + name)
    except ModuleNotFoundError:
        return "proved"
    return "exists"

answers, real = [], sys.stdout
sys.stdout = sys.stderr
for case in given["cases"]:
    try:
        answers.append(state(*case))
    except BaseException:
        answers.append("unproved")
json.dump(answers, real)
"""


class Place(NamedTuple):
    """A name that can be broken: where it stands, and how it is reached from an import."""

    path: str
    kind: str  # name, attribute, keyword
    line: int
    offset: int  # of the name in its line, in bytes
    name: str
    module: str
    chain: tuple[str, ...]
    guarded: bool


class Broken(NamedTuple):
    place: Place
    name: str
    path: str  # of the copy
    state: str = ""


class Finder(ast.NodeVisitor):
    """The candidates of one file. A name that is bound in any other way than by one import is left alone."""

    def __init__(self, path: str, source: str, tops: frozenset[str]) -> None:
        self.path = path
        self.lines = [line.encode() for line in source.split("\n")]
        self.tops = tops
        self.found: list[Place] = []
        self.bound: dict[str, tuple[str, tuple[str, ...]] | None] = {}
        self.guards = 0

    def all(self, tree: ast.Module) -> list[Place]:
        for node in ast.walk(tree):
            self._bind(node)
        self.visit(tree)
        return self.found

    def _bind(self, node: ast.AST) -> None:
        match node:
            case ast.Import():
                for alias in node.names:
                    top = alias.name.partition(".")[0]
                    self._set(alias.asname or top, (alias.name if alias.asname else top, ()))
            case ast.ImportFrom():
                for alias in node.names:
                    origin = (node.module, (alias.name,)) if node.module and not node.level else None
                    self._set(alias.asname or alias.name, origin)
            case ast.Name(ctx=ast.Store() | ast.Del()):
                self._set(node.id, None)
            case ast.arg():
                self._set(node.arg, None)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                self._set(node.name, None)
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
                self._set(name, None)

    def _set(self, name: str, origin: tuple[str, tuple[str, ...]] | None) -> None:
        if origin is not None and origin[0].partition(".")[0] not in self.tops:
            origin = None
        self.bound[name] = origin if self.bound.get(name, origin) == origin else None

    def visit(self, node: ast.AST) -> None:
        guarded = isinstance(node, ast.Try | ast.TryStar | ast.If)
        self.guards += guarded
        match node:
            case ast.ImportFrom(module=str(module), level=0) if module.partition(".")[0] in self.tops:
                for alias in node.names:
                    if alias.name != "*":
                        self._add("name", alias.lineno, alias.col_offset, alias.name, module, ())
            case ast.Attribute(ctx=ast.Load()) if node.end_lineno and (base := self._reach(node.value)):
                offset = (node.end_col_offset or 0) - len(node.attr.encode())
                self._add("attribute", node.end_lineno, offset, node.attr, *base)
            case ast.Call() if callee := self._reach(node.func):
                for one in node.keywords:
                    if one.arg:
                        self._add("keyword", one.lineno, one.col_offset, one.arg, *callee)
        self.generic_visit(node)
        self.guards -= guarded

    def _reach(self, node: ast.expr) -> tuple[str, tuple[str, ...]] | None:
        if isinstance(node, ast.Name):
            return self.bound.get(node.id)
        if isinstance(node, ast.Attribute) and (base := self._reach(node.value)):
            return base[0], (*base[1], node.attr)
        return None

    def _add(self, kind: str, line: int, offset: int, name: str, module: str, chain: tuple[str, ...]) -> None:
        if self.lines[line - 1][offset:].startswith(name.encode()):
            self.found.append(Place(self.path, kind, line, offset, name, module, chain, self.guards > 0))


def edited(name: str, chance: random.Random) -> str:
    """The name with one edit: a letter more, one less, two swapped, one doubled. Always another identifier."""
    while True:
        at = chance.randrange(len(name))
        new = (
            name + chance.choice("abcdefghijklmnopqrstuvwxyz"),
            name[:at] + name[at + 1 :],
            name[:at] + name[at : at + 2][::-1] + name[at + 2 :],
            name[: at + 1] + name[at:],
        )[chance.randrange(4)]
        if new != name and new.isidentifier():
            return new


def candidates(root: Path, tops: frozenset[str]) -> Iterator[Place]:
    listed = subprocess.run(["git", "ls-files", "-z", "--", "*.py"], cwd=root, capture_output=True, check=True)
    for path in sorted(filter(None, listed.stdout.decode().split("\0"))):
        try:
            source = (root / path).read_text("utf-8")
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(source)
        except (SyntaxError, UnicodeDecodeError, FileNotFoundError):
            continue
        yield from Finder(path, source, tops).all(tree)


def broken(root: Path, places: Sequence[Place], chance: random.Random) -> list[Broken]:
    """Each place broken in a copy of its file, which git knows."""
    made = []
    for number, place in enumerate(places):
        new = edited(place.name, chance)
        source = root / place.path
        lines = source.read_bytes().split(b"\n")
        line, end = lines[place.line - 1], place.offset + len(place.name.encode())
        lines[place.line - 1] = line[: place.offset] + new.encode() + line[end:]
        copy = source.with_name(f"seeded_{number}_{source.name}")
        copy.write_bytes(b"\n".join(lines))
        made.append(Broken(place, new, copy.relative_to(root).as_posix()))
    subprocess.run(["git", "add", "--all"], cwd=root, check=True)
    return made


def proved(all_broken: Sequence[Broken], roots: Sequence[str]) -> list[Broken]:
    cases = [(one.place.module, one.place.chain, one.place.kind, one.name) for one in all_broken]
    asked = json.dumps({"roots": roots, "cases": cases})
    answer = subprocess.run(
        [sys.executable, "-c", PROOF], input=asked, capture_output=True, text=True, timeout=300, check=False
    )
    states = json.loads(answer.stdout) if answer.returncode == 0 else ["unproved"] * len(cases)
    return [one._replace(state=state) for one, state in zip(all_broken, states, strict=True)]


def judged(root: Path, paths: Sequence[str]) -> set[tuple[str, int]]:
    """The lines that the hook finds fault with."""
    program = "import sys; from walkaround.dependency_verification import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", program, "--format", "json", *paths], cwd=root, capture_output=True, check=False
    )
    said = json.loads(done.stdout)
    for one in said["errors"]:
        print(f"not judged: {one['path']}: {one['message']}", file=sys.stderr)
    return {(one["path"], one["line"]) for one in said["findings"] if one["rule"] in RULES}


def pinned() -> tuple[frozenset[str], list[str]]:
    """Of the repository in the working directory: the top-level modules of its pins, and the wheels' folders."""
    from walkaround._wheels.store import find
    from walkaround.deps_commands._projects import open_projects

    projects = open_projects()
    wanted = {one for project in projects.found for one in project.pins.values()}
    found = find(wanted, projects.root).values()
    local = {name for project in projects.found for name in project.local}
    tops = frozenset(module.partition(".")[0] for one in found for module in one.modules)
    return tops - local, [one.root for one in found]


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--repository", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    chance = random.Random(options.seed)  # noqa: S311
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "clone")
        subprocess.run(["git", "clone", "-q", options.repository.resolve(), root], check=True)
        with chdir(root):
            tops, roots = pinned()
        places = list(candidates(root, tops))
        drawn = chance.sample(places, min(options.count, len(places)))
        made = proved(broken(root, drawn, chance), roots)
        before = judged(root, sorted({one.path for one in drawn}))
        found = judged(root, [one.path for one in made]) if made else set()
    report(options, len(places), made, before, found)
    return 0


def report(
    options: argparse.Namespace,
    places: int,
    made: Sequence[Broken],
    before: set[tuple[str, int]],
    found: set[tuple[str, int]],
) -> None:
    rows: dict[str, list[int]] = {}
    missed = []
    for one in made:
        if one.state == "exists" or (one.place.path, one.place.line) in before:
            continue
        caught = (one.path, one.place.line) in found
        where = "guarded" if one.place.guarded else "plain"
        for key in (f"{one.place.kind} {one.state} {where}", f"total {one.state} {where}"):
            row = rows.setdefault(key, [0, 0])
            row[0] += 1
            row[1] += int(caught)
        if not caught:
            reach = ".".join((one.place.module, *one.place.chain))
            missed.append(f"{one.place.path}:{one.place.line} {one.place.kind} {reach}: {one.name} ({one.state})")
    if options.json:
        print(json.dumps({"seed": options.seed, "candidates": places, "rows": rows, "missed": missed}))
        return
    print(f"seed {options.seed}: {len(made)} drawn of {places} candidates; {len(before)} lines found before breaking")
    for key, (count, hits) in sorted(rows.items()):
        print(f"{key:30} {hits:4} of {count:4}  {hits / count:6.1%}")
    for line in sorted(missed):
        print("missed", line)


if __name__ == "__main__":
    sys.exit(main())

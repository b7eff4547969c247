"""How the tests of the static index are written: small packages on disk, and a file with `«` before every miss."""

import ast
from collections.abc import Mapping
from pathlib import Path
from re import findall
from textwrap import dedent

from walkaround._apis import Miss
from walkaround._apis.library import Library
from walkaround._apis.scan import Where
from walkaround._apis.sources import Sources
from walkaround._apis.uses import Source, misses
from walkaround._wheels import Unpacked

MARK = "«"
Files = Mapping[str, str | bytes] | str
_MODULES = (".py", ".pyi", ".so", ".pyd")


def unpacked(root: Path, files: Mapping[str, str | bytes], name: str, requires: tuple[str, ...] = ()) -> Unpacked:
    """A distribution of these files, as one that was unpacked below `root`."""
    for path, content in files.items():
        whole = root / path
        whole.parent.mkdir(parents=True, exist_ok=True)
        whole.write_bytes(dedent(content).encode() if isinstance(content, str) else content)
    modules = tuple(sorted({_shortest(path, files) for path in files if path.endswith(_MODULES)}))
    return Unpacked(name, "1.0", str(root), tuple(sorted(files)), "", requires, modules)


def _shortest(path: str, files: Mapping[str, str | bytes]) -> str:
    """The shortest name under which a file can be imported: of the outermost folder that is a package, or its own."""
    parts = path.partition(".")[0].split("/")
    for size in range(1, len(parts)):
        folder = "/".join(parts[:size])
        if f"{folder}/__init__.py" in files or f"{folder}/__init__.pyi" in files:
            return ".".join(parts[:size])
    return ".".join(parts)


def library(root: Path, files: Files, requires: Mapping[str, tuple[str, ...]] | None = None) -> Library:
    """A library of one distribution for each first name of the files; a text alone is the module `m`."""
    by_top: dict[str, dict[str, str | bytes]] = {}
    for path, content in ({"m.py": files} if isinstance(files, str) else files).items():
        by_top.setdefault(path.partition("/")[0].partition(".")[0], {})[path] = content
    wanted = requires or {}
    return Library(Sources([unpacked(root / top, own, top, wanted.get(top, ())) for top, own in by_top.items()]))


def parsed(text: str, module: str = "mine") -> Source:
    """A file that is judged. Lines end as Python's tokenizer ends them, so not at a form feed."""
    lines = tuple(findall(r"[^\r\n]*(?:\r\n|\r|\n|\Z)", text))
    return Source(ast.parse(text), lines, Where(module, is_package=False, stub=False))


def unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """A text without its marks, and the places before which they stood (1-based)."""
    places: list[tuple[int, int]] = []
    lines = findall(r"[^\r\n]*(?:\r\n|\r|\n|\Z)", text)
    for number, line in enumerate(lines, 1):
        before = line.split(MARK)[:-1]
        places += [(number, sum(map(len, before[: index + 1])) + 1) for index in range(len(before))]
    return text.replace(MARK, ""), places


def judged(root: Path, files: Files, text: str) -> list[Miss]:
    return misses(library(root, files), parsed(text))


def check_marks(root: Path, files: Files, marked: str) -> list[Miss]:
    """A miss is said at every mark and nowhere else."""
    text, places = unmarked(dedent(marked).lstrip("\n"))
    found = judged(root, files, text)
    assert [(one.line, one.column) for one in found] == places, found
    return found

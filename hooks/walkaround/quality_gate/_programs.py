"""Which files that look like tests belong to the program: a module below `src/tests/` that the program imports.

A name or a folder says that a file is of tests, and mostly it is right: helpers there are imported by tests alone.
What the program itself imports is part of it, whatever it is called; and a folder inside of a package that holds no
test at all is one of the program, too. Unsure, a file stays what its path says.
"""

import ast
import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from .. import _git
from .._change import Delta
from .._measures.sources import TEST_FOLDERS, is_test
from .coverage._source import is_test as is_test_path

_ENDINGS = (".py", ".pyw")
_NO_SOURCES = frozenset({"conftest.py", "setup.py", "noxfile.py"})
_COLLECTED = re.compile(r"(?:test_[^/]*|[^/]*_tests?|tests?|conftest)\.py$")
# What stands beside a program: it may import what tests use, and is not shipped.
_BESIDE = re.compile(
    r"(?:^|/)(?:docs?(?:_\w+)?|examples?(?:_\w+)?|bench|benchmarks?|perf|scripts?|tools?|ci|dev|misc|samples?|\.[^/]+)/"
    r"|(?:^|/)(?:setup|noxfile|fabfile|dodo|tasks|manage|conf|invoke)\.py$"
)
_TESTING = re.compile(r"(?:^|_)(?:run|do|py|unit)?_?tests?(?:ing|er|runner|suite|s)?(?:_|$)", re.IGNORECASE)
_ROUNDS = 4  # from a module of the program to another one that looks like a test, and on from there
_WORD = re.compile(rb"[\w\x80-\xff]+")
_FEW = 12  # of more words git's search is slower than to read all that there is
_MOST_BYTES = 20 << 20  # of a file that is parsed to see what it imports
_ROOTS = ("", "src", "lib", "python")


class _Import(NamedTuple):
    """What an import may execute: a module as a path without its ending, from the root where it is relative."""

    module: str
    exact: bool


@lru_cache(maxsize=2)
def programs(delta: Delta) -> frozenset[str]:
    """The changed Python files that look like tests and belong to the program."""
    asked = {file.path for file in delta.files if file.new and looks_like_test(file.path)}
    if not asked:
        return frozenset()
    names = delta.names()
    found = {path for path in asked if _lies_in_the_program(delta, path, names)}
    return frozenset(found | _imported(delta, asked - found, names))


def changed_sources(delta: Delta, excluded: Callable[[str], bool]) -> Mapping[str, frozenset[int]]:
    """The new lines of each changed Python source."""
    return {
        file.path: file.new for file in delta.files
        if file.new and file.path.endswith(".py") and posixpath.basename(file.path) not in _NO_SOURCES
        and not excluded(file.path) and not (is_test(file.path) and file.path not in programs(delta))
    }  # fmt: skip


def looks_like_test(path: str) -> bool:
    """Whether a Python file is one of tests by its path."""
    return path.endswith(_ENDINGS) and (is_test(path) or is_test_path(path))


def _lies_in_the_program(delta: Delta, path: str, names: Iterable[str]) -> bool:
    """Whether a file without tests lies in a folder that is called as one of tests, inside another, and holds none."""
    *folders, name = path.split("/")
    depth = next((at for at, folder in enumerate(folders) if folder in TEST_FOLDERS), 0)
    if depth == 0 or _COLLECTED.match(name):
        return False
    top = "/".join(folders[: depth + 1]) + "/"
    if any(one.startswith(top) and _COLLECTED.match(one.rpartition("/")[2]) for one in names):
        return False
    return not any(_holds_tests(tree) for tree in _parsed(delta.read(path)))


def _holds_tests(tree: ast.Module) -> bool:
    return any(
        (isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test"))
        or (isinstance(node, ast.ClassDef) and node.name.startswith("Test"))
        or (isinstance(node, ast.Name) and node.id == "TestCase")
        or (isinstance(node, ast.Attribute) and node.attr == "TestCase")
        for node in ast.walk(tree)
    )


def _imported(delta: Delta, asked: set[str], names: tuple[str, ...]) -> set[str]:
    """Those of the files that the program imports, also by way of others that look like tests."""
    importers: dict[str, set[str]] = {}  # of each file that looks like a test
    waiting = set(asked)
    for _ in range(_ROUNDS):
        if not waiting:
            break
        others = _importers(delta, waiting, names)
        importers |= others
        met = {one for found in others.values() for one in found}
        waiting = {one for one in met if looks_like_test(one) and not _COLLECTED.match(one.rpartition("/")[2])}
        waiting -= importers.keys()
    known = {path for path, found in importers.items() if any(map(_is_of_program, found))}
    while more := {path for path, found in importers.items() if path not in known and not known.isdisjoint(found)}:
        known |= more
    return known & asked


def _is_of_program(path: str) -> bool:
    stem = posixpath.splitext(path.rpartition("/")[2])[0]
    return not (looks_like_test(path) or _BESIDE.search(path) or _TESTING.search(stem))


def _importers(delta: Delta, paths: set[str], names: tuple[str, ...]) -> dict[str, set[str]]:
    """The files that import each of these."""
    by_word: dict[str, list[str]] = {}
    for path in paths:
        by_word.setdefault(_module(path).rpartition("/")[2], []).append(path)
    found: dict[str, set[str]] = {path: set() for path in paths}
    known = frozenset(names)
    for importer, content in _naming(delta, by_word.keys(), names):
        for one in {one for tree in _parsed(content) for one in _imports(tree, importer)}:
            for word in set(one.module.split("/")) & by_word.keys():
                for path in by_word[word]:
                    if path != importer and _means(one, path, importer, known):
                        found[path].add(importer)
    return found


def _naming(delta: Delta, words: Collection[str], names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """The Python files that are no tests by their name, and in which one of these words stands, with their content."""
    few = _git.files_naming(delta.root, delta.head, sorted(words)) if len(words) <= _FEW else names
    paths = [
        path for path in few
        if path.endswith(_ENDINGS) and not _COLLECTED.match(path.rpartition("/")[2]) and not _BESIDE.search(path)
    ]  # fmt: skip
    if not paths:
        return
    head, root, objects = delta.head, delta.root, _git.Objects(delta.root)
    entries = _git.index_entries(root, paths) if head is None else _git.tree_entries(root, head, paths)
    wanted = {word.encode("utf-8", "surrogateescape") for word in words}
    try:
        for path in paths:
            content = objects.read(entries[path].sha) if path in entries and entries[path].is_file else None
            if content is not None and len(content) <= _MOST_BYTES and not wanted.isdisjoint(_WORD.findall(content)):
                yield path, content
    finally:
        objects.close()


def _parsed(content: bytes) -> Iterator[ast.Module]:
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield ast.parse(content)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return


def _module(path: str) -> str:
    """The path of a module without its ending; a package's is that of its folder."""
    return posixpath.splitext(path)[0].removesuffix("/__init__")


def _imports(tree: ast.Module, importer: str) -> Iterator[_Import]:
    """What a module imports; what its functions for tests import is not the program's."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _TESTING.search(node.name):
            continue
        waiting += ast.iter_child_nodes(node)
        if isinstance(node, ast.Import):
            yield from (_Import(one.name.replace(".", "/"), exact=False) for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from _from(node.module or "", node.level, [one.name for one in node.names], importer)
        elif isinstance(node, ast.Call) and _called(node.func) in ("import_module", "__import__"):
            given = [one.value for one in node.args[:2] if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if given:
                name = given[0].lstrip(".")
                inside = given[1:] and given[0].startswith(".")
                yield _Import((f"{given[1]}.{name}" if inside else name).replace(".", "/"), exact=False)


def _called(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _from(module: str, level: int, names: Iterable[str], importer: str) -> Iterator[_Import]:
    path = module.replace(".", "/")
    if level:
        folders = importer.split("/")[:-1]
        if level - 1 > len(folders):
            return
        path = "/".join([*folders[: len(folders) - level + 1], *([path] if path else [])])
    yield _Import(path, bool(level))
    yield from (_Import(f"{path}/{name}" if path else name, bool(level)) for name in names if name != "*")


def _means(one: _Import, path: str, importer: str, known: frozenset[str]) -> bool:
    """Whether an import executes a file: the module itself, or a package around it."""
    module = _module(path)
    if one.exact:
        return one.module == module or (path.endswith("/__init__.py") and one.module.startswith(f"{module}/"))
    wanted = one.module
    if path.endswith("/__init__.py"):
        inside = re.search(rf"^(?:.*/)?{re.escape(module.rpartition('/')[2])}(?=/|$)", wanted)
        wanted = inside[0] if inside else wanted
    folder = module[: len(module) - len(wanted)].rstrip("/")
    if module != wanted and not module.endswith(f"/{wanted}"):
        return False
    if folder in _ROOTS:
        return True
    # Of several that end so the one that is nearest is meant; from elsewhere a name alone means nothing.
    return importer.startswith(f"{folder}/") and f"{wanted}.py" not in known

"""The form of the dynamic but valid programs; that they run is shown by benchmarks/apis_dynamic_proof.py."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from re import fullmatch

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests_support import TOP

sys.path.append(str(TOP / "tests"))

from invented.dynamic import AWKWARD, FILES, Dynamic

PINS = TOP / "tests" / "invented" / "dynamic-requirements.txt"
AWKWARD_PINS = TOP / "tests" / "invented" / "awkward-requirements.txt"
# Whose import name is not the distribution's, among what the programs import.
BROUGHT_BY = {
    "_yaml": "pyyaml",
    "attr": "attrs",
    "box": "python-box",
    "dateutil": "python-dateutil",
    "dns": "dnspython",
    "factory": "factory-boy",
    "google.protobuf": "protobuf",
    "lazy_loader": "lazy-loader",
    "more_itertools": "more-itertools",
    "opentelemetry": "opentelemetry-api",
    "playhouse": "peewee",
    "rest_framework": "djangorestframework",
    "yaml": "pyyaml",
    "zope.event": "zope-event",
    "zope.interface": "zope-interface",
}


def _pins(text: str) -> dict[str, tuple[Requirement, list[str]]]:
    """Every pin by its name, with its hashes."""
    found: dict[str, tuple[Requirement, list[str]]] = {}
    for line in text.replace("\\\n", "").splitlines():
        if line and not line.startswith("#"):
            wanted, *hashes = line.split(" --hash=")
            requirement = Requirement(wanted)
            found[canonicalize_name(requirement.name)] = (requirement, [each.strip() for each in hashes])
    return found


def _unguarded(tree: ast.Module) -> Iterator[str]:
    """The modules that `main.py` and its like import at their top, under no condition."""
    for node in tree.body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def _own(file: Dynamic) -> set[str]:
    """What a program can import of itself: a path's every part may be a folder that it looks for modules in."""
    return {part for path in file.files for part in PurePosixPath(path).with_suffix("").parts} | {"made_up_here"}


def test_there_are_enough_of_them() -> None:
    assert len(FILES) >= 70
    assert len({file.id for file in FILES}) == len(FILES)
    assert len({canonicalize_name(name) for _, name in AWKWARD}) >= 80
    assert len(set(AWKWARD)) == len(AWKWARD)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.id)
def test_a_program_is_whole(file: Dynamic) -> None:
    assert fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", file.id)
    assert "main.py" in file.files
    for path, text in file.files.items():
        assert PurePosixPath(path).suffix in {".py", ".pyi"}
        assert ".." not in PurePosixPath(path).parts
        assert not PurePosixPath(path).is_absolute()
        ast.parse(text, filename=path, feature_version=(3, 11))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.id)
def test_a_program_says_all_that_it_imports_and_no_more(file: Dynamic) -> None:
    said = {canonicalize_name(name) for name in file.distributions}
    assert len(said) == len(file.distributions)
    assert said <= _pins(PINS.read_text(encoding="utf-8")).keys()
    top, anywhere = set(), set()
    for text in file.files.values():
        tree = ast.parse(text)
        top |= {_distribution(module) for module in _unguarded(tree)}
        anywhere |= {_distribution(name) for name in _all(tree)}
    foreign = {canonicalize_name(name) for name in top - set(sys.stdlib_module_names) - _own(file)}
    assert foreign <= said
    assert said <= {canonicalize_name(name) for name in anywhere}


def _all(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def _distribution(module: str) -> str:
    top = module.partition(".")[0]
    return BROUGHT_BY.get(".".join(module.split(".")[:2]), BROUGHT_BY.get(top, top))


@pytest.mark.parametrize(("statement", "name"), AWKWARD, ids=lambda value: value.replace("\n", "; "))
def test_an_awkward_import_imports_and_is_pinned(statement: str, name: str) -> None:
    assert list(_all(ast.parse(statement)))
    assert canonicalize_name(name) in _pins(AWKWARD_PINS.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [PINS, AWKWARD_PINS], ids=lambda path: path.stem)
def test_pins_are_exact_sorted_and_hashed(path: Path) -> None:
    pins = _pins(path.read_text(encoding="utf-8"))
    assert list(pins) == sorted(pins)
    for requirement, hashes in pins.values():
        assert [each.operator for each in requirement.specifier] == ["=="]
        assert "*" not in str(requirement.specifier)
        assert hashes
        assert all(fullmatch("sha256:[0-9a-f]{64}", each) for each in hashes)


def test_every_awkward_pin_is_in_the_table() -> None:
    pins = _pins(AWKWARD_PINS.read_text(encoding="utf-8"))
    assert set(pins) == {canonicalize_name(name) for _, name in AWKWARD}


def test_a_distribution_has_one_version_in_both_lists() -> None:
    first, second = (_pins(path.read_text(encoding="utf-8")) for path in (PINS, AWKWARD_PINS))
    both = first.keys() & second.keys()
    assert both
    assert {name: str(first[name][0].specifier) for name in both} == {
        name: str(second[name][0].specifier) for name in both
    }

"""Applications without a lock: what they name is pinned, and what that brings along is not."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from importlib import import_module
from posixpath import dirname
from posixpath import join as join_path
from re import MULTILINE, search
from typing import Any

from .._dependencies.beside import folders_above
from .._dependencies.declared import Declared
from .._dependencies.formats import Format
from .._dependencies.values import json_table, table
from .._finding import Finding, NotJudged
from .._hook import Inputs
from .._policy import Policy
from .._text import Text, decode
from .._toml import parse

_WRITTEN: dict[Format, tuple[str, str]] = {
    "pipfile": ("Pipfile.lock", "pipenv lock"),
    "pyproject": ("poetry.lock", "poetry lock"),
    "package-json": ("package-lock.json", "npm install --package-lock-only"),
    "cargo": ("Cargo.lock", "cargo generate-lockfile"),
    "gemfile": ("Gemfile.lock", "bundle lock"),
    "pixi": ("pixi.lock", "pixi lock"),
}
_INDEXED = ("pypi", "npm", "cargo", "gem", "conda")
_ROLES = ("list", "group", "unpublished")


def missing(policy: Policy, inputs: Inputs, path: str, found: Format, content: bytes) -> Iterator[Finding]:
    """The finding that an application has no lock. What is loose in it is told already, and needs one anyway."""
    if found not in _WRITTEN:
        return
    try:
        text = decode(path, content)
        if not _is_application(inputs, text, found) or not _is_pinned(policy, text, found):
            return
    except NotJudged:
        return  # the reader of the manifest says what cannot be read, and reads more forms of it
    name, command = _WRITTEN[found]
    if _is_ignored(inputs, path, name):
        return
    message = f"What this installs is pinned, but not what that brings along: there is no {name}."
    yield Finding(path, 1, 1, "PIN004", message, f"Run `{command}`, and commit {name}.")


def _is_application(inputs: Inputs, text: Text, found: Format) -> bool:
    """Whether the manifest is certainly that of an application, whose tool writes a lock."""
    match found:
        case "pipfile":
            return True
        case "pixi":
            document = parse(text)
            return "package" not in document and bool({"workspace", "project"} & document.keys())
        case "gemfile":
            return search(r"^\s*gemspec\b", text.content, MULTILINE) is None
        case "pyproject":
            poetry = table(table(parse(text).get("tool")).get("poetry"))
            return poetry.get("package-mode") is False
        case "package-json":
            document = json_table(text.path, text.content)
            return document.get("private") is True and not document.keys() & {"workspaces", "peerDependencies"}
    return _is_program(inputs, text, parse(text))


def _is_program(inputs: Inputs, text: Text, document: dict[str, Any]) -> bool:
    """Whether a crate is a program that is not published, and nothing else."""
    package = table(document.get("package"))
    sources = [join_path(dirname(text.path), "src", name) for name in ("main.rs", "lib.rs")]
    present = inputs.present(sources)
    return package.get("publish") is False and "lib" not in document and present == {sources[0]}


def _is_pinned(policy: Policy, text: Text, found: Format) -> bool:
    """Whether there is a package of an index, and nothing that is told to be loose."""
    from ._judge import KEYS, READERS

    here = policy.at(text.path)
    indexed = False
    for one in import_module(f".{READERS[found]}", "walkaround._dependencies").read(text):
        if isinstance(one, NotJudged | Finding):
            return False
        if isinstance(one, Declared) and one.role in _ROLES:
            if not one.pin.meets(here[KEYS[one.role]]):
                return False
            indexed |= one.kind in _INDEXED
    return indexed


def _is_ignored(inputs: Inputs, path: str, name: str) -> bool:
    """Whether somebody decided against the lock: in a `.gitignore` above it, or in the settings of npm."""
    folder = dirname(path)
    folders = [folder, *folders_above(inputs, folder)]
    present = inputs.present(join_path(one, file) for one in folders for file in (".gitignore", ".npmrc"))
    for place in sorted(present):
        try:
            lines = inputs.read(place).decode("utf-8", "replace").splitlines()
        except NotJudged:
            return True
        if place.endswith(".npmrc"):
            if any("".join(line.split()) == "package-lock=false" for line in lines):
                return True
        elif any(fnmatchcase(name, line.strip().rpartition("/")[2] or "-") for line in lines):
            return True
    return False

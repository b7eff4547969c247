"""Where a module is imported from and where its test belongs, as the project's layout has it."""

import keyword
import os
from collections.abc import Iterator
from typing import Any, NamedTuple

from .._finding import NotJudged
from .._text import decode

_TEST_FOLDERS = ("tests", "test")


class Place(NamedTuple):
    """`module` is the name to import, `test` the path of the test from the top, `note` what a person has to know."""

    module: str
    is_package: bool
    test: str
    note: str = ""


def place_of(root: str, key: str) -> Place:
    """The place of a file, by its path from the top; NotJudged when it cannot be imported by a name."""
    if not key.endswith(".py"):
        raise NotJudged(key, "is no .py file, from which a test could import")
    settings = _settings(root)
    top, declared = _source_root(root, key, settings)
    parts = (key[len(top) :] if top else key)[: -len(".py")].split("/")
    is_package = parts[-1] == "__init__" and len(parts) > 1
    if is_package:
        parts.pop()
    for part in parts:
        if not part.isidentifier() or keyword.iskeyword(part):
            why = f"cannot be imported by a name, for {part!r} is none; rename it, or move the function into a module"
            raise NotJudged(key, why)
    note = "" if declared or len(parts) == 1 else _namespace(root, key, top)
    return Place(".".join(parts), is_package, _test_path(root, key, parts, settings), note)


def _settings(root: str) -> dict[str, Any]:
    """`[tool]` of pyproject.toml; nothing when there is none that can be read, for it is only asked for hints."""
    path = os.path.join(root, "pyproject.toml")
    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError:
        return {}
    from .._toml import parse

    try:
        tool = parse(decode(path, content)).get("tool", {})
    except NotJudged:
        return {}
    return tool if isinstance(tool, dict) else {}


def _at(settings: object, *keys: str) -> object:
    for key in keys:
        settings = settings.get(key) if isinstance(settings, dict) else None
    return settings


def _source_root(root: str, key: str, settings: dict[str, Any]) -> tuple[str, bool]:
    """The folder from which a file is imported, "" or with a slash at its end, and whether the project declares it."""
    declared = [f"{one}/" for one in _declared_roots(settings) if one]
    fitting = [one for one in declared if key.startswith(one) and len(one) < len(key)]
    if fitting:
        return max(fitting, key=len), True
    for folder in ("src", "lib"):
        if key.startswith(f"{folder}/") and not _has_init(root, folder):
            return f"{folder}/", True
    folders = key.split("/")[:-1]
    for depth in range(1, len(folders) + 1):  # the topmost package; what is above it is no part of the name
        if _has_init(root, "/".join(folders[:depth])):
            above = "/".join(folders[: depth - 1])
            return (f"{above}/" if above else ""), False
    return "", False


def _declared_roots(settings: dict[str, Any]) -> Iterator[str]:
    yield from _texts(_at(settings, "pytest", "ini_options", "pythonpath"))
    yield from _texts(_at(settings, "setuptools", "package-dir", ""))
    yield from _texts(_at(settings, "setuptools", "packages", "find", "where"))
    poetry = _at(settings, "poetry", "packages")
    for one in poetry if isinstance(poetry, list) else ():
        yield from _texts(_at(one, "from"))
    for package in _texts(_at(settings, "hatch", "build", "targets", "wheel", "packages")):
        yield package.rpartition("/")[0]


def _texts(value: object) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str):
            yield from (part.removeprefix("./").strip("/") for part in one.split())


def _has_init(root: str, folder: str) -> bool:
    return os.path.isfile(os.path.join(root, folder, "__init__.py"))


def _namespace(root: str, key: str, top: str) -> str:
    """A note for a module whose folder is no package: its name is only right from where the tests are started."""
    folder = os.path.dirname(key)
    if _has_init(root, folder):
        return ""
    start = top.rstrip("/") or "the top of the repository"
    return f"{folder} has no __init__.py: it is imported as a namespace package, by `python -m pytest` from {start}"


def _test_path(root: str, key: str, parts: list[str], settings: dict[str, Any]) -> str:
    """Where the test belongs: the folder of tests, and in it the folder of the package where the tests have one."""
    folder = _test_folder(root, key, settings)
    for inner in (parts[:-1], parts[1:-1]):
        mirrored = "/".join((folder, *inner))
        if inner and os.path.isdir(os.path.join(root, mirrored)):
            folder = mirrored
            break
    return f"{folder}/test_{parts[-1].strip('_') or parts[-1]}.py"


def _test_folder(root: str, key: str, settings: dict[str, Any]) -> str:
    """The nearest folder of tests upwards of the file, else what pytest is told, else `tests`."""
    folders = key.split("/")[:-1]
    for depth in range(len(folders), -1, -1):
        for name in _TEST_FOLDERS:
            near = "/".join((*folders[:depth], name))
            if os.path.isdir(os.path.join(root, near)):
                return near
    told = [one for one in _texts(_at(settings, "pytest", "ini_options", "testpaths")) if one]
    return told[0] if told and "*" not in told[0] else _TEST_FOLDERS[0]

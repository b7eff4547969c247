"""coverage.py's own settings: which lines and files it leaves out, and which folders stand for one another."""

import configparser
import re
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

_USUAL = r"#\s*(pragma|PRAGMA)[:\s]?\s*(no|NO)\s*(cover|COVER)"
_TYPES = r"^\s*(((async )?def .*?)?\)(\s*->.*?)?:\s*)?\.\.\.\s*(#|$)"
_CHECKING = r"if (typing\.)?TYPE_CHECKING:"
FILES = (".coveragerc", ".coveragerc.toml", "setup.cfg", "tox.ini", "pyproject.toml")  # in the order of coverage.py
_OWN = FILES[:2]
_PREFIX = "coverage:"


class Settings(NamedTuple):
    """`excluded` are patterns of lines, `omitted` and `included` of files, `measured` the folders and packages
    that are; `aliases` are folders that stand for the first of their row."""

    excluded: tuple[str, ...] = (_USUAL, _TYPES, _CHECKING)
    omitted: tuple[str, ...] = ()
    included: tuple[str, ...] = ()
    measured: tuple[str, ...] = ()
    aliases: tuple[tuple[str, ...], ...] = ()

    def leaves_out(self, path: str) -> bool:
        """Whether these settings say that a source is not measured."""
        if self.included and not any(_names(pattern, path) for pattern in self.included):
            return True
        if any(_names(pattern, path) for pattern in self.omitted):
            return True
        if not self.measured:
            return False
        return not any(_stands_in(one, path) for one in self.measured)


def settings(read: Callable[[str], bytes | None]) -> Settings:
    """What the first of coverage.py's files that speaks of it says, by a function that reads a file of the project."""
    for name in FILES:
        content = read(name)
        if content is None:
            continue
        sections = _toml(content, own=name in _OWN) if name.endswith(".toml") else _ini(content, own=name in _OWN)
        if sections:
            return _told(sections)
    return Settings()


def _told(sections: dict[str, dict[str, Any]]) -> Settings:
    run, report = sections.get("run", {}), sections.get("report", {})
    usual = Settings().excluded
    excluded = (*(_list(report.get("exclude_lines")) or usual), *_list(report.get("exclude_also")))
    return Settings(
        excluded,
        (*_list(run.get("omit")), *_list(report.get("omit"))),
        (*_list(run.get("include")), *_list(report.get("include"))),
        tuple(
            one for key in ("source", "source_pkgs", "source_dirs") for one in _list(run.get(key))
        ),
        tuple(tuple(_list(row)) for row in sections.get("paths", {}).values()),
    )  # fmt: skip


def _toml(content: bytes, *, own: bool) -> dict[str, dict[str, Any]]:
    import tomllib

    try:
        whole = tomllib.loads(content.decode("utf-8", "replace"))
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}
    tool = whole.get("tool")
    said = tool.get("coverage") if isinstance(tool, dict) else None
    if said is None and own:
        said = whole
    return {key: row for key, row in said.items() if isinstance(row, dict)} if isinstance(said, dict) else {}


def _ini(content: bytes, *, own: bool) -> dict[str, dict[str, Any]]:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(content.decode("utf-8-sig", "replace"))
    except configparser.Error:
        return {}
    names = [name for name in parser.sections() if own or name.startswith(_PREFIX)]
    names.sort(key=lambda name: name.startswith(_PREFIX))  # its own word for a section is the later one, which counts
    known = {name.removeprefix(_PREFIX): dict(parser[name]) for name in names}
    return {name: row for name, row in known.items() if name in ("run", "report", "paths")}


def _list(value: object) -> list[str]:
    if isinstance(value, str):
        parts = re.split(r"\n", value) if "\n" in value.strip() else value.split(",")
        return [part.strip().rstrip(",") for part in parts if part.strip()]
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _names(pattern: str, path: str) -> bool:
    """As coverage.py matches a pattern against a path: one without a star first counts from the top."""
    pattern = pattern.replace("\\", "/").removeprefix("./")
    if pattern.startswith("*"):
        return fnmatchcase(path, pattern) or fnmatchcase("/" + path, pattern)
    return fnmatchcase(path, pattern) or fnmatchcase(path, pattern.rstrip("/") + "/*")


def _stands_in(measured: str, path: str) -> bool:
    """Whether a path stands in a folder, or in the package of a dotted name, wherever that is."""
    folder = measured.replace("\\", "/").removeprefix("./").rstrip("/")
    if folder in ("", "."):
        return True
    if path.startswith(folder + "/") or path == folder:
        return True
    package = measured.replace(".", "/")
    return f"/{package}/" in f"/{path}" or f"/{path}".endswith(f"/{package}.py")

"""The indexes that pip is configured with, read as pip reads them, without starting pip.

Source: pip's documentation, "Configuration": the files for the whole machine, the user and the environment, in this
order, then PIP_CONFIG_FILE, then variables PIP_*; later ones win. Tables `install` and `global` count, `install` more.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from typing import NamedTuple

PYPI = "https://pypi.org/simple"


class Configured(NamedTuple):
    """Where pip would look: the index, further ones, folders and pages with files."""

    main: str  # the index; empty where pip is to use none
    extra: tuple[str, ...] = ()
    find_links: tuple[str, ...] = ()
    cert: str = ""
    trusted: tuple[str, ...] = ()


def configured(environment: Mapping[str, str]) -> Configured:
    """pip's settings in this environment."""
    said: dict[str, str] = {}
    for path in _files(environment):
        said |= _read(path)
    for name, value in environment.items():
        if name.startswith("PIP_") and value:
            said[name[4:].lower().replace("_", "-")] = value
    no_index = said.get("no-index", "").strip().lower() in ("1", "true", "yes", "on", "t", "y")
    return Configured(
        "" if no_index else said.get("index-url", said.get("pypi-url", PYPI)).strip().rstrip("/"),
        () if no_index else tuple(word.rstrip("/") for word in said.get("extra-index-url", "").split()),
        tuple(said.get("find-links", "").split()),
        said.get("cert", "").strip(),
        tuple(word.partition(":")[0] for word in said.get("trusted-host", "").split()),
    )


def _files(environment: Mapping[str, str]) -> Iterator[str]:
    """The configuration files, the weakest first."""
    named = environment.get("PIP_CONFIG_FILE", "")
    if named == os.devnull:
        return
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        yield os.path.join(environment.get("ProgramData", "C:\\ProgramData"), "pip", "pip.ini")
        yield os.path.join(home, "pip", "pip.ini")
        yield os.path.join(environment.get("APPDATA", home), "pip", "pip.ini")
        yield os.path.join(sys.prefix, "pip.ini")
    else:
        yield "/etc/pip.conf"
        dirs = environment.get("XDG_CONFIG_DIRS", "") or "/etc/xdg"
        folders = ["/Library/Application Support"] if sys.platform == "darwin" else dirs.split(os.pathsep)
        yield from (os.path.join(folder, "pip", "pip.conf") for folder in reversed(folders))
        yield os.path.join(home, ".pip", "pip.conf")
        if sys.platform == "darwin":
            yield os.path.join(home, "Library", "Application Support", "pip", "pip.conf")
        config = environment.get("XDG_CONFIG_HOME", "") or os.path.join(home, ".config")
        yield os.path.join(config, "pip", "pip.conf")
        yield os.path.join(environment.get("VIRTUAL_ENV", "") or sys.prefix, "pip.conf")
    if named:
        yield named


def _read(path: str) -> dict[str, str]:
    """The settings of one file; a file that pip could not read either says nothing."""
    if not os.path.isfile(path):
        return {}
    from configparser import Error, RawConfigParser

    parser = RawConfigParser()
    try:
        parser.read(path, encoding="utf-8")
    except (Error, OSError, UnicodeDecodeError):
        return {}
    said: dict[str, str] = {}
    for table in ("global", "install"):
        if parser.has_section(table):
            said |= {name.replace("_", "-"): value for name, value in parser.items(table)}
    return said

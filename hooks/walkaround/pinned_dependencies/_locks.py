"""Where the pins of a file are kept, when they are not in the file itself."""

import tomllib
from posixpath import basename, dirname, normpath, relpath
from posixpath import join as join_path
from re import escape, search
from typing import Any

from .._finding import NotJudged
from .._hook import Inputs

# A lock beside pyproject.toml holds the pins of its groups; uv keeps one for a whole workspace, further up.
_BESIDE = ("uv.lock", "pdm.lock", "poetry.lock", "pylock.toml")
_ABOVE = ("uv.lock",)


def is_compiled(inputs: Inputs, path: str) -> bool:
    """Whether a `.in` file has the list that pip-compile or uv makes of it beside it."""
    stem = path.removesuffix(".in")
    return any(inputs.exists(stem + ending) for ending in (".txt", ".lock", "-lock.txt", ".lock.txt"))


def has_lock(inputs: Inputs, pyproject: str) -> bool:
    """Whether a lock file pins what this `pyproject.toml` declares."""
    folder = dirname(pyproject)
    if any(inputs.exists(join_path(folder, name)) for name in _BESIDE):
        return True
    return any(inputs.exists(join_path(above, name)) for above in _above(inputs, folder) for name in _ABOVE)


def is_published(inputs: Inputs, path: str) -> bool:
    """Whether a build reads this requirements file as the dependencies that a package publishes."""
    folder = dirname(path)
    return any(_reads(inputs, near, path) for near in (folder, *_above(inputs, folder)))


def _above(inputs: Inputs, folder: str) -> list[str]:
    """The folders above, up to the repository's top, or to the working directory for a relative path."""
    found: list[str] = []
    while folder and folder != "/" and not folder.endswith("..") and normpath(folder) != normpath(inputs.root):
        folder = dirname(folder)
        found.append(folder)
    return found


def _reads(inputs: Inputs, folder: str, path: str) -> bool:
    relative = relpath(path, folder or ".")
    script = _text(inputs, join_path(folder, "setup.py"))
    if _mentions(script, relative):
        return True
    content = _text(inputs, join_path(folder, "pyproject.toml"))
    if basename(path) not in content:
        return False
    try:
        tool: Any = tomllib.loads(content).get("tool", {})
        return relative in _named_by_setuptools(tool) or relative in _named_by_hatch(tool)
    except (ValueError, RecursionError, AttributeError, TypeError):
        return False  # not ours to judge here: pyproject.toml is an input of its own


def _mentions(script: str, relative: str) -> bool:
    """Whether a `setup.py` names the file; one in a folder may be named by its stem, with the ending added in code."""
    name = basename(relative)
    if search(rf"""['"/]{escape(name)}['"]""", script):
        return True
    stem, _, ending = name.rpartition(".")
    folder = relative.partition("/")[0] if "/" in relative else ""
    return bool(folder) and folder in script and f".{ending}" in script and f"'{stem}'" in script.replace('"', "'")


def _named_by_setuptools(tool: Any) -> set[str]:
    """`[tool.setuptools.dynamic]`: files that give dependencies and extras."""
    dynamic = tool.get("setuptools", {}).get("dynamic", {})
    sources = [dynamic.get("dependencies", {}), *dynamic.get("optional-dependencies", {}).values()]
    named: set[str] = set()
    for source in sources:
        files = source.get("file", [])
        named.update(map(normpath, [files] if isinstance(files, str) else files))
    return named


def _named_by_hatch(tool: Any) -> set[str]:
    """`[tool.hatch.metadata.hooks.requirements_txt]`, of the plugin hatch-requirements-txt."""
    settings = tool.get("hatch", {}).get("metadata", {}).get("hooks", {}).get("requirements_txt", {})
    extras = settings.get("optional-dependencies", {}).values()
    return set(map(normpath, [*settings.get("files", []), *(file for files in extras for file in files)]))


def _text(inputs: Inputs, path: str) -> str:
    """The text of a file that may be there; empty when it is not, or cannot be read."""
    try:
        return inputs.read(path).decode("utf-8", "replace") if inputs.exists(path) else ""
    except NotJudged:
        return ""

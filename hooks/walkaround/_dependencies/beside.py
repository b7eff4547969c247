"""What stands beside a manifest: the lock or the compiled list that holds its pins, and the build that reads it."""

import tomllib
from collections.abc import Iterable
from posixpath import basename, dirname, normpath, relpath
from posixpath import join as join_path
from re import escape, search
from typing import Any, Protocol

from .._finding import NotJudged
from .formats import Format

# A lock beside pyproject.toml holds the pins of its groups; uv keeps one for a whole workspace, further up.
# Those of JavaScript and Rust lie at the top of a workspace as well.
_NODE = ("package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock", "bun.lockb")
_BESIDE: dict[Format, tuple[str, ...]] = {
    "pyproject": ("uv.lock", "pdm.lock", "poetry.lock", "pylock.toml", "pixi.lock"),
    "pipfile": ("Pipfile.lock",),
    "pixi": ("pixi.lock",),
    "conda": ("conda-lock.yml",),
    "package-json": _NODE,
    "cargo": ("Cargo.lock",),
    "gemfile": ("Gemfile.lock", "gems.locked"),
    "devcontainer": ("devcontainer-lock.json", ".devcontainer-lock.json"),
}
_ABOVE: dict[Format, tuple[str, ...]] = {"pyproject": ("uv.lock",), "package-json": _NODE, "cargo": ("Cargo.lock",)}


_COMPILED = (".txt", ".lock", "-lock.txt", ".lock.txt")


class Files(Protocol):
    """What files are read from: the inputs of a run, or a commit."""

    @property
    def root(self) -> str: ...
    def read(self, path: str) -> bytes: ...
    def exists(self, path: str) -> bool: ...
    def present(self, paths: Iterable[str]) -> frozenset[str]: ...


def compiled_of(files: Files, path: str) -> str | None:
    """The list that pip-compile or uv makes of a `.in` file, where it stands beside it."""
    if not path.endswith(".in"):
        return None
    stem = path.removesuffix(".in")
    return _first(files, [stem + ending for ending in _COMPILED])


def lock_of(files: Files, path: str, found: Format) -> str | None:
    """The lock file that pins what this manifest declares: beside it, or at the top of its workspace."""
    return _first(files, places_of_locks(files, path, found))


def places_of_locks(files: Files, path: str, found: Format) -> list[str]:
    """Where the lock of a manifest could be, the likeliest first."""
    if found == "script":
        return [f"{path}.lock"]
    folder = dirname(path)
    beside = (join_path(folder, name) for name in _BESIDE.get(found, ()))
    above = (join_path(up, name) for up in folders_above(files, folder) for name in _ABOVE.get(found, ()))
    return [*beside, *above]


def _first(files: Files, candidates: list[str]) -> str | None:
    present = files.present(candidates)
    return next((candidate for candidate in candidates if candidate in present), None)


def is_published(files: Files, path: str) -> bool:
    """Whether a build reads this requirements file as the dependencies that a package publishes."""
    folder = dirname(path)
    return any(_reads(files, near, path) for near in (folder, *folders_above(files, folder)))


def folders_above(files: Files, folder: str) -> list[str]:
    """The folders above, up to the repository's top, or to the working directory for a relative path."""
    found: list[str] = []
    while folder and folder != "/" and not folder.endswith("..") and normpath(folder) != normpath(files.root):
        folder = dirname(folder)
        found.append(folder)
    return found


def _reads(files: Files, folder: str, path: str) -> bool:
    relative = relpath(path, folder or ".")
    script = _text(files, join_path(folder, "setup.py"))
    if _mentions(script, relative):
        return True
    options = _text(files, join_path(folder, "setup.cfg"))
    if basename(path) in options and "file:" in options:
        from .setup_cfg import published_files

        if relative in map(normpath, published_files(options)):
            return True
    content = _text(files, join_path(folder, "pyproject.toml"))
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


def _text(files: Files, path: str) -> str:
    """The text of a file that may be there; empty when it is not, or cannot be read."""
    try:
        return files.read(path).decode("utf-8", "replace") if files.exists(path) else ""
    except NotJudged:
        return ""

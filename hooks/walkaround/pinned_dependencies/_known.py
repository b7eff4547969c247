"""Pins that are already on this machine: in lock files, in installed packages, in files that pin the same thing.

A tag's commit is known where another file of the repository names both, where a framework has cloned it, or where
the repository itself has the tag. What two places answer differently is not known.
"""

import os
from collections.abc import Iterable, Iterator
from functools import cached_property
from posixpath import dirname
from posixpath import join as join_path
from re import MULTILINE, finditer, fullmatch, sub

from .. import _git
from .._dependencies.beside import folders_above
from .._dependencies.bounds import admits
from .._dependencies.declared import Declared
from .._dependencies.formats import Format, selected
from .._dependencies.locked import Locked, read_lock
from .._dependencies.requirement import normalised
from .._finding import NotJudged
from .._hook import Inputs
from .._text import LIST_BYTES, decode
from ._clones import commit_of_clone

_LOCKS: dict[str, tuple[tuple[str, Format], ...]] = {
    "pypi": (
        ("uv.lock", "uv-lock"),
        ("poetry.lock", "poetry-lock"),
        ("pdm.lock", "pdm-lock"),
        ("Pipfile.lock", "pipfile-lock"),
        ("pylock.toml", "pylock"),
    ),
    "npm": (
        ("package-lock.json", "package-lock"),
        ("npm-shrinkwrap.json", "package-lock"),
        ("pnpm-lock.yaml", "pnpm-lock"),
        ("yarn.lock", "yarn-lock"),
    ),
    "cargo": (("Cargo.lock", "cargo-lock"),),
}
_ENVIRONMENTS = (".venv", "venv")
_PINNING: frozenset[Format] = frozenset(
    {"workflow", "action", "hooks", "dockerfile", "compose", "gitlab", "devcontainer", "hook-manifest"}
)
_SHA = r"[0-9a-f]{40}(?:[0-9a-f]{24})?"
# `uses: o/r@SHA # v1`, also as pinact, ratchet and Renovate write the tag.
_NOTED = r"['\"]?[ \t]+#[ \t]*(?:frozen:|pin@|tag=|ratchet:\S+@)?[ \t]*(\S+)"
_USED = rf"uses:[ ]*['\"]?([\w.-]+/[\w.-]+)(?:/[^@\s]*)?@({_SHA}){_NOTED}"
_REPO = r"repo:[ ]*['\"]?([^\s'\"#]+)"
_FROZEN = rf"rev:[ ]*['\"]?({_SHA}){_NOTED}"
_IMAGE = r"([\w./:-]+:[\w.-]+)@(sha256:[0-9a-f]{64})"


class Known:
    """What the repository and this machine know; read when first asked for."""

    def __init__(self, inputs: Inputs) -> None:
        self._inputs = inputs
        self._locks: dict[str, tuple[Locked, ...]] = {}

    def answer(self, path: str, one: Declared) -> str | None:
        """The version, commit or digest to pin; None when it is not known for sure."""
        match one.kind:
            case "pypi" | "npm" | "cargo":
                return self._version(path, one)
            case "action":
                return self._commit("/".join(one.name.split("/")[:2]), one.spec)
            case "git":
                return self._commit(_repository(one.name), one.spec, one.name)
            case "image":
                return _only(self._digests.get(f"{one.name}:{one.spec}", ()))
        return None

    def _version(self, path: str, one: Declared) -> str | None:
        """The one version that the nearest lock or installation has and the bounds admit."""
        for versions in self._places(path, one):
            fitting = {version for version in versions if admits(one.kind, one.spec, version)}
            if fitting:
                return _only(fitting)
        return None

    def _places(self, path: str, one: Declared) -> Iterator[Iterable[str]]:
        folders = [dirname(path), *folders_above(self._inputs, dirname(path))]
        for folder in folders:
            for name, found in _LOCKS[one.kind]:
                packages = self._lock(join_path(folder, name), found)
                yield [entry.version for entry in packages if entry.name == one.name and entry.source == "index"]
        if one.kind == "pypi":
            yield self._installed.get(one.name, ())
        elif one.kind == "npm":
            for folder in folders:
                yield _node_module(join_path(folder, "node_modules", one.name, "package.json"))

    def _lock(self, path: str, found: Format) -> tuple[Locked, ...]:
        if path not in self._locks:
            try:
                there = self._inputs.exists(path)
                text = decode(path, self._inputs.read(path), most=LIST_BYTES) if there else None
                self._locks[path] = read_lock(text, found).packages if text is not None else ()
            except NotJudged:
                self._locks[path] = ()  # it is an input of its own, where that is said
        return self._locks[path]

    @cached_property
    def _installed(self) -> dict[str, set[str]]:
        """Versions by name in the project's own environments, told by the names of their metadata folders."""
        found: dict[str, set[str]] = {}
        for environment in _ENVIRONMENTS:
            for folder in _site_packages(os.path.join(self._inputs.root, environment)):
                for entry in _names(folder):
                    parts = fullmatch(r"([\w.-]+?)-([^-]+)\.dist-info", entry)
                    if parts is not None:
                        found.setdefault(normalised(parts[1]), set()).add(parts[2])
        return found

    def _commit(self, repository: str, ref: str, url: str = "") -> str | None:
        if not ref:
            return None
        written = _only(self._commits.get((repository.lower(), ref), ()))
        return written or commit_of_clone(url, ref) or self._own_tag(repository, ref)

    def _own_tag(self, repository: str, ref: str) -> str | None:
        """The commit of a tag of this very repository, when that is what is named."""
        try:
            own = _git.git("config", "--get", "remote.origin.url", cwd=self._inputs.root).decode().strip()
            if _repository(own).lower() != repository.lower():
                return None
            return _git.commit_id(self._inputs.root, f"refs/tags/{ref}")
        except (_git.GitError, UnicodeDecodeError):
            return None

    @cached_property
    def _commits(self) -> dict[tuple[str, str], set[str]]:
        """Commits by (repository, tag), as lines that pin a commit say it in their comments."""
        found: dict[tuple[str, str], set[str]] = {}
        for content in self._texts():
            for used in finditer(_USED, content):
                found.setdefault((used[1].lower(), used[3]), set()).add(used[2])
            for entry in content.split("repo:")[1:]:
                repo, rev = _first(_REPO, "repo:" + entry), next(finditer(_FROZEN, entry), None)
                if repo and rev is not None:
                    found.setdefault((_repository(repo).lower(), rev[2]), set()).add(rev[1])
        return found

    @cached_property
    def _digests(self) -> dict[str, set[str]]:
        """Digests by `image:tag`, as other places write both."""
        found: dict[str, set[str]] = {}
        for content in self._texts():
            for image in finditer(_IMAGE, content):
                found.setdefault(image[1], set()).add(image[2])
        return found

    def _texts(self) -> Iterator[str]:
        """The texts of all files of the repository that could pin an action, a hook or an image."""
        try:
            listed = _git.index_entries(self._inputs.root)
        except _git.GitError:
            listed = {}
        paths = {os.path.relpath(os.path.join(self._inputs.root, path)): None for path in listed}
        for path in dict.fromkeys((*self._inputs.paths, *paths)):
            if selected(path) in _PINNING and self._inputs.exists(path):
                try:
                    yield self._inputs.read(path).decode("utf-8", "replace")
                except NotJudged:
                    continue


def _only(found: Iterable[str]) -> str | None:
    """The one answer; None when there is none, or more than one."""
    answers = set(found)
    return answers.pop() if len(answers) == 1 else None


def _first(pattern: str, text: str) -> str:
    found = next(finditer(pattern, text, MULTILINE), None)
    return str(found[1]) if found is not None else ""


def _repository(url: str) -> str:
    """`owner/name` of a repository on GitHub, else the address without its scheme and ending."""
    bare = sub(r"^(?:git\+)?[a-z]+://(?:[^/@]*@)?|^git@", "", url).removesuffix("/").removesuffix(".git")
    return sub(r"^github\.com[/:]", "", bare)


def _site_packages(environment: str) -> list[str]:
    if not os.path.isfile(os.path.join(environment, "pyvenv.cfg")):
        return []
    library = os.path.join(environment, "lib")
    folders = [os.path.join(library, name, "site-packages") for name in _names(library) if name.startswith("python")]
    return [*folders, os.path.join(environment, "Lib", "site-packages")]


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _node_module(path: str) -> list[str]:
    """The version of an installed package of Node."""
    import json

    try:
        with open(path, encoding="utf-8") as file:
            found = json.load(file).get("version")
    except (OSError, ValueError, AttributeError, RecursionError):
        return []
    return [found] if isinstance(found, str) else []

"""Manifests and locks that are not in step: each pair is compared once in a run, whichever of the two is an input.

What stands in an input is found there; of a pair of which only the lock is an input, the finding is in the lock.
Nothing is said where a comparison cannot be certain: each tool's own rules decide what it has to lock.
"""

from collections.abc import Iterator
from posixpath import dirname, normpath, relpath
from posixpath import join as join_path
from typing import NamedTuple

from .._dependencies.beside import lock_of, places_of_locks
from .._dependencies.formats import Format, format_of, selected
from .._dependencies.locked import Lock, is_lock, read_lock
from .._dependencies.shown import shown
from .._finding import Finding, NotJudged
from .._hook import Inputs, Said
from .._policy import Policy
from .._text import LIST_BYTES, Text, decode

_MANIFESTS: dict[Format, tuple[str, Format]] = {
    "uv-lock": ("pyproject.toml", "pyproject"),
    "poetry-lock": ("pyproject.toml", "pyproject"),
    "pdm-lock": ("pyproject.toml", "pyproject"),
    "pylock": ("pyproject.toml", "pyproject"),
    "pipfile-lock": ("Pipfile", "pipfile"),
    "package-lock": ("package.json", "package-json"),
    "pnpm-lock": ("package.json", "package-json"),
    "yarn-lock": ("package.json", "package-json"),
    "cargo-lock": ("Cargo.toml", "cargo"),
}
_LOCKED: frozenset[Format] = frozenset({"pyproject", "pipfile", "package-json", "cargo"})
_WITH_LOCKS: frozenset[Format] = frozenset({*_LOCKED, "pixi", "gemfile"})
_WRITES: dict[Format, str] = {
    "uv-lock": "uv lock",
    "poetry-lock": "poetry lock",
    "pdm-lock": "pdm lock",
    "pipfile-lock": "pipenv lock",
    "package-lock": "npm install --package-lock-only",
    "pnpm-lock": "pnpm install --lockfile-only",
    "yarn-lock": "yarn install",
    "cargo-lock": "cargo update --workspace",
}


class Pair(NamedTuple):
    """A manifest and its lock. `member` is the manifest's folder as the lock knows it, empty for its own.

    `top` is the manifest beside the lock, where that is another one.
    """

    manifest: Text
    lock: Lock
    found: Format
    lock_name: str
    member: str = ""
    top: Text | None = None


class Apart(NamedTuple):
    """A way in which the two differ. `offset` is a place in the manifest; None where it has none.

    `name` is the package of the lock that it is about, if any. `message` is a sentence without its full stop.
    """

    offset: int | None
    name: str
    message: str


class Drift:
    """Compares the inputs of one run with their counterparts."""

    def __init__(self, policy: Policy, inputs: Inputs) -> None:
        self._policy = policy
        self._inputs = inputs
        self._named = {normpath(path): path for path in inputs.paths}
        self._locks: dict[str, tuple[Text, Lock] | NotJudged] = {}
        self._done: set[tuple[str, str]] = set()
        self._asked = False

    def judge(self, path: str, content: bytes) -> Iterator[Said]:
        """What there is to say about an input, and what it has to be in step with."""
        found = format_of(path)
        self._ask()
        if found in ("python-version", "pyproject"):
            from ._python_version import judge_versions

            yield from judge_versions(self._inputs, path, content)
        if found == "pyproject":
            yield from _two_pins(path, content)
        if is_lock(found) and found is not None:
            text, lock = self._lock(path, found, content)
            yield from _unhashed(text, lock, found)
            for manifest in self._manifests(path, found, lock):
                yield from self._pair(manifest, path)
        elif found in _WITH_LOCKS:
            lock_path = lock_of(self._inputs, path, found)
            if lock_path is None:
                from ._missing_lock import missing

                yield from missing(self._policy, self._inputs, path, found, content)
            elif found in _LOCKED and is_lock(selected(lock_path)):
                yield from self._pair(path, lock_path)

    def _ask(self) -> None:
        """Ask once about everything that may stand beside an input, and not file by file."""
        if self._asked:
            return
        self._asked = True
        places: list[str] = []
        for path in self._inputs.paths:
            found = format_of(path)
            if found == "python-version":
                places.append(join_path(dirname(path), "pyproject.toml"))
            elif found in _MANIFESTS:
                places.append(join_path(dirname(path), _MANIFESTS[found][0]))
            elif found in _WITH_LOCKS:
                places += places_of_locks(self._inputs, path, found)
                if found == "pyproject":
                    places.append(join_path(dirname(path), ".python-version"))
        self._inputs.present(places)

    def _lock(self, path: str, found: Format, content: bytes | None = None) -> tuple[Text, Lock]:
        key = normpath(path)
        if key not in self._locks:
            try:
                text = decode(path, self._inputs.read(path) if content is None else content, most=LIST_BYTES)
                self._locks[key] = text, read_lock(text, found)
            except NotJudged as failure:
                self._locks[key] = failure
        known = self._locks[key]
        if isinstance(known, NotJudged):
            raise known
        return known

    def _manifests(self, path: str, found: Format, lock: Lock) -> list[str]:
        """The manifests that a lock is for: the one beside it, and those of the members that it names."""
        name, kind = _MANIFESTS[found]
        folder = dirname(path)
        if selected(path) == "pylock" and not path.endswith("pylock.toml"):
            return []  # one of several, which may be for a group or an extra alone
        members = sorted({"", *lock.members})
        places = [normpath(join_path(folder, member, name)) for member in members]
        present = self._inputs.present(places)
        ours = [place for place in places if place in present]
        self._inputs.present(one for place in ours for one in places_of_locks(self._inputs, place, kind))
        return [place for place in ours if _same(lock_of(self._inputs, place, kind), path)]

    def _pair(self, manifest: str, lock_path: str) -> Iterator[Finding]:
        """The findings of one pair, unless it was compared before."""
        found = selected(lock_path)
        key = (normpath(manifest), normpath(lock_path))
        if key in self._done or found is None:
            return
        self._done.add(key)
        if found == "uv-lock" and self._is_left_over(manifest, lock_path):
            return
        pair = self._read(manifest, lock_path, found)
        if pair is None or not pair.lock.packages:
            return  # a lock without any package was written by hand, and pins nothing that could be out of step
        for apart in _compared(pair):
            yield self._finding(pair, lock_path, apart)

    def _is_left_over(self, manifest: str, lock_path: str) -> bool:
        """Whether uv has this project in a workspace, whose lock is further up, so that it never reads this one."""
        above = [place for place in places_of_locks(self._inputs, manifest, "pyproject") if place.endswith("uv.lock")]
        others = [place for place in above if normpath(place) != normpath(lock_path)]
        for place in sorted(self._inputs.present(others)):
            try:
                _, lock = self._lock(self._named.get(normpath(place), place), "uv-lock")
            except NotJudged:
                return True  # which of the two counts cannot be told; that lock is named in its own turn
            if relpath(dirname(manifest) or ".", dirname(place) or ".") in lock.members:
                return True
        return False

    def _read(self, manifest: str, lock_path: str, found: Format) -> Pair | None:
        """The two, read; None where one of them is an input that cannot be read, which is said in its own turn."""
        lock_named = normpath(lock_path) in self._named
        try:
            content = self._inputs.read(lock_path)
            if not content.strip() and not lock_named:
                return None  # a lock that holds nothing yet; once it is committed, it is an input
            _, lock = self._lock(self._named.get(normpath(lock_path), lock_path), found, content)
        except NotJudged:
            if lock_named:
                return None
            raise
        try:
            text = decode(self._named.get(normpath(manifest), manifest), self._inputs.read(manifest))
        except NotJudged:
            if normpath(manifest) in self._named:
                return None
            raise
        folder = relpath(dirname(manifest) or ".", dirname(lock_path) or ".").replace("\\", "/")
        member = "" if folder == "." else folder
        return Pair(text, lock, found, lock_path.rpartition("/")[2], member, self._top(lock_path, found, member))

    def _top(self, lock_path: str, found: Format, member: str) -> Text | None:
        path = join_path(dirname(lock_path), _MANIFESTS[found][0])
        if not member or not self._inputs.exists(path):
            return None
        return decode(path, self._inputs.read(path))

    def _finding(self, pair: Pair, lock_path: str, apart: Apart) -> Finding:
        """The finding, where a reader of the change sees it."""
        lock_known = self._named.get(normpath(lock_path))
        manifest = pair.manifest
        in_manifest = normpath(manifest.path) in self._named and (apart.offset is not None or lock_known is None)
        remedy = _remedy(pair)
        if in_manifest:
            line, column = manifest.place(apart.offset or 0)
            return Finding(manifest.path, line, column, "PIN005", f"{apart.message}.", remedy)
        text, lock = self._lock(lock_path, pair.found)
        offset = next((one.offset for one in lock.packages if one.name == apart.name), 0)
        line, column = text.place(offset)
        return Finding(lock_known or lock_path, line, column, "PIN005", f"{apart.message}.", remedy)


def _two_pins(path: str, content: bytes) -> Iterator[Finding]:
    """The packages that a project pins to two versions."""
    from ._two_pins import in_file, may_pin_twice

    text = decode(path, content)
    if may_pin_twice(text.content):
        from .._dependencies.toml_document import Document
        from ._drift_python import declared_by_project

        yield from in_file(text, declared_by_project(Document(text)))


def _same(one: str | None, other: str) -> bool:
    return one is not None and normpath(one) == normpath(other)


def _remedy(pair: Pair) -> str:
    command = _WRITES.get(pair.found)
    if pair.found == "yarn-lock" and pair.lock.format.startswith("berry"):
        command = "yarn install --mode=update-lockfile"
    if command is None:
        return f"Write {pair.lock_name} anew with the tool that made it, and commit it."
    return f"Run `{command}`, and commit {pair.lock_name} together with {pair.manifest.path.rpartition('/')[2]}."


def _compared(pair: Pair) -> Iterator[Apart]:
    if pair.lock.kind == "npm":
        from ._drift_node import compared

        return compared(pair)
    if pair.lock.kind == "pypi":
        from ._drift_python import compared

        return compared(pair)
    from ._drift_cargo import compared

    return compared(pair)


def _unhashed(text: Text, lock: Lock, found: Format) -> Iterator[Finding]:
    """The packages of an index that a lock holds without a hash, as one finding at the first of them."""
    bare = [one for one in lock.packages if one.source == "index" and not one.hashed]
    if not bare:
        return
    first = min(bare, key=lambda one: one.offset)
    line, column = text.place(first.offset)
    others = len(bare) - 1
    more = f", nor have {others} others" if others > 1 else ", nor has one other" if others else ""
    message = f"{shown(first.name)} {shown(first.version)} has no hash in this lock{more}."
    command = _WRITES.get(found)
    act = f"`{command}`" if command else "the tool that made it"
    remedy = f"Delete the packages that have none and write the lock anew with {act}, from an index that gives hashes."
    yield Finding(text.path, line, column, "PIN006", message, remedy)

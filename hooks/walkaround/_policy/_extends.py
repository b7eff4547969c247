"""What a policy extends: where its parents come from, and the vendored copies of those from outside the repository."""

import posixpath
from typing import Literal, NamedTuple, Protocol

from ._keys import describe, did_you_mean
from ._layers import Layer, Part, PolicyError, Tree, parse_layer

PROFILES = ("recommended", "strict")  # loosest first
FOLDER = ".walkaround"
LOCK_FILE = f"{FOLDER}/policy.lock"
RELOCK = "run `walkaround policy lock`, review what changed, and commit it"
MAX_PARENTS = 32

_GIT = ("git+https://", "git+ssh://")
_UNSAFE = frozenset(" \"'\\<>^`{|}")
_HEX = frozenset("0123456789abcdef")


class Source(NamedTuple):
    """Where a policy comes from. `text` is the same however it was written: a path from the repository's top for
    "file", else the whole address. `sha256` is what the address itself demands, or empty."""

    kind: Literal["profile", "file", "package", "git", "https"]
    text: str
    sha256: str = ""

    @property
    def vendored(self) -> bool:
        """Whether it lies outside the repository, so that a copy of it is kept there."""
        return self.kind in ("package", "git", "https")

    def address(self) -> tuple[str, str, str]:
        """Where it is, at which commit, and which file: of an https address the first alone, of a package no commit."""
        if self.kind == "https":
            return self.text, "", ""
        if self.kind == "package":
            name, _, path = self.text.removeprefix("package:").partition("/")
            return name, "", path
        where, _, path = self.text.partition("#")
        repository, _, commit = where.removeprefix("git+").rpartition("@")
        return repository, commit, path


class Parent(NamedTuple):
    """One entry of `extends`: the source, and the number of the entry (None when `extends` is one string)."""

    source: Source
    at: tuple[Part, ...]


def parents_of(layer: Layer, source: Source) -> tuple[Parent, ...]:
    """What a layer extends, in its order; PolicyError for an entry that cannot be a source."""
    if "extends" not in layer.data:
        return ()
    written = layer.data["extends"]
    entries = written if isinstance(written, list) else [written]
    if not entries:
        raise layer.error(("extends",), "extends must not be an empty list; leave it out, or name a profile")
    parents = []
    for number, entry in enumerate(entries):
        at = ("extends", number) if isinstance(written, list) else ("extends",)
        if not isinstance(entry, str):
            raise layer.error(at, f"extends must be a string or a list of strings, not {describe(entry)}")
        try:
            parents.append(Parent(parse(entry, source), at))
        except ValueError as bad:
            raise layer.error(at, str(bad)) from None
    return tuple(parents)


def parse(written: str, base: Source) -> Source:
    """An entry of `extends` as it stands in the policy `base`; ValueError says why it is none."""
    if written in PROFILES:
        return Source("profile", written)
    source = _source(written, base)
    if source.vendored and not (source.text.isascii() and source.text.isprintable() and not set(source.text) & _UNSAFE):
        raise ValueError(f"extends holds characters that no address has: {written!r}; write them as %XX")
    return source


def _source(written: str, base: Source) -> Source:
    _refuse_credentials(written)
    if written.startswith(_GIT):
        return _git(written)
    if written.startswith("https://"):
        return _https(written)
    if written.startswith("package:"):
        return _package(written)
    scheme, colon, _ = written.partition(":")
    if colon and "/" not in scheme and len(scheme) > 1:  # one letter is a drive
        raise ValueError(f"extends cannot use {scheme!r}; use git+https://, git+ssh://, https:// or package:")
    if "/" not in written and not written.endswith(".toml"):
        known = ", ".join(PROFILES)
        raise ValueError(
            f"no profile {written!r}{did_you_mean(written, PROFILES)} (profiles: {known}; files: ./NAME.toml)"
        )
    return _relative(written, base)


def _git(written: str) -> Source:
    where, _, path = written.partition("#")
    url, _, commit = where.rpartition("@")
    if not (_is_address(url) and path and _is_hex(commit, (40, 64))):
        form = "git+https://HOST/REPOSITORY@COMMIT#PATH with the full commit id"
        raise ValueError(f"extends must name a git policy as {form}, not {written!r}")
    return Source("git", f"{url}@{commit}#{_inside(path)}")


def _https(written: str) -> Source:
    url, mark, fragment = written.partition("#")
    sha256 = fragment.removeprefix("sha256=")
    if not _is_address(url):
        raise ValueError(f"extends must name a page as https://HOST/PATH, not {written!r}")
    if mark and (sha256 == fragment or not _is_hex(sha256, (64,))):
        form = "sha256= and 64 hexadecimal digits in lower case"
        raise ValueError(f"what follows # must be {form}, not {fragment!r}")
    return Source("https", url, sha256)


def _package(written: str) -> Source:
    name, _, path = written.removeprefix("package:").partition("/")
    if not (name.isidentifier() and path):
        form = "package:NAME/PATH, such as package:acme/strict.toml"
        raise ValueError(f"extends must name a packaged policy as {form}, not {written!r}")
    return Source("package", f"package:{name}/{_inside(path)}")


def _relative(written: str, base: Source) -> Source:
    """A file beside the policy that extends it, wherever that one comes from."""
    if written.startswith("/") or "\\" in written or (written[1:2] == ":" and written[:1].isalpha()):
        raise ValueError(f"extends must name a file by its path from this one, with slashes, not {written!r}")
    if base.kind == "file":
        return Source("file", _inside(posixpath.join(posixpath.dirname(base.text), written)))
    if base.kind == "https":
        host, _, path = base.text.partition("?")[0].removeprefix("https://").partition("/")
        return Source("https", f"https://{host}/{_inside(posixpath.join(posixpath.dirname(path), written))}")
    name, commit, path = base.address()
    path = _inside(posixpath.join(posixpath.dirname(path), written))
    return Source(base.kind, f"package:{name}/{path}" if base.kind == "package" else f"git+{name}@{commit}#{path}")


def _inside(path: str) -> str:
    normal = posixpath.normpath(path)
    if normal.startswith(("../", "/")) or normal in ("..", "."):
        raise ValueError(f"extends leads out of the repository: {path!r}")
    return normal


def _refuse_credentials(written: str) -> None:
    """They would be committed, and shown in every message that names the policy."""
    authority, slash, _ = written.partition("://")[2].partition("/")
    user, at, _ = authority.rpartition("@")
    if ":" in user or (at and slash and not written.startswith("git+ssh://")):
        raise ValueError(
            "extends must hold no user name or password; a policy behind a login is fetched by git+https:// or git+ssh://"
        )


def _is_address(url: str) -> bool:
    """Whether it has a host and a path."""
    host, _, path = url.partition("://")[2].partition("/")
    return bool(host and path)


def _is_hex(text: str, lengths: tuple[int, ...]) -> bool:
    return len(text) in lengths and set(text) <= _HEX


class Outside(Protocol):
    """Gives a policy from outside the repository, for an entry of `extends` at a place: its shown path, its bytes."""

    def content(self, source: Source, where: Layer, at: tuple[Part, ...]) -> tuple[str, bytes]: ...


class Vendored(NamedTuple):
    """A lock entry: the pinned content of a source, kept under `.walkaround/`."""

    source: str
    sha256: str
    file: str
    at: tuple[Part, ...]


class LockFile:
    """`.walkaround/policy.lock`: the pins of everything that a policy extends from outside the repository."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._layer: Layer | None = None
        self.entries: dict[str, Vendored] = {}
        self.used: set[str] = set()
        content = tree.read(LOCK_FILE)
        if content is not None:
            self._layer = parse_layer("lock", tree.shown(LOCK_FILE), content)
            self.entries = {entry.source: entry for entry in self._read(self._layer)}

    def content(self, source: Source, where: Layer, at: tuple[Part, ...]) -> tuple[str, bytes]:
        """The shown path and the bytes of a source's copy; PolicyError when it is missing or not what was pinned."""
        self.used.add(source.text)
        entry = self.entries.get(source.text)
        if entry is None or self._layer is None:
            raise where.error(at, f"{source.text} is not locked; {RELOCK}")
        if source.sha256 and source.sha256 != entry.sha256:
            raise where.error(at, f"{source.text} is locked with another sha256 ({entry.sha256[:12]}…); {RELOCK}")
        path = f"{FOLDER}/{entry.file}"
        content = self._tree.read(path)
        if content is None:
            raise self._layer.error((*entry.at, "file"), f"{path} is missing; {RELOCK}")
        if digest(content) != entry.sha256:
            why = f"is not what was locked: its sha256 differs from {self._layer.path}; {RELOCK}"
            raise PolicyError(self._tree.shown(path), 0, why)
        return self._tree.shown(path), content

    def line_of(self, source: str) -> int:
        """The line of the lock on which a source is pinned; 0 when it is not."""
        entry = self.entries.get(source)
        return 0 if entry is None or self._layer is None else self._layer.line_of(*entry.at)

    def _read(self, layer: Layer) -> list[Vendored]:
        entries: list[Vendored] = []
        policies = layer.data.get("policy", [])
        known = repr(layer.data.get("version")) == "1" and layer.data.keys() <= {
            "version",
            "policy",
        }  # true == 1 == 1.0
        if not known or not isinstance(policies, list):
            raise PolicyError(layer.path, 0, f"is not a lock that this version can read; {RELOCK}")
        for number, entry in enumerate(policies):
            at = ("policy", number)
            if not isinstance(entry, dict) or set(entry) != {"source", "sha256", "file"}:
                raise layer.error(at, f"a locked policy has source, sha256 and file; {RELOCK}")
            if not all(isinstance(value, str) for value in entry.values()) or not _is_hex(entry["sha256"], (64,)):
                raise layer.error(at, f"a locked policy is malformed; {RELOCK}")
            if not _is_name(entry["file"]):
                raise layer.error((*at, "file"), f"must be the name of a file in {FOLDER}; {RELOCK}")
            if any(entry["source"] == other.source for other in entries):
                raise layer.error(at, f"{entry['source']} is locked twice; {RELOCK}")
            entries.append(Vendored(entry["source"], entry["sha256"], entry["file"], at))
        return entries


def _is_name(file: str) -> bool:
    """Whether it is the name of a TOML file on every system, not a path."""
    return file.endswith(".toml") and not file.startswith(".") and not set(file) & set("/\\:")


def digest(content: bytes) -> str:
    """The sha256 of a policy, in hexadecimal. Line ends count as LF, because git may rewrite them in a checkout."""
    import hashlib

    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()

"""Tables of `name = "version"`, as poetry, Pipenv and pixi write dependencies, and their sources and versions.

Sources: poetry's "Dependency specification", Pipenv's "Pipfile", pixi's manifest reference with rattler's version
specifications, uv's "Dependency sources".
"""

from collections.abc import Callable, Iterator
from re import compile as pattern
from re import fullmatch, split
from typing import Any, NamedTuple

from .declared import FIXED, Declared, Kind, Pin, Role, Splice
from .requirement import MOST, normalised
from .shown import shown, without_credentials
from .source import is_sha, of_url
from .toml_document import Document, Path, is_decided_elsewhere

_CLAUSE = pattern(r"[\s,]*(\^|~=|~|===|==|=|!=|<>|>=|<=|>|<)?[ \t]*(v?[0-9][A-Za-z0-9_.+!-]*\*?|\*)[\s,]*")


class Dialect(NamedTuple):
    """How one tool writes versions. `exact` is what pins, `{}` being the version; `rev` names a commit.

    `lock` is the file that holds all pins, and `locks` the command that writes it. `fuzzy` is whether one `=` admits
    every version that begins so, as with conda.
    """

    exact: str
    rev: str
    lock: str
    locks: str
    shows: str = "python -m pip show {}"
    fuzzy: bool = False
    kind: Kind = "pypi"


POETRY = Dialect("{}", "rev", "poetry.lock", "poetry lock")
PIPENV = Dialect("=={}", "ref", "Pipfile.lock", "pipenv lock")
PIXI_PYPI = Dialect("=={}", "rev", "pixi.lock", "pixi lock", "pixi list {}")
PIXI = PIXI_PYPI._replace(kind="conda", fuzzy=True)
UV = Dialect("=={}", "rev", "uv.lock", "uv lock")


def of_version(spec: str, *, fuzzy: bool = False) -> Pin | None:
    """The pin of a version constraint; None when it is none. A version without an operator is that version.

    A build of conda's that stands behind the version decides nothing more.
    """
    if len(spec) > MOST:
        return None
    pins = [_of_clauses(alternative, fuzzy) for alternative in split(r"\|\|?", spec)]
    known = [pin for pin in pins if pin is not None]
    if len(known) < len(pins):
        return None
    loosest = next((pin for pin in known if pin.level == "none"), known[0])
    return loosest if loosest.level == "none" or len(known) == 1 else Pin("range", "admits more than one version")


def _of_clauses(text: str, fuzzy: bool) -> Pin | None:
    """The pin of clauses that all have to hold."""
    clauses: list[tuple[str, str]] = []
    text = text.strip()
    if fuzzy:
        text = text.strip("()")
    at = 0
    while at < len(text):
        found = _CLAUSE.match(text, at)
        if found is None:
            if not (fuzzy and clauses and fullmatch(r"=?[\w.*+-]+", text[at:])):
                return None
            break
        clauses.append((found[1] or "", found[2]))
        at = found.end()
    return _of_pairs(clauses, fuzzy)


def _of_pairs(clauses: list[tuple[str, str]], fuzzy: bool) -> Pin:
    exact = ("", "==", "===") if fuzzy else ("", "=", "==", "===")
    if any(operator in exact and not version.endswith(("*", ".x", ".X")) for operator, version in clauses):
        return Pin("exact", "has no hash")
    if any(operator not in ("!=", "<>") and version != "*" for operator, version in clauses):
        return Pin("range", "admits more than one version")
    if any(operator in ("!=", "<>") for operator, _ in clauses):
        return Pin("none", "excludes versions, but admits every newer one")
    return Pin("none", "admits every version" if clauses else "names no version")


def dependencies(
    document: Document, path: tuple[str, ...], role: Role | Callable[[str], Role], dialect: Dialect, group: str = ""
) -> Iterator[Declared]:
    """What a table of dependencies declares."""
    for key, value in document.table(*path).items():
        yield from dependency(document, (*path, key), key, value, role, dialect, group)


def dependency(
    document: Document,
    path: tuple[str, ...],
    key: str,
    value: Any,
    role: Role | Callable[[str], Role],
    dialect: Dialect,
    group: str = "",
) -> Iterator[Declared]:
    """What one name declares. `python` is what the packages are for, and none of them."""
    name = key.partition("[")[0].strip()
    name = normalised(name) if dialect.kind == "pypi" else name.lower()
    if name == "python" or is_decided_elsewhere(key):
        return
    if not fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,200}", name):
        document.complain(path, "is not the name of a package", document.name(path))
        return
    entry = _Entry(document, dialect, name, key, role if isinstance(role, str) else role(name), group)
    for at, one in _alternatives(path, value):
        if (found := entry.read(at, one)) is not None:
            yield found


def _alternatives(path: Path, value: Any) -> Iterator[tuple[Path, Any]]:
    """The alternatives of a dependency: different versions for different platforms, or one."""
    if not isinstance(value, list):
        yield path, value
        return
    for at, one in enumerate(value):
        yield (*path, at), one


class _Entry(NamedTuple):
    document: Document
    dialect: Dialect
    name: str
    key: str
    role: Role
    group: str

    def read(self, path: Path, value: Any) -> Declared | None:
        """One form of the dependency; None for what is part of the repository, or decided elsewhere."""
        if isinstance(value, str):
            return self._version(path, value, self.key)
        if not isinstance(value, dict):
            self.document.complain(path, "is not a version", self.document.name(path))
            return None
        odd = next((key for key in _TEXTS if not isinstance(value.get(key, ""), str)), None)
        if odd is not None:
            self.document.complain((*path, odd), "is not a string", self.document.name((*path, odd)))
            return None
        if "git" in value:
            return of_git(self.document, path, value, self.key, self.role, self.dialect, self.group)
        if "path" in value or value.get("workspace") is True:
            return None
        url = value.get("url") or value.get("file") or next((f"{vcs}+{value[vcs]}" for vcs in _VCS if vcs in value), "")
        if url:
            ref = value.get("ref") or value.get("rev")
            url = f"{url}@{ref}" if ref and "+" in url else url
            return of_address(self.document, path, url, value, self.name, self.role, self.group)
        marker = value.get("markers", "")
        if "version" in value:
            return self._version((*path, "version"), value["version"], "version", marker, _hash_of(value))
        pin = Pin("none", "names no version")
        return self._declared(self.document.name(path), self.key, pin, "", "version", marker, None)

    def _version(self, path: Path, spec: str, label: str, marker: str = "", hashed: bool = False) -> Declared | None:
        document, offset = self.document, self.document.place(path)
        if is_decided_elsewhere(spec):
            return None
        pin = of_version(spec, fuzzy=self.dialect.fuzzy)
        if pin is None:
            document.complain(path, f"{shown(spec)} is not a version", offset)
            return None
        if hashed and pin.level == "exact":
            pin = FIXED
        span = document.span(path)
        splice = Splice(*span, self.dialect.exact) if span else None
        return self._declared(offset, f'{self.key} = "{spec.strip()}"', pin, spec.strip(), label, marker, splice)

    def _declared(
        self, offset: int, what: str, pin: Pin, spec: str, label: str, marker: str, splice: Splice | None
    ) -> Declared:
        remedy = _for_version(self.name, label, self.role, self.dialect)
        return Declared(
            offset, what, pin, self.role, self.dialect.kind, self.name, spec, remedy, splice, marker, self.group
        )


_VCS = ("hg", "svn", "bzr")
_TEXTS = ("git", "url", "file", "version", "rev", "ref", "tag", "branch", "markers", "marker", "sha256", *_VCS)


def _hash_of(value: dict[str, Any]) -> bool:
    """Whether a table names the hash of what it wants."""
    return fullmatch(r"[0-9a-fA-F]{64}", value.get("sha256", "")) is not None


def _for_version(name: str, label: str, role: Role, dialect: Dialect) -> Callable[[str], str]:
    """What to write for a version."""

    def remedy(wanted: str) -> str:
        if wanted == "range":
            return f'Write {label} = ">=X.Y", where X.Y is the oldest version that works.'
        if wanted == "hash":
            return f"Commit the {dialect.lock} that `{dialect.locks}` writes, which holds the hashes of every package."
        exact = dialect.exact.replace("{}", "X.Y.Z")
        act = f'Write {label} = "{exact}" with the version that `{dialect.shows.replace("{}", name)}` prints'
        return f"{act}, or commit the {dialect.lock} that `{dialect.locks}` writes." if role in _LOCKED else f"{act}."

    return remedy


_LOCKED = ("list", "group", "unpublished")


def of_git(
    document: Document,
    path: Path,
    value: dict[str, Any],
    key: str,
    role: Role,
    dialect: Dialect,
    group: str = "",
) -> Declared | None:
    """A dependency on a repository, whose URL is its name; at its ref, or at its key where it has none yet."""
    url = value["git"]
    by = next((by for by in (dialect.rev, "rev", "ref", "tag", "branch") if value.get(by)), "")
    ref = value.get(by, "")
    if is_decided_elsewhere(ref):
        return None
    what = f"{key} from {url}{'@' if ref else ''}{ref}"

    def remedy(_wanted: str) -> str:
        from .remedies import ls_remote

        return f'Write {dialect.rev} = "SHA", with {ls_remote(without_credentials(url), ref or "HEAD")}.'

    splice = _splice_of_ref(document, path, by, dialect)
    marker = value.get("markers") or value.get("marker") or ""
    offset = document.place((*path, by)) if by else document.name(path)
    return Declared(offset, what, _of_ref(by, ref), role, "git", url, ref, remedy, splice, marker, group)


def _of_ref(by: str, ref: str) -> Pin:
    """The pin of a `rev`, `tag` or `branch`."""
    if not ref:
        return Pin("none", "follows the default branch")
    if by == "tag":
        return Pin("range", "names a tag, which can be moved")
    if by == "branch":
        return Pin("none", "follows a branch")
    if is_sha(ref):
        return Pin("hash", "is fixed by a commit")
    return of_url(f"git+https://-/-@{ref.partition('#')[0]}")


def _splice_of_ref(document: Document, path: Path, by: str, dialect: Dialect) -> Splice | None:
    """How to name a commit: in place of the `rev`, or a `rev` in place of the tag or branch."""
    if not by:
        return None
    if by == dialect.rev:
        span = document.span((*path, by))
        return Splice(*span, "{}") if span else None
    span = document.whole_pair((*path, by))
    return Splice(*span, f'{dialect.rev} = "{{}}"') if span else None


def of_address(
    document: Document, path: Path, url: str, value: dict[str, Any], name: str, role: Role, group: str = ""
) -> Declared | None:
    """A dependency on an archive, or on a repository of another kind than git's."""
    pin = FIXED if _hash_of(value) else of_url(url)
    if is_decided_elsewhere(url) and not pin.meets("hash"):
        return None

    def remedy(wanted: str) -> str:
        from .remedies import for_url

        return for_url(url, wanted)

    marker = value.get("markers") or value.get("marker") or ""
    what = f"{name} from {url}"
    offset = document.place((*path, "ref")) if value.get("ref") else document.name(path)
    return Declared(offset, what, pin, role, "url", name, "", remedy, None, marker, group)

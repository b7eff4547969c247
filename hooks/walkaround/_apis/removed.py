"""What an earlier series of a distribution had and the pinned version has not: "removed in 2, use Y".

The tables are made when distributions are fetched (`compare`), and only read at commit time. They lend a finding its
second half; no verdict rests on them, so a table that is missing or in doubt says nothing.
"""

import hashlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from .. import _cache
from .._index import Release
from .._wheels import Unpacked, Wanted

How = Literal["", "use", "renamed", "moved"]
_FORM = 1  # of the entry; another form is read as none
_HOWS: tuple[How, ...] = ("", "use", "renamed", "moved")
_MOST_STEPS = 8  # owners that may have lent their members to another one


class Gone(NamedTuple):
    """What became of a name: nothing that is known, or what to use instead and how that is known."""

    how: How = ""
    use: str = ""


class Removed(NamedTuple):
    """What `last` has and `first` has not.

    `names` are by their owner, a module or class, `keywords` by their function. `same` leads from other paths of an
    owner, and from classes that inherit from it, to the paths that are used there.
    """

    distribution: str
    last: str
    first: str
    names: dict[str, dict[str, Gone]]
    keywords: dict[str, dict[str, Gone]]
    same: dict[str, tuple[str, ...]]


def hint(distribution: str, version: str, owner: str, name: str) -> str | None:
    """What to say of a name, or of a parameter of the function `owner`, that this version has not; None if nothing."""
    table = _table(distribution, version, _cache.folder())
    if table is None or not name:
        return None
    owner = owner.removesuffix(".__init__")  # whose parameters are its class's
    parts = f"{owner}.{name}".split(".") if owner else name.split(".")
    for end in range(len(parts), 1, -1):  # the module that holds it may have gone as a whole
        gone = _gone(table, ".".join(parts[: end - 1]), parts[end - 1])
        if gone is not None:
            return _sentence(table, gone)
    return None


@lru_cache(maxsize=8)
def _table(distribution: str, version: str, _folder: str | None) -> Removed | None:
    return read(distribution, version)


def read(distribution: str, version: str) -> Removed | None:
    """The kept table; None where there is none, or none that can be read."""
    import json

    content = _cache.read(_entry(distribution, version))
    if content is None:
        return None
    try:
        found = json.loads(content)
        if found["form"] != _FORM or found["distribution"] != distribution or found["first"] != version:
            return None
        return Removed(
            distribution,
            str(found["last"]),
            version,
            _from_plain(found["names"]),
            _from_plain(found["keywords"]),
            {str(path): tuple(str(one) for one in owners) for path, owners in found["same"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def write(table: Removed) -> bool:
    """Keep a table; whether it was kept."""
    import json

    plain = {
        "form": _FORM,
        "distribution": table.distribution,
        "last": table.last,
        "first": table.first,
        "names": _to_plain(table.names),
        "keywords": _to_plain(table.keywords),
        "same": table.same,
    }
    content = json.dumps(plain, separators=(",", ":"), sort_keys=True).encode()
    return _cache.write(_entry(table.distribution, table.first), content)


def earlier(version: str, releases: Sequence[Release]) -> str | None:
    """The last release of the series before a version's: the major version, below 1 the minor one.

    Releases that were yanked and pre-releases do not count; None where there is no other.
    """
    from packaging.version import InvalidVersion, Version

    try:
        new = Version(version)
    except InvalidVersion:
        return None
    best: tuple[Version, str] | None = None
    for release in releases:
        try:
            found = Version(release.version)
        except InvalidVersion:
            continue
        if release.yanked is not None or found.is_prerelease or found.epoch != new.epoch:
            continue
        if _series(found) < _series(new) and (best is None or found > best[0]):
            best = (found, release.version)
    return None if best is None else best[1]


def learn(new: Unpacked, fetch_one: Callable[[Wanted], Unpacked | None], releases: Sequence[Release]) -> None:
    """Keep what the series before had and this version has not, unless it is known already."""
    last = earlier(new.version, releases)
    if last is None:
        return
    known = read(new.name, new.version)
    if known is not None and known.last == last:
        return
    old = fetch_one(Wanted(new.name, last, pinned=False))
    if old is None:
        return
    from .compare import compare

    write(compare(old, new))


def _series(version: Any) -> tuple[int, int]:
    return (0, version.minor) if version.major == 0 else (version.major, 0)


def _gone(table: Removed, owner: str, name: str) -> Gone | None:
    waiting, seen = [owner], {owner}
    while waiting and len(seen) <= _MOST_STEPS:
        one = waiting.pop(0)
        found = table.names.get(one, {}).get(name) or table.keywords.get(one, {}).get(name)
        if found is not None:
            return found
        for other in table.same.get(one, ()):
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return None


def _sentence(table: Removed, gone: Gone) -> str:
    since = f"{table.distribution} {_in_words(table.first)}"
    if gone.how == "renamed":
        return f"renamed to {gone.use} in {since}"
    if gone.how == "moved":
        return f"moved to {gone.use} in {since}"
    if gone.how == "use":
        return f"removed in {since}; use {gone.use}"
    return f"removed in {since}; {table.last} still had it"


def _in_words(version: str) -> str:
    """The series of a version: what is gone may have gone with any release of it."""
    from packaging.version import InvalidVersion, Version

    try:
        major, minor = _series(Version(version))
    except InvalidVersion:
        return version
    return f"0.{minor}" if major == 0 else f"{major}"


def _entry(distribution: str, version: str) -> str:
    return f"removed-{hashlib.sha256(f'{distribution}=={version}'.encode()).hexdigest()[:24]}.json"


def _to_plain(table: dict[str, dict[str, Gone]]) -> dict[str, dict[str, list[str]]]:
    return {owner: {name: list(gone) for name, gone in names.items()} for owner, names in table.items()}


def _from_plain(table: dict[str, dict[str, list[str]]]) -> dict[str, dict[str, Gone]]:
    return {
        str(owner): {str(name): Gone(_HOWS[_HOWS.index(how)], str(use)) for name, (how, use) in names.items()}
        for owner, names in table.items()
    }

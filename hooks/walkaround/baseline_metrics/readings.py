"""What each commit's message, author and committer tell: its kind, and the marks of assistants; read once, and kept."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from .. import __version__, _cache
from .._agents_file import agents_path
from .._data import data_path
from .._policy import Policy
from ..ai_attribution._terms import Terms, terms_of
from .history.commits import Commit
from .history.read import name_of_store
from .kinds import Kind, kind_of
from .marked import NO_MARK, Mark, mark_of

_VERSION = 2  # changes when another reading of the same commit is right


class Reading(NamedTuple):
    kind: Kind
    mark: Mark


_NOTHING = Reading(Kind(), NO_MARK)  # as of most commits


def readings(root: str, found: Sequence[Commit], policy: Policy) -> list[Reading]:
    """A reading for each commit, by the repository's policy, which may know further agents."""
    terms = terms_of(policy, root)
    name = f"report/readings-{name_of_store(root)}-{_digest(terms, root)}.json"
    known = _kept(name)
    made = [known.get(commit.sha) or _read(commit, root, terms) for commit in found]
    if any(commit.sha not in known for commit in found):
        plain = {commit.sha: _plain(one) for commit, one in zip(found, made, strict=True)}
        _cache.write(name, json.dumps(plain, separators=(",", ":")).encode())
    return made


def _read(commit: Commit, root: str, terms: Terms) -> Reading:
    return Reading(kind_of(commit.message, commit.author, len(commit.parents)), mark_of(commit, root, terms))


def _digest(terms: Terms, root: str) -> str:
    """Of all that a reading depends on beside the commit: this code, and which agents are known."""
    digest = hashlib.sha256(f"{_VERSION} {__version__}".encode())
    for path in (data_path("policies/agents.toml"), (terms.agents and agents_path(root, terms.agents)) or ""):
        with suppress(OSError), open(path, "rb") as file:  # what cannot be read is told when it is needed
            digest.update(hashlib.sha256(file.read()).digest())
    return digest.hexdigest()[:24]


def _kept(name: str) -> Mapping[str, Reading]:
    content = _cache.read(name)
    if content is None:
        return {}
    try:
        return {sha: _known(plain) for sha, plain in json.loads(content).items()}
    except (ValueError, TypeError, AttributeError):
        return {}  # read anew


def _plain(one: Reading) -> list[Any]:
    return [*one.kind, *one.mark] if one != _NOTHING else []


def _known(plain: Sequence[Any]) -> Reading:
    if not plain:
        return _NOTHING
    values = [tuple(one) if isinstance(one, list) else one for one in plain]
    kind, mark = Kind._make(values[:-2]), Mark._make(values[-2:])
    return Reading(kind, mark)

"""The policy's one line that matters most: which profile it extends.

It goes where the policy is: into `walkaround.toml` or `[tool.walkaround]`; without a policy into `pyproject.toml` where
there is one, else into a new `walkaround.toml`. One line is spliced in; tomllib has the last word on the result.
"""

import os
import tomllib
from collections.abc import Iterator
from typing import Any

from .._edits import Edit, applied
from .._finding import NotJudged
from .._policy._exempt import Statement, split
from .._policy._extends import PROFILES, parents_of
from .._policy._extends import Source as Origin
from .._policy._layers import Disk, PolicyError, costly_line
from .._policy._load import FILE, PREFIX, PYPROJECT, repository_layer
from .._text import Text
from .._toml_places import places
from ._hook_config_text import Place, above, content_of, decoded, insertion, into_brackets, line_end, top
from ._plan import Choice, Facts, Refused, Step

_KEY = "extends"

Path = tuple[str, ...]


class NoRoom(Refused):
    """A file that is as it should be, and in which the profile cannot be said."""


def steps(facts: Facts, choice: Choice) -> Iterator[Step]:
    """The policy with a profile: nothing where it extends one that is as strict, or somebody else's policy."""
    try:
        layer = repository_layer(_Tree(facts))
        path = _home(facts) if layer is None else layer.path
        extended = () if layer is None else parents_of(layer, Origin("file", path))
    except PolicyError as bad:
        why = f"{bad.why}; mend that first" if bad.why.startswith("bad TOML") else bad.why
        raise Refused(bad.path, f"line {bad.line}: {why}" if bad.line else why) from None
    if any(_is_enough(parent.source, choice.profile) or parent.at != (_KEY,) for parent in extended):
        return
    before = content_of(facts, path)
    try:
        after = with_profile(path, before, choice.profile)
    except NoRoom:
        if layer is not None or path == FILE:
            raise
        path, before = FILE, None  # no policy yet, and no room for one here
        after = with_profile(path, before, choice.profile)
    if after != before:
        yield Step(path, before, after, f"the policy: extends {choice.profile}")


def with_profile(path: str, content: bytes | None, profile: str) -> bytes:
    """A policy file that extends a profile, of which it names none or another one; Refused when it has no room."""
    bom, text = decoded(path, content or b"")
    prefix = PREFIX if path.rpartition("/")[2] == PYPROJECT else ()
    data = _parsed(text)
    meant = _with_value(data, (*prefix, _KEY), profile)
    if meant is None:
        raise Refused(path, f"`{'.'.join(prefix)}` is no table; make it one")
    for edits in _edits(text.content, prefix, profile):
        edited = applied(text.content, edits)
        if _loaded(edited) == meant:
            return bom + edited.encode()
    raise NoRoom(path, f'leaves no room for the profile; write `{_KEY} = "{profile}"` into the policy by hand')


class _Tree(Disk):
    """The repository's files, shown by their paths from its top."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts.root)

    def shown(self, path: str) -> str:
        return path


def _home(facts: Facts) -> str:
    """Where a first policy goes. A link is committed as its text, so that it holds none."""
    if os.path.islink(os.path.join(facts.root, PYPROJECT)) or content_of(facts, PYPROJECT) is None:
        return FILE
    return PYPROJECT


def _is_enough(source: Origin, profile: str) -> bool:
    """Whether a policy that extends this is left alone: a profile as strict, or what somebody else answers for."""
    return source.kind != "profile" or PROFILES.index(source.text) >= PROFILES.index(profile)


def _edits(content: str, prefix: Path, profile: str) -> Iterator[list[Edit]]:
    """What may put the profile into a file, the usual ways first."""
    pair = f'{_KEY} = "{profile}"'
    found = places(content)
    at = found.values.get((*prefix, _KEY))
    table = found.values.get(prefix)
    if at is not None:
        yield [Edit(at, found.ends.get((*prefix, _KEY), at), f'"{profile}"')]
    elif table is not None:
        inside = [end for path, end in found.ends.items() if path[: len(prefix)] == prefix and path != prefix]
        closing = found.ends.get(prefix, table + 1) - 1
        yield list(into_brackets(content, table, max(inside, default=None), closing, [pair]))
    else:
        end = line_end(content)
        for place in _places(list(split(content)), prefix, pair):
            yield [insertion(content, place.at, place.lines, end)]


def _places(statements: list[Statement], prefix: Path, pair: str) -> Iterator[Place]:
    headers = [at for at, one in enumerate(statements) if one.kind == "header"]
    own = [at for at in headers if statements[at].path == prefix]
    if own:
        yield Place(statements[own[0]].end, (pair,))
        return
    if not prefix:
        yield top(statements, pair)
        return
    header = f"[{'.'.join(prefix)}]"
    below = [at for at in headers if statements[at].path[: len(prefix)] == prefix]
    if below:
        yield Place(statements[above(statements, below[0])].start, (header, pair, ""))
    last = next((one.end for one in reversed(statements) if one.kind != "blank"), 0)
    yield Place(last, ("", header, pair) if last else (header, pair))
    for table in ((), *(prefix[:at] for at in range(1, len(prefix)))):
        for at in [-1] if not table else [at for at in headers if statements[at].path == table]:
            after = next((one for one in statements[at + 1 :] if one.kind == "pair"), None)
            if after is not None:
                yield Place(after.start, (f"{'.'.join(prefix[len(table) :])}.{pair}",))


def _with_value(data: dict[str, Any], path: Path, value: str) -> dict[str, Any] | None:
    """The data with a value at `path`; None when something else than a table is on the way."""
    key, *rest = path
    if not rest:
        return data | {key: value}
    inner = data.get(key, {})
    made = _with_value(inner, tuple(rest), value) if isinstance(inner, dict) else None
    return None if made is None else data | {key: made}


def _parsed(text: Text) -> dict[str, Any]:
    from .._toml import parse

    try:
        parse(text)
    except NotJudged as bad:
        raise Refused(text.path, f"{bad.why}; mend that first") from None
    return _loaded(text.content) or {}


def _loaded(content: str) -> dict[str, Any] | None:
    """The data, numbers with a point as text: nan is not equal to itself."""
    if costly_line(content) > 0:
        return None
    try:
        return tomllib.loads(content, parse_float=str)
    except (ValueError, RecursionError):
        return None

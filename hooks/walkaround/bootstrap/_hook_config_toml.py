"""The hooks of Walkaround in `prek.toml`.

Source of the format: prek's "Configuration Reference". prek reads what TOML 1.1 allows: inline tables of several lines.
"""

import copy
import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .._edits import Edit, applied
from .._policy._exempt import split
from .._text import Text
from .._toml import as_older, parse
from .._toml_places import Path, places
from ..policy_integrity._configuration import spelled
from ._hook_config import HOOK_TYPES, HOOKS, Block, entry, hook, missing, ours, refused
from ._hook_config_text import insertion, into_brackets, line_end, pinned, top
from ._plan import Source

_TYPES = "default_install_hook_types"
_TYPES_LINE = f"{_TYPES} = {json.dumps(list(HOOK_TYPES))}"


def with_hooks(text: Text, source: Source) -> str:
    """The configuration with the hooks; Refused where that cannot be done without guessing."""
    older = as_older(text.content)
    data = parse(Text(text.path, older))
    _lists(text, data)
    edited = applied(text.content, _Editor(text, older, data, source).edits())
    if edited != text.content and _loaded(edited) != _meant(_loaded(text.content) or {}, source):
        raise refused(text, 0, "is written in a way that leaves no room for the hooks; add them by hand")
    return edited


def _lists(text: Text, data: Mapping[str, Any]) -> None:
    """Refused unless everything that is edited has the shape it must have."""
    repos = data.get("repos", [])
    if not isinstance(repos, list) or not all(isinstance(one, dict) for one in repos):
        raise refused(text, 0, "`repos` is no list of tables; make it one")
    for one in (data.get(_TYPES, []), *(repo.get("hooks", []) for repo in repos)):
        if not isinstance(one, list):
            raise refused(text, 0, f"`hooks` and `{_TYPES}` must be lists; make them lists")


class _Editor:
    """Gives the edits that one configuration needs."""

    def __init__(self, text: Text, older: str, data: Mapping[str, Any], source: Source) -> None:
        self._text = text
        self._content = text.content
        self._data = data
        self._source = source
        self._end = line_end(text.content)
        self._statements = list(split(older))
        self._places = places(older)

    def edits(self) -> Iterator[Edit]:
        if _TYPES in self._data:
            added = [json.dumps(one) for one in missing(self._data[_TYPES], HOOK_TYPES)]
            yield from self._more((_TYPES,), len(self._data[_TYPES]), added)
        else:
            place = top(self._statements, _TYPES_LINE)
            yield insertion(self._content, place.at, place.lines, self._end)
        block = ours(self._text, list(self._blocks()), self._source)
        if block is None:
            yield from self._added()
        else:
            yield from self._updated(block.place)

    def _blocks(self) -> Iterator[Block]:
        for place, repo in enumerate(self._data.get("repos", [])):
            ids = tuple(str(one.get("id")) for one in repo.get("hooks", []) if isinstance(one, dict))
            offset = self._places.names.get(("repos", place)) or self._places.values.get(("repos", place), 0)
            yield Block(str(repo.get("repo", "")), ids, offset, place)

    def _added(self) -> Iterator[Edit]:
        """A new entry: behind the last one, in its form."""
        repos = self._data.get("repos", [])
        if ("repos",) in self._places.values:
            yield from self._more(("repos",), len(repos), [_inline(entry(self._source))])
            return
        rows = ["[[repos]]", f"repo = {json.dumps(self._source.repo)}", f"rev = {json.dumps(self._source.rev)}"]
        if self._source.tag:
            rows[2] += f"  # frozen: {self._source.tag}"
        rows += ["hooks = [", *(f"  {_inline(hook(name))}," for name in HOOKS), "]"]
        headers = [at for at, one in enumerate(self._statements) if one.path[:1] == ("repos",)]
        if headers:
            yield self._behind(headers[-1], rows)
            return
        last = next((one.end for one in reversed(self._statements) if one.kind != "blank"), 0)
        yield insertion(self._content, last, ["", *rows], self._end)

    def _updated(self, place: int) -> Iterator[Edit]:
        repo = self._data["repos"][place]
        at: Path = ("repos", place)
        if not isinstance(repo.get("rev"), str) or not (rev := self._places.values.get((*at, "rev"))):
            raise refused(self._text, self._places.names.get(at, 0), "this entry has no `rev`; write it")
        if repo["rev"] != self._source.rev:
            end = self._places.ends[(*at, "rev")]
            quote = self._content[rev] if self._content[rev : rev + 3] not in ('"""', "'''") else '"'
            yield from pinned(self._content, rev, end, f"{quote}{self._source.rev}{quote}", self._source.tag)
        there = [str(one.get("id")) for one in repo.get("hooks", []) if isinstance(one, dict)]
        wanted = missing(there, tuple(HOOKS))
        if not wanted:
            return
        if (*at, "hooks") in self._places.values:
            yield from self._more((*at, "hooks"), len(there), [_inline(hook(name)) for name in wanted])
            return
        headers = [number for number, one in enumerate(self._statements) if one.path == ("repos",)]
        if len(headers) <= place:
            raise refused(self._text, self._places.values.get(at, 0), "this entry has no `hooks`; write `hooks = []`")
        limit = headers[place + 1] if len(headers) > place + 1 else len(self._statements)
        last = max(number for number in range(headers[place], limit) if self._statements[number].path[:1] == ("repos",))
        rows: list[str] = []
        for name in wanted:
            rows += [
                "",
                "[[repos.hooks]]",
                *(f"{key} = {_inline(one)}" for key, one in hook(name).items()),
            ]
        yield self._behind(last, rows[1:])

    def _behind(self, header: int, rows: Sequence[str]) -> Edit:
        """Lines behind a table and the comments that end it, with a blank line above them."""
        last = header
        for at in range(header + 1, len(self._statements)):
            if self._statements[at].kind == "header":
                break
            if self._statements[at].kind == "pair":
                last = at
        at = last + 1
        while at < len(self._statements) and self._statements[at].kind == "comment":
            at += 1
        if at < len(self._statements) and self._statements[at].kind == "header":
            at = last + 1
        return insertion(self._content, self._statements[at - 1].end, ["", *rows], self._end)

    def _more(self, path: Path, count: int, added: Sequence[str]) -> Iterator[Edit]:
        """More entries at the end of an array."""
        if added:
            last = self._places.ends.get((*path, count - 1)) if count else None
            yield from into_brackets(self._content, self._places.values[path], last, self._places.ends[path] - 1, added)


def _inline(value: object) -> str:
    """Plain data on one line."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_inline(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    word = json.dumps(str(value), ensure_ascii=False)
    return re.sub("\x7f", "\\\\u007F", word)


def _meant(data: dict[str, Any], source: Source) -> dict[str, Any]:
    """What the configuration says, and the hooks."""
    meant = copy.deepcopy(data)
    types = meant.setdefault(_TYPES, [])
    types += missing(types, HOOK_TYPES)
    repos = meant.setdefault("repos", [])
    for repo in repos:
        if spelled(str(repo.get("repo"))) == spelled(source.repo):
            repo["rev"] = source.rev
            hooks = repo.setdefault("hooks", [])
            there = [str(one.get("id")) for one in hooks if isinstance(one, dict)]
            hooks += [hook(name) for name in missing(there, tuple(HOOKS))]
            return meant
    repos.append(entry(source))
    return meant


def _loaded(content: str) -> dict[str, Any] | None:
    """The data, numbers with a point as text: nan is not equal to itself."""
    try:
        return tomllib.loads(as_older(content), parse_float=str)
    except (ValueError, RecursionError):
        return None

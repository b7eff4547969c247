"""The hooks of Walkaround in `.pre-commit-config.yaml`, in the file's own style.

Sources of the format: YAML 1.1, which pre-commit reads with libyaml; pre-commit's `clientlib.py` for the keys, and
its `autoupdate` for the comment behind `rev`.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeGuard, TypeVar

from .. import _yaml
from .._edits import Edit, applied
from .._text import Text
from .._yaml import Node, Scalar
from ._hook_config import HOOK_TYPES, HOOKS, Block, entry, hook, missing, ours, refused
from ._hook_config_meant import TYPES, WORD, check, kind
from ._hook_config_text import insertion, into_brackets, line_end, pinned
from ._plan import Source

_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")  # what libyaml takes for the end of a line
_BEFORE_DASH = re.compile(r"(?:[&!][^\s]*|#[^\r\n]*|\s+)*")
_ON_DASH_LINE = re.compile(r"[ ]*(-[ ]+)")
_ENDED = re.compile(r"^\.\.\.(?=\s|$)", re.MULTILINE)
_PLAIN = re.compile(r"[A-Za-z0-9/.](?:[A-Za-z0-9/._@~+%=\\-]|:(?=[^\s,\[\]{}]))*")
_BRACKET = re.compile(r"[\[{]")
_NUMBER = re.compile(r"[-+]?(?:[0-9_.:]+(?:e[-+]?[0-9]+)?|0[xo][0-9a-f]+)", re.IGNORECASE)

Data = Mapping[str, object]
_Any = TypeVar("_Any", bound=Node)


def with_hooks(text: Text, source: Source) -> str:
    """The configuration with the hooks; Refused where that cannot be done without guessing."""
    root = _root(text)
    edited = _Editor(text, root, source).edited()
    if edited != text.content:
        check(text, edited, source)
    return edited


def _root(text: Text) -> _yaml.Mapping | None:
    """The mapping that the document is; None when there is nothing in it."""
    root = _yaml.parse(text)
    if root is None or (isinstance(root, Scalar) and root.plain and not root.value):
        return None
    if isinstance(root, _yaml.Sequence):
        raise refused(text, root.offset, "is a list, as before pre-commit 1.0; run `pre-commit migrate-config`")
    if not isinstance(root, _yaml.Mapping):
        raise refused(text, root.offset, "is no mapping; begin it with `repos:`")
    return root


class _Style(NamedTuple):
    """How entries are laid out: the dashes' column, from there to the keys, and the same again for hooks.

    `apart`: entries have blank lines between them.
    """

    dash: int = 2
    gap: int = 2
    hooks: int = 2
    hook_gap: int = 2
    apart: bool = False


class _Editor:
    """Collects the edits that one configuration needs."""

    def __init__(self, text: Text, root: _yaml.Mapping | None, source: Source) -> None:
        self._text = text
        self._content = text.content
        self._root = root
        self._source = source
        self._edits: list[Edit] = []
        self._line_end = line_end(text.content)
        self._shared = _shared(root)
        self._column = 0

    def edited(self) -> str:
        root = self._root
        if root is None:
            found = _ENDED.search(self._content)
            self._insert(found.start() if found else len(self._content), [self._types_line(), *self._repos_lines()])
        elif root.flow:
            self._flow_root(root)
        else:
            self._block_root(root)
        return applied(self._content, self._edits)

    # What stands in the file.

    def _value(self, mapping: _yaml.Mapping, key: str) -> tuple[Scalar, Node] | None:
        """A key that stands in a mapping, with its value; Refused when it is there twice, or shared by an alias."""
        pairs = list(zip(mapping.pairs[::2], mapping.pairs[1::2], strict=False))
        found = [(name, value) for name, value in pairs if isinstance(name, Scalar) and name.value == key]
        if len(found) > 1:
            raise self._refused(found[1][0], f"`{key}` is there a second time; merge the two by hand")
        if not found:
            merged = mapping.get(key)
            if merged is not None:
                raise self._refused(merged, f"`{key}` comes from a merge (`<<`); write it out")
            return None
        return found[0]

    def _own(self, mapping: _yaml.Mapping, key: str, kind: type[_Any], what: str) -> _Any | None:
        """The value of a key that can be edited; None when the key is not there."""
        found = self._value(mapping, key)
        if found is None:
            return None
        name, value = found
        if id(value) in self._shared:
            raise self._refused(name, f"`{key}` is shared by an alias (`*`); write it out")
        if not isinstance(value, kind):
            raise self._refused(name, f"`{key}` is no {what}; make it one")
        return value

    def _blocks(self, repos: _yaml.Sequence) -> list[Block]:
        found: list[Block] = []
        for index, item in enumerate(repos.items):
            if not isinstance(item, _yaml.Mapping):
                raise self._refused(item, "an entry of `repos` is no mapping; mend it")
            repo = item.get("repo")
            hooks = item.get("hooks")
            listed = hooks.items if isinstance(hooks, _yaml.Sequence) else []
            ids = [one.get("id") for one in listed if isinstance(one, _yaml.Mapping)]
            words = tuple(one.value for one in ids if isinstance(one, Scalar))
            found.append(Block(repo.value if isinstance(repo, Scalar) else "", words, item.offset, index))
        return found

    def _is_empty(self, value: Node, name: Scalar) -> TypeGuard[Scalar]:
        """Whether nothing stands behind a key, not even an anchor or a tag."""
        if not isinstance(value, Scalar) or value.value or not value.plain:
            return False
        return self._content[name.end : value.end].strip("\"' \t\r\n") == ":"

    # What is to be done.

    def _block_root(self, root: _yaml.Mapping) -> None:
        first = root.pairs[0]
        start = first.start if isinstance(first, Scalar) else first.offset
        self._column = start - self._line_start(start)
        if self._content[self._line_start(start) : start].strip(" "):
            raise self._refused(first, "begins in an unusual way; put its first key on a line of its own")
        repos = self._value(root, "repos")
        if self._own(root, TYPES, _yaml.Sequence, "list") is None:
            added = [self._types_line()]
            if repos is None:
                self._insert(self._after(root.last, self._column + 1), [*added, *self._repos_lines()])
                return
            self._insert_types(root, repos[0], added)
        else:
            self._complete_types(root)
            if repos is None:
                self._insert(self._after(root.last, self._column + 1), self._repos_lines())
                return
        value = repos[1]
        if self._is_empty(value, repos[0]):
            style = self._style(None)
            self._insert(self._after(value.end, self._column + 1), self._lines(entry(self._source), style))
        else:
            self._repos(root)

    def _flow_root(self, root: _yaml.Mapping) -> None:
        quoted = self._is_json(root)
        added: dict[str, object] = {}
        if self._own(root, TYPES, _yaml.Sequence, "list") is None:
            added[TYPES] = list(HOOK_TYPES)
        else:
            self._complete_types(root)
        if self._value(root, "repos") is None:
            added["repos"] = [entry(self._source)]
        else:
            self._repos(root)
        if added:
            self._into_flow(root, [f"{_flow(key, quoted)}: {_flow(value, quoted)}" for key, value in added.items()])

    def _types_line(self) -> str:
        return f"{' ' * self._column}{TYPES}: [{', '.join(HOOK_TYPES)}]"

    def _insert_types(self, root: _yaml.Mapping, repos: Scalar, lines: list[str]) -> None:
        """Above `repos`, but not between it and the comment that speaks of it."""
        keys = root.pairs[::2]
        index = next(at for at, key in enumerate(keys) if key is repos)
        if index == 0:
            self._insert(self._line_start(repos.start), lines)
            return
        above, last = keys[index - 1], self._last(root.pairs[index * 2 - 1], keys[index - 1])
        at = self._after(last, self._column + 1)
        blank = not self._line(at).strip() and at < len(self._content)
        long = "\n" in self._content[above.offset : last].rstrip()
        self._insert(at, ["", *lines] if blank and long else lines)

    def _last(self, value: Node, key: Node) -> int:
        """Behind what is written of a value; of an alias behind its line's text."""
        if id(value) not in self._shared:
            return _end(value)
        return max(_end(value), _end(key)) if value.offset > _end(key) else self._line_text_end(_end(key))

    def _complete_types(self, root: _yaml.Mapping) -> None:
        types = self._own(root, TYPES, _yaml.Sequence, "list")
        if types is None:
            return
        there = [one.value for one in types.items if isinstance(one, Scalar)]
        self._fill(types, missing(there, HOOK_TYPES), self._list_style(types), self._column)

    def _repos(self, root: _yaml.Mapping) -> None:
        repos = self._own(root, "repos", _yaml.Sequence, "list")
        if repos is None:
            return
        block = ours(self._text, self._blocks(repos), self._source)
        if block is None:
            self._fill(repos, [entry(self._source)], self._style(repos), self._column, repos=True)
        else:
            self._update(repos.items[block.place], block)

    def _update(self, item: Node, block: Block) -> None:
        """The block that is there: its `rev`, and the hooks that are missing in it."""
        if id(item) in self._shared or not isinstance(item, _yaml.Mapping):
            raise self._refused(item, "this entry is shared by an alias (`*`); write it out")
        rev = self._own(item, "rev", Scalar, "word")
        hooks = self._value(item, "hooks")
        if rev is None or hooks is None:
            raise self._refused(item, f"this entry has no `{'hooks' if rev else 'rev'}`; write it, or delete the entry")
        if rev.value != self._source.rev:
            self._pin(rev)
        wanted = [hook(name) for name in missing(block.ids, tuple(HOOKS))]
        name, value = hooks
        column = name.start - self._line_start(name.start)
        if self._is_empty(value, name) and not item.flow:
            style = self._style(None)._replace(dash=column + 2)
            at = self._after(value.end, column + 1, least=column + 1, across=False)
            self._insert(at, [line for one in wanted for line in self._lines(one, style)])
            return
        listed = self._own(item, "hooks", _yaml.Sequence, "list")
        if listed is not None:
            self._fill(listed, wanted, self._list_style(listed), column)

    def _pin(self, rev: Scalar) -> None:
        """The new commit in the old quotes, and the tag in the comment where pre-commit looks for it."""
        if rev.style in ("|", ">"):
            raise self._refused(rev, "`rev` is a text of several lines; write it on one")
        new = self._source.rev
        new = f"{rev.style}{new}{rev.style}" if rev.style else _flow(new, False)
        self._edits += pinned(self._content, rev.start, rev.end, new, self._source.tag)

    # How it is written.

    def _repos_lines(self) -> list[str]:
        style = self._style(None)
        return [f"{' ' * self._column}repos:", *self._lines(entry(self._source), style)]

    def _style(self, repos: _yaml.Sequence | None) -> _Style:
        """That of the last entries which show one."""
        style = _Style(dash=self._column + 2)
        if repos is None or repos.flow or not repos.items:
            return style
        style = style._replace(dash=self._dash(repos), hooks=0 if self._dash(repos) == self._column else 2)
        for item in repos.items:
            gap = self._gap(item)
            if gap is None or not isinstance(item, _yaml.Mapping):
                continue
            style = style._replace(gap=gap)
            hooks = item.get("hooks")
            if isinstance(hooks, _yaml.Sequence) and not hooks.flow and hooks.items and id(hooks) not in self._shared:
                inner = self._gap(hooks.items[-1])
                deep = max(0, self._dash(hooks) - style.dash - gap)
                style = style._replace(hooks=deep, hook_gap=inner or style.hook_gap)
        blank = [self._is_apart(item) for item in repos.items[1:] if id(item) not in self._shared]
        return style._replace(apart=sum(blank) * 2 > len(blank))

    def _list_style(self, items: _yaml.Sequence) -> _Style:
        """That of a list inside of something."""
        if items.flow or not items.items:
            return _Style(dash=self._indent(items.offset) + 2)
        gaps = [gap for item in items.items if (gap := self._gap(item)) is not None]
        blank = [self._is_apart(item) for item in items.items[1:] if id(item) not in self._shared]
        apart = bool(blank) and all(blank)
        return _Style(dash=self._dash(items), gap=gaps[-1] if gaps else 2, apart=apart)

    def _dash(self, items: _yaml.Sequence) -> int:
        """The column of a list's dashes."""
        found = _BEFORE_DASH.match(self._content, items.offset)
        at = found.end() if found else items.offset
        if not self._content.startswith("-", at):
            raise refused(self._text, items.offset, "this list is written in an unusual way; add the hooks by hand")
        return at - self._line_start(at)

    def _gap(self, item: Node) -> int | None:
        """From an item's dash to the item; None where the two are on different lines, or not so simple."""
        at = item.start if isinstance(item, Scalar) else item.offset
        line = self._line_start(at)
        found = _ON_DASH_LINE.fullmatch(self._content, line, at)
        flow = isinstance(item, _yaml.Collection) and item.flow
        return len(found[1]) if found and not flow and id(item) not in self._shared else None

    def _is_apart(self, item: Node) -> bool:
        """Whether a blank line is above an item, or above the comments above it."""
        at = self._above(item)
        return not self._line(self._line_start(at - 1 - (self._content[at - 2 : at] == "\r\n"))).strip()

    def _lines(self, data: Data, style: _Style) -> list[str]:
        """An entry of a list in block style."""
        lines: list[str] = []
        for key, value in data.items():
            margin = " " * style.dash + ("-".ljust(style.gap) if not lines else " " * style.gap)
            if key == "hooks" and isinstance(value, list):
                lines.append(f"{margin}hooks:")
                inner = style._replace(dash=style.dash + style.gap + style.hooks, gap=style.hook_gap)
                lines += [line for one in value for line in self._lines(one, inner)]
            else:
                comment = f"  # frozen: {self._source.tag}" if key == "rev" and self._source.tag else ""
                lines.append(f"{margin}{key}: {_flow(value, False)}{comment}")
        return lines

    def _fill(
        self, items: _yaml.Sequence, added: Sequence[Any], style: _Style, column: int, *, repos: bool = False
    ) -> None:
        """More entries at the end of a list, in its own style; its key is at `column`."""
        if not added:
            return
        if items.flow:
            opened = self._opened(items) if repos else None
            if opened is None:
                quoted = self._is_json(items)
                self._into_flow(items, [_flow(one, quoted) for one in added])
                return
            style = self._style(None)
        lines: list[str] = []
        for one in added:
            if style.apart:
                lines.append("")
            word = f"{' ' * style.dash}{'-'.ljust(style.gap)}{one}"
            lines += self._lines(one, style) if isinstance(one, dict) else [word]
        if repos and self._is_open(items.last) and self._gap(items.items[-1]) is not None:
            at = self._above(items.items[-1])
            lines = [*lines[1:], ""] if style.apart else lines
        elif repos:
            at = self._after(items.last, self._column + 1)
            if at == items.last and "+" in self._header(at):  # a blank line would be one more of that text
                lines = lines[style.apart :]
        else:
            at = self._after(items.last, max(style.dash, column + 1), least=style.dash, across=False)
        self._insert(at, lines)

    def _opened(self, items: _yaml.Sequence) -> Edit | None:
        """The edit that takes the brackets of an empty list away, so that it goes on in lines; None where it cannot."""
        if self._root is None or self._root.flow or items.items:
            return None
        bracket = self._content.find("[", items.offset)
        inner = self._content[bracket + 1 : items.end - 1]
        start = len(self._content[:bracket].rstrip(" \t"))
        if inner.strip(" \t") or self._content[start - 1 : start] in ("\n", "\r", ""):
            return None
        edit = Edit(start, items.end, "")
        self._edits.append(edit)
        return edit

    def _into_flow(self, items: _yaml.Collection, added: Sequence[str]) -> None:
        """More entries before a closing bracket: on lines of their own where the last one is."""
        opening = _BRACKET.search(self._content, items.offset)
        filled = items.items if isinstance(items, _yaml.Sequence) else isinstance(items, _yaml.Mapping) and items.pairs
        if opening is not None:
            last = items.last if filled else None
            self._edits += into_brackets(self._content, opening.start(), last, items.end - 1, added)

    def _is_json(self, items: _yaml.Collection) -> bool:
        """Whether names are in double quotes, as in JSON."""
        return bool(re.compile(r'[\s\[{]*"').match(self._content, items.offset))

    def _insert(self, at: int, lines: Sequence[str]) -> None:
        self._edits.append(insertion(self._content, at, lines, self._line_end))

    # Lines.

    def _line_start(self, at: int) -> int:
        start = 0
        for found in _BREAK.finditer(self._content, max(0, self._content.rfind("\n", 0, at)), at):
            start = found.end()
        return start

    def _line(self, at: int) -> str:
        """The rest of the line, without its end."""
        found = _BREAK.search(self._content, at)
        return self._content[at : found.start() if found else len(self._content)]

    def _next(self, at: int) -> int:
        found = _BREAK.search(self._content, at)
        return found.end() if found else len(self._content)

    def _line_text_end(self, at: int) -> int:
        return at + len(self._line(at).rstrip())

    def _indent(self, at: int) -> int:
        line = self._line(self._line_start(at))
        return len(line) - len(line.lstrip(" "))

    def _after(self, last: int, floor: int, *, least: int = 0, across: bool = True) -> int:
        """The line below what ends at `last`, and below the comments that belong to it.

        Those are the ones that are indented to `floor` at least, with blank lines between them where `across` says so;
        and those right below that are indented to `least`, unless a key follows that they belong to.
        """
        at = found = self._below(last)
        unsure = margin = 0
        near = True
        while at < len(self._content):
            line = self._line(at)
            words = line.strip()
            indent = len(line) - len(line.lstrip(" "))
            if not words:
                found, unsure, near = unsure or found, 0, False
                if not across:
                    break
            elif not words.startswith("#"):
                unsure = unsure if words.startswith("...") or indent < margin else 0
                break
            elif not unsure and indent >= floor:
                found = self._next(at)
            elif near and indent >= least:
                unsure, margin = self._next(at), indent
            else:
                break
            at = self._next(at)
        return unsure or found

    def _below(self, last: int) -> int:
        """The line below what ends at `last`: right below it, but for texts whose blank lines count."""
        if last and _BREAK.fullmatch(self._content, last - 1, last):
            return last if "+" in self._header(last) else self._next(len(self._content[:last].rstrip()))
        return self._next(last)

    def _is_open(self, last: int) -> bool:
        """Whether what ends at `last` is a text at the end of the file that would grow by a line end put behind it."""
        header = self._header(last)
        ended = _BREAK.fullmatch(self._content, last - 1, last)
        return header != "" and "-" not in header and last == len(self._content) and ended is None

    def _header(self, last: int) -> str:
        """How the text that ends at `last` begins, such as `|+`; empty when that is no such text."""
        leaf = _leaf_before(self._root, last)
        return self._line(leaf.start).partition("#")[0] if leaf is not None and leaf.style in ("|", ">") else ""

    def _above(self, item: Node) -> int:
        """The line of an item's dash, or the first of the comments right above it that are not indented more."""
        at = self._line_start(item.offset)
        margin = self._indent(at)
        while at > 0:
            above = self._line_start(at - 1 - (self._content[at - 2 : at] == "\r\n"))
            if self._indent(above) > margin or not self._line(above).lstrip(" ").startswith("#"):
                break
            at = above
        return at

    def _refused(self, node: Node, why: str) -> Exception:
        return refused(self._text, node.start if isinstance(node, Scalar) else node.offset, why)


def _end(node: Node) -> int:
    return node.end if isinstance(node, Scalar | _yaml.Collection) else node.offset


def _nodes(root: Node | None) -> Iterator[Node]:
    """Every place in a document at which a node stands; what an alias repeats is entered once."""
    waiting = [] if root is None else [root]
    met: set[int] = set()
    while waiting:
        node = waiting.pop()
        yield node
        if id(node) not in met:
            met.add(id(node))
            waiting += node.items if isinstance(node, _yaml.Sequence) else []
            waiting += node.pairs if isinstance(node, _yaml.Mapping) else []


def _shared(root: Node | None) -> frozenset[int]:
    """The nodes that stand in more than one place, by their identity."""
    counts = Counter(map(id, _nodes(root)))
    return frozenset(one for one, count in counts.items() if count > 1)


def _leaf_before(root: Node | None, end: int) -> Scalar | None:
    return next((node for node in _nodes(root) if isinstance(node, Scalar) and node.end == end), None)


def _flow(value: object, quoted: bool) -> str:
    """Plain data on one line; `quoted` puts every word in double quotes, as in JSON."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_flow(key, quoted)}: {_flow(one, quoted)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(one, quoted) for one in value) + "]"
    word = str(value)
    if not quoted and _PLAIN.fullmatch(word) and not _NUMBER.fullmatch(word) and kind(word, plain=True) == WORD:
        return word
    if not quoted and word.isprintable():
        return "'" + word.replace("'", "''") + "'"
    return json.dumps(word, ensure_ascii=not word.isprintable())

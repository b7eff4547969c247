"""Which tests call a function, and what they give it: found by name, and read only where the name stands.

Files of tests are read as text, in blocks: a function with its decorators, or a statement at the level of the module.
To parse them would cost more than everything else that is said of a change.
"""

import os
import re
from collections.abc import Callable, Iterator, Sequence

from .. import _git
from .._change import Delta
from .._finding import NotJudged
from .._hook import Inputs
from ._changed import Unit

# Beyond that nobody has looked, and nothing is said.
_MOST_FILES = 20
_MOST_BYTES = 1 << 20

_START = re.compile(r"([ \t]*)(?:@|(?:async[ \t]+)?def[ \t]|class[ \t])")
_NAME = re.compile(r"^[ \t]*(?:(?:async[ \t]+)?def|class)[ \t]+(\w+)|^(\w+)[ \t]*(?::[^=\n]*)?=", re.MULTILINE)
_GIVEN = re.compile(r"^[ \t]*@(?:\w+\.)*(?:given|rule|invariant|initialize)\b", re.MULTILINE)
_WORDS = re.compile(r"\w+")
# Nothing, the least, the largest, and what a test expects where it is refused; also two at once, and no end.
_EDGE = re.compile(
    r"\bNone\b|(?<![\w\"'])[rbu]?(?:\"\"(?!\")|''(?!')|\"[ \\nt]+\"|'[ \\nt]+')|\[\]|\{\}|[(,=] ?\(\)"
    r"|(?<![\w.])0(?:\.0+)?(?![\w.])"
    r"|[(\[{,:=<>] ?-\d|\b\d{5,}\b|\b\d{1,3}(?:_\d{3})+\b|\*\*[ ]?\d\d?\b|\*[ ]?\d{3,}|\b\d{3,}[ ]?\*[ ]?[\"'\[]"
    r"|\b(?:set|list|dict|tuple|frozenset|bytes|str)\(\)"
    r"|\b(?:raises|warns|assertRaises\w*|assertWarns\w*|given|maxsize|inf|nan|side_effect|timeout|Barrier|gather|Thread"
    r"|ThreadPoolExecutor|TimeoutError|submit|start_soon|MAX\w*|MIN\w*|maxunicode|empty|EMPTY)\b"
)


class TooMany(Exception):  # noqa: N818 - a statement about a search
    """So many tests name a function that they are not read."""


class Block:
    """A function with its decorators, or a statement at the level of the module; `name` is what it defines, if any."""

    __slots__ = ("_edge", "name", "text", "words")

    def __init__(self, text: str) -> None:
        name = _NAME.search(text)
        self.name: str = (name[1] or name[2]) if name else ""
        self.text = text
        self.words = frozenset(_WORDS.findall(text))
        self._edge: bool | None = None

    @property
    def has_edge(self) -> bool:
        """Whether an edge case stands in it."""
        if self._edge is None:
            self._edge = _EDGE.search(self.text) is not None
        return self._edge


class Blocks:
    """The blocks of a file of tests."""

    def __init__(self, text: str) -> None:
        self.all = [one for one in in_blocks(text) if not one.text.startswith(("import ", "from "))]
        self.by_name = {one.name: one for one in self.all if one.name}
        self._by_word: dict[str, list[Block]] = {}
        for block in self.all:
            for word in block.words:
                self._by_word.setdefault(word, []).append(block)

    def has_edge(self, word: str) -> bool:
        """Whether a block in which a word stands holds an edge case, or the cases that it names do."""
        for block in self._by_word.get(word, ()):
            if block.has_edge or any(self.by_name[name].has_edge for name in block.words & self.by_name.keys()):
                return True
        return False

    def has_property(self, word: str) -> bool:
        """Whether a test under `@given`, or what it calls in its module, names a function."""
        open_ = [block for block in self.all if _GIVEN.search(block.text)]
        seen = {block.name for block in open_}
        while open_:
            words = open_.pop().words
            if word in words:
                return True
            for name in words & self.by_name.keys() - seen:
                seen.add(name)
                open_.append(self.by_name[name])
        return False


class Callers:
    """The tests of a snapshot, looked up by the names of the functions that they call."""

    def __init__(self, inputs: Inputs, delta: Delta, is_test: Callable[[str], bool], words: Sequence[str]) -> None:
        self._inputs = inputs
        self._texts: dict[str, str] = {}
        self._blocks: dict[str, Blocks] = {}
        changed = [file.path for file in delta.files if is_test(file.path)]
        found = dict.fromkeys([*changed, *_git.files_naming(inputs.root, delta.head, words)])
        self._paths = [_seen(inputs.root, path) for path in found if is_test(path) or _is_helper(path)]
        inputs.present(self._paths[:_MOST_FILES])  # one question to git for all of them

    def has_edge(self, unit: Unit) -> bool:
        """Whether a test that calls a function, or hands it on, holds an edge case; TooMany where nobody knows."""
        word = called_as(unit)
        return any(blocks.has_edge(word) for blocks in self._naming(word))

    def has_property(self, unit: Unit) -> bool:
        """Whether a property-based test calls a function; TooMany where nobody knows."""
        word = called_as(unit)
        return any(blocks.has_property(word) for blocks in self._naming(word))

    def _naming(self, word: str) -> Iterator[Blocks]:
        """The test modules in which a word stands."""
        read = 0
        for number, path in enumerate(self._paths):
            if number >= _MOST_FILES or read > _MOST_BYTES:
                raise TooMany(word)
            text = self._read(path)
            read += len(text)
            if word in text:
                if path not in self._blocks:
                    self._blocks[path] = Blocks(text)
                yield self._blocks[path]

    def _read(self, path: str) -> str:
        if path not in self._texts:
            try:
                text = self._inputs.read(path).decode("utf-8", "replace")
            except NotJudged:  # where it is an input itself, that is said there
                text = ""
            self._texts[path] = text.replace("\r\n", "\n").replace("\r", "\n")
        return self._texts[path]


def called_as(unit: Unit) -> str:
    """The word by which a function is called: that of its class for what makes an object."""
    name: str = unit.node.name
    return (
        unit.owners[-1].name if name in ("__init__", "__new__", "__call__", "__post_init__") and unit.owners else name
    )


def in_blocks(text: str) -> Iterator[Block]:
    """The blocks of a module: what is within a function belongs to it, and a method is a block of its own."""
    lines: list[str] = []
    depth = 0
    decorated = False  # the block has no `def` yet
    for line in text.split("\n"):
        start = _START.match(line)
        indent = len(start[1]) if start else 0
        begins = start is not None and not decorated and (indent <= depth or _is_class(lines))
        if begins or (start is None and line[:1] not in " \t)]}#\"'" and line):
            if lines:
                yield Block("\n".join(lines))
            lines, depth = [], indent
        if start is not None:
            decorated = line[indent] == "@" and (decorated or begins)
        lines.append(line)
    if lines:
        yield Block("\n".join(lines))


def _is_class(lines: Sequence[str]) -> bool:
    """Whether a block is the head of a class, so that a function in it is a method."""
    return any(line.lstrip().startswith("class ") for line in lines)


def _is_helper(path: str) -> bool:
    return path.rpartition("/")[2] == "conftest.py"


def _seen(root: str, path: str) -> str:
    """A path from the root as it is read from the working directory."""
    here = os.getcwd()
    return path if here == root else os.path.relpath(os.path.join(root, path), here)

"""What a reader finds in a file: dependencies, references to other files, and where each is written."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import Literal, NamedTuple

# Packages: none < range < exact < hash. Actions, hook revisions and images: none < tag < sha or digest.
RANKS = {"any": 0, "none": 0, "range": 1, "tag": 1, "exact": 2, "sha": 2, "digest": 2, "hash": 3}

# What a dependency is for; the policy has a level for each.
Role = Literal[
    "list",  # what an application installs
    "group",  # what only development installs
    "matrix",  # one of the series of a package that a test matrix names; a bound is what it is for
    "build",  # what builds the package
    "published",  # what a library asks of those who install it
    "unpublished",  # what an application asks for in the form of a package, without being built as one
    "action",  # `uses` of a workflow
    "hook",  # a repository of hooks
    "image",  # a container image
    "command",  # what a command of a script, Dockerfile or workflow installs or runs
    "system",  # a package of the operating system, installed by a command
]
Kind = Literal["pypi", "npm", "cargo", "gem", "go", "conda", "system", "action", "git", "image", "url", "other"]


class Pin(NamedTuple):
    """`level` is what the text reaches (see `RANKS`); `fact` finishes the sentence that begins with the text."""

    level: str
    fact: str

    def meets(self, wanted: str) -> bool:
        return RANKS[self.level] >= RANKS[wanted]


FIXED = Pin("hash", "is fixed")  # local files: they are part of the commit


class Splice(NamedTuple):
    """How to pin a dependency: put `template`, its `{}` replaced by the answer, for `content[start:end]`.

    The answer is a version, a commit or a digest. `note` is a comment for the end of the line, where nothing
    else stands there; its `{}` becomes what was written before (the tag that a commit replaces).
    """

    start: int
    end: int
    template: str
    note: str = ""


class Declared(NamedTuple):
    """One dependency: where it is written, how exactly it is pinned, and how it could be.

    `offset` is the first character, inside any quotes, of what would have to change: the requirement, the version
    of a `name = "version"` table, the image, the `uses`, the package among a command's words. `what` is the text
    as a person would quote it. `name` is the name by which its index knows it (PEP 503 for Python), `spec` the
    bounds, tag or ref as written, without the name. `extras` stands between the two for Python.
    `remedy(level)` is the next act, one sentence, for whoever has to reach that level.
    """

    offset: int
    what: str
    pin: Pin
    role: Role
    kind: Kind
    name: str
    spec: str
    remedy: Callable[[str], str]
    splice: Splice | None = None
    marker: str = ""  # the environment marker of a Python requirement, as written
    group: str = ""  # the group, extra or environment that it belongs to; empty for the main dependencies
    beside: tuple[str, ...] = ()  # lists that `-r` and `-c` of the same installation name, which may pin it


class Reference(NamedTuple):
    """Another file that the file names and a build would read: missing when it is not in the repository.

    `path` is as written, relative to the folder of the file it stands in, or to the repository's top.
    `kind` says how to read it: "requirements" and "constraints" lists, or "other" for what only has to be there.
    `instead` are paths of the same kind, any of which serves as well.
    """

    offset: int
    path: str
    from_top: bool = False
    kind: Literal["requirements", "constraints", "other"] = "other"
    instead: tuple[str, ...] = ()


class Fragment(NamedTuple):
    """Text taken out of a file, such as the script of a step, with the way back into the file.

    `pieces` are pairs (where a piece begins in `text`, where the same character stands in the file), ascending;
    between two of them the text is the file's own, character for character.
    """

    text: str
    pieces: tuple[tuple[int, int], ...]

    def offset(self, at: int) -> int:
        """The place in the file of a character of `text`."""
        began, offset = self.pieces[bisect_right(self.pieces, at, key=itemgetter(0)) - 1]
        return offset + at - began

    def cut(self, *spans: tuple[int, int]) -> "Fragment":
        """The parts of the text between these pairs of places, one behind the other."""
        return Fragment("".join(self.text[start:end] for start, end in spans), self.traced(spans))

    def within(self, outer: "Fragment") -> "Fragment":
        """The same text, where `pieces` lead into the text of another fragment, with pieces that lead into the file."""
        ends = (*(began for began, _ in self.pieces[1:]), len(self.text))
        spans = [(at, at + end - began) for (began, at), end in zip(self.pieces, ends, strict=True)]
        return Fragment(self.text, outer.traced(spans))

    def traced(self, spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        """The pieces of a text that is made of these spans of this one."""
        pieces: list[tuple[int, int]] = []
        length = 0
        for start, end in spans:
            if not length:
                pieces.clear()  # of spans in which nothing stands, the last one may tell where the text is
            elif start >= end:
                continue
            pieces.append((length, self.offset(start)))
            first = bisect_right(self.pieces, start, key=itemgetter(0))
            last = bisect_left(self.pieces, end, first, key=itemgetter(0))
            pieces.extend((length + at - start, offset) for at, offset in self.pieces[first:last])
            length += end - start
        return tuple(pieces) or self.pieces[:1]


def whole(content: str, start: int = 0) -> Fragment:
    """A fragment that stands in the file as it is, from `start` on."""
    return Fragment(content, ((0, start),))

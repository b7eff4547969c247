"""What is said about a pin that is not exact enough."""

from typing import NamedTuple

from .._dependencies.declared import RANKS, Declared
from .._dependencies.shown import shown
from .._finding import Finding, NotJudged
from .._text import Text

_WANTED = {
    "range": "at least a bound",
    "exact": "an exact version",
    "hash": "a hash",
    "tag": "a version tag",
    "sha": "a full commit SHA",
    "digest": "a digest",
}


class Want:
    """A level, and who asks for it."""

    __slots__ = ("level", "who")

    def __init__(self, level: str, who: str = "the policy") -> None:
        self.level = level
        self.who = who


def stricter(one: str, other: str) -> str:
    """The stricter of two levels."""
    return max(one, other, key=RANKS.__getitem__)


def looser(one: str, other: str) -> str:
    """The looser of two levels."""
    return min(one, other, key=RANKS.__getitem__)


class Loose(NamedTuple):
    """A dependency of a file that is pinned more loosely than it has to be."""

    text: Text
    declared: Declared
    want: Want

    def finding(self) -> Finding:
        """What is said about it."""
        one = self.declared
        line, column = self.text.place(one.offset)
        message = f"{shown(one.what)} {one.pin.fact}; {self.want.who} requires {_WANTED[self.want.level]}."
        return Finding(self.text.path, line, column, "PIN001", message, one.remedy(self.want.level))


# What a reader or a judge says, before it is put into the words of a finding.
Judged = Loose | Finding | NotJudged

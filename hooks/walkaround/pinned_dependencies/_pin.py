"""How exactly one thing is pinned, and what is said when that is not enough."""

from typing import NamedTuple

from .._finding import Finding
from .._text import Text

# Packages: none < range < exact < hash. Actions and hook revisions: none < tag < sha.
_RANKS = {"none": 0, "range": 1, "tag": 1, "exact": 2, "sha": 2, "hash": 3}
_WANTED = {
    "range": "at least a bound",
    "exact": "an exact version",
    "hash": "a hash",
    "tag": "a version tag",
    "sha": "a full commit SHA",
}
_SHOWN = 100


class Want:
    """A level, and who asks for it."""

    __slots__ = ("level", "who")

    def __init__(self, level: str, who: str = "the policy") -> None:
        self.level = level
        self.who = who


class Pin(NamedTuple):
    """`level` is what the text reaches; `fact` finishes the sentence that begins with the text."""

    level: str
    fact: str

    def meets(self, wanted: str) -> bool:
        return _RANKS[self.level] >= _RANKS[wanted]


FIXED = Pin("hash", "is fixed")  # local files: they are part of the commit


def stricter(one: str, other: str) -> str:
    """The stricter of two levels."""
    return max(one, other, key=_RANKS.__getitem__)


def looser(one: str, other: str) -> str:
    """The looser of two levels."""
    return min(one, other, key=_RANKS.__getitem__)


def loose(text: Text, offset: int, what: str, pin: Pin, wanted: Want, remedy: str) -> Finding:
    """The finding that `what`, written at `offset`, is pinned more loosely than `wanted`."""
    line, column = text.place(offset)
    message = f"{shown(what)} {pin.fact}; {wanted.who} requires {_WANTED[wanted.level]}."
    return Finding(text.path, line, column, "PIN001", message, remedy)


def shown(what: str) -> str:
    """Text of an inspected file, fit for a terminal: one line, not long, without passwords and tokens of URLs."""
    cut = without_credentials(what)[: _SHOWN + 1]
    clean = "".join(character if character.isprintable() else "?" for character in cut)
    return clean if len(clean) <= _SHOWN else clean[: _SHOWN - 1] + "…"


def without_credentials(text: str) -> str:
    """The text with the user part of every URL, except for `git`, and every query replaced."""
    address, *rest = text.split("://")
    return "://".join([address, *map(_without_user_and_query, rest)])


def _without_user_and_query(rest: str) -> str:
    """What stands behind a `://`, up to the next one."""
    host, slash, path = rest.partition("/")
    port = host.rpartition(":")[2] if ":" in host else ""
    if "@" in path and "@" not in host and port and not port.isdigit():  # a password with a slash in it
        return _without_user_and_query(f"***@{rest.rpartition('@')[2]}")
    user, found, name = host.rpartition("@")
    if found and user != "git":
        host = f"***@{name}"
    path, query, _ = path.partition("?")
    return f"{host.partition('?')[0]}{slash}{path}" + ("?***" if query or "?" in host else "")

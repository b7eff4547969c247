"""What can be said for certain about regular expressions that select files, without running them.

An expression is written out as its alternatives, each a row of tokens: `^(src|lib)/.*\\.py$` has two. Two
expressions are compared alternative by alternative; whatever this cannot do is left unknown, and the
caller decides what that means. Sources of the format: Python's `re` (pre-commit) and the `fancy-regex`
crate (prek), in what they have in common. Paths are searched, not matched from their start.
"""

from typing import NamedTuple

MOST_ALTERNATIVES = 1000
MOST_TOKENS = 200_000  # written down for all alternatives together
MOST_CHARACTERS = 20_000
MOST_DEPTH = 20
MOST_COMPARED = 10_000  # pairs of alternatives that are compared token by token
_SPECIAL = frozenset(".^$*+?{}[]\\|()")
_MOST_REPEATS = 6  # in one alternative; what a search costs grows with the path's length to this power
_ANYTHING = frozenset((".*", ".*?"))
_LOOSE = _ANYTHING | {"."}
_ENDS = frozenset(("^", "$", r"\b", r"\B", r"\A", r"\Z", r"\z"))  # places, not characters
_BOUND = "\0"  # between tokens; no path and no expression holds it


class Pattern(NamedTuple):
    """An expression written out: its flags, and its alternatives as tokens between `_BOUND`."""

    flags: str
    alternatives: frozenset[str]

    def covers(self, other: "Pattern") -> bool:
        """Whether this expression certainly finds whatever the other one does."""
        if self.flags != other.flags:
            return False
        left = [one for one in other.alternatives - self.alternatives if not _impossible(_tokens(one))]
        # What holds an alternative's tokens in one piece is found by that alternative.
        left = [one for one in left if not any(mine in one for mine in self.alternatives)]
        if len(left) * len(self.alternatives) > MOST_COMPARED:
            return False
        # `docs.py` finds `docs\.py` too; an unescaped dot is what most people write.
        loose = [tokens for tokens in map(_tokens, self.alternatives) if not _LOOSE.isdisjoint(tokens)]
        return all(any(_holds(_tokens(one), mine) for mine in loose) for one in left)

    def without(self, path: str) -> "Pattern":
        """This expression without the alternatives that are this path, wherever it lies."""
        name = path.rpartition("/")[2]
        return Pattern(self.flags, frozenset(one for one in self.alternatives if not _spells(_tokens(one), name)))

    @property
    def finds_nothing(self) -> bool:
        """Whether no path can be found by it, for certain."""
        return all(_impossible(_tokens(one)) for one in self.alternatives)

    @property
    def finds_everything(self) -> bool:
        """Whether an alternative needs nothing at all to be there."""
        return any(_needs_nothing(_tokens(one)) for one in self.alternatives)

    @property
    def is_calm(self) -> bool:
        """Whether a search in a short text ends soon, and no lookaround says what must not be there."""
        return all(_is_calm(_tokens(one)) for one in self.alternatives)


class _UnknownError(Exception):
    """The expression has something that is not understood here."""


def read(expression: str) -> Pattern | None:
    """The expression written out; None when it is too large or has what is not understood here."""
    if len(expression) > MOST_CHARACTERS or _BOUND in expression:
        return None
    try:
        walk = _Walk(expression)
        rows = walk.whole()
    except (_UnknownError, IndexError):
        return None
    return Pattern(walk.flags, frozenset(_joined(_trimmed(row)) for row in rows))


Row = tuple[str, ...]


def _joined(row: Row) -> str:
    return _BOUND + "".join(token + _BOUND for token in row)


def _tokens(alternative: str) -> list[str]:
    return alternative[1:-1].split(_BOUND) if len(alternative) > 1 else []


def _trimmed(row: Row) -> Row:
    """Without what a search does anyway: any text in front and behind."""
    while row[:1] in ((".*",), (".*?",)) or row[:2] in (("^", ".*"), ("^", ".*?")):
        row = row[2:] if row[0] == "^" else row[1:]
    while row[-1:] in ((".*",), (".*?",)) or row[-2:] == (".*", "$"):
        row = row[:-2] if row[-1] == "$" else row[:-1]
    return row


def _holds(row: list[str], loose: list[str]) -> bool:
    """Whether a row holds another one, whose dots stand for any character and whose `.*` for any text."""
    at = 0
    for piece in _pieces(loose):
        starts = range(at, len(row) - len(piece) + 1)
        found = next((start for start in starts if _fits(row[start : start + len(piece)], piece)), None)
        if found is None:
            return False
        at = found + len(piece)
    return True


def _pieces(row: list[str]) -> list[list[str]]:
    """What stands between the places where any text may be."""
    pieces: list[list[str]] = [[]]
    for token in row:
        if token in _ANYTHING:
            pieces.append([])
        else:
            pieces[-1].append(token)
    return pieces


def _fits(row: list[str], piece: list[str]) -> bool:
    return all(one == mine or (mine == "." and _is_one(one)) for one, mine in zip(row, piece, strict=True))


def _is_one(part: str) -> bool:
    """Whether a token is one character, and no place between two."""
    return (len(part) == 1 and part not in "^$") or (len(part) == 2 and part[0] == "\\" and not part[1].isalpha())


def _spells(row: list[str], name: str) -> bool:
    """Whether a row is nothing but a path that ends in this name, its dots escaped or not."""
    plain = [token for token in row if token not in ("^", "$")]
    return all(map(_is_one, plain)) and "".join(token[-1] for token in plain).endswith(name)


def _impossible(row: list[str]) -> bool:
    """Whether a path cannot hold this: a character behind its end or before its start, or nothing between them."""
    if "(?!)" in row or row in (["^", "$"], ["$", "^"]):
        return True
    seen = ended = False
    for token in row:
        if token in ("^", r"\A"):
            if seen:
                return True
        elif token in ("$", r"\Z", r"\z"):
            ended = True
        elif _consumes(token):
            if ended:
                return True
            seen = True
    return False


def _consumes(token: str) -> bool:
    """Whether the token certainly takes a character."""
    if token in (r"\b", r"\B") or token.startswith(("(?=", "(?!", "(?<")):
        return False
    return not _may_be_empty(token) and not (token[-1] in "}?+" and ("{0" in token or "{," in token))


def _may_be_empty(token: str) -> bool:
    """Whether the token is something repeated with `*`."""
    greedy = token[:-1] if token.endswith(("*?", "*+")) else token
    return len(greedy) > 1 and greedy[-1] == "*" and greedy[:-1] != "\\"


def _needs_nothing(row: list[str]) -> bool:
    anchors = [token for token in row if token in ("^", "$", r"\A", r"\Z", r"\z")]
    return len(anchors) <= 1 and all(token in anchors or _may_be_empty(token) for token in row)


def _is_calm(row: list[str]) -> bool:
    repeated = [token for token in row if _is_repeat(token)]
    if any(token.startswith("(?") for token in row):  # a repeated group, or a lookaround
        return False
    return len(repeated) <= _MOST_REPEATS


def _is_repeat(token: str) -> bool:
    return len(token) > 1 and token[-1] in "*+?}" and not (len(token) == 2 and token[0] == "\\")


class _Walk:
    """One pass over an expression; `at` is the next character."""

    def __init__(self, expression: str) -> None:
        self.flags = ""
        self._text = expression
        self._at = 0
        self._verbose = False
        self._written = 0

    def whole(self) -> list[Row]:
        self._leading_flags()
        rows = self._alternation(0)
        if self._at != len(self._text):
            raise _UnknownError
        return rows

    def _leading_flags(self) -> None:
        if not self._text.startswith("(?"):
            return
        end = self._text.find(")")
        flags = self._text[2:end]
        if end > 2 and flags.isalpha() and flags.islower():
            self._verbose = "x" in flags
            # `u` is how Python reads text anyway; of the others the order does not matter.
            self.flags = "".join(sorted(set(flags) - {"x", "u"}))
            self._at = end + 1

    def _alternation(self, depth: int) -> list[Row]:
        if depth > MOST_DEPTH:
            raise _UnknownError
        rows: list[Row] = []
        while True:
            rows += self._sequence(depth)
            if len(rows) > MOST_ALTERNATIVES:
                raise _UnknownError
            if self._peek() != "|":
                return rows
            self._at += 1

    def _sequence(self, depth: int) -> list[Row]:
        rows: list[list[str]] = [[]]
        while self._peek() not in ("", "|", ")"):
            choices = self._quantified(self._atom(depth))
            if len(choices) == 1:
                for row in rows:
                    row.extend(choices[0])
                self._count(len(rows) * len(choices[0]))
            else:
                rows = [[*row, *choice] for row in rows for choice in choices]
                self._count(sum(map(len, rows)))
            if len(rows) > MOST_ALTERNATIVES:
                raise _UnknownError
        return [tuple(row) for row in rows]

    def _count(self, tokens: int) -> None:
        """Hostile text must not be written out at any length."""
        self._written += tokens
        if self._written > MOST_TOKENS:
            raise _UnknownError

    def _peek(self) -> str:
        """The next character that counts; empty at the end."""
        text = self._text
        while self._verbose and self._at < len(text) and text[self._at] in " \t\r\n\f\v#":
            if text[self._at] == "#":
                end = text.find("\n", self._at)
                self._at = len(text) if end < 0 else end
            else:
                self._at += 1
        return text[self._at : self._at + 1]

    def _quantified(self, choices: list[Row]) -> list[Row]:
        """The atom's alternatives with the quantifier behind it: `?` is both with and without."""
        mark = self._peek()
        if mark not in ("*", "+", "?", "{"):
            return choices
        mark = self._quantifier(mark)
        if mark in ("?", "??"):
            return [*choices, ()]
        if len(choices) == 1 and len(choices[0]) == 1 and not _is_repeat(choices[0][0]) and choices[0][0] not in _ENDS:
            return [(choices[0][0] + mark,)]
        inner = "|".join(sorted("".join(choice) for choice in choices))
        return [(f"(?:{inner}){mark}",)]

    def _quantifier(self, mark: str) -> str:
        begin = self._at
        if mark == "{":
            end = self._text.find("}", begin)
            inside = self._text[begin + 1 : end]
            if end < 0 or not inside.replace(",", "", 1).isdigit():
                raise _UnknownError  # a literal brace to Python, an error to prek
            self._at = end + 1
        else:
            self._at += 1
        if self._text[self._at : self._at + 1] in ("?", "+"):  # as few as possible, or without going back
            self._at += 1
        return self._text[begin : self._at]

    def _atom(self, depth: int) -> list[Row]:
        character = self._text[self._at]
        match character:
            case "(":
                return self._group(depth)
            case "[":
                return self._set()
            case "\\":
                return [(self._escape(),)]
            case "*" | "+" | "?" | "{":
                raise _UnknownError
        self._at += 1
        if character == "#" or character.isspace():
            return [("\\" + character,)]  # as it is written where (?x) holds
        return [(character,)]

    def _escape(self) -> str:
        following = self._text[self._at + 1]
        self._at += 2
        if following.isdigit() or following in "gkpPuUxN":
            raise _UnknownError  # a group that was found before, or a character by its name
        if following.isalnum() or following in _SPECIAL or following == "#" or following.isspace():
            return "\\" + following
        return following

    def _set(self) -> list[Row]:
        """A `[...]`: its characters one by one when they are few and plain, else one token."""
        begin = self._at
        end = self._text.find("]", begin + (3 if self._text.startswith("[^", begin) else 2))
        while end > 0 and self._backslashes(begin, end) % 2:
            end = self._text.find("]", end + 1)
        if end < 0 or "[" in self._text[begin + 1 : end]:
            raise _UnknownError  # a set in a set means something else to each engine
        self._at = end + 1
        inside = self._text[begin + 1 : end]
        if len(inside) <= 8 and not inside.startswith("^") and not {"-", "\\", "&", "~"} & set(inside):
            return [("\\" + one if one in _SPECIAL or one in "# " else one,) for one in sorted(set(inside))]
        return [(f"[{inside}]",)]

    def _backslashes(self, begin: int, end: int) -> int:
        """How many backslashes stand right before `end`."""
        at = end
        while at > begin and self._text[at - 1] == "\\":
            at -= 1
        return end - at

    def _group(self, depth: int) -> list[Row]:
        kind = self._group_kind()
        if kind == "(?#":
            end = self._text.find(")", self._at)
            if end < 0:
                raise _UnknownError
            self._at = end + 1
            return [()]
        rows = self._alternation(depth + 1)
        if self._peek() != ")":
            raise _UnknownError
        self._at += 1
        if kind:
            inner = "|".join(sorted("".join(row) for row in rows))
            return [(f"{kind}{inner})",)]
        return rows

    def _group_kind(self) -> str:
        """How the group begins, when that is a lookaround or a comment; empty for a plain group."""
        text, at = self._text, self._at
        if not text.startswith("(?", at):
            self._at += 1
            return ""
        for kind in ("(?=", "(?!", "(?<=", "(?<!", "(?#"):
            if text.startswith(kind, at):
                self._at += len(kind)
                return kind
        if text.startswith("(?:", at):
            self._at += 3
            return ""
        if text.startswith(("(?P<", "(?<"), at):
            self._at = text.index(">", at) + 1 if ">" in text[at : at + 100] else len(text) + 1
            return ""
        raise _UnknownError

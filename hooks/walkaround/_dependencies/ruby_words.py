"""The words of a Ruby file that is a list of calls, such as a Gemfile, without running it.

Only what such a list needs: strings, symbols, names, signs and line ends are told apart; comments, heredocs, `=begin`
blocks and what follows `__END__` are left out. Source: the lexical structure in Ruby's documentation ("Literals",
"Comments").
"""

from collections.abc import Iterator
from re import MULTILINE
from re import compile as pattern
from typing import Literal, NamedTuple

_TOKEN = pattern(
    r"(?P<blank>[ \t\f\v]+|\\\r?\n|\#[^\r\n]*)"
    r"|(?P<end>\r\n|[\r\n;])"
    r"|(?P<heredoc><<[~-]?(?P<quote>[\"'`]?)(?P<mark>[A-Z_][A-Za-z0-9_]*)(?P=quote))"
    r"|(?P<list>%[wWiIqQ](?:\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}|<[^<>]*>|\|[^|]*\|))"
    r"|(?P<string>\"(?:[^\"\\\r\n]|\\.)*+\"|'(?:[^'\\\r\n]|\\.)*+'|`(?:[^`\\\r\n]|\\.)*+`)(?P<colon>:(?!:))?"
    r"|(?P<label>[A-Za-z_][A-Za-z0-9_]*[?!]?):(?!:)"
    r"|(?P<symbol>:(?:[A-Za-z_][A-Za-z0-9_]*[?!=]?|\"[^\"\r\n]*\"|'[^'\r\n]*'))"
    r"|(?P<name>[A-Za-z_@$][A-Za-z0-9_]*[?!]?)"
    r"|(?P<sign>=>|\|\||&&|=~|!~|==|\*\*|::|[0-9][0-9A-Za-z_.]*|.)"
)
_REGEXP = pattern(r"/(?:[^/\\\r\n]|\\.)*+/[a-z]*")
_BEGIN = pattern(r"=begin(?![A-Za-z0-9_])[\s\S]*?(?:^=end(?![A-Za-z0-9_])[^\r\n]*|\Z)", MULTILINE)
_END = pattern(r"__END__[ \t]*(?=[\r\n]|\Z)")
# Behind these, a slash begins an expression and does not divide.
_BEFORE_VALUE = frozenset({"if", "unless", "when", "and", "or", "not", "in", "while", "until", "elsif"})


class Token(NamedTuple):
    """A word. `text` is what is inside of quotes and brackets, without colons, and `start` where it begins.

    `known` is whether a string is written as it will be: no interpolation and no escape is in it.
    """

    kind: Literal["string", "list", "symbol", "label", "name", "sign", "end"]
    text: str
    start: int
    known: bool = True

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def tokens(content: str) -> Iterator[Token]:
    """Every word of a file, up to `__END__`."""
    at = 0
    value_may_follow = True
    divides = 0  # up to here no slash begins an expression, which the line does not end
    heredocs: list[str] = []  # those that begin on this line
    while (at := _behind_comments(content, at)) < len(content):
        found = None
        if content[at] == "/" and value_may_follow and at >= divides:
            found = _REGEXP.match(content, at)
            divides = 0 if found is not None else _line_end(content, at)
        found = found or _TOKEN.match(content, at)
        if found is None:
            return  # every character is a sign at least
        at = found.end()
        token = _token(found.lastgroup or "", found[0], found.start())
        if token is not None and token.kind == "sign" and token.text in "\"'`":
            at = _line_end(content, at)  # a string that does not end: nobody knows what the rest of the line is
        if found.re is _TOKEN and found["mark"]:
            heredocs.append(found["mark"])
        if token is None:
            continue
        if token.kind == "end" and heredocs and token.text != ";":
            at = _behind(content, at, heredocs)
            heredocs.clear()
        value_may_follow = _is_before_value(token)
        yield token


def _behind_comments(content: str, at: int) -> int:
    """Behind the `=begin` blocks that begin here; the end of the file at `__END__`."""
    while (at == 0 or content[at - 1] == "\n") and (found := _BEGIN.match(content, at)):
        at = found.end()
    return len(content) if (at == 0 or content[at - 1] == "\n") and _END.match(content, at) else at


def _is_before_value(token: Token) -> bool:
    """Whether a slash behind the token begins an expression."""
    if token.kind == "sign":
        return token.text not in (")", "]", "}")
    return token.kind in ("end", "label") or token.text in _BEFORE_VALUE


def _token(group: str, text: str, start: int) -> Token | None:
    """The token of what matched; None where it says nothing."""
    match group:
        case "blank":
            return None
        case "string":
            return Token("string", text[1:-1], start + 1, _is_known(text))
        case "colon":
            return Token("label", text[1:-2], start + 1)
        case "list":
            return Token("list", text[3:-1], start + 3)
        case "symbol":
            return Token("symbol", text[1:].strip("\"'"), start + 1)
        case "label":
            return Token("label", text[:-1], start)
        case "name":
            return Token("name", text, start)
        case "end":
            return Token("end", text, start)
        case "sign":
            return Token("sign", text, start)
    return Token("string", text, start, known=False)  # a heredoc, or a regular expression


def _is_known(text: str) -> bool:
    return "\\" not in text and (text[0] == "'" or (text[0] == '"' and "#{" not in text))


def _line_end(content: str, at: int) -> int:
    found = content.find("\n", at)
    return found if found >= 0 else len(content)


def _behind(content: str, at: int, heredocs: list[str]) -> int:
    """Behind the texts of the heredocs that begin on the line before."""
    for mark in heredocs:
        line = ""
        while at < len(content) and line != mark:
            end = content.find("\n", at) + 1 or len(content)
            line = content[at:end].strip()
            at = end
    return at

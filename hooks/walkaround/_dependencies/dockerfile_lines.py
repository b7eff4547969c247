"""The grammar of a Dockerfile: parser directives, instructions, their flags, lists in JSON, and heredocs.

Lines that an escape character joins are joined without it, as Docker does before a shell sees them; comments and
empty lines between them are left out. Every text leads back into the file.
Sources: Docker's "Dockerfile reference"; where that is silent, BuildKit's `frontend/dockerfile/parser`.
"""

from collections.abc import Iterator
from re import DOTALL
from re import compile as pattern
from typing import NamedTuple

from .._finding import NotJudged
from .._text import Text
from .commands import Word
from .declared import Fragment

_DIRECTIVES = ("syntax", "escape", "check")
_HEREDOCS = ("run", "copy", "add")  # instructions that may have them
_FLAG = pattern(r"""[ \t]*--([A-Za-z][\w-]*)(?:=((?:(?="[^"]*")"[^"]*"|(?='[^']*')'[^']*'|[^\s"'])*+))?(?=\s|$)""")
_PART = r"""\s+|"(?:[^"{0}]|{0}.)*+"|'[^']*+'|{0}.|[^\s"'{0}]++|."""
_TOKENS = {escape: pattern(_PART.format(escape * 2 if escape == "\\" else escape), DOTALL) for escape in "\\`"}
_HEREDOC = pattern(r"\d*<<(-?)([^<]+)")


class Directive(NamedTuple):
    """A comment at the top of the file that tells the builder something."""

    name: str
    value: Fragment


class Heredoc(NamedTuple):
    """A document behind an instruction. `at` is where its word stands in the instruction; `end` is its last line."""

    at: int
    name: str
    body: Fragment
    end: Fragment


class Instruction(NamedTuple):
    """An instruction: its name in small letters, and the text behind it.

    `unfinished` is the name of a heredoc that does not end; it has swallowed the rest of the file.
    """

    name: str
    rest: Fragment
    heredocs: tuple[Heredoc, ...] = ()
    unfinished: str = ""


class Flag(NamedTuple):
    name: str
    value: Fragment


class _Lines:
    """The lines of a text, one after the other, each as where it begins and where its line end does."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def next(self) -> tuple[int, int] | None:
        if self.at >= len(self.text):
            return None
        began, found = self.at, self.text.find("\n", self.at)
        end = len(self.text) if found < 0 else found
        self.at = end + 1
        while end > began and self.text[end - 1] == "\r":
            end -= 1
        return began, end


def directives(source: Fragment) -> list[Directive]:
    """The parser directives; the first line that is none ends them."""
    found: list[Directive] = []
    lines = _Lines(source.text)
    if source.text.startswith("#!"):
        lines.next()
    while (line := lines.next()) is not None:
        began, end = line
        name, equals, value = source.text[began:end].partition("=")
        word = name.strip().removeprefix("#").strip().lower()
        if not (name.strip().startswith("#") and equals and value.strip() and word in _DIRECTIVES):
            break
        start = began + len(name) + 1 + len(value) - len(value.lstrip())
        found.append(Directive(word, source.cut((start, start + len(value.strip())))))
    return found


def escape_of(found: list[Directive]) -> str:
    """The character that joins lines: a backslash, unless a directive says that it is a backtick."""
    return "`" if any(one.name == "escape" and one.value.text == "`" for one in found) else "\\"


def instructions(source: Fragment, escape: str) -> Iterator[Instruction]:
    """Every instruction, known or not."""
    lines = _Lines(source.text)
    while (line := lines.next()) is not None:
        spans = _joined(lines, line, escape)
        if spans:
            yield _instruction(source, lines, source.cut(*spans), escape)


def _joined(lines: _Lines, line: tuple[int, int], escape: str) -> list[tuple[int, int]]:
    """Where the parts of an instruction stand that begins on this line; none where the line holds none."""
    began, end = line
    text = lines.text
    bare = text[began:end].lstrip()
    if not bare or bare.startswith("#"):
        return []
    began = end - len(bare)
    spans: list[tuple[int, int]] = []
    while True:
        cut = _continued(text, began, end, escape)
        spans.append((began, end if cut is None else cut))
        if cut is None:
            break
        following = lines.next()
        while following is not None and _is_left_out(text[following[0] : following[1]]):
            following = lines.next()
        if following is None:
            break
        began, end = following
    return [span for span in spans if span[0] < span[1]]


def _is_left_out(line: str) -> bool:
    """Whether a line between joined lines is a comment or empty."""
    bare = line.strip()
    return not bare or bare.startswith("#")


def _continued(text: str, began: int, end: int, escape: str) -> int | None:
    """Where the escape character stands that ends a line; None where the line ends the instruction."""
    while end > began and text[end - 1] in " \t":
        end -= 1
    if end == began or text[end - 1] != escape or (end - 2 >= began and text[end - 2] == escape):
        return None
    return end - 1


def _instruction(source: Fragment, lines: _Lines, line: Fragment, escape: str) -> Instruction:
    name, rest = _named(line)
    takes, arguments = _named(rest) if name == "onbuild" else (name, rest)
    if takes not in _HEREDOCS or "<<" not in rest.text or is_list(without_flags(arguments)[1]):
        return Instruction(name, rest)
    heredocs: list[Heredoc] = []
    for at, tabs, delimiter in _delimiters(rest.text, escape):
        document = _document(source, lines, bool(tabs), delimiter)
        if document is None:
            return Instruction(name, rest, tuple(heredocs), delimiter)
        heredocs.append(Heredoc(at, delimiter, *document))
    return Instruction(name, rest, tuple(heredocs))


def _named(line: Fragment) -> tuple[str, Fragment]:
    """The first word, in small letters, and the rest without blanks around it."""
    words = line.text.split(None, 1)
    end = len(line.text.rstrip())
    start = end - len(words[1].rstrip()) if len(words) > 1 else end
    return (words[0].lower() if words else ""), line.cut((start, end))


def nested(instruction: Instruction) -> Instruction:
    """The instruction behind ONBUILD."""
    name, rest = _named(instruction.rest)
    gone = len(instruction.rest.text) - len(rest.text)
    heredocs = tuple(one._replace(at=one.at - gone) for one in instruction.heredocs)
    return Instruction(name, rest, heredocs, instruction.unfinished)


def tokens(text: str, escape: str) -> Iterator[tuple[int, str]]:
    """The words of a text, quoted parts and escapes left as they are, each with its place."""
    began, parts = 0, ""
    for found in _TOKENS[escape].finditer(text):
        if not found[0].isspace():
            began = began if parts else found.start()
            parts += found[0]
        elif parts:
            yield began, parts
            parts = ""
    if parts:
        yield began, parts


def unquoted(word: str, escape: str) -> str:
    """A word without its quotes and escapes."""
    if not any(mark in word for mark in ('"', "'", escape)):
        return word
    parts = []
    for found in _TOKENS[escape].finditer(word):
        part = found[0]
        if len(part) > 1 and part[0] == part[-1] and part[0] in "\"'":
            parts.append(part[1:-1])
        else:
            parts.append(part.removeprefix(escape))
    return "".join(parts)


def _delimiters(text: str, escape: str) -> list[tuple[int, str, str]]:
    """The heredocs that an instruction announces: place, `-` where tabs are cut off, and the word that ends it."""
    found = []
    for at, word in tokens(text, escape):
        document = _HEREDOC.fullmatch(word) if "<<" in word else None
        if document is not None and (name := unquoted(document[2], escape)):
            found.append((at, document[1], name))
    return found


def _document(source: Fragment, lines: _Lines, tabs: bool, delimiter: str) -> tuple[Fragment, Fragment] | None:
    """The lines up to that of a delimiter, and that; None when none is there."""
    spans: list[tuple[int, int]] = []
    while (line := lines.next()) is not None:
        began, end = line
        written = source.text[began:end]
        if (written.lstrip("\t") if tabs else written) == delimiter:
            return source.cut(*spans or [(began, began)]), source.cut((began, end))
        spans.append((began, end))
        if source.text[end : lines.at]:
            spans.append((lines.at - 1, lines.at))  # the line feed, without a carriage return before it
    return None


def without_flags(rest: Fragment) -> tuple[list[Flag], Fragment]:
    """The `--name=value` in front of an instruction's arguments, and the arguments."""
    if not rest.text.startswith("--"):
        return [], rest
    flags = []
    at = 0
    while (found := _FLAG.match(rest.text, at)) is not None:
        start, end = found.span(2) if found[2] is not None else (found.end(), found.end())
        if end - start > 1 and rest.text[start] == rest.text[end - 1] and rest.text[start] in "\"'":
            start, end = start + 1, end - 1
        flags.append(Flag(found[1].lower(), rest.cut((start, end))))
        at = found.end()
    at = len(rest.text) - len(rest.text[at:].lstrip())
    return flags, rest.cut((at, len(rest.text)))


def is_list(rest: Fragment) -> bool:
    """Whether arguments are in the form of a list: `["executable", "parameter"]`."""
    return rest.text.startswith("[") and strings(rest) is not None


def strings(rest: Fragment) -> list[Fragment] | None:
    """The strings of a list in JSON; None when the text is none, and a shell would read it."""
    from .._yaml import Scalar, Sequence
    from .jsonc import fragment, parse

    if not rest.text.startswith("["):
        return None
    text = Text("", rest.text)
    try:
        root = parse(text)
    except NotJudged:
        return None
    if not isinstance(root, Sequence):
        return None
    found = [fragment(text, item).within(rest) for item in root.items if isinstance(item, Scalar) and not item.plain]
    return found if len(found) == len(root.items) else None


def as_words(parts: list[Fragment]) -> list[Word]:
    """The words of a command that no shell reads."""
    return [Word(part.text, part.offset(0), "$" not in part.text, len(part.pieces) == 1, part) for part in parts]

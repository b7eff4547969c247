"""What a file of JavaScript or TypeScript imports, and where it says so.

A reader of our own that goes from one string, template, comment, expression, brace or word such as `import` to the
next, and leaves out what stands between. The grammars of tree-sitter cost more than a whole commit may (44 ms to load,
30 ms to compile a query), take seconds for unclosed templates, and give up where the language grew since 2024. No
expression here goes back further than it came, so time is linear in the text.

Sources: ECMA-262, "Modules"; TypeScript's handbook, "Modules - Reference" and "Triple-Slash Directives".
"""

from collections.abc import Iterator
from re import compile as pattern
from typing import Literal, NamedTuple

# static: `import x from`; bare: `import "x"`; reference: `/// <reference types>`.
Form = Literal["static", "bare", "export", "require", "resolve", "dynamic", "reference"]


class Import(NamedTuple):
    """`offset` is the first character of the name. `types`: it is gone when the program runs. `guarded`: the code goes
    on without it. `binds`: the names that a static import gives to the file."""

    name: str
    offset: int
    form: Form
    types: bool = False
    guarded: bool = False
    binds: tuple[str, ...] = ()


_STOP = pattern(r"""["'`/{}]|(?<![\w$#@-])(?:import|export|require|try)(?![\w$-])""")
_TEMPLATE = pattern(r"[^`\\$]+|\\[\s\S]|\$(?!\{)|`|\$\{")
_STRINGS = {
    quote: pattern(rf"{quote}([^{quote}\\\r\n]*(?:\\(?:\r\n|[\s\S])[^{quote}\\\r\n]*)*){quote}") for quote in "\"'"
}
_EXPRESSION = pattern(r"/(?:[^/\\\[\r\n]|\\[^\r\n]|\[(?:[^\]\\\r\n]|\\[^\r\n])*\])+/")
_LINE = pattern(r"[^\r\n]*")
_SPACE = pattern(r"(?:[\s\ufeff]+|//[^\r\n]*|/\*(?:[^*]|\*(?!/))*\*/)*")
_CLAUSE = pattern(r"[\w$]+|[{},*]")
_WORD_BEFORE = pattern(r"[\w$]+$")
_REFERENCE = pattern(r"///\s*<reference\s[^>\r\n]{0,300}?\btypes\s*=\s*([\"'])([^\"'\r\n]+)\1")
_CAUGHT = pattern(r"[^)]*\)\s*\.\s*(?:catch|then)\b")
_WORDS_BEFORE = "return typeof case in of delete void throw new do else instanceof yield await default extends"
_BEFORE_EXPRESSION = frozenset(_WORDS_BEFORE.split(" "))
_LOOSE = pattern(
    r"\bdefine\s*\(|\brequirejs\b|\bdefine\.amd\b|\bfunction\s*[\w$]*\s*\([^)]{0,200}\brequire\b|\(\s*require\s*[,)]\s*"
    r"[^=)]{0,200}=>|\b(?:var|let|const)\s+require\s*=(?!\s*(?:[\w$.]+\.)?createRequire\b)|\bfunction\s+require\s*\("
)
_SCRIPT = pattern(r"<script\b((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
_FRONT = pattern(r"\s*---[ \t]*\r?\n")
_MARKUP = (".vue", ".svelte", ".astro")
_WORDS = ("import", "require", "export", "<reference")


def imports(path: str, content: str) -> Iterator[Import]:
    """Every import whose name is written as constant text, in the order of the text."""
    if not any(word in content for word in _WORDS):
        return
    if path.endswith(_MARKUP):
        for start, end in _scripts(path, content):
            yield from _Scan(content, start, end).found()
        return
    start = _LINE.match(content).end() if content.startswith("#!") else 0  # type: ignore[union-attr]
    loose = "require" in content and _LOOSE.search(content) is not None
    for one in _Scan(content, start, len(content)).found():
        if not (loose and one.form in ("require", "resolve")):
            yield one


def _scripts(path: str, content: str) -> Iterator[tuple[int, int]]:
    """Where the scripts of a component stand."""
    at = 0
    if path.endswith(".astro") and (front := _FRONT.match(content)) is not None:
        at = content.find("\n---", front.end())
        at = len(content) if at < 0 else at
        yield front.end(), at
    while (opens := _SCRIPT.search(content, at)) is not None:
        at = content.find("</script", opens.end())
        if at < 0:
            return
        if "json" not in opens[1] and "importmap" not in opens[1]:
            yield opens.end(), at


class _Scan:
    """One pass from `start` to `end`; `blocks` are the open braces: of a `try`, of a template, or of anything else."""

    def __init__(self, content: str, start: int, end: int) -> None:
        self.content = content
        self.at = start
        self.end = end
        self.start = start
        self.blocks: list[Literal["try", "template", "other"]] = []
        self.tries = 0
        self.opens_try = -1
        self.comments: dict[int, int] = {}  # where comments begin, by where they end
        self.unclosed: dict[str, int] = {}  # per quote, how far no string can end
        self.templates = True  # whether templates still end

    def found(self) -> Iterator[Import]:
        while (stop := _STOP.search(self.content, self.at, self.end)) is not None:
            sign = stop[0]
            if sign in "\"'":
                self._string(stop.start(), sign)
            elif sign == "/":
                yield from self._slash(stop.start())
            elif sign in "{}":
                self.at = stop.end()
                self._brace(stop.start(), sign)
            elif sign == "`":
                self._template(stop.end())
            else:
                yield from self._word(stop.start(), stop.end(), sign)

    def _string(self, at: int, quote: str) -> None:
        """Past a string; a quote that none ends on its line is text of JSX."""
        self.at = at + 1
        if at < self.unclosed.get(quote, -1):
            return
        found = _STRINGS[quote].match(self.content, at, self.end)
        if found is not None:
            self.at = found.end()
        else:
            self.unclosed[quote] = self._line_end(at)

    def _line_end(self, at: int) -> int:
        found = _LINE.match(self.content, at, self.end)
        return found.end() if found is not None else at

    def _template(self, at: int) -> None:
        """Past the text of a template, to its end or to the braces of an expression."""
        self.at = at
        if not self.templates:
            return
        while (part := _TEMPLATE.match(self.content, self.at, self.end)) is not None:
            self.at = part.end()
            if part[0] == "`":
                return
            if part[0] == "${":
                self.blocks.append("template")
                return
        self.templates = False  # it was no template, but text of JSX: nothing behind it ends one either
        self.at = at

    def _brace(self, at: int, sign: str) -> None:
        if sign == "{":
            block: Literal["try", "other"] = "try" if at == self.opens_try else "other"
            self.tries += block == "try"
            self.blocks.append(block)
        elif self.blocks:
            block_closed = self.blocks.pop()
            self.tries -= block_closed == "try"
            if block_closed == "template":
                self._template(self.at)

    def _slash(self, at: int) -> Iterator[Import]:
        """Past a comment or a regular expression."""
        if self.content.startswith("//", at) and not self._is_in_url(at):
            self.at = self._line_end(at)
            found = _REFERENCE.match(self.content, at, self.at)
            if found is not None:
                yield Import(found[2], found.start(2), "reference", types=True)
            self.comments[self.at] = at
        elif self.content.startswith("/*", at):
            closed = self.content.find("*/", at + 2, self.end)
            self.at = self.end if closed < 0 else closed + 2
            self.comments[self.at] = at
        else:
            self.at = at + 1
            if at >= self.unclosed.get("/", -1) and self._may_be_expression(at):
                found = _EXPRESSION.match(self.content, at, self.end)
                if found is not None:
                    self.at = found.end()
                else:
                    self.unclosed["/"] = self._line_end(at)

    def _is_in_url(self, at: int) -> bool:
        """Whether two slashes stand in an address in text of JSX, which begins no comment."""
        return self.content[max(at - 6, 0) : at].endswith(("http:", "https:"))

    def _before(self, at: int) -> tuple[str, bool]:
        """The last sixteen characters of code before a place, and whether the line changes between them and it."""
        end = at
        while True:
            text = self.content[max(end - 400, self.start) : end].rstrip()
            end = max(end - 400, self.start) + len(text)
            began = self.comments.get(end)
            if began is None:
                break
            end = began
        between = self.content[end:at]
        return self.content[max(end - 16, self.start) : end], "\n" in between or "\r" in between

    def _may_be_expression(self, at: int) -> bool:
        """Whether a slash begins a regular expression, and neither divides nor closes an element of JSX."""
        before, _ = self._before(at)
        last = before[-1:]
        if last == "<" or (last == ">" and not before.endswith("=>")):
            return False
        if last in (")", "]", "}", '"', "'", "`"):
            return False
        word = _WORD_BEFORE.search(before)
        return word is None or word[0] in _BEFORE_EXPRESSION

    def _word(self, at: int, end: int, word: str) -> Iterator[Import]:
        self.at = end
        if word == "try":
            after = self._space(end)
            if self.content.startswith("{", after):
                self.opens_try = after
            return
        before, new_line = self._before(at)
        if before.endswith((".", "?.")) and not before.endswith("..."):
            return
        if word == "require":
            yield from self._require(end)
        elif word == "import" and self.content.startswith("(", self._space(end)):
            yield from self._call(self._space(end), "dynamic", before)
        elif new_line or before[-1:] in ("", ";", "}", "{", "/"):
            if before[-1:] == ">":
                return  # text of JSX that begins a line
            yield from self._import(end) if word == "import" else self._export(end)

    def _space(self, at: int) -> int:
        found = _SPACE.match(self.content, at, self.end)
        return found.end() if found is not None else at

    def _require(self, end: int) -> Iterator[Import]:
        at = self._space(end)
        form: Form = "require"
        if self.content.startswith(".resolve", at):
            at, form = self._space(at + len(".resolve")), "resolve"
        if self.content.startswith("(", at):
            yield from self._call(at, form, "")

    def _call(self, opens: int, form: Form, before: str) -> Iterator[Import]:
        """A call whose first argument is a string; `import` also where types are, which only an `await` rules out."""
        at = self._space(opens + 1)
        self.at = at
        read = self._name(at)
        if read is None:
            return
        name, offset, end = read
        self.at = end
        after = self._space(end)
        if not self.content.startswith((")", ","), after):
            return
        caught = form == "dynamic" and _CAUGHT.match(self.content, after, min(after + 400, self.end)) is not None
        caught = caught and self.content.find(".catch", after, min(after + 2000, self.end)) > 0
        types = form == "dynamic" and not before.endswith(("await", "return", "=>", "void"))
        yield Import(name, offset, form, types, bool(self.tries) or caught)

    def _name(self, at: int) -> tuple[str, int, int] | None:
        """A string that stands at a place, or a template without expressions: its text, where it is, where it ends."""
        quote = self.content[at : at + 1]
        if quote in ('"', "'") and at < self.end:
            found = _STRINGS[quote].match(self.content, at, self.end)
            if found is not None and "\\" not in found[1]:
                return found[1], at + 1, found.end()
        elif quote == "`":
            end = self.content.find("`", at + 1, min(at + 400, self.end))
            text = self.content[at + 1 : end]
            if end > 0 and "$" not in text and "\\" not in text and "\n" not in text:
                return text, at + 1, end + 1
        return None

    def _import(self, end: int) -> Iterator[Import]:
        """What stands behind `import` at the beginning of a statement, up to the name of the module."""
        at = self._space(end)
        read = self._name(at) if not self.content.startswith("`", at) else None
        if read is not None:
            self.at = read[2]
            yield Import(read[0], read[1], "bare", guarded=bool(self.tries))
            return
        yield from self._from(at, "static")

    def _export(self, end: int) -> Iterator[Import]:
        """`export … from`; what is exported without `from` is read on from there."""
        at = self._space(end)
        if self.content.startswith(("{", "*"), at) or (
            self.content.startswith("type", at) and self.content.startswith(("{", "*"), self._space(at + 4))
        ):
            yield from self._from(at, "export")

    def _from(self, at: int, form: Form) -> Iterator[Import]:
        """The words up to a string; where something else stands, no import was meant."""
        words: list[str] = []
        while (token := _CLAUSE.match(self.content, at, self.end)) is not None:
            words.append(token[0])
            if token[0] == "}" and form == "export" and not self.content.startswith("from", self._space(token.end())):
                self.at = token.end()
                return
            at = self._space(token.end())
        read = self._name(at) if not self.content.startswith("`", at) else None
        if read is None or words[-1:] != ["from"]:
            self._resume(at, words)
            return
        self.at = read[2]
        types = words[0] in ("type", "typeof") and words[1] not in (",", "from")
        yield Import(read[0], read[1], form, types, bool(self.tries), _bound(words[:-1]))

    def _resume(self, at: int, words: list[str]) -> None:
        """Goes on behind words that were none of an import, with the braces among them."""
        self.at = at
        for word in words:
            if word in "{}":
                self._brace(-1, word)


def _bound(words: list[str]) -> tuple[str, ...]:
    """The names that the clause of an import gives to the file: those behind `as`, and those without one."""
    names = []
    for at, word in enumerate(words):
        after = words[at + 1] if at + 1 < len(words) else ""
        if word not in "{},*" and after in ("", ",", "}") and word not in ("type", "typeof"):
            names.append(word)
    return tuple(names)

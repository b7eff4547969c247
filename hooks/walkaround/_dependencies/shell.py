"""The commands of a shell script, by tree-sitter's grammar of bash.

The grammar reads sh, dash, ksh and most of zsh as well, and goes on behind what it cannot read. Some texts take it a
time that grows with the square of their length: it is fed piece by piece, so that it can be stopped, and pipes, which
cost it time when it has read everything, are counted before.
"""

from collections.abc import Iterator, Mapping, Sequence
from re import ASCII, finditer, fullmatch, sub
from typing import Any, NamedTuple, Optional

from .command_words import is_download, reads_script, runs_argument, runs_input
from .declared import Fragment
from .gates import may_install
from .shell_words import Budget, Command, TooCostly, Word

__all__ = ["TooCostly", "commands"]

_MOST = 1 << 20  # characters of a script
_MOST_PIPES = 4000
_CHUNK = 4096  # bytes that the grammar is given at once
_QUOTED = ("raw_string", "string", "translated_string", "ansi_c_string")
_TRANSPARENT = ("redirected_statement", "subshell", "compound_statement", "list", "negated_command", "ERROR")
_CONDITIONAL = frozenset({
    "if_statement", "elif_clause", "else_clause", "case_item", "while_statement", "for_statement",
    "c_style_for_statement",
})  # fmt: skip
_OF_WHOLE_SCRIPT = ("PIP_CONSTRAINT", "UV_CONSTRAINT")  # variables that change what later commands install


class Place(NamedTuple):
    """A node of the tree, and the place of the node above. (The tree would search its parent from the top.)"""

    node: Any
    up: Optional["Place"]


def commands(fragment: Fragment, budget: Budget | None = None) -> Iterator[Command]:
    """Every command of a script, also those in substitutions and functions; TooCostly when it is too large."""
    if len(fragment.text) > _MOST or fragment.text.count("|") > _MOST_PIPES:
        raise TooCostly
    yield from _Script(fragment, budget or Budget(), {}).commands()


class _Script:
    """One script: its tree, the values of its variables, whose bytes are the characters of the text."""

    def __init__(self, fragment: Fragment, budget: Budget, values: Mapping[str, Word]) -> None:
        self._fragment = fragment
        self._budget = budget
        self._root = _parsed(_as_ascii(fragment.text), budget)
        self._values = dict(values)
        self._exported: tuple[str, ...] = ()

    def commands(self, *, is_line: bool = False) -> Iterator[Command]:
        places = list(_walk(self._root, self._budget))
        self._note_assignments(places)
        for place in places:
            if place.node.type == "command":
                self._budget.check()
                yield self._command(place)
        if not is_line:
            yield from self._of_lines(places)

    # What the grammar could not read.

    def _of_lines(self, places: Sequence[Place]) -> Iterator[Command]:
        """The commands of what cannot be read as a whole, line by line; a text of several lines is left out."""
        texts = self._texts_of_lines(places)
        done = 0
        for place in places:
            if place.node.type != "ERROR":
                continue
            start, end = self._span(place.node)
            start = max(start, done)
            text = self._fragment.text[start:end]
            if start >= end or ("\n" not in text and place.up is not None):
                continue
            done = end
            for found in finditer(r"(?:\\\r?\n|[^\n])+", text):
                at = start + found.start()
                while texts and texts[0][1] <= at:
                    texts.pop(0)
                if texts and texts[0][0] < at:
                    continue
                if found[0] != self._fragment.text and may_install(found[0].encode("utf-8", "replace")):
                    self._budget.check()
                    line = self._fragment.cut((at, start + found.end()))
                    yield from _Script(line, self._budget, self._values).commands(is_line=True)

    def _texts_of_lines(self, places: Sequence[Place]) -> list[tuple[int, int]]:
        """Where texts stand that go over several lines."""
        spans = []
        for place in places:
            if place.node.type in (*_QUOTED, "heredoc_body") and not place.node.has_error:
                start, end = self._span(place.node)
                if "\n" in self._fragment.text[start:end]:
                    spans.append((start - (place.node.type == "heredoc_body"), end))
        return spans

    # Variables.

    def _note_assignments(self, places: Sequence[Place]) -> None:
        """The variables that the script sets in one place, always, and to text that is written there."""
        several: set[str] = set()
        for place in places:
            node = place.node
            if node.type == "variable_assignment" and place.up is not None and place.up.node.type != "command":
                name = self._named(node, "name")
                word = self._assigned(place)
                if word is None or name in self._values:
                    several.add(name)
                else:
                    self._values[name] = word
                if name in _OF_WHOLE_SCRIPT:
                    self._exported += (self._text(node),)
            elif node.type in ("for_statement", "select_statement"):
                several.add(self._named(node, "variable"))
            elif node.type == "command" and self._named(node, "name") in ("read", "printf", "mapfile", "getopts"):
                several.update(self._text(child) for child in node.children)
        for name in several:
            self._values.pop(name, None)

    def _assigned(self, place: Place) -> Word | None:
        """The value of an assignment; None when it is not known, or is not always assigned."""
        value = place.node.child_by_field_name("value")
        if value is None or value.type == "array" or any(child.type == "+=" for child in place.node.children):
            return None
        word = self._word(value)
        return word if word.known and not _is_conditional(place) else None

    # Commands and words.

    def _command(self, place: Place) -> Command:
        words = self._words(place)
        variables = tuple(self._text(child) for child in place.node.children if child.type == "variable_assignment")
        runner = self._runner(place) if is_download(words) else ()
        script = self._read_by(place) if reads_script(words) else None
        return Command(words, variables + self._exported, runner, script)

    def _words(self, place: Place) -> tuple[Word, ...]:
        words: list[Word] = []
        end = 0
        for child in place.node.children:
            if child.type == "file_redirect":
                words += self._behind_redirect(child)
            elif child.is_named and child.type not in ("variable_assignment", "herestring_redirect", "comment"):
                found = self._listed(child) or [self._word(child)]
                start, last = self._span(child)
                if words and self._fragment.text[end:start] in ("\\\n", "\\\r\n"):  # one word, over two lines
                    found = [_joined((words.pop(), *found), "")]
                words += found
                end = last
        above, node = place.up, place.node
        if above is not None and above.node.type == "pipeline" and above.node.end_byte == node.end_byte:
            node, above = above.node, above.up
        if above is not None and above.node.type == "redirected_statement" and above.node.children[0] == node:
            for child in above.node.children[1:]:
                if child.type == "file_redirect":
                    words += self._behind_redirect(child)
        return tuple(words)

    def _behind_redirect(self, node: Any) -> list[Word]:
        """Words of a command that stand behind a redirection, which the grammar takes for its targets."""
        return [self._word(child) for child in node.children_by_field_name("destination")[1:]]

    def _listed(self, node: Any) -> list[Word]:
        """The words of a variable that is not quoted, each where it is written."""
        value = self._value(node.children[0] if node.type == "command_name" and node.children else node)
        if value is None or value.source is None or value.text.split() == [value.text]:
            return []
        source = value.source
        self._budget.check()  # a long list that is used often
        return [Word(one[0], source.offset(one.start()), written=False) for one in finditer(r"[^\s\\]+", source.text)]

    def _value(self, node: Any) -> Word | None:
        """The value of `$NAME` or `${NAME}`."""
        if node.type not in ("simple_expansion", "expansion"):
            return None
        found = fullmatch(r"\$(?:(\w+)|\{(\w+)\})", self._text(node), ASCII)
        return self._values.get(found[1] or found[2]) if found is not None else None

    def _word(self, node: Any) -> Word:
        if node.type == "command_name" and node.children:
            node = node.children[0]
        start, end = self._span(node)
        raw = self._fragment.text[start:end]
        offset = self._fragment.offset(start)
        match node.type:
            case "concatenation":
                joined = _joined([self._word(child) for child in node.children], raw)
                offset = self._fragment.offset(start + (raw[0] in "\"'"))
                return joined._replace(offset=offset, written=joined.written and self._is_in_one_piece(start, end))
            case "raw_string":
                return self._inside(start + 1, end - 1)
            case "ansi_c_string":
                word = self._inside(start + 2, end - 1)
                return word._replace(known="\\" not in word.text)
            case "string" | "translated_string":
                return self._string(node, start + raw.index('"') + 1, end - 1)
            case "simple_expansion" | "expansion":
                value = self._value(node)
                return Word(raw, offset, known=False) if value is None else value._replace(written=False)
            case "command_substitution" | "process_substitution" | "arithmetic_expansion" | "subshell":
                return Word(raw, offset, known=False)
        plain = sub(r"\\(?:\r?\n|(.))", r"\1", raw) if "\\" in raw else raw
        return Word(plain, offset, "{" not in plain, plain == raw and self._is_in_one_piece(start, end))

    def _inside(self, start: int, end: int) -> Word:
        """What stands between quotes in which nothing is replaced."""
        source = self._fragment.cut((start, max(start, end)))
        return Word(source.text, source.offset(0), written=self._is_in_one_piece(start, end), source=source)

    def _string(self, node: Any, start: int, end: int) -> Word:
        """What stands between double quotes, with the values of variables."""
        end = max(start, end)
        source = self._unescaped(start, end)
        offset = self._fragment.offset(start)
        if node.type == "translated_string":
            node = next((child for child in node.children if child.type == "string"), node)
        inner = [child for child in node.children if child.type not in ('"', "string_content", '$"')]
        if not inner:
            written = len(source.text) == end - start and self._is_in_one_piece(start, end)
            return Word(source.text, offset, True, written, source)
        text, at, known = "", start, True
        for child in inner:
            first, last = self._span(child)
            word = self._word(child)
            text += self._fragment.text[at:first] + word.text
            known = known and word.known
            at = last
        whole = len(inner) == 1 and self._span(inner[0]) == (start, end)
        if whole and known:
            return self._word(inner[0])._replace(source=source)
        return Word(text + self._fragment.text[at:end], offset, known, False, source)

    def _unescaped(self, start: int, end: int) -> Fragment:
        """What stands between double quotes, without the backslashes that the shell takes away."""
        spans, at = [], start
        for found in finditer(r"\\(?:\r?\n|[\"\\$`])", self._fragment.text[start:end]):
            spans.append((at, start + found.start()))
            at = start + (found.end() if found[0].endswith("\n") else found.end() - 1)
        return self._fragment.cut(*spans, (at, end))

    # What runs a download, and what a shell reads.

    def _runner(self, place: Place) -> tuple[Word, ...]:
        """The words of the command that runs what a download prints: behind it in a pipe, or around a substitution."""
        child, above = place.node, place.up
        while above is not None:
            node = above.node
            match node.type:
                case "pipeline":
                    words = self._reader(above, child)
                    if words:
                        return words
                case "command_substitution" | "process_substitution":
                    return self._around(above)
                case "subshell" if above.up is not None and above.up.node.type == "command":
                    return self._around(above)  # PowerShell's `iex (irm …)`
                case "redirected_statement":
                    documents = (child for child in node.children if child.type == "heredoc_redirect")
                    words = next(filter(None, (self._reader(Place(one, above), child) for one in documents)), ())
                    if words or any(map(self._takes_output, node.children)):
                        return words
                case other if other not in _TRANSPARENT:
                    return ()
            child, above = node, above.up
        return ()

    def _takes_output(self, redirect: Any) -> bool:
        return (
            redirect.type == "file_redirect"
            and fullmatch(r"1?(?:>|>>|>\||&>|&>>)\s*(?!/dev/stdout)[^\s&].*", self._text(redirect)) is not None
        )

    def _reader(self, place: Place, child: Any) -> tuple[Word, ...]:
        """The first command behind a part of a pipeline that runs what it is given."""
        waiting = [Place(node, place) for node in reversed(place.node.children) if node.start_byte > child.start_byte]
        while waiting:
            one = waiting.pop()
            if one.node.type == "command":
                words = self._words(one)
                if runs_input(words):
                    return words
            elif one.node.type in (*_TRANSPARENT, "pipeline"):
                waiting += [Place(node, one) for node in reversed(one.node.children)]
        return ()

    def _around(self, place: Place) -> tuple[Word, ...]:
        """The command that runs a substitution, which has to begin an argument of it."""
        offset = self._fragment.offset(self._span(place.node)[0])
        above = place.up
        while above is not None and above.node.type in ("string", "concatenation", "command_name"):
            above = above.up
        from_string = above is not None and above.node.type == "herestring_redirect"
        if from_string and above is not None:
            above = above.up
        if above is None or above.node.type != "command":
            return ()
        words = self._words(above)
        if runs_input(words) if from_string else runs_argument(words, offset):
            return words
        return ()

    def _read_by(self, place: Place) -> Fragment | None:
        """The here-document or here-string that a shell reads, which is a script too."""
        for child in place.node.children:
            if child.type == "herestring_redirect" and child.children:
                return self._word(child.children[-1]).script()
        above, child = place.up, place.node
        if above is not None and above.node.type == "pipeline" and above.up is not None:
            if above.up.node.type == "heredoc_redirect" and above.up.up is not None:
                first = above.up.up.node.children[0]  # `cat <<EOF | bash`
                return self._document(above.up.node) if self._named(first, "name") in ("cat", "envsubst") else None
            if above.node.end_byte == child.end_byte:
                above = above.up
        if above is None or above.node.type != "redirected_statement":
            return None
        redirect = next((child for child in above.node.children if child.type == "heredoc_redirect"), None)
        return self._document(redirect) if redirect is not None else None

    def _document(self, redirect: Any) -> Fragment | None:
        body = next((child for child in redirect.children if child.type == "heredoc_body"), None)
        return self._fragment.cut(self._span(body)) if body is not None else None

    # From the tree's bytes to characters.

    def _is_in_one_piece(self, start: int, end: int) -> bool:
        """Whether a part of the script stands in the file as it is, and is not made of several."""
        return start >= end or self._fragment.offset(end - 1) - self._fragment.offset(start) == end - 1 - start

    def _span(self, node: Any) -> tuple[int, int]:
        return node.start_byte, node.end_byte

    def _text(self, node: Any) -> str:
        start, end = self._span(node)
        return self._fragment.text[start:end]

    def _named(self, node: Any, field: str) -> str:
        """The text of a field of a node; empty when it has none."""
        child = node.child_by_field_name(field)
        return self._text(child) if child is not None else ""


def _as_ascii(text: str) -> bytes:
    """The text with a letter for every other character that is not ASCII, so that a byte is a character.

    The grammar asks C's `isdigit` about what follows a brace, which reads outside of its table, and ends the process,
    for characters far behind ASCII. To a shell they are letters of words.
    """
    return (text if text.isascii() else sub(r"[^\x00-\x7f]", "x", text)).encode("ascii")


def _parsed(data: bytes, budget: Budget) -> Any:
    """The root of the tree. The grammar is told that the text ends when it has taken too long."""
    import tree_sitter
    import tree_sitter_bash

    stopped = False

    def read(at: int, _point: Any) -> bytes:
        nonlocal stopped
        stopped = stopped or budget.is_spent()
        return b"" if stopped else data[at : at + _CHUNK]

    root = tree_sitter.Parser(tree_sitter.Language(tree_sitter_bash.language())).parse(read).root_node
    if stopped:
        raise TooCostly
    budget.check()
    return root


def _walk(root: Any, budget: Budget) -> Iterator[Place]:
    """A node and all below it, in the order in which they stand."""
    waiting = [Place(root, None)]
    steps = 0
    while waiting:
        place = waiting.pop()
        steps += 1
        if not steps % 1024:
            budget.check()
        yield place
        if place.node.type not in ("raw_string", "ansi_c_string", "comment"):
            waiting += [Place(child, place) for child in reversed(place.node.children)]


def _is_conditional(place: Place) -> bool:
    """Whether an assignment is not always made: it is behind a condition, or in a loop."""
    child, above = place.node, place.up
    while above is not None and above.node.type != "function_definition":
        if above.node.type in _CONDITIONAL:
            return True
        if above.node.type == "list" and above.node.children[0] != child:
            before = above.node.children[0]
            if before.type == "list":
                before = before.children[-1]
            if before.type in ("test_command", "negated_command") or above.node.children[1].type == "||":
                return True
        child, above = above.node, above.up
    return False


def _joined(parts: Sequence[Word], raw: str) -> Word:
    """Parts of a word that stand side by side, where the first one stands."""
    text = "".join(part.text for part in parts)
    pieces: list[tuple[int, int]] = []
    length = 0
    for part in parts:
        own = part.source.pieces if part.source is not None and part.source.text == part.text else ((0, part.offset),)
        pieces += [(length + began, offset) for began, offset in own]
        length += len(part.text)
    source = Fragment(text, tuple(pieces))
    return Word(text, parts[0].offset, all(part.known for part in parts), text == raw, source)

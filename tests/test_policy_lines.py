"""Where in a policy file a key stands: in tables, arrays of tables, arrays within arrays, and what looks like them."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests_support import tries
from walkaround._policy._layers import Part, line_of

Path = tuple[Part, ...]


@pytest.mark.parametrize(
    ("text", "keys", "line"),
    [
        pytest.param("a = 1\n", ("a",), 1, id="key"),
        pytest.param("a = 1\n", ("b",), 0, id="no-such-key"),
        pytest.param("", ("a",), 0, id="empty"),
        pytest.param("\n# a = 1\n\n\ta = 1\n", ("a",), 4, id="comment-above"),
        pytest.param("a.b.c = 1\n", ("a", "b"), 1, id="dotted"),
        pytest.param("a.b = 1\na.c = 2\n", ("a", "c"), 2, id="dotted-again"),
        pytest.param("[a.b]\nc = 1\n", ("a",), 1, id="table-by-its-sub-table"),
        pytest.param("[a.b]\nc = 1\n[a]\nd = 1\n", ("a", "d"), 4, id="table-after-its-sub-table"),
        pytest.param("[a]\n", ("a",), 1, id="header-alone"),
        pytest.param("[a]\n", ("a", "b"), 0, id="nothing-below-a-header"),
        pytest.param("x = 1\n[[a]]\n[[a]]\n", ("a",), 2, id="array"),
        pytest.param("x = 1\n[[a]]\n[[a]]\n", ("a", 0), 2, id="first-of-headers-alone"),
        pytest.param("x = 1\n[[a]]\n[[a]]\n", ("a", 1), 3, id="second-of-headers-alone"),
        pytest.param("x = 1\n[[a]]\n[[a]]\n", ("a", 2), 0, id="no-third"),
        pytest.param("[[p]]\na.b = 1\n[[p]]\na.b = 2\n", ("p", 1, "a", "b"), 4, id="dotted-in-an-array"),
        pytest.param("[[p]]\n[p.a]\nb = 1\n[[p]]\n[p.a]\nb = 2\n", ("p", 1, "a", "b"), 6, id="table-in-an-array"),
        pytest.param("[[a]]\n[b]\nc = 1\n[[a]]\nc = 1\n", ("a", 1, "c"), 5, id="another-table-in-between"),
        pytest.param("[[a]]\n[[a.b]]\n[[a]]\n[[a.b]]\n[[a.b]]\nc = 1\n", ("a", 1, "b", 1), 5, id="array-in-array"),
        pytest.param("[[a]]\n[[a.b]]\n[[a]]\n[[a.b]]\n[[a.b]]\nc = 1\n", ("a", 1, "b", 1, "c"), 6, id="key-in-both"),
        pytest.param("a = [{b = 1}, {b = 2}]\n", ("a", 1, "b"), 1, id="inline"),
        pytest.param("a = [\n  {b = 1},\n\n  # {b = 2}\n  {b = 3},\n]\n", ("a", 1, "b"), 5, id="inline-over-lines"),
        pytest.param("a = [\n  1, 2,\n  3]\n", ("a", 1), 2, id="several-on-a-line"),
        pytest.param("a = [\n  1, 2,\n  3]\n", ("a", 2), 3, id="last-with-the-bracket"),
        pytest.param("a = [1,\n  2\n, 3\n]\n", ("a", 2), 3, id="commas-in-front"),
        pytest.param("a = [[1,\n2],\n[3,\n4]]\n", ("a", 1, 1), 4, id="arrays-in-arrays"),
        pytest.param('a = ["""\n1,\n2,\n""",\n"x"]\n', ("a", 1), 5, id="commas-in-a-string"),
        pytest.param("a = [\n'#', # '\n']',\n'x']\n", ("a", 2), 4, id="hashes-and-brackets-in-strings"),
        pytest.param("a = [\n1,\n2,\n]\n", ("a",), 1, id="the-array-itself"),
        pytest.param('a = """\n[b]\nb = 1\n"""\n[b]\nb = 1\n', ("b", "b"), 6, id="headers-in-a-string"),
        pytest.param("['a.b']\nc = 1\n[a.b]\nc = 1\n", ("a", "b", "c"), 4, id="dot-in-quotes"),
        pytest.param("[[\"a b\"]]\n'c d' = 1\n", ("a b", 0, "c d"), 2, id="quoted"),
    ],
)
def test_the_line_of_a_key(text: str, keys: Path, line: int) -> None:
    assert line_of(text, keys) == line


def _paths(value: Any, above: Path = ()) -> Iterator[Path]:
    """Every key and every entry below a value."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for part, found in inside:
        yield (*above, part)
        yield from _paths(found, (*above, part))


class Writer:
    """Writes a TOML document in every manner, and notes on which line it wrote what."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.text = ""
        self.lines: dict[Path, int] = {}

    def document(self) -> None:
        self.pairs(())
        for number in range(self.draw(st.integers(0, 4))):
            if self.draw(st.booleans()):
                path: Path = (f"t{number}", "s")[: self.draw(st.integers(1, 2))]
                self.header(path, "[{}]")
                self.pairs(path)
            else:
                self.entry_with_tables((self.some("p", "q"),))

    def entry_with_tables(self, array: Path) -> None:
        """One more `[[p]]`, perhaps with a `[p.s]` and some `[[p.r]]`; other tables may stand before the next one."""
        entry = self.entry(array)
        if self.draw(st.booleans()):
            self.header((*entry, "s"), "[{}]")
            self.pairs((*entry, "s"))
        for _ in range(self.draw(st.integers(0, 2))):
            self.entry((*entry, "r"))

    def entry(self, array: Path) -> Path:
        path = (*array, sum(known[:-1] == array for known in self.lines))
        self.header(path, "[[{}]]")
        self.pairs(path)
        return path

    def header(self, path: Path, form: str) -> None:
        self.pause()
        self.note(path)
        name = self.some(".", " . ").join(self.quoted(part) for part in path if isinstance(part, str))
        self.text += self.some("", "  ") + form.format(name) + self.some("\n", " # [k0]\n")

    def pairs(self, table: Path) -> None:
        for number in range(self.draw(st.integers(0, 3))):
            self.pause()
            keys = (f"k{number}", "d", "e")[: self.draw(st.sampled_from([1, 1, 3]))]
            self.note((*table, *keys))
            self.text += ".".join(map(self.quoted, keys)) + self.some("=", " = ")
            self.value((*table, *keys), 2)
            self.text += self.some("\n", " # k0 = 1\n")

    def value(self, path: Path, depth: int, one_line: bool = False) -> None:
        match self.some(
            "plain", "string", *(["list", "table", *([] if one_line else ["lines", "lines"])] if depth else [])
        ):
            case "plain":
                self.text += self.some("1", '"# ]"', "'[k0]'", "2026-12-31")
            case "string":
                self.text += self.some("''", '""') if one_line else self.some('"""\nk0 = 1\n[t0]"""', "'''\n],\n#'''")
            case "list":
                self.text += "["
                for index in range(self.draw(st.integers(0, 2))):
                    self.inside((*path, index), depth)
                    self.text += ", "
                self.text += "]"
            case "table":
                self.text += "{"
                for name in ("a", "b")[: self.draw(st.integers(0, 2))]:
                    self.text += f"{', ' if name == 'b' else ''}{name} = "
                    self.inside((*path, name), depth)
                self.text += "}"
            case "lines":
                self.text += self.some("[", "[\n", "[ # [\n")
                for index in range(self.draw(st.integers(0, 3))):
                    self.pause()
                    self.note((*path, index))
                    self.value((*path, index), depth - 1)
                    self.text += self.some(",\n", ", # ]\n", "\n\n,")
                self.text += "]"

    def inside(self, path: Path, depth: int) -> None:
        self.note(path)
        self.value(path, depth - 1, one_line=True)

    def pause(self) -> None:
        """What may stand between two statements, or two entries over lines."""
        self.text += (
            self.some("", "", "\t", "\n", "# x = [1, 2]\n", "  # [t0]\n\n") if self.text[-1:] in ("", "\n") else ""
        )

    def note(self, path: Path) -> None:
        for end in range(1, len(path) + 1):
            self.lines.setdefault(path[:end], self.text.count("\n") + 1)

    def quoted(self, name: Part) -> str:
        return self.some("{}", "{}", '"{}"', "'{}'").format(name)

    def some(self, *choices: str) -> str:
        return self.draw(st.sampled_from(choices))


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, dict[Path, int]]:
    writer = Writer(draw)
    writer.document()
    return writer.text, writer.lines


@settings(deadline=None, max_examples=tries(300))
@given(documents())
def test_everything_in_a_document_is_found_where_it_was_written(document: tuple[str, dict[Path, int]]) -> None:
    text, lines = document
    data = tomllib.loads(text)
    assert {path: line_of(text, path) for path in _paths(data)} == lines
    assert line_of(text, ("k9",)) == line_of(text, ("p", 9)) == line_of(text, ("t0", "s", "k0", 9)) == 0


NAMES = st.text("abc-_", min_size=1, max_size=4)
STATEMENTS = st.one_of(
    st.tuples(NAMES, st.sampled_from(["1", '"""\na = 1\n[b]\n"""', "[\n1, # [c]\n2,\n]", "[[1],\n[{a = 1}]]"])).map(
        " = ".join
    ),
    NAMES.map("[{}]".format),
    NAMES.map("[[{}]]".format),
    st.tuples(NAMES, NAMES).map(lambda pair: f"[{pair[0]}.{pair[1]}]"),
    st.tuples(NAMES, NAMES).map(lambda pair: f"[[{pair[0]}.{pair[1]}]]"),
    st.sampled_from(["", "# [a]"]),
)


@given(st.lists(STATEMENTS, max_size=8))
def test_the_lines_above_a_statement_do_not_set_what_it_sets(statements: list[str]) -> None:
    document = "\n".join(statements)
    try:
        data = tomllib.loads(document)
    except tomllib.TOMLDecodeError:
        return
    lines = document.split("\n")
    for path in _paths(data):
        line = line_of(document, path)
        begin = max(count for count in range(line) if _parses(lines[:count]))
        end = next(count for count in range(line, len(lines) + 1) if _parses(lines[:count]))
        assert path not in _paths(tomllib.loads("\n".join(lines[:begin])))
        assert path in _paths(tomllib.loads("\n".join(lines[:end])))


def _parses(lines: list[str]) -> bool:
    try:
        tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError:
        return False
    return True

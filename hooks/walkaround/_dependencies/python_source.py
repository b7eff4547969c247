"""Python source, read and never run: its strings with their places, and names that stand for literals.

A list counts as known as far as it is written out: its strings, what `+`, `+=`, `append` and `extend` add to it, and
names that are bound once. Everything else is decided when the program runs, and is silence.
"""

import ast
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from copy import copy
from re import compile as pattern
from re import finditer, split
from typing import NamedTuple

from .._text import Text

_QUOTES = pattern(r"""[A-Za-z]{0,2}(?:\"\"\"|'''|["'])""")
_REMOVING = frozenset({"remove", "pop", "clear", "difference_update", "discard"})
_MOST_STEPS = 200_000  # names that double each other would go on for ever
_MOST_NAMES = 100  # that lead to each other
Function = ast.FunctionDef | ast.AsyncFunctionDef
_Reached = tuple[ast.expr, frozenset[str]]  # an expression, and the names that led to it


class Written(NamedTuple):
    """A string of the source; `offset` is its first character inside the quotes."""

    text: str
    offset: int


class Names:
    """What the names of a module or function stand for."""

    def __init__(self, body: list[ast.stmt], outer: "Names | None" = None) -> None:
        self._outer = outer
        self._bound: dict[str, list[ast.expr | None]] = {}
        self._items: dict[str, list[tuple[str, ast.expr]]] = {}
        for statement in _statements(body):
            self._bind(statement)

    def hide(self, names: Iterable[str]) -> None:
        """Make names stand for something that is not known here."""
        self._bound.update((name, [None]) for name in names)

    def values(self, name: str, through: frozenset[str]) -> list[ast.expr]:
        """What a name stands for, and what is added to it; nothing when it is bound more than once."""
        if name in through or len(through) > _MOST_NAMES:
            return []
        if name not in self._bound and self._outer is not None:
            return self._outer.values(name, through)
        values = self._bound.get(name, [None])
        return [] if None in values else [value for value in values if value is not None]

    def added(self, name: str) -> list[tuple[str, ast.expr]]:
        """The pairs that `name["key"] = value` adds to a dictionary."""
        more = self._outer.added(name) if self._outer is not None and name not in self._bound else []
        return more + self._items.get(name, [])

    def _bind(self, statement: ast.stmt) -> None:
        match statement:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self._assign(target, value)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self._assign(target, value)
            case ast.AugAssign(target=ast.Name(id=name), op=ast.Add(), value=value):
                self._bound.setdefault(name, [None]).append(value)
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attribute), args=arguments)):
                if name in self._bound and attribute in ("append", "extend"):
                    self._bound[name] += arguments
                elif attribute in _REMOVING:
                    self._bound[name] = [None]
            case _:
                for name in _other_targets(statement):
                    self._bound[name] = [None]

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        match target:
            case ast.Name(id=name):
                self._bound[name] = [None] if name in self._bound else [value]
            case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str(key))):
                self._items.setdefault(name, []).append((key, value))
            case _:
                for node in ast.walk(target):
                    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                        self._bound[node.id] = [None]


class Source:
    """A parsed module."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.tree = _parsed(text)
        self.nodes = list(ast.walk(self.tree))
        self._starts = [0, *(found.end() for found in finditer(r"\r\n|\r|\n", text.content)), len(text.content)]
        self._wide: dict[int, list[int]] = {}  # the places of bytes that are no first byte of a character, line by line
        self._steps = [0]  # one count for the module and all of its functions
        self.names = Names(self.tree.body)

    def inside(self, function: Function) -> "Source":
        """The same source as the names of a function see it."""
        inner = copy(self)
        inner.names = Names(function.body, self.names)
        inner.names.hide(node.arg for node in ast.walk(function.args) if isinstance(node, ast.arg))
        return inner

    def scopes(self) -> Iterator[tuple["Source", list[ast.AST]]]:
        """The module and each of its functions, with the nodes that stand in it and in no function inside."""
        yield self, list(_own(self.tree.body))
        for node in self.nodes:
            if isinstance(node, Function):
                yield self.inside(node), list(_own(node.body))

    def offset(self, node: ast.expr) -> int:
        """Where a node begins in the text. The parser counts the bytes of a line's UTF-8."""
        line = node.lineno - 1
        if line not in self._wide:
            written = self.text.content[self._starts[line] : self._starts[line + 1]]
            self._wide[line] = [] if written.isascii() else list(_wide(written))
        extra = bisect_left(self._wide[line], node.col_offset)
        return self._starts[line] + node.col_offset - extra

    def string(self, node: ast.expr | None) -> Written | None:
        """The string that an expression is."""
        found = list(self.strings(node)) if isinstance(node, ast.Constant | ast.Name) else []
        return found[0] if len(found) == 1 else None

    def strings(self, node: ast.expr | None) -> Iterator[Written]:
        """The strings of a list, as far as they are written out."""
        waiting: list[_Reached] = [(node, frozenset())] if node is not None else []
        while waiting:
            self._step()
            one, through = waiting.pop()
            if isinstance(one, ast.Constant):
                if isinstance(one.value, str):
                    yield Written(one.value, self._inside(one))
            elif isinstance(one, ast.BinOp) and (parts := _texts(one)):
                yield Written("".join(parts), self._inside(_terms(one)[0]))
            else:
                waiting += reversed(self._parts(one, through))

    def _parts(self, node: ast.expr, through: frozenset[str]) -> list[_Reached]:
        """The expressions that a list is made of, each with the names that led to it."""
        parts: list[ast.expr] = []
        match node:
            case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
                pass
            case ast.BinOp(op=ast.Add()):
                terms = _terms(node)
                parts = [] if any(isinstance(term, ast.Constant | ast.JoinedStr) for term in terms) else terms
            case ast.IfExp(body=one, orelse=other):
                parts = [one, other]
            case ast.Starred(value=one) | ast.Call(func=ast.Name(id="list" | "tuple" | "sorted"), args=[one]):
                parts = [one]
            case ast.Name(id=name):
                parts, through = self.names.values(name, through), through | {name}
            case ast.Subscript(value=ast.Name(id=name) as table, slice=ast.Constant(value=str(wanted))):
                place = f"{name}[{wanted}]"
                if place not in through and len(through) <= _MOST_NAMES:
                    parts, through = (
                        [value for key, value in self.items(table) if key.text == wanted],
                        through | {place},
                    )
        return [(part, through) for part in parts]

    def items(self, node: ast.expr) -> Iterator[tuple[Written, ast.expr]]:
        """The pairs of a dictionary, as far as they are written out."""
        waiting: list[_Reached] = [(node, frozenset())]
        while waiting:
            self._step()
            one, through = waiting.pop()
            match one:
                case ast.Dict(keys=keys, values=values):
                    for key, value in zip(keys, values, strict=True):
                        if key is None:
                            waiting.append((value, through))
                        elif (known := self.string(key)) is not None:
                            yield known, value
                case ast.Call(func=ast.Name(id="dict"), args=[], keywords=pairs):
                    waiting += [(pair.value, through) for pair in pairs if pair.arg is None]
                    yield from ((Written(pair.arg, 0), pair.value) for pair in pairs if pair.arg is not None)
                case ast.Name(id=name):
                    waiting += [(value, through | {name}) for value in self.names.values(name, through)]
                    yield from ((Written(key, 0), value) for key, value in self.names.added(name))

    def _step(self) -> None:
        self._steps[0] += 1
        if self._steps[0] > _MOST_STEPS:
            raise self.text.not_judged(0, "builds lists out of each other without end")

    def _inside(self, node: ast.expr) -> int:
        at = self.offset(node)
        quotes = _QUOTES.match(self.text.content, at)
        return quotes.end() if quotes is not None else at


def lines_of(source: Source, written: Written) -> Iterator[Written]:
    """The lines of a string that are not empty, each without the blanks around it and with its place."""
    content, at = source.text.content, written.offset
    lines = written.text.split("\n")
    as_read = "\n".join(split(r"\r\n|\r|\n", content[at : at + len(written.text) + len(lines)])).startswith(
        written.text
    )
    for line in lines:
        bare = line.strip()
        if bare and not bare.startswith("#"):
            yield Written(bare, at + len(line) - len(line.lstrip()) if as_read else written.offset)
        at += len(line) + (2 if content.startswith("\r\n", at + len(line)) else 1)


def _wide(line: str) -> Iterator[int]:
    """The places, in the UTF-8 of a line, of bytes that are no first byte of a character."""
    at = 0
    for character in line:
        size = len(character.encode("utf-8", "surrogatepass"))
        yield from range(at + 1, at + size)
        at += size


def _terms(node: ast.BinOp) -> list[ast.expr]:
    """The terms of a sum, from left to right, however many they are."""
    terms: list[ast.expr] = []
    waiting: list[ast.expr] = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, ast.BinOp) and isinstance(one.op, ast.Add):
            waiting += [one.right, one.left]
        else:
            terms.append(one)
    return terms


def _texts(node: ast.BinOp) -> list[str]:
    """The strings that a sum is made of; nothing when it is a sum of anything else."""
    values = [getattr(term, "value", None) for term in _terms(node)] if isinstance(node.op, ast.Add) else []
    texts = [value for value in values if isinstance(value, str)]
    return texts if len(texts) == len(values) else []


def _own(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """The nodes of a body that stand in no function inside it."""
    waiting: list[ast.AST] = list(reversed(body))
    while waiting:
        node = waiting.pop()
        if not isinstance(node, Function):
            yield node
            waiting += reversed(list(ast.iter_child_nodes(node)))


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that run when the module does, those inside `if`, `try`, `with` and loops included."""
    waiting = list(reversed(body))
    while waiting:
        statement = waiting.pop()
        yield statement
        if isinstance(statement, Function | ast.ClassDef):
            continue
        handlers = [inner for handler in getattr(statement, "handlers", ()) for inner in handler.body]
        inner = [one for name in ("body", "orelse", "finalbody") for one in getattr(statement, name, ())]
        waiting += reversed(inner + handlers)


def _other_targets(statement: ast.stmt) -> Iterator[str]:
    """Names that a statement binds in another way than by `=`."""
    match statement:
        case ast.For(target=target) | ast.AsyncFor(target=target):
            yield from (node.id for node in ast.walk(target) if isinstance(node, ast.Name))
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            yield from ((alias.asname or alias.name).partition(".")[0] for alias in names)
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Delete(targets=targets):
            yield from (target.id for target in targets if isinstance(target, ast.Name))
        case ast.With(items=items) | ast.AsyncWith(items=items):
            yield from (item.optional_vars.id for item in items if isinstance(item.optional_vars, ast.Name))


def _parsed(text: Text) -> ast.Module:
    """The module's tree; NotJudged when this interpreter's parser refuses it."""
    import sys
    import warnings

    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    line = 1
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the file's escapes, which are its own affair
            return ast.parse(text.content)
    except SyntaxError as bad:
        line = max(bad.lineno or 1, 1)
    except (ValueError, RecursionError, MemoryError):
        pass
    offset = 0
    for number, found in enumerate(finditer(r"\r\n|\r|\n", text.content), 2):
        offset = found.end() if number <= line else offset
    raise text.not_judged(offset, f"is not Python that this interpreter can parse (Python {version})")

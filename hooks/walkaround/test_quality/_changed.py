"""What a change does to a source file: which functions do something else than before, and on which lines.

Comments, docstrings, annotations, imports, constants, white space and moves are no behaviour; neither is what is gone.
"""

import ast
from collections.abc import Iterator
from typing import Any, NamedTuple

from .._change import ChangedFile, Delta
from .._finding import NotJudged
from ._module import parse

Definition = ast.FunctionDef | ast.AsyncFunctionDef

_UNSAID = frozenset({"ctx", "type_comment", "kind", "returns", "type_params", "annotation"})
_LEAST_MOVED = 2  # statements: less is alike by chance


class Unit(NamedTuple):
    """A function of a source that the change adds or changes.

    `lines` are those of its code that the change brings, `owners` the classes around it, outermost first.
    """

    name: str
    node: Definition
    owners: tuple[ast.ClassDef, ...]
    lines: frozenset[int]


class Source(NamedTuple):
    """A changed source, by its path from the root, with the functions that do something else than before."""

    path: str
    tree: ast.Module
    units: tuple[Unit, ...]
    has_doctest: bool

    @property
    def lines(self) -> frozenset[int]:
        return frozenset().union(*(unit.lines for unit in self.units))


class Before:
    """What stood in the files of a change before it; parsed, and looked at, no further than it is asked for."""

    def __init__(self, delta: Delta, paths: tuple[str, ...]) -> None:
        self._delta = delta
        self._paths = paths  # at the base
        self._known: dict[str, dict[str, list[Definition]]] = {}
        self._alike: dict[object, list[Definition]] | None = None
        self._shapes: dict[Definition, object] = {}

    def named(self, path: str, name: str) -> list[Definition]:
        """The functions of a file by qualified name; none where it was not there, or could not be read."""
        return self._functions(path).get(name, []) if path else []

    def does(self, node: Definition) -> object:
        """What a function did, computed once."""
        if node not in self._shapes:
            self._shapes[node] = shape(node)
        return self._shapes[node]

    def has(self, node: Definition, wanted: object) -> bool:
        """Whether a function that did the same stood anywhere in the changed files, so that it was only moved."""
        if self._alike is None:
            self._alike = {}
            every = (one for path in self._paths for same in self._functions(path).values() for one in same)
            for one in every:
                self._alike.setdefault(_outline(one), []).append(one)
        return any(self.does(one) == wanted for one in self._alike.get(_outline(node), ()))

    def _functions(self, path: str) -> dict[str, list[Definition]]:
        if path not in self._known:
            found: dict[str, list[Definition]] = {}
            for name, node, _ in functions(self._parsed(path)):
                found.setdefault(name, []).append(node)
            self._known[path] = found
        return self._known[path]

    def _parsed(self, path: str) -> ast.Module:
        try:
            return parse(path, self._delta.read_before(path))
        except NotJudged:  # an older Python's, or no text at all: everything in the file counts as new
            return ast.Module([], [])


def _outline(node: Definition) -> object:
    """What functions that do the same have in common at the least, for the price of a look."""
    return tuple(one.__class__ for one in statements(node)), tuple(one.arg for one in node.args.args)


def changed_source(delta: Delta, file: ChangedFile, before: Before) -> Source:
    """A changed source; NotJudged where this Python cannot read it."""
    content = delta.read(file.path)
    tree = parse(file.path, content)
    text = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    units = tuple(_units(tree, file, before, text))
    doctest = any(text[line - 1].lstrip().startswith(b">>>") for line in file.new if line <= len(text))
    return Source(file.path, tree, units, doctest)


def _units(tree: ast.Module, file: ChangedFile, before: Before, text: list[bytes]) -> Iterator[Unit]:
    for name, node, owners in functions(tree):
        lines = file.new.intersection(range(first_line(node), (node.end_lineno or node.lineno) + 1))
        if not lines or is_empty(node):
            continue
        does = shape(node)
        known = before.named(file.before, name)
        if any(before.does(one) == does for one in known):
            continue
        moved = not known and len(statements(node)) >= _LEAST_MOVED and before.has(node, does)
        same_head = any(_head(one) == _head(node) for one in known)
        code = frozenset(_code_lines(node, text, head=not same_head) & lines)
        if code and not moved:
            yield Unit(name, node, owners, code)


def functions(tree: ast.Module) -> Iterator[tuple[str, Definition, tuple[ast.ClassDef, ...]]]:
    """The functions of a module and of its classes, by qualified name; not those within functions."""
    open_: list[tuple[str, tuple[ast.ClassDef, ...], ast.stmt]] = [("", (), one) for one in reversed(tree.body)]
    while open_:
        prefix, owners, node = open_.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield prefix + node.name, node, owners
        elif isinstance(node, ast.ClassDef):
            inner = f"{prefix}{node.name}."
            open_ += [(inner, (*owners, node), one) for one in reversed(node.body)]
        elif isinstance(node, ast.If | ast.Try):
            within = [*node.body, *node.orelse, *(getattr(node, "finalbody", ()))]
            within += [one for handler in getattr(node, "handlers", ()) for one in handler.body]
            open_ += [(prefix, owners, one) for one in reversed(within)]


def shape(node: Any) -> tuple[object, ...]:
    """What code does, as a value that two pieces share when they differ in how it is written alone.

    The name of a function is no part of it. A chain of thousands of `elif` is nested as deeply, so that nothing here
    calls itself.
    """
    said: list[object] = []
    open_: list[Any] = [node]
    while open_:
        one = open_.pop()
        if isinstance(one, list):
            kept = [item for item in one if not _is_unsaid(item)]
            said.append(len(kept))
            open_ += reversed(kept)
        elif not isinstance(one, ast.AST):
            said.append((one.__class__.__name__, repr(one)))
        elif isinstance(one, ast.AnnAssign):
            said.append("Assign")
            open_ += (one.value, [one.target])
        elif isinstance(one, ast.Call) and len(one.args) == 2 and _last(one) == "cast":
            open_.append(one.args[1])  # `typing.cast` gives what it is given
        elif isinstance(one, ast.arg):
            said.append(one.arg)
        else:
            said.append(one.__class__.__name__)
            left_out = "name" if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) else ""
            fields = [field for field in one._fields if field not in _UNSAID and field != left_out]
            open_ += [getattr(one, field, None) for field in reversed(fields)]
    return tuple(said)


def _is_unsaid(node: Any) -> bool:
    """A docstring or another text that stands alone, an import, a bare annotation."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    return isinstance(node, ast.Import | ast.ImportFrom) or (isinstance(node, ast.AnnAssign) and node.value is None)


def statements(node: Definition) -> list[ast.stmt]:
    """A function's own statements, without what says nothing."""
    return [one for one in node.body if not _is_unsaid(one) and not isinstance(one, ast.Pass)]


def is_empty(node: Definition) -> bool:
    """Whether a function does nothing yet: a stub, a method that others have to write, a signature of several."""
    if any(_last(one) in ("overload", "abstractmethod") for one in node.decorator_list):
        return True
    left = statements(node)
    return all(isinstance(one, ast.Raise) and _last(one.exc) == "NotImplementedError" for one in left)


def _last(node: ast.expr | None) -> str:
    """The last word of what a decorator or an exception is called."""
    if isinstance(node, ast.Call):
        node = node.func
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def first_line(node: Definition) -> int:
    """The line on which a function begins, its decorators included."""
    return min([node.lineno, *(one.lineno for one in node.decorator_list)])


def _head(node: Definition) -> object:
    """How a function is called: its parameters and decorators, without annotations."""
    return shape(node.args), shape(node.decorator_list)


def _code_lines(node: Definition, text: list[bytes], *, head: bool) -> set[int]:
    """The lines of a function that hold code: neither empty, nor a comment, nor a text that stands alone.

    Those above its body count where its head is another one than before.
    """
    first = first_line(node) if head or node.body[0].lineno == node.lineno else node.body[0].lineno
    lines = set(range(first, (node.end_lineno or node.lineno) + 1))
    for one in ast.walk(node):
        if isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant):
            lines.difference_update(range(one.lineno, (one.end_lineno or one.lineno) + 1))
    return {line for line in lines if line <= len(text) and (said := text[line - 1].strip()) and said[:1] != b"#"}

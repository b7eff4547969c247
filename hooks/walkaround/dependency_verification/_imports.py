"""The imports of a Python file: what is imported, where that is written, and whether the program does without it.

Source: the language reference, "The import system" and "The import statement"; importlib's documentation. The tree is
that of this interpreter's `ast`; nothing here recurses, so that a file may be nested as deeply as it can be parsed.
"""

import ast
from collections.abc import Iterator, Sequence
from re import compile as pattern
from re import finditer, search
from typing import NamedTuple

from .._text import Text

# What an import that fails raises, and what catches that with all else.
_CAUGHT = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException", "StandardError"})
# Names that a test is about when it asks what there is: the platform, a version, or whether something is installed.
_PLATFORM = frozenset({
    "version_info", "platform", "implementation", "hexversion", "maxsize", "find_spec", "find_loader", "importorskip",
    "sys_platform", "find_module", "distribution",
})  # fmt: skip
_ASKS = pattern(
    r"(?i:version|available|installed|platform|windows|linux|darwin|macos|emscripten|pyodide|pypy|cython)"
    r"|^_*(?:HAS|HAVE|PY2|PY3|NO_|WITH_|has_|have_)"
)
_SKIPS = ("skipif", "skipunless", "skip", "requires", "require", "needs", "importorskip", "xfail")
_DYNAMIC = ("import_module", "__import__", "importorskip", "find_spec")
Function = ast.FunctionDef | ast.AsyncFunctionDef
_Block = list[ast.stmt]


class Named(NamedTuple):
    """A name behind `from module import`, with its place."""

    name: str
    line: int
    column: int


class Import(NamedTuple):
    """One module that a file imports, at the place of the module's name (1-based, in characters).

    `module` is dotted, without the dots of a relative import, which `level` counts; it may be empty then. `names` are
    what `from` takes out of it, `*` too. `guarded`: the program goes on without it, or only some machines import it.
    `typing`: only type checkers import it. `dynamic`: a function imports it by a constant name. `top`: importing the
    file always imports it; false inside functions and under conditions.
    """

    line: int
    column: int
    module: str
    level: int = 0
    names: tuple[Named, ...] = ()
    guarded: bool = False
    typing: bool = False
    dynamic: bool = False
    top: bool = True


class _State(NamedTuple):
    """What surrounds a statement."""

    guarded: bool = False
    typing: bool = False
    top: bool = True
    about: str = ""  # the names in the conditions above, in lower case


def imports(tree: ast.Module, text: Text) -> list[Import]:
    """Every import of a file, in the order of the file."""
    return _Reader(text).read(tree)


class _Reader:
    def __init__(self, text: Text) -> None:
        self._text = text
        self._lines: list[str] | None = None
        self._dynamic = any(word in text.content for word in _DYNAMIC)
        self._found: list[Import] = []
        self._optional: set[str] = set()  # first parts of the modules that the file asks for before it imports them

    def read(self, tree: ast.Module) -> list[Import]:
        waiting: list[tuple[_Block, _State]] = [(tree.body, _State())]
        while waiting:
            block, state = waiting.pop()
            for statement in block:
                self._take(statement, state)
                waiting.extend(_inside(statement, state))
                state = _after(statement, state)
        self._optional.update(_first(one) for one in self._found if one.guarded and not one.level)
        return sorted(map(self._known_to_be_optional, self._found), key=lambda one: one[:2])

    def _known_to_be_optional(self, one: Import) -> Import:
        """The import, guarded where the file itself asks elsewhere whether there is such a module."""
        if one.guarded or one.level or one.top or _first(one) not in self._optional:
            return one
        return one._replace(guarded=True)

    def _take(self, statement: ast.stmt, state: _State) -> None:
        """The imports of one statement, without those of the statements inside."""
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                self._add(alias.name, 0, (), self._place(alias.lineno, alias.col_offset), state)
        elif isinstance(statement, ast.ImportFrom):
            names = tuple(Named(alias.name, *self._place(alias.lineno, alias.col_offset)) for alias in statement.names)
            place = self._behind_from(statement)
            if statement.module != "__future__" or statement.level:
                self._add(statement.module or "", statement.level, names, place, state)
        elif self._dynamic:
            for call, guarded in _calls(statement):
                self._call(call, state._replace(guarded=state.guarded or guarded))

    def _add(
        self, module: str, level: int, names: tuple[Named, ...], place: tuple[int, int], state: _State,
        dynamic: bool = False,
    ) -> None:  # fmt: skip
        asked = module.partition(".")[0].lower().rstrip("0123456789")
        guarded = state.guarded or (len(asked) > 2 and not level and asked in state.about)  # `if is_psycopg3:`
        self._found.append(Import(*place, module, level, names, guarded, state.typing, dynamic, state.top))

    def _call(self, call: ast.Call, state: _State) -> None:
        """What a call imports, or asks for, by a constant name."""
        name = _last(call.func)
        wanted = _argument(call, 0, "name" if name != "importorskip" else "modname")
        if name not in _DYNAMIC or wanted is None or not _is_dotted(wanted.value.lstrip(".")):
            return
        written = wanted.value
        if name in ("importorskip", "find_spec"):
            self._optional.add(written.partition(".")[0])
            return
        module = written.lstrip(".")
        level = len(written) - len(module)
        if level and name == "import_module":
            package = _argument(call, 1, "package")
            if package is not None and level == 1:
                module, level = f"{package.value}.{module}", 0
            elif _last(_node(call, 1, "package")) not in ("__package__", "__name__"):
                return  # relative to something that is known at run time
            elif _last(_node(call, 1, "package")) == "__name__" and not self._text.path.endswith("__init__.py"):
                return
        elif level:
            return
        line, column = self._place(wanted.lineno, wanted.col_offset)
        self._add(module, level, (), (line, column + self._quotes(line, column)), state, dynamic=True)

    def _quotes(self, line: int, column: int) -> int:
        """How many characters of a string literal come before its text."""
        found = search(r"""^[A-Za-z]{0,2}(?:\"\"\"|'''|["'])""", self._line(line)[column - 1 :])
        return found.end() if found is not None else 0

    def _behind_from(self, statement: ast.ImportFrom) -> tuple[int, int]:
        """The place of the module behind `from`, which may stand on a line of its own behind a backslash."""
        line, column = self._place(statement.lineno, statement.col_offset)
        at = column - 1 + len("from")
        while True:
            rest = self._line(line)[at:]
            bare = rest.lstrip(" \t\f")
            if bare.rstrip("\r\n") != "\\":
                return line, at + len(rest) - len(bare) + 1
            line, at = line + 1, 0

    def _place(self, line: int, offset: int) -> tuple[int, int]:
        """Line and column in characters of what `ast` counts in bytes of UTF-8."""
        content = self._line(line)
        if not content.isascii():
            offset = len(content.encode("utf-8", "surrogatepass")[:offset].decode("utf-8", "replace"))
        return line, offset + 1

    def _line(self, line: int) -> str:
        if self._lines is None:
            self._lines = [found[0] for found in finditer(r"[^\r\n]*(?:\r\n|\r|\n|\Z)", self._text.content)]
        return self._lines[line - 1] if line <= len(self._lines) else ""


def _first(one: Import) -> str:
    return one.module.partition(".")[0]


def _is_dotted(text: str) -> bool:
    return all(part.isidentifier() for part in text.split("."))


def _inside(statement: ast.stmt, state: _State) -> Iterator[tuple[_Block, _State]]:
    """The blocks of a statement, with what surrounds them."""
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            guarded = state.guarded or any(map(_skips, statement.decorator_list))
            yield statement.body, state._replace(guarded=guarded, top=False)
        case ast.ClassDef():
            yield statement.body, state
        case ast.If(test=test, body=body, orelse=orelse):
            yield from _branches(test, body, orelse, state)
        case ast.Try() | ast.TryStar():
            yield from _of_try(statement, state)
        case ast.With(items=items, body=body) | ast.AsyncWith(items=items, body=body):
            yield body, state._replace(guarded=True) if any(map(_expects_failure, items)) else state
        case ast.Match(subject=subject, cases=cases):
            inner = state._replace(guarded=state.guarded or _asks(subject), top=False)
            yield from ((case.body, inner) for case in cases)
        case ast.For() | ast.AsyncFor() | ast.While():
            yield from ((block, state._replace(top=False)) for block in (statement.body, statement.orelse))


def _of_try(statement: ast.Try | ast.TryStar, state: _State) -> Iterator[tuple[_Block, _State]]:
    """The handlers are what a program falls back on: they are guarded as what may fail."""
    caught = any(_catches(handler.type) for handler in statement.handlers)
    inner = state._replace(guarded=True) if caught else state
    for block in (statement.body, statement.orelse, *(handler.body for handler in statement.handlers)):
        yield block, inner
    yield statement.finalbody, state


def _branches(test: ast.expr, body: _Block, orelse: _Block, state: _State) -> Iterator[tuple[_Block, _State]]:
    """The branches of an `if`: each is for those who need no more than type checkers, or for some machines."""
    inner = state._replace(top=False)
    if _last(test) == "TYPE_CHECKING":
        yield body, inner._replace(typing=True)
        yield orelse, state
    elif isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not) and _last(test.operand) == "TYPE_CHECKING":
        yield body, state
        yield orelse, inner._replace(typing=True)
    elif isinstance(test, ast.BoolOp) and any(_last(one) == "TYPE_CHECKING" for one in test.values):
        yield body, inner._replace(typing=True, guarded=True)
        yield orelse, inner._replace(guarded=True)
    elif _asks(test):
        yield body, inner._replace(guarded=True)
        yield orelse, inner._replace(guarded=True)
    else:
        inner = inner._replace(about=f"{state.about} {' '.join(map(_last, _walk(test)))}".lower())
        yield body, inner
        yield orelse, inner


def _after(statement: ast.stmt, state: _State) -> _State:
    """What surrounds the statements behind this one: some machines do not come so far."""
    if isinstance(statement, ast.Assert) and _asks(statement.test):
        return state._replace(guarded=True)
    if isinstance(statement, ast.If) and (_leaves(statement.body) or _leaves(statement.orelse)):
        return state._replace(guarded=True) if _asks(statement.test) else state
    return state


def _leaves(block: _Block) -> bool:
    if not block:
        return False
    last = block[-1]
    if isinstance(last, ast.Return | ast.Raise | ast.Continue | ast.Break):
        return True
    call = last.value if isinstance(last, ast.Expr) else None
    return isinstance(call, ast.Call) and _last(call.func) in ("exit", "skip")


def _catches(caught: ast.expr | None) -> bool:
    """Whether a handler catches what an import raises that fails."""
    if caught is None:
        return True
    several = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(_last(one) in _CAUGHT for one in several)


def _expects_failure(item: ast.withitem) -> bool:
    """`suppress(ImportError)`, `pytest.raises(ImportError)`, `self.assertRaises(ModuleNotFoundError)`."""
    call = item.context_expr
    return isinstance(call, ast.Call) and any(_catches(argument) for argument in call.args)


def _asks(test: ast.expr) -> bool:
    """Whether a test is about the platform, a version, or what is installed."""
    for node in _walk(test):
        name = _last(node)
        if name and (name in _PLATFORM or _ASKS.search(name)):
            return True
        if isinstance(node, ast.Attribute) and _last(node.value) in ("platform", "sysconfig"):
            return True
        if isinstance(node, ast.Attribute) and (_last(node.value), node.attr) in (("os", "name"), ("sys", "modules")):
            return True
    return False


def _skips(decorator: ast.expr) -> bool:
    """Whether a decorator leaves a function out where something is missing."""
    return any(_last(node).lower().lstrip("_").startswith(_SKIPS) for node in _walk(decorator))


def _last(node: ast.AST | None) -> str:
    """The last part of a dotted name; empty for anything else."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _node(call: ast.Call, at: int, name: str) -> ast.expr | None:
    if at < len(call.args):
        return call.args[at]
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)


class _String(NamedTuple):
    value: str
    lineno: int
    col_offset: int


def _argument(call: ast.Call, at: int, name: str) -> _String | None:
    """A constant string among the arguments."""
    node = _node(call, at, name)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return _String(node.value, node.lineno, node.col_offset)
    return None


def _calls(statement: ast.stmt) -> Iterator[tuple[ast.Call, bool]]:
    """The calls of a statement outside of its blocks, each with whether a condition of its own guards it."""
    waiting: list[tuple[ast.AST, bool]] = [(statement, False)]
    while waiting:
        node, guarded = waiting.pop()
        if isinstance(node, ast.Call):
            yield node, guarded
        if isinstance(node, ast.IfExp | ast.BoolOp):
            guarded = guarded or any(_asks(one) for one in _conditions(node))
        waiting.extend((one, guarded) for one in ast.iter_child_nodes(node) if not isinstance(one, _IN_BLOCKS))


_IN_BLOCKS = (ast.stmt, ast.ExceptHandler, ast.match_case)


def _conditions(node: ast.IfExp | ast.BoolOp) -> Sequence[ast.expr]:
    return [node.test] if isinstance(node, ast.IfExp) else node.values[:-1]


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(ast.iter_child_nodes(one))

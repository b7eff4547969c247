"""Where a file itself reckons with something that is not there: nothing is said there."""

import ast
import sys
from bisect import bisect_right
from collections.abc import Collection, Iterator

from .expressions import dotted

# Whoever catches one of these reckons with something that is not there; who catches every exception does not.
_CAUGHT = frozenset({"ImportError", "ModuleNotFoundError", "AttributeError", "TypeError", "NameError"})
_ALL = frozenset({"Exception", "BaseException", ""})
_TESTS = (
    "hasattr",
    "getattr",
    "dir",
    "vars",
    "TYPE_CHECKING",
    "find_spec",
    "callable",
    "inspect",
    "signature",
    "suppress",
    "raises",
    "assertRaises",
)
_VERSION = ("version", "platform", "os.name", "implementation", "VERSION")
# One such statement alone, and something else where it fails, is a name with a fallback.
_FALLEN_BACK = (ast.Assign, ast.AnnAssign, ast.Import, ast.ImportFrom, ast.Return)
# Words in the names of functions that give an object or class an attribute of the name that they get.
_GIVING = ("register", "namespace", "accessor", "extend", "add_method", "monkeypatch")
# What an object that stands in for another in a test answers to.
_MOCKED = frozenset({
    "return_value", "side_effect", "called", "call_count", "call_args", "call_args_list", "mock_calls", "method_calls",
    "reset_mock", "assert_called", "assert_called_once", "assert_called_with", "assert_called_once_with",
    "assert_not_called",
    "assert_any_call", "assert_has_calls", "await_count", "assert_awaited", "assert_awaited_once", "await_args",
    "assert_awaited_once_with", "assert_not_awaited", "mock_add_spec", "attach_mock", "configure_mock", "cache_clear",
})  # fmt: skip


class Guards:
    """The guarded lines of a file, and the attributes that it assigns or asks for by name."""

    def __init__(self, tree: ast.Module) -> None:
        spans: set[tuple[int, int, int, int]] = set()
        patched: set[tuple[int, int, int, int]] = set()
        self._names: set[str] = set(_MOCKED)
        self._replaced: set[str] = set()
        versions = set(_versions(tree))
        for node in ast.walk(tree):
            spans.update(_span(one) for one in _guarded(node, versions))
            patched.update(_span(one) for one in _patched(node))
            self._names.update(_made(node))
            self._replaced.update(_replaced(node))
        self._spans = _Spans(spans)
        self._patched = _Spans(patched)

    def covers(self, node: ast.expr | ast.stmt) -> bool:
        """Whether a node stands where its failure is reckoned with, or where something stands in for what it uses."""
        return self._spans.covers(node) or self._patched.covers(node)

    def reckons(self, node: ast.expr | ast.stmt) -> bool:
        """Whether a node stands where its failure is reckoned with."""
        return self._spans.covers(node)

    def patches(self, node: ast.expr | ast.stmt) -> bool:
        """Whether a node stands where a test has put something else into modules."""
        return self._patched.covers(node)

    def allows(self, node: ast.Attribute) -> bool:
        """Whether the file itself gives, or asks for, an attribute of this name."""
        return node.attr in self._names

    def replaces(self, node: ast.expr, *, also_names: bool = False) -> bool:
        """Whether the file gives something else to an attribute of this name, somewhere in an expression."""
        while isinstance(node, ast.Attribute | ast.Call):
            if isinstance(node, ast.Attribute):
                if node.attr in self._replaced:
                    return True
                node = node.value
            else:
                node = node.func
        return also_names and isinstance(node, ast.Name) and node.id in self._replaced


class _Spans:
    """Stretches of a text: whole lines, and parts of one."""

    def __init__(self, spans: set[tuple[int, int, int, int]]) -> None:
        lines: set[int] = set()
        partial: dict[int, list[tuple[int, int]]] = {}
        for start, column, end, end_column in spans:
            if start == end:
                partial.setdefault(start, []).append((column, end_column))
            else:
                lines.update(range(start, end + 1))
        self._lines = lines
        self._partial = {line: _merged(sorted(found)) for line, found in partial.items()}

    def covers(self, node: ast.expr | ast.stmt) -> bool:
        if node.lineno in self._lines:
            return True
        found = self._partial.get(node.lineno)
        if found is None:
            return False
        # The last of the spans that start here or before is the only one that can reach so far: they are apart.
        position = bisect_right(found, (node.col_offset, sys.maxsize)) - 1
        return position >= 0 and node.col_offset <= found[position][1]


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sorted spans of one line, those that touch as one."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _span(node: ast.AST) -> tuple[int, int, int, int]:
    start, column = getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
    return start, column, getattr(node, "end_lineno", start) or start, getattr(node, "end_col_offset", column) or column


def _versions(tree: ast.Module) -> Iterator[str]:
    """Names that are assigned something about a version or a platform."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and _is_test(node.value, frozenset()):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def _guarded(node: ast.AST, versions: Collection[str]) -> Iterator[ast.AST]:
    match node:
        case ast.Try() | ast.TryStar():
            caught = {name for one in node.handlers for name in _caught(one.type)}
            if caught & _CAUGHT:
                yield from (*node.body, *node.handlers, *node.orelse)
            elif caught & _ALL and len(node.body) == 1 and isinstance(node.body[0], _FALLEN_BACK):
                yield from (*node.body, *node.handlers)  # such as a fallback for a name of another version
            elif caught & _ALL:
                imports = [one for one in node.body if isinstance(one, ast.Import | ast.ImportFrom)]
                yield from (*imports, *(node.handlers if imports else ()))
        case ast.If(test=test) if _is_test(test, versions):
            yield from (*node.body, *node.orelse)
        case ast.IfExp(test=test) if _is_test(test, versions):
            yield from (node.body, node.orelse)
        case ast.BoolOp(values=values) if any(_is_test(one, versions) for one in values):
            yield from values
        case ast.With() | ast.AsyncWith() if any(_is_expectation(one.context_expr) for one in node.items):
            yield from node.body
        case ast.FunctionDef() | ast.AsyncFunctionDef() if any(_is_expectation(one) for one in node.decorator_list):
            yield from node.body


def _caught(kind: ast.expr | None) -> set[str]:
    """The last names of the exceptions of a handler; an empty one for all."""
    if kind is None:
        return {""}
    return {dotted(one).rpartition(".")[2] for one in (kind.elts if isinstance(kind, ast.Tuple) else [kind])}


def _is_test(test: ast.expr, versions: Collection[str]) -> bool:
    for node in ast.walk(test):
        name = dotted(node) if isinstance(node, ast.Name | ast.Attribute) else ""
        last = name.rpartition(".")[2]
        if (
            name.partition(".")[0] in versions
            or last in _TESTS
            or any(word in name for word in _VERSION)
            or (last.isupper() and last.startswith(("PY", "HAS", "IS_")))
        ):
            return True
    return False


def _is_expectation(node: ast.expr) -> bool:
    """`with pytest.raises(AttributeError)`, `suppress(ImportError)`, `@pytest.mark.xfail`: a failure is expected."""
    name = dotted(node.func if isinstance(node, ast.Call) else node)
    last = name.rpartition(".")[2]
    if last in ("xfail", "skipif", "skip", "expectedFailure"):
        return True
    if not isinstance(node, ast.Call) or last not in ("raises", "assertRaises", "suppress", "assertRaisesRegex"):
        return False
    return not node.args or any(_caught(one) & (_CAUGHT | _ALL) for one in node.args)


def _patched(node: ast.AST) -> Iterator[ast.AST]:
    """What runs below `with patch("…")` or `@patch("…")`."""
    match node:
        case ast.With() | ast.AsyncWith() if any(_is_patch(one.context_expr) for one in node.items):
            yield from node.body
        case ast.FunctionDef() | ast.AsyncFunctionDef() if any(_is_patch(one) for one in node.decorator_list):
            yield from node.body


def _is_patch(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] == "patch"


def _replaced(node: ast.AST) -> Iterator[str]:
    """Attributes that are assigned to another object than the one whose method does it."""
    match node:
        case ast.Attribute(value=base, attr=attr, ctx=ast.Store()) if dotted(base) not in ("self", "cls"):
            yield attr
        case ast.Call() if dotted(node.func).rpartition(".")[2] in ("setattr", "object", "patch"):
            texts = (one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str))
            yield from (text.rpartition(".")[2] for text in texts)


def _made(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Attribute(attr=attr, ctx=ast.Store() | ast.Del()):
            yield attr
        case ast.Call() if dotted(node.func).rpartition(".")[2] in (
            "hasattr",
            "getattr",
            "setattr",
            "delattr",
            "setattr_",
        ):
            if len(node.args) > 1 and isinstance(node.args[1], ast.Constant) and isinstance(node.args[1].value, str):
                yield node.args[1].value
        case ast.Call(func=ast.Name(id="type"), args=[_, _, ast.Dict(keys=keys)]):
            yield from (one.value for one in keys if isinstance(one, ast.Constant) and isinstance(one.value, str))
        case ast.ClassDef(bases=[_, *_]):
            yield from (one.name for one in node.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef))
        case ast.Call() if any(word in dotted(node.func).rpartition(".")[2] for word in _GIVING):
            yield from (one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str))
        case ast.Call(func=ast.Attribute(attr="object" | "setattr" | "patch")):
            yield from (one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str))

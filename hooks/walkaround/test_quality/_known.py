"""Values that are computed from what stands in the test alone: whatever the code under test does, they are the same."""

import ast
import operator
from collections.abc import Callable
from typing import Any

from ._module import Function, TestModule, written

OPERATORS: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt,
    ast.GtE: operator.ge, ast.Is: operator.eq, ast.IsNot: operator.ne, ast.In: lambda a, b: a in b,
    ast.NotIn: lambda a, b: a not in b, ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
    ast.Div: operator.truediv, ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod,
    ast.BitAnd: operator.and_, ast.BitOr: operator.or_, ast.BitXor: operator.xor,
}  # fmt: skip
BUILTINS: dict[str, Callable[..., Any]] = {
    "len": len, "sum": sum, "min": min, "max": max, "abs": abs, "sorted": sorted, "bool": bool, "str": str, "int": int,
    "any": any, "all": all, "list": list, "tuple": tuple, "set": set, "float": float, "round": round, "repr": repr,
    "dict": dict,
}  # fmt: skip
# Methods of Python's own values that leave them as they are.
_METHODS = frozenset({
    "get", "keys", "values", "items", "index", "count", "upper", "lower", "title", "strip", "lstrip", "rstrip",
    "split", "rsplit", "splitlines", "join", "replace", "startswith", "endswith", "find", "isdigit", "isalpha",
    "isupper", "islower", "capitalize", "removeprefix", "removesuffix", "encode", "decode", "copy", "issubset",
    "issuperset", "union", "intersection", "difference", "isdisjoint", "partition",
})  # fmt: skip
# Methods that change a list, dict or set.
_CHANGING = frozenset({
    "append", "add", "extend", "update", "insert", "remove", "discard", "clear", "setdefault", "appendleft", "sort",
    "reverse",
})  # fmt: skip
_OWN = (str, bytes, list, tuple, dict, set, frozenset)
# Containers by their full names, and what makes the values of a `defaultdict` that nobody can change.
_CONTAINERS = {
    "collections.defaultdict": "defaultdict", "collections.Counter": "Counter",
    "collections.OrderedDict": "OrderedDict", "collections.deque": "deque",
}  # fmt: skip
_FACTORIES: dict[str, Callable[[], Any]] = {"int": int, "float": float, "str": str, "bool": bool}
_MADE = (ast.List, ast.Dict, ast.Set, ast.Call)  # what a list, dict or set of the test's own is made by
_MOST_READS = 50  # of a list that nobody gets hold of
_MOST = 10_000  # above this a number or text is not computed
_DEPTH = 40
_MOST_STEPS = 500  # in all directions: names may stand for sums of names


class Unknown(Exception):  # noqa: N818 - an answer, not an error
    """The source does not tell the value."""


class Known:
    """What expressions of one test come to where one statement of it reads them."""

    def __init__(self, module: TestModule, test: Function, at: ast.stmt) -> None:
        self._module = module
        self._test = test
        self._at = at
        self._steps = 0

    def value(self, node: ast.expr, depth: int = 0) -> Any:
        """The value of an expression; Unknown where the test alone does not tell it."""
        self._steps += 1
        if depth > _DEPTH or self._steps > _MOST_STEPS:
            raise Unknown
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name):
            return self._named(node, depth)
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            return self._items(node, depth)
        if isinstance(node, ast.Dict) and all(node.keys):
            return self._mapping(node, depth)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
            value = self.value(node.operand, depth + 1)
            return not value if isinstance(node.op, ast.Not) else -_number(value)
        if isinstance(node, ast.BinOp):
            return self._computed(node.op, self.value(node.left, depth + 1), self.value(node.right, depth + 1))
        if isinstance(node, ast.Compare):
            return self._compared(node, depth)
        return self._part(node, depth)

    def _named(self, node: ast.Name, depth: int) -> Any:
        made = self._test.once.get(node.id)
        if made is None or made.lineno >= self._at.lineno:
            raise Unknown
        if isinstance(made, ast.Constant | ast.BinOp | ast.UnaryOp | ast.Compare):
            return self.value(made, depth + 1)
        reads = self._test.reads.get(node.id, [])
        if len(reads) > _MOST_READS:
            raise Unknown
        changes = [one for read in reads if (one := self._change(read)) is not None]
        if not all(self._only_reads(one) or self._change(one) is not None for one in reads):
            raise Unknown
        value = self.value(made, depth + 1)
        if changes and self._test.is_inner(self._at):
            raise Unknown  # when a function within the test runs is not known
        for change in changes:
            value = self._changed(value, made, change, depth)
        if _holds_changeable(value) and not all(map(self._test.is_asserted, reads)):
            raise Unknown
        return value

    def _change(self, read: ast.Name) -> ast.Expr | ast.Assign | ast.AugAssign | None:
        """The statement by which a test itself adds to a list, dict or set of its own that is read here."""
        around = self._module.code.parent(read)
        up = self._module.code.parent(around) if around is not None else None
        if isinstance(around, ast.Subscript) and around.value is read and isinstance(up, ast.Assign):
            return up if up.targets == [around] else None
        if isinstance(around, ast.Subscript) and around.value is read and isinstance(up, ast.AugAssign):
            return up if up.target is around else None
        if not (isinstance(around, ast.Attribute) and around.attr in _CHANGING and isinstance(up, ast.Call)):
            return None
        statement = self._module.code.parent(up)
        return statement if isinstance(statement, ast.Expr) and up.func is around else None

    def _changed(self, value: Any, made: ast.expr, change: ast.Expr | ast.Assign | ast.AugAssign, depth: int) -> Any:
        """A value after one such statement, which has to run before the claim, once, and is run here on the value."""
        if not isinstance(made, _MADE) or change not in self._test.node.body or _has_keywords(change):
            raise Unknown
        if change.lineno >= self._at.lineno:
            return value
        try:
            if isinstance(change, ast.AugAssign):
                if isinstance(change.target, ast.Subscript):
                    key = self.value(change.target.slice, depth + 1)
                    value[key] = self._computed(change.op, value[key], self.value(change.value, depth + 1))
            elif isinstance(change, ast.Assign):
                target = change.targets[0]
                if isinstance(target, ast.Subscript):
                    value[self.value(target.slice, depth + 1)] = self.value(change.value, depth + 1)
            elif isinstance(change.value, ast.Call) and isinstance(change.value.func, ast.Attribute):
                given = [self.value(one, depth + 1) for one in change.value.args]
                getattr(value, change.value.func.attr)(*given)
        except (TypeError, ValueError, LookupError, AttributeError):
            raise Unknown from None
        return value

    def _items(self, node: ast.Tuple | ast.List | ast.Set, depth: int) -> Any:
        items = [self.value(one, depth + 1) for one in node.elts]
        if isinstance(node, ast.List):
            return items
        try:
            return tuple(items) if isinstance(node, ast.Tuple) else set(items)
        except TypeError:
            raise Unknown from None

    def _part(self, node: ast.expr, depth: int) -> Any:
        try:
            if isinstance(node, ast.Subscript):
                return self.value(node.value, depth + 1)[self._index(node.slice, depth)]
            if isinstance(node, ast.Call) and not node.keywords:
                return self._called(node, depth)
            if isinstance(node, ast.JoinedStr):
                return "".join(self._piece(one, depth) for one in node.values)
        except (TypeError, ValueError, LookupError, ArithmeticError, AttributeError):
            pass
        raise Unknown

    def _index(self, node: ast.expr, depth: int) -> Any:
        if not isinstance(node, ast.Slice):
            return self.value(node, depth + 1)
        ends = (node.lower, node.upper, node.step)
        return slice(*(self.value(one, depth + 1) if one is not None else None for one in ends))

    def _piece(self, node: ast.expr, depth: int) -> str:
        if isinstance(node, ast.FormattedValue):
            if node.format_spec is not None or node.conversion != -1:
                raise Unknown
            return str(self.value(node.value, depth + 1))
        return str(self.value(node, depth + 1))

    def _called(self, node: ast.Call, depth: int) -> Any:
        name = written(node.func)
        kind = _CONTAINERS.get(self._module.called(node))
        if kind is not None:
            result = self._container(kind, node, depth)
        elif name in BUILTINS and name not in self._test.bound:
            result = BUILTINS[name](*self._arguments(node, depth))
        elif isinstance(node.func, ast.Attribute) and node.func.attr in _METHODS:
            owner = self.value(node.func.value, depth + 1)
            if not isinstance(owner, _OWN):
                raise Unknown
            result = getattr(owner, node.func.attr)(*self._arguments(node, depth))
        else:
            raise Unknown
        if _is_big(result):
            raise Unknown
        return result

    def _container(self, kind: str, node: ast.Call, depth: int) -> Any:
        """A dict of Python's library, made of what stands in the test."""
        import collections

        if kind != "defaultdict":
            return getattr(collections, kind)(*self._arguments(node, depth))
        factory = _FACTORIES.get(written(node.args[0])) if len(node.args) == 1 else None
        if factory is None:
            raise Unknown
        return collections.defaultdict(factory)

    def _arguments(self, node: ast.Call, depth: int) -> list[Any]:
        found = [self.value(one, depth + 1) for one in node.args]
        if any(map(_is_big, found)):
            raise Unknown
        return found

    def _mapping(self, node: ast.Dict, depth: int) -> dict[Any, Any]:
        try:
            keys = [self.value(one, depth + 1) for one in node.keys if one is not None]
            return dict(zip(keys, [self.value(one, depth + 1) for one in node.values], strict=True))
        except TypeError:
            raise Unknown from None

    def _compared(self, node: ast.Compare, depth: int) -> Any:
        """What a comparison gives, links of a chain included."""
        one = self.value(node.left, depth + 1)
        for op, right in zip(node.ops, node.comparators, strict=True):
            other = self.value(right, depth + 1)
            result = self._computed(op, one, other)
            if not result:
                return result
            one = other
        return True

    def _computed(self, op: ast.AST, one: Any, two: Any) -> Any:
        compute = OPERATORS.get(type(op))
        if compute is None or _is_big(one) or _is_big(two):
            raise Unknown
        if isinstance(op, ast.Mult) and not (isinstance(one, int | float) and isinstance(two, int | float)):
            size = (one if isinstance(one, int) else 1) * (two if isinstance(two, int) else 1)
            if size > _MOST:
                raise Unknown
        try:
            return compute(one, two)
        except (TypeError, ValueError, ArithmeticError, MemoryError):
            raise Unknown from None

    def _only_reads(self, node: ast.Name) -> bool:
        """Whether a use of a list or dict takes something out of it, in an assertion or a subscript that is read."""
        around = self._module.code.parent(node)
        if isinstance(around, ast.Subscript):
            return around.value is node and isinstance(around.ctx, ast.Load)
        if isinstance(around, ast.Call):
            return written(around.func) in BUILTINS
        if isinstance(around, ast.Attribute):
            return around.attr in _METHODS and isinstance(self._module.code.parent(around), ast.Call)
        return isinstance(around, ast.Compare | ast.Assert | ast.FormattedValue)


def _has_keywords(change: ast.stmt) -> bool:
    """Whether a call is given something by name, such as the key by which a list is sorted."""
    return isinstance(change, ast.Expr) and isinstance(change.value, ast.Call) and bool(change.value.keywords)


def _number(value: Any) -> Any:
    if not isinstance(value, int | float | complex):
        raise Unknown
    return value


def _holds_changeable(value: Any) -> bool:
    """Whether something in a value may be changed by who gets hold of it."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return any(isinstance(one, list | dict | set) for one in parts)


def _is_big(value: Any) -> bool:
    if isinstance(value, int):
        return abs(value) > 10**12
    return isinstance(value, _OWN) and len(value) > _MOST

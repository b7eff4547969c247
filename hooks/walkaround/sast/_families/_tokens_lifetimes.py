"""B928 for tokens that do expire, in years; and how long a time is that code works out of constants."""

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ._drafts import is_test
from ._found import Found
from ._jwt import encodes
from ._mappings import argument, keys, members, parameter
from ._patterns import Pattern
from ._settings import settings

if TYPE_CHECKING:
    from ..._code import Module

_RULE = "B928"
DAY = 86400
_YEAR = 365 * DAY
_LONG = 2 * _YEAR
_UNITS = {
    "days": DAY, "hours": 3600, "minutes": 60, "seconds": 1, "weeks": 7 * DAY, "milliseconds": 0.001,
    "months": 30 * DAY, "years": _YEAR,
}  # fmt: skip
_ORDER = ("days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks")
_SAME = frozenset({"timestamp", "total_seconds", "replace", "timetuple", "utctimetuple", "isoformat"})
_WRAPS = frozenset({"int", "float", "round", "timegm", "max"})
_LIFETIMES = frozenset({"JWT_ACCESS_TOKEN_EXPIRES", "JWT_REFRESH_TOKEN_EXPIRES"})
_NESTED = {
    "SIMPLE_JWT": ("ACCESS_TOKEN_LIFETIME", "REFRESH_TOKEN_LIFETIME", "SLIDING_TOKEN_LIFETIME"),
    "JWT_AUTH": ("JWT_EXPIRATION_DELTA",),
}
# Tokens of these last as long as what they stand for; those of the second kind for a year or two.
_LASTING = Pattern(
    r"licen[cs]e|long_?lived|unsubscribe|permanent|never|certificate",
)
_SLOW = Pattern(
    r"refresh|api_?(?:key|token)|personal|device|service|machine|calendar|feed|remember",
)


def find(module: "Module") -> Iterator[Found]:
    for found in _all(module):
        if not is_test(module, found.node):
            yield found


def _all(module: "Module") -> Iterator[Found]:
    for encode in encodes(module):
        for value in keys(module, encode.claims).values.get("exp", []):
            if _is_too_long(module, encode.call, moment(module, value)):
                called = ast.unparse(encode.call.func)
                yield Found(_RULE, encode.call, f"`{called}` makes a token that stays good for years.")
                break
    for call in module.calls("create_access_token", "create_refresh_token"):
        given = argument(call, "expires_delta", 2)
        ours = module.name(call.func).startswith("flask_jwt_extended.")
        if ours and _is_too_long(module, call, seconds(module, given)):
            yield Found(_RULE, call, f"`{ast.unparse(call.func)}` makes a token that stays good for years.")
    for call in module.calls("JWTStrategy"):
        given = argument(call, "lifetime_seconds", 1)
        ours = module.name(call.func).startswith("fastapi_users.") and given is not None
        if ours and (module.constant(given) is None or _is_too_long(module, call, seconds(module, given))):
            yield Found(_RULE, call, f"`{ast.unparse(call.func)}` makes tokens that stay good for years.")
    yield from _set(module)


def _set(module: "Module") -> Iterator[Found]:
    for setting in settings(module):
        if setting.name in _LIFETIMES and seconds(module, setting.value) >= _YEAR:
            yield Found(_RULE, setting.node, f"`{setting.name}` makes tokens that stay good for years.")
        for word in _NESTED.get(setting.name, ()):
            for value in keys(module, setting.value).values.get(word, []):
                if seconds(module, value) >= _YEAR:
                    yield Found(_RULE, value, f"`{word}` makes tokens that stay good for years.")


def _is_too_long(module: "Module", node: ast.AST, lifetime: float) -> bool:
    if lifetime < _YEAR:
        return False
    function = module.function(node)
    owner = module.owner(function) if function is not None else None
    said = f"{function.name if function is not None else ''} {owner.name if owner is not None else ''}".lower()
    return not _LASTING.search(said) and (lifetime > _LONG or not _SLOW.search(said))


def moment(module: "Module", node: ast.expr) -> float:
    """How far ahead a moment is: `now() + LIFETIME`; years for one in a fixed year far ahead."""
    if isinstance(node, ast.Name) and (bound := module.binding(node)) is not None:
        node = bound
    if isinstance(node, ast.Constant):
        return 0.0  # a moment like any other
    return seconds(module, node)


def seconds(module: "Module", node: ast.expr | None, depth: int = 8) -> float:
    """The length of a time given as a number of seconds or as a `timedelta`, as far as the code tells; else 0."""
    value = module.constant(node)
    if isinstance(value, int | float):
        return value
    if node is None or depth <= 0:
        return 0
    if isinstance(node, ast.Name | ast.Attribute):
        return max((seconds(module, one, depth - 1) for one in _meant(module, node)), default=0)
    if isinstance(node, ast.BinOp):
        return _combined(module, node, depth)
    if isinstance(node, ast.Call):
        return _called(module, node, depth)
    inner: list[ast.expr] = []
    if isinstance(node, ast.BoolOp):
        inner = node.values
    elif isinstance(node, ast.IfExp):
        inner = [node.body, node.orelse]
    return max((seconds(module, one, depth - 1) for one in inner), default=0)


def _meant(module: "Module", node: ast.Name | ast.Attribute) -> list[ast.expr]:
    """What a name, an argument's default or a class's attribute stands for."""
    if isinstance(node, ast.Attribute):
        return members(module, node)
    if (bound := module.binding(node)) is not None:
        return [bound]
    found = [parameter(module, node)]
    found += [by.value for by in module.bindings(module.scope(node), node.id) if isinstance(by, ast.Assign)]
    return [one for one in found if one is not None]


def _combined(module: "Module", node: ast.BinOp, depth: int) -> float:
    left, right = seconds(module, node.left, depth - 1), seconds(module, node.right, depth - 1)
    if isinstance(node.op, ast.Add):
        return left + right
    if isinstance(node.op, ast.Sub):
        return left - right
    if isinstance(node.op, ast.Mult):
        return left * right if abs(left) < 1e12 and abs(right) < 1e12 else 0
    return 0


def _called(module: "Module", call: ast.Call, depth: int) -> float:
    last = module.last(call.func)
    if last in {"timedelta", "relativedelta"}:
        given = [(word.arg or "", word.value) for word in call.keywords]
        given += list(zip(_ORDER, call.args, strict=False)) if last == "timedelta" else []
        return sum(_UNITS.get(word, 0) * seconds(module, one, depth - 1) for word, one in given)
    if last == "datetime" and call.args:
        year = module.constant(call.args[0])
        return _LONG * 5 if isinstance(year, int) and year >= 2050 else 0
    if last in _SAME and isinstance(call.func, ast.Attribute):
        return seconds(module, call.func.value, depth - 1)
    if last in _WRAPS and call.args:
        return seconds(module, call.args[0], depth - 1)
    return 0

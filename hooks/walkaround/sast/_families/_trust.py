"""What becomes of a value that nobody has verified: which of its keys are read, and whether it goes elsewhere."""

import ast
from typing import TYPE_CHECKING

from ._mappings import inside, within_function
from ._patterns import Pattern

if TYPE_CHECKING:
    from ..._code import Module

# Claims by which nobody is let in: they choose the key, or tell a client when to ask for a new token.
HARMLESS = frozenset({"iss", "kid", "alg", "typ", "cty", "x5t", "x5t#S256", "exp", "iat", "nbf", "tid"})
_PARTS = frozenset({"payload", "header", "claims"})  # the claims are one step further in
_SHOWN = frozenset(
    {"print", "debug", "info", "warning", "error", "exception", "critical", "log", "echo", "pprint", "secho", "len"}
)
_PASSED_ON = frozenset({"loads", "dict", "decode", "cast", "str", "bytes", "model_validate", "parse_obj", "copy"})
_VERIFIES = Pattern(r"(?<!un)verif|compare_digest|check_?(?:sig|token|hmac|mac)|validate_?(?:sig|token|jwt|id_token)")
_OBTAINS = Pattern(r"(?:^|_)(?:fetch|acquire|exchange|obtain|refresh|get|authorize)_?\w*(?:token|code)")
# What has the value of what it holds, or shows it.
_AROUND = (
    ast.Await, ast.NamedExpr, ast.BoolOp, ast.IfExp, ast.Starred, ast.FormattedValue, ast.JoinedStr, ast.keyword,
)  # fmt: skip
_FROM_CLIENTS = ("request", "header", "event", "websocket", "cookie", "environ", "scope[")
_OWN = frozenset({"request", "req", "event", "websocket", "self.request"})


class Reads:
    """What is read from a value: its keys; `kept` if all of it is returned, stored or given away, `shown` in a log."""

    __slots__ = ("kept", "keys", "shown")

    def __init__(self) -> None:
        self.keys: set[str] = set()
        self.kept = self.shown = False

    @property
    def harmless(self) -> bool:
        return not self.kept and self.keys <= HARMLESS and (bool(self.keys) or self.shown)


def reads(module: "Module", node: ast.expr) -> Reads:
    """How a value is used in the function that it comes up in."""
    found = Reads()
    _follow(module, node, found, set())
    return found


def _follow(module: "Module", node: ast.AST, found: Reads, seen: set[ast.AST]) -> None:
    up = module.parent(node)
    if up is None or node in seen:
        return
    seen.add(node)
    if isinstance(up, ast.Subscript) and up.value is node:
        _key(module, up, module.constant(up.slice), found, seen)
    elif isinstance(up, ast.Attribute):
        _attribute(module, up, found, seen)
    elif isinstance(up, _AROUND):
        _follow(module, up, found, seen)
        if isinstance(up, ast.NamedExpr):
            _names(module, up.target, found, seen)
    elif isinstance(up, ast.Assign | ast.AnnAssign):
        for target in up.targets if isinstance(up, ast.Assign) else [up.target]:
            _names(module, target, found, seen)
    elif isinstance(up, ast.Call):
        _handed(module, up, found, seen)
    elif not isinstance(up, ast.Expr | ast.Compare | ast.If | ast.Assert | ast.UnaryOp):
        found.kept = True


def _key(module: "Module", node: ast.expr, key: object, found: Reads, seen: set[ast.AST]) -> None:
    if isinstance(key, str) and key in _PARTS:
        _follow(module, node, found, seen)
    elif isinstance(key, str):
        found.keys.add(key)
    else:
        found.kept = True


def _attribute(module: "Module", node: ast.Attribute, found: Reads, seen: set[ast.AST]) -> None:
    call = module.parent(node)
    if isinstance(call, ast.Call) and call.func is node:
        if node.attr in {"get", "pop"} and call.args:
            _key(module, call, module.constant(call.args[0]), found, seen)
        elif node.attr in _PASSED_ON:
            _follow(module, call, found, seen)
        elif node.attr not in {"setdefault", "update"}:
            found.kept = True
    elif node.attr in _PARTS:
        _follow(module, node, found, seen)
    else:
        found.keys.add(node.attr)


def _names(module: "Module", target: ast.expr, found: Reads, seen: set[ast.AST]) -> None:
    if not isinstance(target, ast.Name):
        found.kept = True
        return
    for node in within_function(module, target):
        if isinstance(node, ast.Name) and node.id == target.id and isinstance(node.ctx, ast.Load):
            _follow(module, node, found, seen)


def _handed(module: "Module", call: ast.Call, found: Reads, seen: set[ast.AST]) -> None:
    last = module.last(call.func)
    if last in _PASSED_ON:
        _follow(module, call, found, seen)
    elif last in _SHOWN:
        found.shown = True
    else:
        found.kept = True


def verifies(module: "Module", node: ast.AST) -> bool:
    """Whether the function around, or each one in the module that calls it, checks a signature itself."""
    function = module.function(node)
    if function is None:
        return False
    if checks(module, function):
        return True
    callers = [module.function(call) for call in module.calls(function.name)]
    around = [one for one in callers if one is not None and one is not function]
    return bool(around) and all(checks(module, one) for one in around)


def checks(module: "Module", scope: ast.AST) -> bool:
    """Whether something that checks a signature or a token is called here."""
    calls = (node for node in inside(module, scope) if isinstance(node, ast.Call))
    return any(_VERIFIES.search(module.last(call.func).lower()) for call in calls)


def obtained(module: "Module", token: ast.expr | None, depth: int = 6) -> bool:
    """Whether this function got a token from its issuer itself, over TLS: nobody else can have put it there."""
    if token is None or depth <= 0:
        return False
    if isinstance(token, ast.Name):
        bound = module.binding(token)
        return bound is not None and obtained(module, bound, depth - 1)
    if isinstance(token, ast.Call):
        last = module.last(token.func)
        base = token.func.value if isinstance(token.func, ast.Attribute) else None
        if last == "json" and base is not None:
            return ast.unparse(base) not in _OWN
        if last == "get" and base is not None and token.args:
            return obtained(module, base, depth - 1)
        given = ast.unparse(token).lower()
        return _OBTAINS.search(last) is not None and not any(word in given for word in _FROM_CLIENTS)
    if isinstance(token, ast.Subscript | ast.Attribute | ast.Await):
        return obtained(module, token.value, depth - 1)
    return False

"""Where a module encodes and decodes JSON web tokens, with whichever of the libraries."""

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ._mappings import Keys, argument, inside, keys, local_function, spread

if TYPE_CHECKING:
    from ..._code import Function, Module

# What a call is named after -> the library. Several ways lead to the same function of PyJWT.
_DECODERS = {
    "jwt.decode": "pyjwt",
    "jwt.decode_complete": "pyjwt",
    "jwt.PyJWT().decode": "pyjwt",
    "jwt.PyJWT().decode_complete": "pyjwt",
    "jwt.api_jwt.decode": "pyjwt",
    "jwt.api_jwt.decode_complete": "pyjwt",
    "jwt.api_jwt.PyJWT().decode": "pyjwt",
    "jwt.PyJWS().decode": "pyjws",
    "jwt.api_jws.decode": "pyjws",
    "jwt.api_jws.PyJWS().decode": "pyjws",
    "jwt.JWT().decode": "gehirn",
    "jose.jwt.decode": "jose",
    "jose.jws.verify": "jws",
    "authlib.jose.jwt.decode": "authlib",
    "authlib.jose.JsonWebToken().decode": "authlib",
    "joserfc.jwt.decode": "joserfc",
    "google.auth.jwt.decode": "google",
}
_ENCODERS = {
    "jwt.encode": ("pyjwt", 0, 1),
    "jwt.PyJWT().encode": ("pyjwt", 0, 1),
    "jwt.api_jwt.encode": ("pyjwt", 0, 1),
    "jwt.JWT().encode": ("gehirn", 0, 1),
    "jose.jwt.encode": ("jose", 0, 1),
    "authlib.jose.jwt.encode": ("authlib", 1, 2),
    "authlib.jose.JsonWebToken().encode": ("authlib", 1, 2),
    "joserfc.jwt.encode": ("joserfc", 1, 2),
}
_CLAIMS = frozenset({"iss", "aud", "exp", "iat", "azp", "client_id", "appid"})
_KEYS = ("key", "secret", "public_key", "certs")


class Decode(NamedTuple):
    """A call that decodes a token, with the arguments that matter."""

    call: ast.Call
    library: str
    token: ast.expr | None
    key: ast.expr | None
    options: Keys


class Encode(NamedTuple):
    """A call that makes a token, with its claims."""

    call: ast.Call
    library: str
    claims: ast.expr | None
    key: ast.expr | None


def decodes(module: "Module") -> list[Decode]:
    return module.once(decodes, lambda: list(_decodes(module)))


def encodes(module: "Module") -> list[Encode]:
    return module.once(encodes, lambda: list(_encodes(module)))


def _decodes(module: "Module") -> Iterator[Decode]:
    for call in module.calls("decode", "decode_complete", "verify"):
        library = _DECODERS.get(module.name(call.func))
        if library is not None:
            token = (
                argument(call, "token", 0) or argument(call, "jwt") or argument(call, "s") or argument(call, "value")
            )
            key = next((one for word in _KEYS if (one := argument(call, word)) is not None), argument(call, "key", 1))
            yield Decode(call, library, token, key, _options(module, call, library))


def _options(module: "Module", call: ast.Call, library: str) -> Keys:
    given = argument(call, "options", None if library == "authlib" else 3)
    found = keys(module, given)
    for more in spread(module, call).values.get("options", ()):
        for key, values in keys(module, more).values.items():
            found.values.setdefault(key, []).extend(values)
    made = call.func.value if isinstance(call.func, ast.Attribute) else None
    made = module.binding(made) if isinstance(made, ast.Name) else made
    if isinstance(made, ast.Call) and library == "pyjwt":
        for key, values in keys(module, argument(made, "options", 0)).values.items():
            found.values.setdefault(key, []).extend(values)
    return found


def _encodes(module: "Module") -> Iterator[Encode]:
    for call in module.calls("encode"):
        known = _ENCODERS.get(module.name(call.func))
        if known is not None:
            library, claims, key = known
            given = argument(call, "payload", claims) or argument(call, "claims")
            yield Encode(call, library, given, argument(call, "key", key))
    for call in module.calls("JWT"):
        if module.name(call.func) == "jwcrypto.jwt.JWT" and (claims_ := argument(call, "claims", 1)) is not None:
            yield Encode(call, "jwcrypto", claims_, None)


def compared(module: "Module", near: ast.AST, *claims: str) -> bool:
    """Whether one of these claims is compared, as in `payload["iss"] != ISSUER`, by the function around a node, by one
    that it calls, or by one that calls it."""
    function = module.function(near)
    if function is None:
        return any(compared_anywhere(module, claim) for claim in claims)
    around = module.once((_neighbours, function), lambda: _neighbours(module, function))
    return any(claim in _compared(module, one) for one in around for claim in claims)


def _neighbours(module: "Module", function: "Function") -> set["Function"]:
    """A function, those that call it, and those that it calls."""
    around = {function, *(caller for call in module.calls(function.name) if (caller := module.function(call)))}
    for node in inside(module, function):
        called = local_function(module, node.func) if isinstance(node, ast.Call) else None
        around |= {called} if called is not None else set()
    return around


def compared_anywhere(module: "Module", claim: str) -> bool:
    return claim in _compared(module, module.tree)


def _compared(module: "Module", scope: ast.AST) -> frozenset[str]:
    return module.once((compared, scope), lambda: frozenset(_all_compared(module, scope)))


def _all_compared(module: "Module", scope: ast.AST) -> Iterator[str]:
    """The claims that are read here and looked at in a condition, at once or by way of a name."""
    named: dict[str, set[str]] = {}
    for node in inside(module, scope):
        claim = _claim(node)
        if not claim:
            continue
        if _is_looked_at(module, node):
            yield claim
        statement = module.statement(node)
        for target in statement.targets if isinstance(statement, ast.Assign) else []:
            if isinstance(target, ast.Name):
                named.setdefault(target.id, set()).add(claim)
    if named:
        for node in inside(module, scope):
            if isinstance(node, ast.Name) and node.id in named and _is_looked_at(module, node):
                yield from named[node.id]


def _claim(node: ast.AST) -> str:
    """The claim that is read: `claims["iss"]`, `claims.get("iss")`, `claims.iss`."""
    key: ast.expr | None = None
    if isinstance(node, ast.Attribute):
        return node.attr if node.attr in _CLAIMS else ""
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        key = node.slice
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get" and node.args:
        key = node.args[0]
    return key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else ""


def _is_looked_at(module: "Module", node: ast.AST) -> bool:
    """Whether an expression is part of a comparison or of a condition."""
    before = node
    for up in module.parents(node):
        if isinstance(up, ast.Compare):
            return True
        if isinstance(up, ast.If | ast.IfExp | ast.While | ast.Assert):
            return up.test is before
        if isinstance(up, ast.stmt):
            return False
        before = up
    return False

"""B925: what a token says, believed without a look at its signature."""

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..._code import is_function
from ._drafts import is_test
from ._found import Found
from ._jwt import Decode, decodes
from ._mappings import argument, keys, local_function, within_function
from ._patterns import Pattern
from ._settings import settings
from ._trust import HARMLESS, checks, obtained, reads, verifies

if TYPE_CHECKING:
    from ..._code import Module

_RULE = "B925"
# Calls that read a token and never its signature; python-jose names each of them twice.
_UNVERIFIED = {
    "jose.jwt.get_unverified_claims": "claims",
    "jose.jws.get_unverified_claims": "claims",
    "jose.jwt.get_unverified_header": "header",
    "jose.jwt.get_unverified_headers": "header",
    "jose.jws.get_unverified_header": "header",
    "jose.jws.get_unverified_headers": "header",
    "jwt.get_unverified_header": "header",
    "jwt.PyJWS().get_unverified_header": "header",
    "jwt.api_jws.get_unverified_header": "header",
    "joserfc.jws.extract_compact": "claims",
    "python_jwt.process_jwt": "claims",
}
_SWITCHES = ("verify", "do_verify", "verify_signature")
_WITHOUT = {
    "rest_framework_simplejwt.tokens.AccessToken": "verify",
    "rest_framework_simplejwt.tokens.RefreshToken": "verify",
    "rest_framework_simplejwt.tokens.UntypedToken": "verify",
    "rest_framework_simplejwt.tokens.SlidingToken": "verify",
    "rest_framework_simplejwt.backends.TokenBackend().decode": "verify",
}
# What a header names a key by, so that whoever wrote the token chose the key.
_OWN_KEY = frozenset({"jku", "jwk", "x5u", "x5c"})
_SETTINGS = frozenset({"JWT_VERIFY", "OIDC_VERIFY_JWT"})
# A function that finds the key can only go by what nobody has verified yet.
_FINDS_KEY = Pattern(r"(?:^|_)(?:keys?|jwks?|secret|issuer)(?:$|_)")
_TOKENS = Pattern(r"token|jwt|bearer|auth|assertion|credential|cookie|session|claims|jws|user")
_BASE64 = ("urlsafe_b64decode", "b64decode", "base64url_decode", "standard_b64decode")


def find(module: "Module") -> Iterator[Found]:
    for decode in decodes(module):
        if is_unsigned(module, decode) and not _excused(module, decode.call, decode.token):
            called = ast.unparse(decode.call.func)
            yield Found(_RULE, decode.call, f"`{called}` reads the token without verifying its signature.")
    yield from _unverified(module)
    yield from _switched_off(module)
    yield from _by_hand(module)
    yield from _settings(module)


def is_unsigned(module: "Module", decode: Decode) -> bool:
    """Whether a call decodes without verifying."""
    if decode.options.may(module, "verify_signature", False):
        return True
    return any(module.constant(argument(decode.call, word)) is False for word in _SWITCHES)


def _excused(module: "Module", call: ast.Call, token: ast.expr | None) -> bool:
    """Whether nobody is let in by what an unverified token says."""
    if is_test(module, call) or reads(module, call).harmless:
        return True
    function = module.function(call)
    if function is not None and _FINDS_KEY.search(function.name):
        return True
    return (
        _verified_as_well(module, call, token)
        or verifies(module, call)
        or obtained(module, token)
        or _says(module, call)
    )


def _verified_as_well(module: "Module", call: ast.Call, token: ast.expr | None) -> bool:
    """Whether the same function decodes the same token with its signature too."""
    if token is None:
        return False
    same, function = ast.dump(token), module.function(call)
    return any(
        decode.call is not call
        and decode.token is not None
        and ast.dump(decode.token) == same
        and module.function(decode.call) is function
        and not is_unsigned(module, decode)
        and not _is_instead(module, call, decode.call)
        for decode in decodes(module)
    )


def _is_instead(module: "Module", call: ast.Call, other: ast.Call) -> bool:
    """Whether a call is what is done when another one has failed."""
    around = set(module.parents(other))
    handler = next((up for up in module.parents(call) if isinstance(up, ast.ExceptHandler)), None)
    outer = module.parent(handler) if handler is not None else None
    return isinstance(outer, ast.Try) and any(one in around for one in outer.body)


def _says(module: "Module", call: ast.Call) -> bool:
    """Whether a function gives the claims as they are and says in its name that nobody has verified them."""
    function = module.function(call)
    if function is None or not any(word in function.name.lower() for word in ("unverified", "unsafe", "insecure")):
        return False
    return not reads(module, call).keys - HARMLESS and not any(
        isinstance(node, ast.Call) and reads(module, node).keys - HARMLESS for node in module.calls(function.name)
    )


def _unverified(module: "Module") -> Iterator[Found]:
    words = {name.rpartition(".")[2] for name in _UNVERIFIED}
    for call in module.calls(*sorted(words)):
        kind = _UNVERIFIED.get(module.name(call.func))
        if kind is None or is_test(module, call):
            continue
        token = argument(call, "token", 0)
        if kind == "claims" and not _excused(module, call, token):
            yield Found(_RULE, call, f"`{ast.unparse(call.func)}` reads the token without verifying its signature.")
        elif kind == "header":
            yield from _header(module, call)


def _header(module: "Module", call: ast.Call) -> Iterator[Found]:
    """A key that the token itself names, or a claim in the part that nobody signs."""
    read = reads(module, call).keys
    own = sorted(read & _OWN_KEY)
    if own and not _is_compared(module, call, own[0]):
        yield Found(
            _RULE, call, f"The header's `{own[0]}` lets whoever wrote the token choose the key it is verified with."
        )
    elif bad := sorted(read & {"sub", "user", "user_id", "role", "roles", "email", "username", "scope", "admin"}):
        yield Found(_RULE, call, f"The header's `{bad[0]}` is believed before anything is verified.")


def _is_compared(module: "Module", call: ast.Call, key: str) -> bool:
    """Whether the function compares anything that comes from a key of the header."""
    names = {key}
    for node in within_function(module, call):
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and f"'{key}'" in ast.unparse(node.value)
        ):
            names.add(node.targets[0].id)
    return any(
        isinstance(node, ast.Compare) and any(name in ast.unparse(node) for name in names)
        for node in within_function(module, call)
    )


def _switched_off(module: "Module") -> Iterator[Found]:
    for call in module.calls(*sorted({name.rpartition(".")[2] for name in _WITHOUT})):
        switch = _WITHOUT.get(module.name(call.func), "")
        off = module.constant(argument(call, switch, 1)) is False if switch else False
        if off and not _excused(module, call, argument(call, "token", 0)):
            yield Found(_RULE, call, f"`{ast.unparse(call.func)}` is told not to verify the token.")
    for call in module.calls("loads_unsafe", "load_payload"):
        if module.name(call.func).startswith("itsdangerous.") and not _excused(module, call, argument(call, "s", 0)):
            message = f"`{ast.unparse(call.func)}` reads what was signed without verifying its signature."
            yield Found(_RULE, call, message)
    yield from _objects(module)


def _objects(module: "Module") -> Iterator[Found]:
    """jwcrypto: `JWS().deserialize(token)` without a key, and then the payload."""
    for call in module.calls("deserialize"):
        name = module.name(call.func)
        if name not in {"jwcrypto.jws.JWS().deserialize", "jwcrypto.jwt.JWT().deserialize"} or is_test(module, call):
            continue
        if argument(call, "key", 1) is not None or _excused(module, call, argument(call, "token", 0)):
            continue
        if any(
            isinstance(one, ast.Attribute) and one.attr in {"objects", "token"} for one in within_function(module, call)
        ):
            message = f"`{ast.unparse(call.func)}` has no key, and nothing verifies the signature after it."
            yield Found(_RULE, call, message)


def _settings(module: "Module") -> Iterator[Found]:
    for setting in settings(module):
        off = setting.name in _SETTINGS and module.constant(setting.value) is False
        old = setting.name == "JWT_AUTH" and keys(module, setting.value).may(module, "JWT_VERIFY", False)
        if (off or old) and not is_test(module, setting.node):
            message = f"`{setting.name}` has every token accepted without a look at its signature."
            yield Found(_RULE, setting.node, message)


def _by_hand(module: "Module") -> Iterator[Found]:
    """The middle part of a token, decoded from base64 and believed."""
    for call in [*module.calls(*_BASE64), *_own_base64(module)]:
        part = next((found for one in call.args if (found := _split(module, one, 5)) is not None), None)
        if part is None or is_test(module, call):
            continue
        token = part.func.value if isinstance(part.func, ast.Attribute) else None
        if not _is_token(module, part):
            continue
        if not _excused(module, call, token):
            yield Found(_RULE, call, "The token's claims are decoded by hand, and nothing verifies its signature.")


def _is_token(module: "Module", part: ast.Call) -> bool:
    """Whether it is a token that is split, by what it is called here or what the function does."""
    function = module.function(part)
    said = ast.unparse(part.func) + (function.name if function is not None else "")
    return _TOKENS.search(said.lower()) is not None


def _own_base64(module: "Module") -> list[ast.Call]:
    """Calls of functions of this module that decode base64 for others."""
    wrappers = {
        function.name
        for call in module.calls(*_BASE64)
        if is_function(function := module.function(call)) and function is not None and not checks(module, function)
    }
    return [call for call in module.calls(*sorted(wrappers)) if local_function(module, call.func) is not None]


def _split(module: "Module", node: ast.expr, depth: int) -> ast.Call | None:
    """The `token.split(".")` whose second part an expression is made of."""
    if depth <= 0:
        return None
    for one in ast.walk(node):
        if isinstance(one, ast.Subscript) and module.constant(one.slice) in {1, -2}:
            call = module.binding(one.value) if isinstance(one.value, ast.Name) else one.value
            if _is_split(module, call):
                return call if isinstance(call, ast.Call) else None
        elif isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load):
            found = _unpacked(module, one) or _bound(module, one, depth)
            if found is not None:
                return found
    return None


def _bound(module: "Module", name: ast.Name, depth: int) -> ast.Call | None:
    """The split behind what a function assigns to a name."""
    function = module.function(name)
    for binding in module.bindings(function, name.id) if function is not None else []:
        if not isinstance(binding, ast.Assign) or not isinstance(binding.targets[0], ast.Name):
            continue
        if name not in ast.walk(binding.value) and (found := _split(module, binding.value, depth - 2)) is not None:
            return found
    return None


def _unpacked(module: "Module", name: ast.Name) -> ast.Call | None:
    """The split of `header, payload, signature = token.split(".")`, for its second name."""
    for binding in module.bindings(module.scope(name), name.id):
        if not isinstance(binding, ast.Assign) or not _is_split(module, binding.value):
            continue
        target = binding.targets[0]
        if isinstance(target, ast.Tuple) and len(target.elts) == 3 and isinstance(binding.value, ast.Call):
            second = target.elts[1]
            if isinstance(second, ast.Name) and second.id == name.id:
                return binding.value
    return None


def _is_split(module: "Module", node: ast.AST | None) -> bool:
    if not isinstance(node, ast.Call) or module.last(node.func) != "split" or not node.args:
        return False
    return module.constant(node.args[0]) in {".", b"."}

"""B963: cookies that travel without TLS, and those of a session that scripts may read."""

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..._code import UNKNOWN
from ._drafts import is_draft, is_test
from ._found import Found
from ._mappings import Keys, argument, local_function, spread
from ._patterns import Pattern
from ._settings import is_set_again, settings
from ._web_origins import headers

if TYPE_CHECKING:
    from ..._code import Module

_RULE = "B963"
_FLAGS = {
    "SESSION_COOKIE_SECURE": "Secure",
    "CSRF_COOKIE_SECURE": "Secure",
    "REMEMBER_COOKIE_SECURE": "Secure",
    "JWT_COOKIE_SECURE": "Secure",
    "SECURITY_COOKIE_SECURE": "Secure",
    "OIDC_ID_TOKEN_COOKIE_SECURE": "Secure",
    "AUTH_COOKIE_SECURE": "Secure",
    "JWT_AUTH_SECURE": "Secure",
    "JWT_AUTH_HTTPONLY": "HttpOnly",
    "AUTH_COOKIE_HTTP_ONLY": "HttpOnly",
    "SESSION_COOKIE_HTTPONLY": "HttpOnly",
    "REMEMBER_COOKIE_HTTPONLY": "HttpOnly",
}
_SETTERS = ("set_cookie", "set_signed_cookie", "set_secure_cookie")
# Names of cookies, or of what stands in them, that let in whoever has them.
_PROOF = Pattern(
    r"sess(?:ion)?|(?:^|[^a-z])sid(?:$|[^a-z])|token|auth(?!or)|jwt|remember|credential|refresh|api_?key|(?:^"
    r"|_)user(?:_?id)?$|password|identity"
)
_PUBLIC = Pattern(r"csrf|xsrf|theme|lang|locale|consent|timezone|banner|dark|color|font")


def find(module: "Module") -> Iterator[Found]:
    if b"cookie" in module.source:
        for call in module.calls(*_SETTERS):
            if _is_response(module, call) and not is_test(module, call):
                yield from _cookie(module, call)
    if b"COOKIE" in module.source or b"JWT_AUTH" in module.source:
        yield from _switches(module)
    if b"https_only" in module.source or b"CookieTransport" in module.source or b"aiohttp_session" in module.source:
        yield from _sessions(module)
    if b"ookie" in module.source:
        yield from _by_hand(module)


def _switches(module: "Module") -> Iterator[Found]:
    """Settings, also those that stand in a mapping of settings."""
    seen: set[ast.AST] = set()
    made = [(one.name, one.node, one.value) for one in settings(module) if not is_set_again(module, one)]
    for mapping in module.of(ast.Dict):
        if _is_default(module, mapping):
            continue
        pairs = zip(mapping.keys, mapping.values, strict=True)
        made += [(str(key.value), value, value) for key, value in pairs if isinstance(key, ast.Constant)]
    for name, node, value in made:
        flag = _FLAGS.get(name)
        if flag and value not in seen and module.constant(value) is False and not is_draft(module, node):
            seen.add(value)
            yield Found(_RULE, node, f"`{name} = False` sends the cookie without `{flag}`.")


def _is_default(module: "Module", mapping: ast.Dict) -> bool:
    """Whether a mapping is of defaults, which somebody else's settings override."""
    statement = module.statement(mapping)
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    return any("default" in module.last(target).lower() for target in targets)


def _is_response(module: "Module", call: ast.Call) -> bool:
    """Whether a call sets a cookie in an answer: with a name and a value, and no jar of a client."""
    given = len(call.args) + sum(1 for word in call.keywords if word.arg in {"key", "name", "value"})
    if given < 2 or not isinstance(call.func, ast.Attribute):
        return False
    name = module.name(call.func.value)
    if isinstance(module.parent(call), ast.Await):
        return False  # no framework's answer has to be waited for: somebody's own function of this name
    if name and "()" not in name and not name.endswith(("response", "resp")):
        return False  # an object of another module that is no answer
    if local_function(module, call.func) is not None:
        return False  # a method of this module's own, in which the cookie is judged
    return not name.startswith(
        ("requests.", "httpx.", "http.cookiejar.", "django.test.", "fastapi.testclient.", "selenium.")
    )


def _cookie(module: "Module", call: ast.Call) -> Iterator[Found]:
    more = spread(module, call)
    if more.open or _is_taken_away(module, call):
        return
    called, safe = ast.unparse(call.func), "falcon" in module.imported
    if _is_off(module, call, more, ("secure",), 6, unless=safe):
        yield Found(_RULE, call, f"`{called}` sends the cookie without `Secure`, so also over plain HTTP.")
    elif _lets_in(module, call) and _is_off(module, call, more, ("httponly", "http_only"), 7, unless=safe):
        yield Found(_RULE, call, f"`{called}` lets scripts read a cookie that lets in whoever has it (no `HttpOnly`).")


def _is_off(
    module: "Module", call: ast.Call, more: Keys, names: tuple[str, ...], position: int, *, unless: bool
) -> bool:
    """Whether a flag is off for certain: false, or not given at all, unless that is safe."""
    given = [one for name in names for one in (argument(call, name, position), *more.values.get(name, ())) if one]
    if not given:
        return not unless
    value = module.constant(given[0])
    return value is not UNKNOWN and not value


def _is_taken_away(module: "Module", call: ast.Call) -> bool:
    """Whether a cookie is emptied or made to expire at once."""
    value = argument(call, "value", 1)
    if value is not None and module.constant(value) in ("", b"", None):
        return True
    return any(
        given is not None and module.constant(given) in (0, "Thu, 01 Jan 1970 00:00:00 GMT")
        for given in (argument(call, "max_age", 2), argument(call, "expires", 3))
    )


def _lets_in(module: "Module", call: ast.Call) -> bool:
    key = argument(call, "key", 0) or argument(call, "name", 0)
    value = argument(call, "value", 1)
    name = module.constant(key)
    said = name if isinstance(name, str) else ast.unparse(key) if key is not None else ""
    said = said.lower().replace("-", "_")
    if _PUBLIC.search(said):
        return False
    inner = ast.unparse(value).lower() if value is not None and not isinstance(value, ast.Constant) else ""
    return _PROOF.search(said) is not None or (len(inner) < 80 and re.search(r"token|jwt|session", inner) is not None)


def _sessions(module: "Module") -> Iterator[Found]:
    for call in module.calls("add_middleware", "Middleware", "SessionMiddleware"):
        first = module.name(call.args[0]) if call.args else ""
        if module.last(call.func) != "SessionMiddleware" and not first.endswith("SessionMiddleware"):
            continue
        if module.constant(argument(call, "https_only")) is False and not is_draft(module, call):
            yield Found(_RULE, call, "`https_only=False` sends the session's cookie without `Secure`.")
    for call in module.calls("CookieTransport", "EncryptedCookieStorage", "SimpleCookieStorage", "RedisStorage"):
        for name in ("cookie_secure", "cookie_httponly", "secure", "httponly"):
            if module.constant(argument(call, name)) is False and not is_draft(module, call):
                yield Found(_RULE, call, f"`{name}=False` leaves the session's cookie unprotected.")


def _by_hand(module: "Module") -> Iterator[Found]:
    """`Set-Cookie` headers, text by text."""
    for node, value in headers(module, "set-cookie"):
        parts = value.values if isinstance(value, ast.JoinedStr) else [value]
        said = "".join(
            one.value if isinstance(one, ast.Constant) and isinstance(one.value, str) else "{}" for one in parts
        )
        low = said.lower()
        if (
            "=" not in said
            or said.endswith("{}")
            or is_test(module, node)
            or re.search(r"max-age=0|01 jan 1970|=;", low)
        ):
            continue
        if re.search(r";\s*secure\b", low) is None:
            yield Found(_RULE, value, "The cookie goes without `Secure`, so also over plain HTTP.")
        elif "httponly" not in low and _PROOF.search(low.partition("=")[0]) and not _PUBLIC.search(low):
            yield Found(_RULE, value, "Scripts may read a cookie that lets in whoever has it (no `HttpOnly`).")

"""B929: scopes and addresses that whoever asks may choose, and tokens that stand in addresses."""

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..._code import handlers
from ._auth import has_mark
from ._drafts import is_test
from ._found import Found
from ._jwt import encodes
from ._mappings import argument, keys, within_function
from ._patterns import Pattern
from ._settings import settings

if TYPE_CHECKING:
    from ..._code import Module

_RULE = "B929"
_SESSIONS = ("OAuth2Session", "OAuth2Client", "AsyncOAuth2Client", "AsyncOAuth2Session")
_ASKS = ("authorize_redirect", "authorization_url", "create_authorization_url", "authorize_access_token")
_LIBRARIES = frozenset({"requests_oauthlib", "authlib", "google_auth_oauthlib", "httpx_oauth"})
# What of a request its client chose.
_PARTS = frozenset({"args", "form", "values", "query_params", "GET", "POST", "query", "data", "cookies", "json"})
_BODIES = frozenset({"json", "form", "get_json", "post", "get_argument", "get_arguments", "get_query_argument"})
_SAME = frozenset({"get", "getlist", "getall", "get_list", "split", "strip", "pop", "lower", "copy", "model_dump"})
_WRAPS = frozenset({"builtins.list", "builtins.str", "builtins.tuple", "builtins.sorted", "builtins.set"})
_GUARDS = Pattern(r"allow|valid|check|verif|permit|safe|filter|restrict|granted|intersection|issubset|known")
_GRANTS = Pattern(r"^_*(?:create|make|issue|generate|new|build|sign|encode|mint)_\w*(?:token|jwt)$")
_RIGHTS = ("scope", "scopes", "scp", "role", "roles", "permissions", "is_admin", "is_staff", "admin")
_REDIRECTS = ("redirect", "RedirectResponse", "HttpResponseRedirect", "HTTPFound", "HTTPSeeOther", "Redirect")
_IN_QUERY = Pattern(r"[?&](?:(access_token|client_secret|id_token|refresh_token|jwt|auth_token)|token)=$")
_TOKENS = Pattern(r"access_?token|jwt|id_token|refresh_token|auth_?token|bearer|encode\(")
_CLIENTS = frozenset({"requests", "httpx", "aiohttp"})
# These take their tokens in the address and nowhere else.
_ONLY_SO = Pattern(r"facebook|instagram|mapbox|graph\.|weixin|wechat|qq\.com|vk\.com")
_REDIRECT_URI = Pattern(r"^(?:redirect_ur[il]|callback_url)$")
_ENDPOINTS = frozenset(
    {
        "access_token_url", "authorize_url", "token_url", "authorization_url", "url", "token_endpoint", "redirect_uri",
        "authorization_endpoint", "server_metadata_url", "auto_refresh_url", "userinfo_endpoint", "api_base_url",
    }
)  # fmt: skip
_INSECURE = Pattern(
    r"^http://(?!localhost|127\.|0\.0\.0\.0|\[::1\]|10\.|192\.168\.|host\.docker)[\w-]+\.(?!local\b|test\b|internal\b)"
)


def find(module: "Module") -> Iterator[Found]:
    for found in _all(module):
        if not is_test(module, found.node):
            yield found


def _all(module: "Module") -> Iterator[Found]:
    if module.imported & _LIBRARIES:
        yield from _sessions(module)
        yield from _registered(module)
    if b"response_type" in module.source:
        yield from _mappings(module)
    yield from _grants(module)
    yield from _settings(module)
    if b"redirect_uri" in module.source:
        yield from _prefixes(module)
    yield from _plain(module)
    if any(word in module.source for word in (b"oken", b"jwt", b"client_secret")):
        yield from _redirected(module)
        yield from _queried(module)


def _sessions(module: "Module") -> Iterator[Found]:
    for call in module.calls(*_SESSIONS, *_ASKS):
        called = ast.unparse(call.func)
        scope, address = argument(call, "scope"), argument(call, "redirect_uri")
        if scope is not None and _is_every(module, scope):
            yield Found(_RULE, call, f"`{called}` asks for every scope there is (`*`).")
        elif _is_chosen(module, scope):
            yield Found(_RULE, call, f"`{called}` asks for whatever scopes the client names.")
        elif _is_chosen(module, address) or (
            module.last(call.func) == "authorize_redirect" and any(_is_chosen(module, one) for one in call.args)
        ):
            yield Found(_RULE, call, f"`{called}` has the code sent to an address that the client names.")
        elif module.constant(argument(call, "pkce")) == "plain":
            yield Found(_RULE, call, "PKCE by the method `plain` shows the verifier to whoever sees the address.")


def _registered(module: "Module") -> Iterator[Found]:
    for call in module.calls("register"):
        for value in keys(module, argument(call, "client_kwargs")).values.get("scope", []):
            if _is_every(module, value):
                yield Found(_RULE, call, f"`{ast.unparse(call.func)}` asks for every scope there is (`*`).")


def _is_every(module: "Module", node: ast.expr) -> bool:
    known = module.constant(node)
    return known == "*" or (isinstance(known, tuple) and "*" in known)


def _mappings(module: "Module") -> Iterator[Found]:
    """Parameters of an authorisation that the client chooses, or that have the token itself sent back."""
    for node in module.of(ast.Dict):
        given = {key.value: value for key, value in zip(node.keys, node.values, strict=True)
                 if isinstance(key, ast.Constant)}  # fmt: skip
        if "client_id" not in given or "response_type" not in given or _is_sent(module, given["client_id"], 5):
            continue
        for word, what in (("scope", "scopes"), ("redirect_uri", "address")):
            if word in given and _is_chosen(module, given[word]):
                yield Found(_RULE, given[word], f"The client names the {what} that the user is asked to agree to.")
        kind = module.constant(given["response_type"])
        if isinstance(kind, str) and "token" in kind.split() and "code" not in kind:
            message = f"`response_type={kind}` has tokens sent in an address, where others can read them."
            yield Found(_RULE, given["response_type"], message)


def _grants(module: "Module") -> Iterator[Found]:
    """Tokens whose rights are those that the client asked for."""
    claims = [
        keys(module, encode.claims).values for encode in encodes(module) if _is_for_strangers(module, encode.call)
    ]
    for call in module.of(ast.Call):
        if _GRANTS.search(module.last(call.func)) and _is_for_strangers(module, call):
            given = {word.arg: [word.value] for word in call.keywords if word.arg}
            for one in [*call.args, *(word.value for word in call.keywords)]:
                if isinstance(one, ast.Dict | ast.Name):
                    given.update(keys(module, one).values)
            claims.append(given)
    for values in claims:
        for word in _RIGHTS:
            for value in values.get(word, []):
                if _is_chosen(module, value):
                    yield Found(_RULE, value, f"The token gets the `{word}` that its client asks for, unchecked.")


def _prefixes(module: "Module") -> Iterator[Found]:
    """Addresses that need only begin like, or hold, one that is registered."""
    for call in module.calls("startswith"):
        base = call.func.value if isinstance(call.func, ast.Attribute) else None
        if _REDIRECT_URI.search(_text(module, base)) and call.args:
            known = module.constant(call.args[0])
            if not (isinstance(known, str) and (known.count("/") > 2 or known in {"/", "https://", "http://"})):
                message = f"`{ast.unparse(call)}` lets in addresses that only begin like the registered one."
                yield Found(_RULE, call, message)
    for node in module.of(ast.Compare):
        held, holder = node.left, node.comparators[0]
        if not isinstance(node.ops[0], ast.In | ast.NotIn) or not _REDIRECT_URI.search(_text(module, holder)):
            continue
        if isinstance(held, ast.Attribute) and held.attr.startswith(("redirect", "callback", "domain", "host")):
            yield Found(_RULE, node, f"`{ast.unparse(node)}` lets in addresses that hold the registered one anywhere.")


def _text(module: "Module", node: ast.expr | None) -> str:
    """The name of a value, or the key by which it is read."""
    if isinstance(node, ast.Subscript):
        return str(module.constant(node.slice))
    return module.last(node)


def _plain(module: "Module") -> Iterator[Found]:
    """Codes and tokens that travel without TLS."""
    if b"http://" not in module.source or not module.imported & _LIBRARIES:
        return
    for call in module.calls("register", "fetch_token", "refresh_token", *_SESSIONS, *_ASKS):
        given = [word.value for word in call.keywords if word.arg in _ENDPOINTS]
        if module.last(call.func) in {"fetch_token", "refresh_token", *_ASKS}:
            given += call.args[:1]
        if any(isinstance(said := module.constant(one), str) and _INSECURE.search(said) for one in given):
            yield Found(_RULE, call, f"`{ast.unparse(call.func)}` sends codes or tokens without TLS (`http://`).")


def _is_for_strangers(module: "Module", call: ast.Call) -> bool:
    """Whether nobody has asked yet who it is: whoever is in may invite others, and choose what a key may do."""
    function = module.function(call)
    return function is None or not (has_mark(module, function) or "invit" in function.name)


def _settings(module: "Module") -> Iterator[Found]:
    for setting in settings(module):
        if setting.name == "OAUTH2_PROVIDER" and keys(module, setting.value).may(module, "PKCE_REQUIRED", False):
            yield Found(_RULE, setting.node, "`PKCE_REQUIRED` is off, so a code that is caught on its way is good.")
        elif setting.name == "JWT_TOKEN_LOCATION" and "query_string" in _texts(module.constant(setting.value)):
            yield Found(_RULE, setting.node, "`JWT_TOKEN_LOCATION` takes tokens from addresses, which logs keep.")


def _texts(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def _redirected(module: "Module") -> Iterator[Found]:
    for call in module.calls(*_REDIRECTS):
        address = argument(call, "url") or argument(call, "location") or (call.args[0] if call.args else None)
        if isinstance(address, ast.Name):
            address = module.binding(address)
        if address is not None and _has_token(module, address):
            message = f"`{ast.unparse(call.func)}` puts a token into the address, where history and logs keep it."
            yield Found(_RULE, address, message)


def _queried(module: "Module") -> Iterator[Found]:
    """Tokens that are sent to an API in its address."""
    if not module.imported & _CLIENTS:
        return
    for call in module.calls("get", "post", "put", "delete", "patch", "request"):
        if module.name(call.func).partition(".")[0] not in _CLIENTS:
            continue
        address = argument(call, "url", 1 if module.last(call.func) == "request" else 0)
        said = module.constant(address)
        if _ONLY_SO.search(said if isinstance(said, str) else ast.unparse(address) if address is not None else ""):
            continue
        params = argument(call, "params")
        given = keys(module, params).values if params is not None else {}
        sent = given.get("access_token") or given.get("client_secret")
        if sent or (address is not None and _has_token(module, address, alone=False)):
            message = f"`{ast.unparse(call.func)}` sends a secret in the address, where logs keep it."
            yield Found(_RULE, call, message)


def _has_token(module: "Module", address: ast.expr, *, alone: bool = True) -> bool:
    """Whether a text with a query has a token in it, put there as a value; `token=` counts for what is one surely."""
    before = ""
    for part in _pieces(address):
        if isinstance(part, str):
            before += part
            continue
        found = _IN_QUERY.search(before)
        if found is not None and "#" not in before and (found[1] or (alone and _is_token(module, part))):
            return True
        before += "{}"
    return False


def _pieces(node: ast.expr) -> Iterator[str | ast.expr]:
    """A text put together, part by part."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        for one in node.values:
            yield from _pieces(one.value) if isinstance(one, ast.FormattedValue) else _pieces(one)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        yield from _pieces(node.left)
        yield from _pieces(node.right)
    else:
        yield node


def _is_token(module: "Module", node: ast.expr) -> bool:
    bound = module.binding(node) if isinstance(node, ast.Name) else None
    return any(_TOKENS.search(ast.unparse(one).lower()) for one in (node, bound) if one is not None)


def _is_chosen(module: "Module", node: ast.expr | None) -> bool:
    """Whether the client of a handler chose a value, and nothing in the function looks at it."""
    return node is not None and _is_sent(module, node, 5) and not _is_looked_at(module, node)


def _is_sent(module: "Module", node: ast.expr, depth: int) -> bool:
    """Whether an expression is a part of what a client sent."""
    if depth <= 0:
        return False
    if isinstance(node, ast.Name):
        return _is_name_sent(module, node, depth)
    if isinstance(node, ast.Attribute):
        if node.attr in _PARTS and _is_request(module, node.value):
            return True
        form = node.attr == "scopes" and module.name(node.value).endswith("OAuth2PasswordRequestForm()")
        return form or (isinstance(node.value, ast.Name | ast.Attribute) and _is_sent(module, node.value, depth - 1))
    if isinstance(node, ast.Subscript | ast.Await):
        return _is_sent(module, node.value, depth - 1)
    if isinstance(node, ast.Call):
        return _is_call_sent(module, node, depth)
    inner: list[ast.expr] = []
    if isinstance(node, ast.BoolOp):
        inner = node.values
    elif isinstance(node, ast.IfExp):
        inner = [node.body, node.orelse]
    elif isinstance(node, ast.List | ast.Tuple):
        inner = node.elts
    return any(_is_sent(module, one, depth - 1) for one in inner)


def _is_name_sent(module: "Module", node: ast.Name, depth: int) -> bool:
    function = module.function(node)
    handler = handlers(module).get(function) if function is not None else None
    if handler is not None and node.id in handler.client:
        return True
    bound = module.bindings(module.scope(node), node.id)
    return any(
        by.value is not None and _is_sent(module, by.value, depth - 1)
        for by in bound
        if isinstance(by, ast.Assign | ast.AnnAssign | ast.NamedExpr)
        and not (isinstance(by, ast.Assign) and isinstance(by.targets[0], ast.Tuple))
    )


def _is_call_sent(module: "Module", call: ast.Call, depth: int) -> bool:
    if isinstance(call.func, ast.Attribute):
        if call.func.attr in _BODIES and _is_request(module, call.func.value):
            return True
        if call.func.attr == "join" and call.args:
            return _is_sent(module, call.args[0], depth - 1)
        return call.func.attr in _SAME and _is_sent(module, call.func.value, depth - 1)
    return module.name(call.func) in _WRAPS and bool(call.args) and _is_sent(module, call.args[0], depth - 1)


def _is_request(module: "Module", node: ast.expr) -> bool:
    return module.last(node) in {"request", "req"} or module.name(node).endswith("Request()")


def _is_looked_at(module: "Module", node: ast.expr) -> bool:
    """Whether the function compares what a value is made of with something, or hands it to what does."""
    said = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)} - {"request", "req", "self"}
    said |= {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    said |= {one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute) and one.attr in _RIGHTS}
    for one in within_function(module, node):
        if isinstance(one, ast.Compare):
            looked: list[ast.expr] = [one]
        elif isinstance(one, ast.Call) and _GUARDS.search(module.last(one.func)):
            looked = [*one.args, *(word.value for word in one.keywords), one.func]
        else:
            continue
        if any(_mentions(inner) & said for part in looked for inner in ast.walk(part)):
            return True
    return False


def _mentions(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Name):
        return {node.id}
    if isinstance(node, ast.Attribute):
        return {node.attr}
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()

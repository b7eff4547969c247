"""B929: an authorisation that anybody may have begun, or that gives more than was asked for."""

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..._code import handlers
from ._drafts import is_draft, is_test
from ._found import Found
from ._jwt import encodes
from ._mappings import Keys, argument, functions, inside, is_spread, keys, local_function, within_function
from ._patterns import Pattern

if TYPE_CHECKING:
    from ..._code import Function, Module

_RULE = "B929"
_SWITCHES = {
    "OAUTHLIB_INSECURE_TRANSPORT": "lets codes and tokens travel without TLS",
    "OAUTHLIB_RELAX_TOKEN_SCOPE": "accepts tokens whose scope is not the one that was asked for",
}
_SESSIONS = Pattern(
    r"^(?:requests_oauthlib\.|authlib\.integrations\.(?:requests_client|httpx_client)\.|google_auth_oauthlib\.flow\.)"
    r"[\w.]*(?:OAuth2Session|OAuth2Client|Flow\.from_client_\w+)\(\)$"
)
# One of these keeps a stranger's answer out as well as `state` does.
_INSTEAD = ("state", "code_challenge", "nonce", "request", "request_uri")
_STATE = Pattern(r"(?:^|_)(?:state|nonce|csrf|xsrf)(?:$|_)")
_VERIFIER = Pattern(r"verifier")
_SHOWN = frozenset({"print", "debug", "info", "warning", "error", "exception", "bool", "len"})
# What an authorisation server asks a class of ours, which must not answer yes to everything.
_ASKED = frozenset(
    {
        "validate_scopes", "validate_redirect_uri", "confirm_redirect_uri", "validate_bearer_token", "validate_code",
        "validate_refresh_token", "authenticate_client", "check_redirect_uri", "check_client_secret",
    }
)  # fmt: skip
_TOLD = Pattern(r"[?&](?:state|code_challenge|nonce)=")
_URL = Pattern(r"[?&]response_type=code|[?&]client_id=")


def find(module: "Module") -> Iterator[Found]:
    if b"OAUTHLIB_" in module.source:
        yield from _switches(module)
    if b"client_id" in module.source or b"authorization_url" in module.source:
        yield from _authorisations(module)
    if any(
        word in module.source for word in (b"authorization_code", b"fetch_token", b"client_secret", b"fetch_access")
    ):
        yield from _callbacks(module)
    yield from _challenges(module)
    yield from _introspections(module)
    yield from _scopes(module)
    yield from _servers(module)


def _switches(module: "Module") -> Iterator[Found]:
    for name, node, value in _environment(module):
        known = module.constant(value)
        if isinstance(known, str) and known.lower() not in {"", "0", "false"} and not is_draft(module, node):
            yield Found(_RULE, node, f"`{name}` {_SWITCHES[name]}.")


def _environment(module: "Module") -> Iterator[tuple[str, ast.AST, ast.expr]]:
    """What is put into the environment, and where, of the names that matter."""
    for key, node, value in _everything_set(module):
        name = module.constant(key)
        if isinstance(name, str) and name in _SWITCHES:
            yield name, node, value
    for call in module.calls("update"):
        if module.name(call.func) == "os.environ.update":
            given = {word.arg: [word.value] for word in call.keywords if word.arg}
            for one in call.args:
                given.update(keys(module, one).values)
            yield from ((name, call, given[name][0]) for name in _SWITCHES if name in given)


def _everything_set(module: "Module") -> Iterator[tuple[ast.expr, ast.AST, ast.expr]]:
    """Keys and values that are put into the environment one by one."""
    for node in module.of(ast.Assign):
        target = node.targets[0]
        if isinstance(target, ast.Subscript) and module.name(target.value) == "os.environ":
            yield target.slice, node, node.value
    for call in module.calls("setdefault", "putenv"):
        if module.name(call.func) in {"os.environ.setdefault", "os.putenv"} and len(call.args) == 2:
            yield call.args[0], call, call.args[1]


def _authorisations(module: "Module") -> Iterator[Found]:
    """Addresses at which users are asked, made without anything that ties the answer to the question."""
    if b"response_type" in module.source:
        for node in [*_mappings(module), *_texts(module)]:
            if not is_test(module, node):
                message = "The authorisation is asked for without `state`, so anybody may have begun it."
                yield Found(_RULE, node, message)
    yield from _thrown_away(module)
    for call in module.calls("authorization_url", "create_authorization_url"):
        if isinstance(module.constant(argument(call, "state")), str):
            yield Found(_RULE, call, "The `state` of the authorisation is the same for everybody.")


def _fixed(module: "Module", found: Keys) -> bool:
    """Whether the state is the same for everybody."""
    return any(isinstance(module.constant(one), str) for one in found.values.get("state", ()))


def _mappings(module: "Module") -> Iterator[ast.Dict]:
    """Parameters of an address that ask for a code, and nothing that an answer could be told by."""
    for node in module.of(ast.Dict):
        found = keys(module, node)
        if "client_id" not in found.values or "response_type" not in found.values:
            continue
        if module.constant(found.values["response_type"][0]) in ("code", "token", "id_token"):
            whole = _whole(module, node, found)
            if whole is not None and (_fixed(module, whole) or not _instead(whole)):
                yield node


def _texts(module: "Module") -> Iterator[ast.expr]:
    """Addresses written out, by whichever way of putting texts together."""
    seen: set[ast.AST] = set()
    for text in [*module.of(ast.JoinedStr), *module.of(ast.Constant)]:
        if isinstance(text, ast.Constant) and not (isinstance(text.value, str) and _URL.search(text.value)):
            continue
        whole = _outermost(module, text)
        if whole in seen:
            continue
        seen.add(whole)
        said = "{}".join(str(one.value) for one in ast.walk(whole) if isinstance(one, ast.Constant))
        if len(_URL.findall(said)) >= 2 and not _TOLD.search(said) and not _continued(module, whole):
            yield whole


def _outermost(module: "Module", node: ast.expr) -> ast.expr:
    """The whole text that a part of it is added, formatted or joined to."""
    up = module.parent(node)
    while isinstance(up, ast.BinOp | ast.JoinedStr | ast.FormattedValue):
        node, up = up, module.parent(up)
    return node


def _instead(found: Keys) -> bool:
    return any(word in found.values for word in _INSTEAD)


def _whole(module: "Module", node: ast.Dict, found: Keys) -> Keys | None:
    """The keys of the mapping that a literal is in the end; None when the code does not tell."""
    up = module.parent(node)
    if isinstance(up, ast.Assign) and isinstance(up.targets[0], ast.Name):
        found = keys(module, up.targets[0])
        if any(isinstance(one, ast.arg) for one in module.bindings(module.scope(up), up.targets[0].id)):
            return None
    elif isinstance(up, ast.Assign | ast.AnnAssign | ast.Return | ast.Dict | ast.BinOp) or (
        isinstance(up, ast.keyword) and module.last(getattr(module.parent(up), "func", None)) in {"post", "put"}
    ):
        return None
    return None if found.open else found


def _continued(module: "Module", text: ast.expr) -> bool:
    """Whether an address is only the beginning of one, or gets its state in another line."""
    up = module.parent(text)
    if isinstance(up, ast.Expr | ast.Compare):
        return True  # a docstring, or a look at an address
    if isinstance(text, ast.Constant) and not isinstance(up, ast.Call | ast.Attribute):
        return True  # an example, or what more is put to
    function = module.function(text)
    inner = within_function(module, text) if function is not None else []
    return any(isinstance(one, ast.Constant) and isinstance(one.value, str) and "state=" in one.value for one in inner)


def _thrown_away(module: "Module") -> Iterator[Found]:
    """`url, _ = session.authorization_url(…)`: a state that no callback can compare."""
    for call in module.calls("authorization_url", "create_authorization_url"):
        base = call.func.value if isinstance(call.func, ast.Attribute) else None
        if not _SESSIONS.search(module.name(base)) or is_test(module, call) or is_spread(call):
            continue
        if argument(call, "state") is not None or argument(call, "code_verifier") is not None:
            continue
        if _made_with_state(module, base):
            continue
        up = module.parent(call)
        first = isinstance(up, ast.Subscript) and module.constant(up.slice) == 0
        second = _second(up)
        if first or (isinstance(second, ast.Name) and not _is_read(module, second)):
            yield Found(_RULE, call, f"`{ast.unparse(call.func)}` makes a `state`, and it is thrown away.")


def _second(up: ast.AST | None) -> ast.expr | None:
    if isinstance(up, ast.Assign) and isinstance(up.targets[0], ast.Tuple) and len(up.targets[0].elts) == 2:
        return up.targets[0].elts[1]
    return None


def _is_read(module: "Module", name: ast.Name) -> bool:
    return any(
        isinstance(one, ast.Name) and one.id == name.id and isinstance(one.ctx, ast.Load)
        for one in within_function(module, name)
    )


def _made(module: "Module", base: ast.expr | None) -> ast.Call | None:
    """The call that a session is made by."""
    for _ in range(3):
        if isinstance(base, ast.Name):
            base = _entered(module, base) or module.binding(base)
        elif isinstance(base, ast.NamedExpr | ast.Await):
            base = base.value
    return base if isinstance(base, ast.Call) else None


def _entered(module: "Module", name: ast.Name) -> ast.expr | None:
    """What `with … as name` enters."""
    bound = module.bindings(module.scope(name), name.id)
    return bound[0].context_expr if len(bound) == 1 and isinstance(bound[0], ast.withitem) else None


def _made_with_state(module: "Module", base: ast.expr | None) -> bool:
    """Whether a session is made with a state or a verifier; true when that cannot be seen."""
    made = _made(module, base)
    if made is None:
        return True
    return is_spread(made) or any(
        argument(made, word) is not None for word in ("state", "pkce", "code_challenge_method")
    )


def _callbacks(module: "Module") -> Iterator[Found]:
    for call in module.calls("fetch_token"):
        base = call.func.value if isinstance(call.func, ast.Attribute) else None
        if not _SESSIONS.search(module.name(base)) or is_test(module, call) or is_spread(call):
            continue
        answered = argument(call, "authorization_response") is not None or argument(call, "code") is not None
        if (
            answered
            and argument(call, "state") is None
            and not _made_with_state(module, base)
            and not _knows_state(module, call)
        ):
            yield Found(
                _RULE, call, f"`{ast.unparse(call.func)}` takes the code of an answer whose `state` nobody compares."
            )
    for function, handler in handlers(module).items():
        if not _takes_code(module, function) or (handler.methods == {"POST"} and not _logs_in(module, function)):
            continue
        if _exchanges(module, function) and not _knows_state(module, function.body[0]):
            message = f"`{function.name}` exchanges the code of whoever calls it, and never looks at `state`."
            yield Found(_RULE, function, message)


def _logs_in(module: "Module", function: "Function") -> bool:
    """Whether a handler gives its client a cookie or a session; a page that sends the code itself knows its state."""
    return any(
        (
            isinstance(node, ast.Name | ast.Attribute)
            and module.last(node) in {"session", "login_user", "login", "set_cookie"}
        )
        for node in within_function(module, function.body[0])
    )


def _takes_code(module: "Module", function: "Function") -> bool:
    """Whether a handler gets `code` from the client: as an argument, or out of the request."""
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    if any(one.arg == "code" for one in arguments):
        return True
    for node in within_function(module, function.body[0]):
        key = node.slice if isinstance(node, ast.Subscript) else None
        if (
            isinstance(node, ast.Call)
            and module.last(node.func) in {"get", "getlist", "get_argument", "pop"}
            and node.args
        ):
            key = node.args[0]
        if isinstance(key, ast.Constant) and key.value == "code":
            return True
    return False


def _exchanges(module: "Module", function: "Function", depth: int = 2) -> bool:
    """Whether a function, or one of this module that it calls, turns a code into a token."""
    for node in within_function(module, function.body[0]):
        if isinstance(node, ast.Constant) and node.value == "authorization_code":
            return True
        if isinstance(node, ast.Attribute) and node.attr == "fetch_access_token" and "authlib" in module.imported:
            return True  # the client's own; `authorize_access_token` compares the state
        if isinstance(node, ast.Dict) and {"code", "client_secret"} <= keys(module, node).values.keys():
            return True
        inner = local_function(module, node.func) if isinstance(node, ast.Call) and depth else None
        if inner is not None and inner is not function and _exchanges(module, inner, depth - 1):
            return True
    return False


def _knows_state(module: "Module", node: ast.AST) -> bool:
    """Whether the function around compares a state, gives it to somebody who may, or sends a verifier."""
    return any(_compares_state(module, one) for one in within_function(module, node))


def _compares_state(module: "Module", node: ast.AST) -> bool:
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        empty = any(isinstance(side, ast.Constant) and side.value is None for side in sides)
        return (
            not empty and not _goes_on(module, node) and any(_is_state(one) for side in sides for one in ast.walk(side))
        )
    if isinstance(node, ast.Call):
        around = next((up for up in module.parents(node) if isinstance(up, ast.Compare)), None)
        if module.last(node.func) in _SHOWN or (around is not None and _goes_on(module, around)):
            return False
        given = [*node.args, *(word.value for word in node.keywords)]
        said = [one for value in given for one in ast.walk(value) if isinstance(one, ast.Name | ast.Attribute)]
        return _is_state(node.func) or any(_is_state(one) for one in said) or _is_kept(module, node)
    return (
        isinstance(node, ast.Constant | ast.Name | ast.arg | ast.keyword) and _VERIFIER.search(_word(node)) is not None
    )


def _goes_on(module: "Module", node: ast.Compare) -> bool:
    """Whether what a comparison finds out is only logged: `if state != expected: log.warning(…)`."""
    up: ast.AST | None = module.parent(node)
    while isinstance(up, ast.BoolOp | ast.UnaryOp):
        up = module.parent(up)
    if not isinstance(up, ast.If) or up.orelse or not isinstance(node.ops[0], ast.NotEq):
        return False
    return all(
        isinstance(one, ast.Pass)
        or (isinstance(one, ast.Expr) and isinstance(one.value, ast.Call) and module.last(one.value.func) in _SHOWN)
        for one in up.body
    )


def _is_kept(module: "Module", node: ast.Call) -> bool:
    """Whether a call takes a state out of where it was kept, or is given one by keyword."""
    if any(word.arg == "state" for word in node.keywords):
        return True
    base = node.func.value if isinstance(node.func, ast.Attribute) else None
    kept = node.args[0] if node.args and "session" in module.last(base) else None
    return kept is not None and _is_state(kept)


def _is_state(node: ast.AST) -> bool:
    return _STATE.search(_word(node)) is not None


def _word(node: ast.AST) -> str:
    """The name or the short text that a node is."""
    if isinstance(node, ast.Name):
        return node.id.lower()
    if isinstance(node, ast.Attribute):
        return node.attr.lower()
    if isinstance(node, ast.arg | ast.keyword):
        return (node.arg or "").lower()
    short = isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 60
    return str(node.value).lower() if short and isinstance(node, ast.Constant) else ""


def _challenges(module: "Module") -> Iterator[Found]:
    """PKCE by the method `plain`, which shows the verifier to whoever sees the address."""
    if b"code_challenge_method" not in module.source:
        return
    for node in module.of(ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if (
                isinstance(key, ast.Constant)
                and key.value == "code_challenge_method"
                and module.constant(value) == "plain"
                and not is_test(module, node)
            ):
                yield Found(_RULE, value, "PKCE by the method `plain` shows the verifier to whoever sees the address.")
    for call in module.of(ast.Call):
        given = argument(call, "code_challenge_method")
        if given is not None and module.constant(given) == "plain" and not is_test(module, call):
            yield Found(_RULE, call, "PKCE by the method `plain` shows the verifier to whoever sees the address.")


def _introspections(module: "Module") -> Iterator[Found]:
    """An introspection whose `active` nobody reads: the answer about a dead token is an answer too."""
    if b"introspect" not in module.source or b"active" in module.source:
        return
    for call in module.calls("post"):
        address = argument(call, "url", 0)
        said = module.constant(address)
        said = said if isinstance(said, str) else ast.unparse(address) if address is not None else ""
        if (
            "introspect" in said.lower()
            and any(isinstance(one, ast.Attribute) and one.attr == "json" for one in within_function(module, call))
            and module.imported & {"requests", "httpx", "aiohttp"}
            and not is_test(module, call)
        ):
            yield Found(_RULE, call, "The answer about the token is used without a look at `active`.")


def _servers(module: "Module") -> Iterator[Found]:
    """Servers that grant whatever is asked for, and functions that are told scopes and never look at them."""
    for function in functions(module):
        if function.name in _ASKED and module.owner(function) is not None and _says_yes(function.body):
            yield Found(_RULE, function, f"`{function.name}` says yes whatever it is asked.")
        elif function.name == "get_allowed_scope" and _gives_back(function):
            yield Found(_RULE, function, "`get_allowed_scope` grants whatever scope is asked for.")
        for told in function.args.args if b"SecurityScopes" in module.source else []:
            if module.last(told.annotation) == "SecurityScopes" and not _reads_scopes(module, function, told):
                yield Found(_RULE, function, f"`{function.name}` is told which scopes a route needs, and checks none.")


def _says_yes(body: list[ast.stmt]) -> bool:
    rest = [one for one in body if not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))]
    only = rest[0] if len(rest) == 1 else None
    return isinstance(only, ast.Return) and isinstance(only.value, ast.Constant) and only.value.value is True


def _gives_back(function: "Function") -> bool:
    """Whether a method does no more than give back what it was given."""
    only = function.body[-1]
    names = [one.arg for one in function.args.args]
    plain = isinstance(only, ast.Return) and isinstance(only.value, ast.Name) and only.value.id in names[1:]
    before = function.body[:-1]
    return plain and names[:1] == ["self"] and all(isinstance(one, ast.Expr) for one in before)


def _reads_scopes(module: "Module", function: "Function", given: ast.arg) -> bool:
    """Whether a function reads the scopes themselves, or hands them on; their text only says what was missing."""
    for node in inside(module, function):
        if isinstance(node, ast.Name) and node.id == given.arg and isinstance(node.ctx, ast.Load):
            up = module.parent(node)
            if not (isinstance(up, ast.Attribute) and up.attr == "scope_str"):
                return True
    return False


def _scopes(module: "Module") -> Iterator[Found]:
    """Tokens that may do everything."""
    for encode in encodes(module):
        found = keys(module, encode.claims).values
        for word in ("scope", "scopes", "scp"):
            for value in found.get(word, []):
                known = module.constant(value)
                if (known == "*" or (isinstance(known, tuple) and "*" in known)) and not is_test(module, encode.call):
                    yield Found(_RULE, value, f"The token's `{word}` is a wildcard, so it may do everything.")

"""B927 and B928: tokens of somebody else, or of yesterday, that are good enough; tokens that are good for ever."""

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ._drafts import is_test
from ._found import Found
from ._jwt import Decode, Encode, compared, compared_anywhere, decodes, encodes
from ._mappings import Keys, argument, inside, is_spread, keys, local_function, parameter
from ._patterns import Pattern
from ._settings import settings
from ._tokens_lifetimes import seconds
from ._tokens_signature import is_unsigned
from ._trust import reads

if TYPE_CHECKING:
    from ..._code import Module

_UNCHECKED = "B927"
_ENDLESS = "B928"
_WHAT = {"aud": "whom a token is for", "iss": "who issued a token", "exp": "whether a token has expired",
         "nbf": "whether a token is good already"}  # fmt: skip
_ARGUMENTS = {"aud": ("audience",), "iss": ("issuer",)}
# Whoever logs out, or has a token struck off, may do so with one that has expired.
_ENDS = Pattern(r"log_?out|sign_?out|revoke|black_?list|deny_?list|invalidate|expired")
_OF_JWT = frozenset({"JWT_AUTH", "GRAPHQL_JWT", "SIMPLE_JWT"})
_VALIDATES = Pattern(r"^_*validate")
_HOUR = 3600
_MOST = 60  # calls that make or read tokens, of one module, that others are held against
_GOOGLE = frozenset({"google.oauth2.id_token.verify_oauth2_token", "google.oauth2.id_token.verify_token"})
_LIFETIMES = frozenset({"JWT_ACCESS_TOKEN_EXPIRES", "JWT_REFRESH_TOKEN_EXPIRES"})
# What a function adds to the claims that it is given when it is the one that makes the token.
_REGISTERED = frozenset({"iat", "nbf", "jti", "iss", "aud"})


def find(module: "Module") -> Iterator[Found]:
    for decode in decodes(module):
        if not is_test(module, decode.call) and not is_unsigned(module, decode):
            found = _unchecked(module, decode)
            if found:
                yield Found(_UNCHECKED, decode.call, found)
    yield from _unchecked_elsewhere(module)
    for encode in encodes(module):
        if not is_test(module, encode.call) and _is_endless(module, encode):
            called = ast.unparse(encode.call.func)
            yield Found(_ENDLESS, encode.call, f"`{called}` makes a token that has no `exp` and stays good for ever.")
    yield from _endless_elsewhere(module)


def _unchecked(module: "Module", decode: Decode) -> str:
    """What is wrong with a decoding; empty when nothing is."""
    called = ast.unparse(decode.call.func)
    for claim, what in _WHAT.items():
        if decode.options.may(module, f"verify_{claim}", False) and not _made_up_for(module, decode, claim):
            return f"`{called}` is told not to check {what} (`verify_{claim}`)."
    if module.constant(argument(decode.call, "do_time_check")) is False and not _made_up_for(module, decode, "exp"):
        return f"`{called}` is told not to check {_WHAT['exp']} (`do_time_check`)."
    slack = [argument(decode.call, "leeway"), *decode.options.values.get("leeway", ())]
    if any(seconds(module, one) >= _HOUR for one in slack):
        return f"`{called}` lets tokens live on for hours after they have expired (`leeway`)."
    if decode.library in {"authlib", "joserfc"}:
        return _unvalidated(module, decode, called)
    return _inconsistent(module, decode, called)


def _made_up_for(module: "Module", decode: Decode, claim: str) -> bool:
    """Whether the module looks at the claim itself, or has a reason not to."""
    names = {"aud": ("aud", "azp", "client_id", "appid"), "iss": ("iss",), "exp": ("exp",), "nbf": ("nbf",)}[claim]
    return compared(module, decode.call, *names) or (claim == "exp" and _ends(module, decode.call))


def _unvalidated(module: "Module", decode: Decode, called: str) -> str:
    """Authlib and joserfc verify the signature; the claims, expiry among them, only when they are asked to."""
    if _is_validated(module, decode.call) or compared(module, decode.call, "exp"):
        return ""
    if reads(module, decode.call).harmless:
        return ""
    return f"`{called}` verifies the signature alone, and nothing validates the claims, expiry among them."


def _is_validated(module: "Module", call: ast.Call) -> bool:
    """Whether something validates the claims: in the function around, in what it calls with them, in its callers."""
    up = module.parent(call)
    if isinstance(up, ast.Attribute) and up.attr.startswith("validate"):
        return True
    function = module.function(call)
    names = {target.id for target in _targets(module.statement(call))}
    scope: ast.AST = function if function is not None else module.tree
    for node in inside(module, scope):
        if isinstance(node, ast.Call) and node is not call:
            touched = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
            if names and not touched & names:
                continue
            called = local_function(module, node.func)
            if _VALIDATES.search(module.last(node.func)) or (called is not None and _validates(module, called)):
                return True
    if function is None:
        return False
    callers = [by for one in module.calls(function.name) if (by := module.function(one)) is not None]
    return any(_validates(module, by) for by in callers if by is not function)


def _targets(statement: ast.stmt) -> list[ast.Name]:
    found = statement.targets if isinstance(statement, ast.Assign) else []
    found = [statement.target] if isinstance(statement, ast.AnnAssign) else found
    return [one for target in found for one in ast.walk(target) if isinstance(one, ast.Name)]


def _validates(module: "Module", scope: ast.AST) -> bool:
    return any(
        isinstance(node, ast.Call) and _VALIDATES.search(module.last(node.func)) for node in inside(module, scope)
    )


def _inconsistent(module: "Module", decode: Decode, called: str) -> str:
    """A claim that the module's tokens have and this call does not check; an identity provider's that have it too."""
    if decode.library in {"jws", "pyjws"} or is_spread(decode.call):
        return ""
    if decode.options.open and argument(decode.call, "options") is not None:
        return ""
    for claim in ("aud", "iss"):
        if _checks(decode, claim) or _made_up_for(module, decode, claim):
            continue
        if _module_has(module, decode, claim):
            return f"`{called}` does not check {_WHAT[claim]}, although `{claim}` is set or checked elsewhere here."
    provider = "PyJWKClient" in module.name(decode.key)
    if provider and not _checks(decode, "aud") and not _made_up_for(module, decode, "aud"):
        return f"`{called}` does not check {_WHAT['aud']}: any application of this identity provider gets in."
    return ""


def _checks(decode: Decode, claim: str) -> bool:
    position = {"jose": {"aud": 4, "iss": 5}}.get(decode.library, {}).get(claim)
    given = argument(decode.call, _ARGUMENTS[claim][0], position)
    return given is not None and not (isinstance(given, ast.Constant) and given.value is None)


def _module_has(module: "Module", decode: Decode, claim: str) -> bool:
    """Whether the tokens that this call decodes have the claim, by what the module says of others with its key."""
    same = ast.dump(decode.key) if decode.key is not None else ""
    made = [encode for encode in encodes(module)[:_MOST] if _is_pair(encode.key, decode.key)]
    if made:
        return all(claim in keys(module, encode.claims).values for encode in made)
    # A function that does both chooses, by its settings as a rule.
    own = module.function(decode.call)
    others = [one for one in decodes(module)[:_MOST] if module.function(one.call) is not own]
    return any(ast.dump(one.key) == same and _checks(one, claim) for one in others if one.key is not None)


def _is_pair(signing: ast.expr | None, verifying: ast.expr | None) -> bool:
    """Whether tokens signed with one key are verified with the other, by what they are called."""
    if signing is None or verifying is None:
        return False
    ours, theirs = ast.unparse(signing).lower(), ast.unparse(verifying).lower()
    return ours == theirs or ("priv" in ours and "pub" in theirs)


def _unchecked_elsewhere(module: "Module") -> Iterator[Found]:
    for call in module.calls("verify_oauth2_token", "verify_token"):
        if module.name(call.func) in _GOOGLE and not is_test(module, call) and _is_for_anybody(module, call):
            message = f"`{ast.unparse(call.func)}` does not check {_WHAT['aud']}: any application's token gets in."
            yield Found(_UNCHECKED, call, message)
    for call in module.calls("decode_token"):
        late = module.constant(argument(call, "allow_expired", 2)) is True
        if late and module.name(call.func) == "flask_jwt_extended.decode_token" and not _ends(module, call):
            yield Found(_UNCHECKED, call, f"`{ast.unparse(call.func)}` is told to accept tokens that have expired.")
    for call in module.calls("validate", "JWTClaimsRegistry"):
        ours = module.last(call.func) == "JWTClaimsRegistry" or "authlib" in module.imported
        if ours and seconds(module, argument(call, "leeway")) >= _HOUR and not is_test(module, call):
            message = f"`{ast.unparse(call.func)}` lets tokens live on for hours after they have expired (`leeway`)."
            yield Found(_UNCHECKED, call, message)
    for setting in settings(module):
        given = keys(module, setting.value)
        off = setting.name in _OF_JWT and given.may(module, "JWT_VERIFY_EXPIRATION", False)
        slack = (
            [*given.values.get("LEEWAY", ()), *given.values.get("JWT_LEEWAY", ())] if setting.name in _OF_JWT else []
        )
        slack += [setting.value] if setting.name == "JWT_DECODE_LEEWAY" else []
        if any(seconds(module, one) >= _HOUR for one in slack) and not is_test(module, setting.node):
            message = f"`{setting.name}` lets tokens live on for hours after they have expired."
            yield Found(_UNCHECKED, setting.node, message)
        if off and not is_test(module, setting.node):
            yield Found(_UNCHECKED, setting.node, "`JWT_VERIFY_EXPIRATION` is off, so tokens are good for ever.")


def _is_for_anybody(module: "Module", call: ast.Call) -> bool:
    """Whether a token of Google's is accepted whichever application it is for."""
    given = argument(call, "audience", 2)
    missing = given is None or (isinstance(given, ast.Constant) and given.value is None)
    return missing and not is_spread(call) and not compared(module, call, "aud", "azp")


def _ends(module: "Module", call: ast.Call) -> bool:
    """Whether a function logs somebody out, or looks at the expiry itself."""
    function = module.function(call)
    return compared(module, call, "exp") or (function is not None and _ENDS.search(function.name.lower()) is not None)


def _is_endless(module: "Module", encode: Encode) -> bool:
    found = keys(module, encode.claims)
    expiry = found.values.get("exp", [])
    if any(not (isinstance(one, ast.Constant) and one.value is None) for one in expiry):
        return all(_is_asked_for(module, one) for one in expiry)
    if compared_anywhere(module, "iat"):
        return False
    if not found.open:
        return encode.claims is not None
    return _is_built_of_given(module, encode, found)


def _is_asked_for(module: "Module", expiry: ast.expr) -> bool:
    """Whether an expiry is only put in when an argument that may be left out says so, and callers leave it out."""
    statement = module.statement(expiry)
    up = module.parent(statement)
    if not isinstance(up, ast.If) or statement not in up.body or up.orelse:
        return False
    function = module.function(up)
    names = [one for one in ast.walk(up.test) if isinstance(one, ast.Name)]
    left_out = [one for one in names if isinstance(by := parameter(module, one), ast.Constant) and by.value is None]
    if function is None or len(names) != 1 or not left_out:
        return False
    callers = [call for call in module.calls(function.name) if local_function(module, call.func) is function]
    return not callers or any(_passed(function, call, left_out[0].id) is None for call in callers)


def _is_built_of_given(module: "Module", encode: Encode, found: Keys) -> bool:
    """Whether a function adds what makes a token of the claims it is given, and no expiry; nor do its callers."""
    function = module.function(encode.call)
    given = _given(module, encode)
    if function is None or not given or "exp" in found.values:
        return False
    callers = [call for call in module.calls(function.name) if local_function(module, call.func) is function]
    said = [keys(module, _passed(function, call, one)) for call in callers for one in given]
    if any("exp" in one.values for one in said):
        return False
    return bool(found.values.keys() & _REGISTERED) or (bool(said) and all(not one.open for one in said))


def _given(module: "Module", encode: Encode) -> set[str]:
    """The parameters that the claims are made of, when they are made of nothing else that the code does not show."""
    function = module.function(encode.call)
    if function is None:
        return set()
    names = {one.arg for one in [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]}
    roots: set[str] = set()
    nodes: list[ast.AST] = [encode.claims] if encode.claims is not None else []
    for _ in range(4):
        inner: list[ast.AST] = []
        for one in [name for node in nodes for name in _mapping_names(module, node)]:
            if one.id in names:
                roots.add(one.id)
            bound = module.bindings(function, one.id)
            inner += [by.value for by in bound if isinstance(by, ast.Assign | ast.AnnAssign) and by.value]
            inner += _added(module, function, one.id)
        nodes = inner
    return roots


def _added(module: "Module", function: ast.AST, name: str) -> list[ast.expr]:
    """What a function puts into a mapping by `update`."""
    return [
        call.args[0]
        for call in module.calls("update")
        if call.args
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == name
        and module.function(call) is function
    ]


def _mapping_names(module: "Module", node: ast.AST) -> list[ast.Name]:
    """The names of mappings that this one is made of: copies, unions, `**more`."""
    if isinstance(node, ast.Name):
        return [node]
    if isinstance(node, ast.Dict):
        return [
            one
            for key, value in zip(node.keys, node.values, strict=True)
            if key is None
            for one in _mapping_names(module, value)
        ]
    if isinstance(node, ast.BinOp):
        return [*_mapping_names(module, node.left), *_mapping_names(module, node.right)]
    if isinstance(node, ast.Call):
        if module.last(node.func) == "copy" and isinstance(node.func, ast.Attribute):
            return _mapping_names(module, node.func.value)
        if module.name(node.func) == "builtins.dict":
            more = [word.value for word in node.keywords if word.arg is None]
            return [one for value in [*node.args, *more] for one in _mapping_names(module, value)]
    return []


def _passed(function: ast.FunctionDef | ast.AsyncFunctionDef, call: ast.Call, name: str) -> ast.expr | None:
    """The value that a call gives a parameter."""
    order = [one.arg for one in [*function.args.posonlyargs, *function.args.args]]
    if order and order[0] in {"self", "cls"}:
        order = order[1:]
    return argument(call, name, order.index(name) if name in order else None)


def _endless_elsewhere(module: "Module") -> Iterator[Found]:
    for call in module.calls("create_access_token", "create_refresh_token"):
        endless = module.constant(argument(call, "expires_delta", 2)) is False
        if endless and module.name(call.func).startswith("flask_jwt_extended.create_") and not is_test(module, call):
            yield Found(_ENDLESS, call, f"`{ast.unparse(call.func)}` makes a token that stays good for ever.")
    for setting in settings(module):
        endless = setting.name in _LIFETIMES and module.constant(setting.value) is False
        if endless and not is_test(module, setting.node):
            yield Found(_ENDLESS, setting.node, f"`{setting.name} = False` makes tokens that stay good for ever.")

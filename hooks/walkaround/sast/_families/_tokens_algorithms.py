"""B926: the algorithm by which a token is verified, left to whoever wrote the token."""

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..._code import UNKNOWN
from ._drafts import is_test
from ._found import Found
from ._jwt import Decode, decodes, encodes
from ._mappings import argument, is_spread, keys, texts, within_function
from ._tokens_signature import is_unsigned

if TYPE_CHECKING:
    from ..._code import Module

_RULE = "B926"
# Where the algorithms stand among the arguments; these accept any that suits the key if there are none.
_NEED = {"pyjwt": 2, "pyjws": 2, "jose": 2, "jws": 2, "gehirn": 3}
_ALL = frozenset(
    {
        "jwt.algorithms.get_default_algorithms", "jwt.get_default_algorithms", "jwt.PyJWS().get_algorithms",
        "jose.constants.ALGORITHMS.SUPPORTED", "jose.constants.ALGORITHMS.ALL", "jose.jwk.ALGORITHMS.SUPPORTED",
        "jwt.algorithms.get_default_algorithms()", "jwt.algorithms.get_default_algorithms().keys",
        "jwt.get_default_algorithms()", "jwt.algorithms.requires_cryptography",
    }
)  # fmt: skip
_HEADERS = frozenset({"get_unverified_header", "get_unverified_headers"})
_SETTINGS = frozenset({"JWT_ALGORITHM", "JWT_DECODE_ALGORITHMS"})


def find(module: "Module") -> Iterator[Found]:
    for decode in decodes(module):
        if not is_test(module, decode.call) and not is_unsigned(module, decode):
            yield from _of_decode(module, decode)
    yield from _of_encodes(module)
    yield from _of_others(module)
    yield from _none_let_through(module)


def _of_decode(module: "Module", decode: Decode) -> Iterator[Found]:
    call, called = decode.call, ast.unparse(decode.call.func)
    given = _given(decode)
    if given is None or (isinstance(given, ast.Constant) and given.value is None):
        if decode.library in _NEED and not _is_left_out_well(module, decode):
            yield Found(_RULE, call, f"`{called}` says no `algorithms`, so the token chooses its own.")
        return
    named = texts(module, given)
    if named is not None:
        yield from _of_list(decode, given, named)
    elif _is_all(module, given):
        yield Found(_RULE, call, f"`{called}` accepts every algorithm that the library knows.")
    elif _has_none(module, given):
        yield Found(_RULE, call, f"`{called}` accepts tokens of the algorithm `none`, which nobody has signed.")
    elif _from_token(module, given, 5) and not _is_compared(module, call):
        yield Found(_RULE, call, f"`{called}` takes the algorithm from the token's own header.")


def _given(decode: Decode) -> ast.expr | None:
    for word in ("algorithms", "algorithm"):
        if (
            found := argument(decode.call, word, _NEED.get(decode.library) if word == "algorithms" else None)
        ) is not None:
            return found
    return None


def _is_left_out_well(module: "Module", decode: Decode) -> bool:
    """Whether the algorithm is known without being said: a key that has one, arguments that are not shown."""
    if is_spread(decode.call):
        return True
    return module.name(decode.key).endswith(
        ("PyJWK()", "get_signing_key_from_jwt()", "get_signing_key()", "from_dict()")
    )


def _of_list(decode: Decode, given: ast.expr, named: tuple[str, ...]) -> Iterator[Found]:
    called = ast.unparse(decode.call.func)
    if any(name.lower() == "none" for name in named):
        yield Found(_RULE, decode.call, f"`{called}` accepts tokens of the algorithm `none`, which nobody has signed.")
    elif named and all(name.startswith("HS") for name in named) and _is_public(decode.key):
        message = f"`{called}` takes a public key for the secret of an HMAC, and everybody has the public key."
        yield Found(_RULE, decode.call, message)
    elif _is_mixed(named) and "secret" not in ast.unparse(decode.key or given).lower():
        message = f"`{called}` accepts both HMAC and public-key algorithms, so a public key passes as a secret."
        yield Found(_RULE, decode.call, message)


def _is_public(key: ast.expr | None) -> bool:
    return key is not None and "public" in ast.unparse(key).lower()


def _is_mixed(named: tuple[str, ...]) -> bool:
    starts = {name[:2] for name in named}
    return "HS" in starts and bool(starts & {"RS", "ES", "PS"})


def _is_all(module: "Module", given: ast.expr) -> bool:
    if isinstance(given, ast.Name):
        given = module.binding(given) or given
    if isinstance(given, ast.List) and len(given.elts) == 1 and isinstance(given.elts[0], ast.Starred):
        given = given.elts[0].value
    while isinstance(given, ast.Call) and module.name(given.func) in {
        "builtins.list",
        "builtins.tuple",
        "builtins.set",
    }:
        if not given.args:
            return False
        given = given.args[0]
    name = module.name(given.func if isinstance(given, ast.Call) else given)
    return name in _ALL


def _has_none(module: "Module", given: ast.expr) -> bool:
    """Whether a list that is not constant as a whole holds `none` all the same."""
    if isinstance(given, ast.Name) and (bound := module.binding(given)) is not None:
        given = bound
    if isinstance(given, ast.BinOp):
        return _has_none(module, given.left) or _has_none(module, given.right)
    inner = given.elts if isinstance(given, ast.List | ast.Tuple | ast.Set) else []
    return any(isinstance(value := module.constant(one), str) and value.lower() == "none" for one in inner)


def _from_token(module: "Module", node: ast.expr, depth: int) -> bool:
    """Whether a value is the `alg` in the header of a token that nobody has verified yet."""
    if depth <= 0:
        return False
    for one in ast.walk(node):
        base, key = _lookup(one)
        if base is not None and module.constant(key) == "alg" and _is_header(module, base):
            return True
        if isinstance(one, ast.Name) and any(_from_token(module, by, depth - 1) for by in _values(module, one)):
            return True
    return False


def _lookup(node: ast.AST) -> tuple[ast.expr | None, ast.expr | None]:
    """What is looked up in what: `header["alg"]`, `header.get("alg")`."""
    if isinstance(node, ast.Subscript):
        return node.value, node.slice
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get" and node.args:
        return node.func.value, node.args[0]
    return None, None


def _is_header(module: "Module", node: ast.expr) -> bool:
    values = _values(module, node) if isinstance(node, ast.Name) else [node]
    return any(isinstance(one, ast.Call) and module.last(one.func) in _HEADERS for one in values)


def _values(module: "Module", name: ast.Name) -> list[ast.expr]:
    bound = module.bindings(module.scope(name), name.id)
    return [one.value for one in bound if isinstance(one, ast.Assign | ast.NamedExpr | ast.AnnAssign) and one.value]


def _is_compared(module: "Module", call: ast.Call) -> bool:
    """Whether the function compares an algorithm with those that it allows."""
    for node in within_function(module, call):
        if isinstance(node, ast.Compare | ast.Call) and node is not call:
            said = ast.unparse(node) if isinstance(node, ast.Compare) else module.last(node.func)
            if "alg" in said.lower() and (isinstance(node, ast.Compare) or "check" in said.lower()):
                return True
    return False


def _of_encodes(module: "Module") -> Iterator[Found]:
    for encode in encodes(module):
        if is_test(module, encode.call):
            continue
        call, called = encode.call, ast.unparse(encode.call.func)
        if encode.library in {"pyjwt", "jose"}:
            given = argument(call, "algorithm", 2)
            value = module.constant(given) if given is not None else UNKNOWN
        else:
            header = keys(module, argument(call, "header", 0)).values.get("alg", [])
            value = module.constant(header[0]) if len(header) == 1 else UNKNOWN
        if value is None or (isinstance(value, str) and value.lower() == "none"):
            yield Found(_RULE, call, f"`{called}` makes a token that is not signed at all.")


def _of_others(module: "Module") -> Iterator[Found]:
    """Objects and settings that say which algorithms are accepted."""
    for call in module.calls("JsonWebToken", "JsonWebSignature", "JWSRegistry"):
        named = texts(module, argument(call, "algorithms", 0))
        if named and any(one.lower() == "none" for one in named):
            yield Found(_RULE, call, f"`{ast.unparse(call.func)}` accepts the algorithm `none`, which signs nothing.")
        elif named and _is_mixed(named):
            message = f"`{ast.unparse(call.func)}` accepts both HMAC and public-key algorithms."
            yield Found(_RULE, call, message)
    for node in module.of(ast.Assign):
        target = node.targets[0]
        name = target.id if isinstance(target, ast.Name) else ""
        if isinstance(target, ast.Subscript):
            said = module.constant(target.slice)
            name = said if isinstance(said, str) else ""
        if name == "SIMPLE_JWT":
            said = [module.constant(one) for one in keys(module, node.value).values.get("ALGORITHM", [])]
            if any(isinstance(one, str) and one.lower() == "none" for one in said):
                yield Found(_RULE, node, "`ALGORITHM` is `none`, which signs nothing.")
        if name in _SETTINGS and any(one.lower() == "none" for one in texts(module, node.value) or ()):
            yield Found(_RULE, node, f"`{name}` allows the algorithm `none`, which signs nothing.")


def _none_let_through(module: "Module") -> Iterator[Found]:
    """`if header["alg"] == "none": return payload`."""
    for node in module.of(ast.If):
        test = node.test
        if not isinstance(test, ast.Compare) or len(test.ops) != 1 or not isinstance(test.ops[0], ast.Eq):
            continue
        value = module.constant(test.comparators[0])
        if not isinstance(value, str) or value.lower() != "none" or "alg" not in ast.unparse(test.left).lower():
            continue
        last = node.body[-1]
        if isinstance(last, ast.Return) and _is_accepted(module, last.value):
            yield Found(_RULE, node, "A token that says its algorithm is `none` is believed.")


def _is_accepted(module: "Module", value: ast.expr | None) -> bool:
    """Whether what is returned is true, or the claims: no refusal, and nothing that another function finds out."""
    if isinstance(value, ast.Constant):
        return bool(value.value)
    if isinstance(value, ast.Call):
        return module.last(value.func) in {"loads", "decode", "dict"}
    return isinstance(value, ast.Name | ast.Attribute | ast.Subscript)

"""B954 compared-with-equals: `==` tells by its time how much of a secret was right.

What is a secret is said by its name, or by the call that made it. Judged are decisions about what somebody sent: kinds
of tokens, the words of a language, conditions of queries, changes of settings and passwords typed twice are none.
"""

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..._code import UNKNOWN, handlers
from ._arguments import around, defaults, member, written
from ._found import Found
from ._words import is_test, said, text, words

if TYPE_CHECKING:
    from ..._code import Function, Module

Name = tuple[str, ...]

_LAST = frozenset({"token", "signature", "secret", "hmac", "csrf", "digest", "mac"})
_KEYS = frozenset({"api", "secret", "auth", "admin", "signing", "webhook", "master", "service", "shared", "deploy"})
_FORMS = frozenset(
    {"value", "header", "hex", "bytes", "b64", "raw", "str", "param", "cookie", "hash", "256", "sha", "1", "2"}
)
# What makes a token one to be kept secret, other than one of a text.
_KINDS = frozenset(
    {
        "api", "access", "auth", "csrf", "reset", "session", "bearer", "webhook", "verification", "verify", "refresh",
        "admin", "secret", "service", "deploy", "bot", "internal", "login", "activation", "confirmation", "invite",
        "unsubscribe", "callback", "hook", "device", "user", "authorization", "authentication", "security", "shared",
        "static", "master", "private", "metrics", "cron", "health", "registration", "provided", "expected", "stored",
        "valid", "received", "supplied", "request", "server", "remember", "hub", "slack", "stripe", "github", "form",
    }
)  # fmt: skip
_MEANT = frozenset(
    {
        "expected", "computed", "calculated", "actual", "correct", "provided", "received", "supplied", "given",
        "stored", "valid", "real", "request", "header", "our", "their", "local", "client", "incoming",
    }
)  # fmt: skip
# Two of one kind that are looked at for a change, or a value that stands for none.
_CHANGE = frozenset(
    {
        "old", "new", "previous", "prev", "last", "current", "cached", "before", "after", "next", "first", "second",
        "original", "2", "1", "default", "placeholder", "example", "insecure", "dummy", "empty", "unset", "sentinel",
        "sample",
    }
)  # fmt: skip
_TWICE = frozenset({"confirm", "confirmation", "repeat", "again", "retype", "2", "old", "new", "verify"})
_CHECKS = frozenset(
    {
        "verify", "validate", "check", "authenticate", "authorize", "valid", "authorized", "authenticated", "require",
        "auth", "verified", "webhook", "is", "confirm", "activate", "redeem", "permission", "protect", "login",
        "matches", "compare", "access",
    }
)  # fmt: skip
_CHECKING_FILES = frozenset({"auth", "authentication", "authorization", "permissions", "security", "middleware"})
_LANGUAGES = frozenset({"parse", "lex", "lexer", "parser", "tokenize", "tokenizer", "grammar", "compile", "compiler"})
_LOOSE = frozenset({"token", "key", "secret", "authorization", "auth", "provided", "credentials"})
_KDF = (
    "hashlib.pbkdf2_hmac", "hashlib.scrypt", "bcrypt.hashpw", "bcrypt.kdf", "crypt.crypt", "django.utils.crypto.pbkdf2",
    "Crypto.Protocol.KDF.", "Cryptodome.Protocol.KDF.", "argon2.low_level.hash_secret", "hmac.digest",
)  # fmt: skip
_MACS = (
    "hmac.new()", "hmac.HMAC()", "Crypto.Hash.HMAC.new()", "Cryptodome.Hash.HMAC.new()", "Crypto.Hash.CMAC.new()",
    "cryptography.hazmat.primitives.hmac.HMAC()", "django.utils.crypto.salted_hmac()",
)  # fmt: skip
_CODES = frozenset({"pyotp.TOTP().now", "pyotp.TOTP().at", "pyotp.HOTP().at"})
_SAME = frozenset(
    {
        "str", "bytes", "b64encode", "hexlify", "urlsafe_b64encode", "standard_b64encode", "encode", "decode", "hex",
        "upper", "lower", "strip", "rstrip",
    }
)  # fmt: skip
_REQUEST = frozenset(
    {
        "headers", "cookies", "form", "args", "json", "query_params", "GET", "POST", "META", "COOKIES", "data",
        "values", "params", "query", "body", "rel_url", "get_json", "get_data",
    }
)  # fmt: skip
_SETTINGS = frozenset({"settings", "config", "conf", "environ", "cfg", "env"})
_MARKERS = frozenset({"Header", "Cookie", "Query", "Form", "Security", "Depends"})
_FILTERS = frozenset({"bool", "any", "all", "print", "int"})
_DEPTH = 5


def find(module: "Module") -> Iterator[Found]:
    if is_test(module):
        return
    for compare in module.of(ast.Compare):
        if len(compare.ops) == 1 and isinstance(compare.ops[0], ast.Eq | ast.NotEq):
            secret = _secret(module, compare, compare.left, compare.comparators[0])
            if secret is not None:
                sign = "==" if isinstance(compare.ops[0], ast.Eq) else "!="
                what = f"{_shown(secret)} is compared by {sign}"
                yield Found("B954", compare, f"{what}, whose time tells how much of a guess is right.")
        elif len(compare.ops) == 1 and isinstance(compare.ops[0], ast.In | ast.NotIn):
            secret = _secret_of_several(module, compare)
            if secret is not None:
                what = f"{_shown(secret)} is looked for among others"
                yield Found("B954", compare, f"{what}, whose time tells how much of a guess is right.")
    for call in module.calls("startswith", "endswith"):
        if isinstance(call.func, ast.Attribute) and len(call.args) == 1 and module.constant(call.args[0]) is UNKNOWN:
            sides = (call.args[0], call.func.value)
            if any(_is_made(module, side, _DEPTH) for side in sides) and not _is_elsewhere(module, call):
                yield Found("B954", call, f"{call.func.attr} compares a MAC, and its time tells how much is right.")


def _secret_of_several(module: "Module", compare: ast.Compare) -> ast.expr | None:
    """What of `sent in (a, b)` should not be compared so: the elements are compared one by one, with `==`."""
    left, right = compare.left, compare.comparators[0]
    if isinstance(right, ast.Tuple | ast.List):
        found = (_secret(module, compare, left, element) for element in right.elts)
        return next((secret for secret in found if secret is not None), None)
    comprehended = right.elt if isinstance(right, ast.ListComp | ast.GeneratorExp) else None
    made = comprehended is not None and _is_made(module, comprehended, _DEPTH)
    return comprehended if made and not _is_elsewhere(module, compare) else None


def _secret(module: "Module", compare: ast.Compare, left: ast.expr, right: ast.expr) -> ast.expr | None:
    """What is compared that should not be."""
    if isinstance(left, ast.Constant) or isinstance(right, ast.Constant):
        return None
    names = (_named(module, left), _named(module, right))
    made = left if _is_made(module, left, _DEPTH) else right if _is_made(module, right, _DEPTH) else None
    if made is None and not any(_may_be(name) for name in names):
        return None
    if _is_elsewhere(module, compare):
        return None
    if made is not None:
        other = right if made is left else left
        return made if module.constant(other) is UNKNOWN else None
    if _are_of_one_kind(module, (left, right), names) or any(_is_checksum(module, side) for side in (left, right)):
        return None
    for secret, other in ((left, right), (right, left)):
        if _is_secret_name(_named(module, secret)) and _is_decided(module, compare, secret, other, names):
            return secret
    return None


def _shown(node: ast.expr) -> str:
    name = written(node) if isinstance(node, ast.Name | ast.Attribute) else ""
    return name if 0 < len(name) < 60 else "A secret"


# What a side is


def _named(module: "Module", node: ast.expr) -> Name:
    """What a side says that it is; a name that says nothing, what it was assigned."""
    name = said(module, node)
    if isinstance(node, ast.Name) and not _is_secret_name(name):
        bound = module.binding(node)
        further = (
            said(module, bound) if isinstance(bound, ast.Call | ast.Subscript | ast.BoolOp | ast.Attribute) else ()
        )
        return further if _is_secret_name(further) else name
    return name


def _may_be(name: Name) -> bool:
    return not _LAST.isdisjoint(name) or "key" in name or "password" in name


def _is_secret_name(name: Name) -> bool:
    core = _core(name)
    last = core[-1] if core else ""
    if last == "key":
        return not _KEYS.isdisjoint(core)
    if last in {"mac", "digest"}:
        return not _MEANT.isdisjoint(core)
    return last in _LAST or last == "password"


def _core(name: Name) -> Name:
    """A name without what it says of its form."""
    end = len(name)
    while end > 1 and name[end - 1] in _FORMS:
        end -= 1
    return name[:end]


def _is_made(module: "Module", node: ast.AST, depth: int) -> bool:
    """Whether an expression is the result of a MAC or of a slow hash, computed in this module."""
    if depth <= 0:
        return False
    if isinstance(node, ast.JoinedStr):
        return any(_is_made(module, part, depth - 1) for part in node.values)
    if isinstance(node, ast.BinOp):
        return _is_made(module, node.left, depth - 1) or _is_made(module, node.right, depth - 1)
    if isinstance(node, ast.Name):
        bound = module.binding(node)
        return bound is not None and _is_made(module, bound, depth - 1)
    if isinstance(node, ast.FormattedValue | ast.NamedExpr | ast.Subscript):
        part = isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Slice)
        return not part and _is_made(module, node.value, depth - 1)
    return isinstance(node, ast.Call) and _is_made_by(module, node, depth)


def _is_made_by(module: "Module", call: ast.Call, depth: int) -> bool:
    name = module.name(call.func)
    if name.startswith(_KDF) or name in _CODES:
        return True
    last = module.last(call.func)
    if last in {"digest", "hexdigest", "finalize"}:
        return name.startswith(_MACS)
    if last in _SAME:
        inner = [call.func.value] if isinstance(call.func, ast.Attribute) else []
        return any(_is_made(module, part, depth - 1) for part in [*inner, *call.args])
    if name != f".{last}" and not (name.startswith(".") and name.endswith(f"().{last}")):
        return False
    return depth > 2 and _gives_mac(module, last, depth)


def _gives_mac(module: "Module", name: str, depth: int) -> bool:
    """Whether all that a function of this module returns is a MAC."""
    found = [one for one in module.of(ast.FunctionDef) if one.name == name]
    if len(found) != 1:
        return False
    returned = [part.value for part in ast.walk(found[0]) if isinstance(part, ast.Return) and part.value is not None]
    return bool(returned) and all(_is_made(module, value, depth - 1) for value in returned)


def _is_checksum(module: "Module", node: ast.AST) -> bool:
    """Whether a side is the plain hash of something that is no secret."""
    bound = module.binding(node) if isinstance(node, ast.Name) else node
    if not isinstance(bound, ast.Call) or module.last(bound.func) not in {"hexdigest", "digest"}:
        return False
    if not module.name(bound.func).startswith("hashlib."):
        return False
    parts = (part for part in ast.walk(bound) if isinstance(part, ast.Name | ast.Attribute | ast.Subscript))
    return not any(_may_be(said(module, part)) for part in parts)


# What a comparison is


def _is_elsewhere(module: "Module", compare: ast.expr) -> bool:
    """Whether a comparison is a query's condition, a mask, an assertion, or a method for equality or for a language."""
    up = module.parent(compare)
    if isinstance(up, ast.Call) and module.last(up.func) not in _FILTERS:
        return True
    if isinstance(up, ast.Subscript | ast.keyword | ast.Assert | ast.BinOp):
        return True
    function = module.function(compare)
    if function is None:
        return False
    if function.name in {"__eq__", "__ne__", "__lt__", "__hash__"} or function.name.startswith("test_"):
        return True
    return not _LANGUAGES.isdisjoint(around(module, compare))


def _are_of_one_kind(module: "Module", sides: tuple[ast.expr, ast.expr], names: tuple[Name, Name]) -> bool:
    """Whether a comparison asks for a kind of token, for a change of it, or whether it was typed twice alike."""
    for side, name in zip(sides, names, strict=True):
        if _CHANGE & set(name) and "password" not in name:
            return True
        if isinstance(side, ast.Attribute) and side.attr.isupper() and not _is_secret_name(name):
            return True  # a member of an enumeration
        fixed = member(module, side) if isinstance(side, ast.Attribute) else side
        if isinstance(module.constant(fixed), str | int | bytes) and not _is_in_capitals(side):
            return True
    both = {*names[0], *names[1]}
    return "password" in both and not _TWICE.isdisjoint(both)


def _is_in_capitals(node: ast.expr) -> bool:
    last = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return last.isupper()


def _is_decided(
    module: "Module", compare: ast.Compare, secret: ast.expr, other: ast.expr, names: tuple[Name, Name]
) -> bool:
    """Whether what somebody sent is compared with what is known here."""
    core = _core(_named(module, secret))
    sides = (secret, other)
    both = all(_is_secret_name(name) for name in names)
    sent = any(_is_sent(module, side, _DEPTH) for side in sides)
    known = any(_is_setting(module, side, _DEPTH) for side in sides)
    function = around(module, compare)
    if core[-1] == "password":
        return known and (sent or both or not _CHECKS.isdisjoint(function))
    if core[-1] == "signature":
        if any(_is_in_capitals(side) for side in sides):
            return False  # the first bytes of a kind of file
        return sent or _is_checked(module, function, names) or any(_is_signing(module, side) for side in sides)
    loose = all(not _LOOSE.isdisjoint(name) for name in names)
    if sent:
        return known or both or loose or not _KINDS.isdisjoint(core)
    if known:
        return both or loose
    if not both or not (not _CHECKS.isdisjoint(function) or _is_in_checking_file(module)):
        return False
    return not _MEANT.isdisjoint((*names[0], *names[1])) or _is_one_kept(compare)


def _is_checked(module: "Module", function: frozenset[str], names: tuple[Name, Name]) -> bool:
    checking = not _CHECKS.isdisjoint(function) or _is_in_checking_file(module)
    return checking and not _MEANT.isdisjoint((*names[0], *names[1]))


def _is_in_checking_file(module: "Module") -> bool:
    path = module.path.replace("\\", "/").removesuffix(".py").removesuffix("/__init__")
    return not _CHECKING_FILES.isdisjoint(words(path.rpartition("/")[2]))


def _is_one_kept(compare: ast.Compare) -> bool:
    """`user.reset_token == token`: one side is kept in an object, the other is not."""
    sides = (compare.left, compare.comparators[0])
    return sum(isinstance(side, ast.Attribute | ast.Subscript) for side in sides) == 1


def _is_signing(module: "Module", node: ast.expr) -> bool:
    """Whether a side is given by a function that signs, by its name: `compute_signature(…)`."""
    bound = module.binding(node) if isinstance(node, ast.Name) else node
    bound = bound.value if isinstance(bound, ast.Await) else bound
    name = words(module.last(bound.func)) if isinstance(bound, ast.Call) else ()
    makes = name[:1] in {("compute",), ("calculate",), ("generate",), ("make",), ("create",), ("build",)}
    return not {"sign", "hmac"}.isdisjoint(name) or (makes and "signature" in name)


# Where a side comes from


def _is_sent(module: "Module", node: ast.AST, depth: int) -> bool:
    """Whether a value is what a client sent: a header, a cookie, a field, an argument of a handler."""
    if depth <= 0:
        return False
    if isinstance(node, ast.Name):
        if node.id in {"headers", "cookies"}:
            return _is_of_request(module.binding(node))
        return _is_sent_argument(module, node) or _is_sent_value(module, module.binding(node), depth)
    if isinstance(node, ast.BoolOp):
        return any(_is_sent(module, value, depth - 1) for value in node.values)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return _is_sent(module, node.func, depth - 1)
    if isinstance(node, ast.Subscript) and module.last(node.value) == "META":
        return text(module, node.slice).startswith("HTTP_")  # the rest is what the server itself puts there
    if isinstance(node, ast.Attribute):
        if node.attr in _REQUEST and "request" in written(node.value).lower():
            return True
        return node.attr == "credentials" or _is_sent(module, node.value, depth - 1)
    return isinstance(node, ast.Await | ast.NamedExpr | ast.FormattedValue | ast.Subscript) and _is_sent(
        module, node.value, depth - 1
    )


def _is_of_request(bound: ast.expr | None) -> bool:
    """Whether what is called `headers` is what a request has; an argument of that name is taken for it."""
    if bound is None:
        return True
    named = {part.id for part in ast.walk(bound) if isinstance(part, ast.Name)}
    return not named.isdisjoint({"request", "scope", "environ", "event"})


def _is_sent_value(module: "Module", bound: ast.expr | None, depth: int) -> bool:
    return bound is not None and _is_sent(module, bound, depth - 1)


def _is_sent_argument(module: "Module", name: ast.Name) -> bool:
    """Whether a name is an argument that a client fills, of a handler or of what FastAPI calls before it."""
    function = module.function(name)
    if function is None:
        return False
    handler = handlers(module).get(function)
    if handler is not None and name.id in handler.client:
        own = words(name.id)
        return _may_be(own) or not _LOOSE.isdisjoint(own)
    return "fastapi" in module.imported and any(
        module.last(call.func) in _MARKERS for call in _markers(function, name.id)
    )


def _markers(function: "Function", name: str) -> Iterator[ast.Call]:
    """The calls in the default and in the annotation of an argument: `Header()`."""
    for one, value in defaults(function):
        if one.arg == name and isinstance(value, ast.Call):
            yield value
    for one in [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]:
        if one.arg == name and one.annotation is not None:
            yield from (part for part in ast.walk(one.annotation) if isinstance(part, ast.Call))


def _is_setting(module: "Module", node: ast.AST, depth: int) -> bool:
    """Whether a value is one of the settings, of the environment, or a constant in capitals that names a secret."""
    if depth <= 0:
        return False
    if isinstance(node, ast.Name):
        bound = module.binding(node)
        return _is_secret_constant(node.id) or (bound is not None and _is_setting(module, bound, depth - 1))
    if isinstance(node, ast.Call):
        if module.name(node.func) in {"os.getenv", "os.environ.get"} or module.last(node.func) == "get_settings":
            return True
        return isinstance(node.func, ast.Attribute) and _is_setting(module, node.func.value, depth - 1)
    if isinstance(node, ast.Attribute):
        base = words(module.last(node.value))[-1:]
        return node.attr in _SETTINGS or not _SETTINGS.isdisjoint(base) or _is_setting(module, node.value, depth - 1)
    if isinstance(node, ast.JoinedStr):
        return any(_is_setting(module, part, depth - 1) for part in node.values)
    return isinstance(node, ast.FormattedValue | ast.Subscript) and _is_setting(module, node.value, depth - 1)


def _is_secret_constant(name: str) -> bool:
    core = _core(words(name))
    if not name.isupper() or not core:
        return False
    return core[-1] in {"secret", "password", "key"} or (len(core) > 1 and not _KINDS.isdisjoint(core))

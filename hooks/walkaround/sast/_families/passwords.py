"""B951 fast-password-hash: a password hashed by what is made to be fast, or by a slow hash at too little cost."""

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..._code import UNKNOWN
from ._arguments import KEYWORD, argument, around, called, default, given, member
from ._destinations import Place
from ._found import Found
from ._hashing import FAST, LIBRARIES
from ._words import said, text, words

if TYPE_CHECKING:
    from ..._code import Module

_PASSWORD = frozenset({"password", "pin"})
# What may stand behind the password's word: `password_bytes` is one, `password_hash` is not.
_FORMS = frozenset(
    {
        "bytes", "raw", "plain", "plaintext", "text", "value", "input", "str", "string", "encoded", "utf", "8", "b",
        "data", "field", "1", "2", "candidate", "attempt", "clear", "given", "supplied", "entered", "to", "check",
    }
)  # fmt: skip
_HASHING = frozenset(
    {"hash", "make", "encode", "digest", "encrypt", "create", "verify", "check", "hasher", "store", "set"}
)
_OTHERS = frozenset({"token", "reset", "key", "link", "file"})
# Calls that give what they are called on, or with, in another form; and such that ask somebody or something.
_SAME = frozenset({"encode", "strip", "lower", "join", "format", "bytes", "str", "get_secret_value", "to_bytes"})
_ASKED = frozenset({"get", "getpass", "pop", "getenv", "getlist", "prompt", "input"})
_SLOW = frozenset(
    {
        "hashpw", "checkpw", "pbkdf2", "pbkdf2_hmac", "scrypt", "derive", "hash", "verify", "kdf", "argon2", "bcrypt",
        "hash_secret", "hash_secret_raw", "generate_password_hash", "check_password_hash", "make_password",
        "check_password",
    }
)  # fmt: skip
# Protocols that hash a password with something of the moment, and searches among leaked ones.
_PROOFS = frozenset(
    {
        "realm", "nonce", "cnonce", "challenge", "scram", "cram", "apop", "ntlm", "postgres", "mysql", "md4", "nt",
        "timestamp", "wsse", "digestauth", "kerberos", "breach", "breached", "pwned", "hibp", "leaked", "compromised",
        "breaches", "pwnedpasswords", "cache",
    }
)  # fmt: skip
_FIXED_ROUNDS = frozenset({"ssid", "wpa", "wpa2", "bip39", "mnemonic", "scram", "bip", "psk", "cookies", "chrome"})
_ROUNDS = 100_000  # of PBKDF2: a tenth of a second or less
_SCRYPT = 1 << 14
_BCRYPT = 10
_ARGON = 7 * 1024  # KiB
_PBKDF2 = "PBKDF2 with a number of rounds of"
_COST = "bcrypt with a cost of"
_PASSLIB_FAST = frozenset(
    {
        "md5_crypt", "hex_md5", "hex_sha1", "hex_sha256", "hex_sha512", "ldap_md5", "ldap_sha1", "plaintext",
        "des_crypt", "lmhash", "nthash", "apr_md5_crypt", "mysql323", "ldap_salted_sha1",
    }
)  # fmt: skip
_PASSLIB_LEAST = {
    "bcrypt": _BCRYPT, "bcrypt_sha256": _BCRYPT, "pbkdf2_sha256": _ROUNDS, "pbkdf2_sha512": _ROUNDS,
    "pbkdf2_sha1": _ROUNDS, "django_pbkdf2_sha256": _ROUNDS, "scrypt": 14,
}  # fmt: skip


def is_of_password(module: "Module", call: ast.Call, data: list[ast.expr]) -> bool:
    """Whether what is hashed is a password as it was typed."""
    return any(_is_password(module, one) for one in data) or _hashes_passwords(module, call, data)


def hashed(module: "Module", call: ast.Call, data: list[ast.expr], goes: list[Place]) -> Iterator[Found]:
    """A fast hash of a password, unless a protocol, a slow hash or a list of leaked ones wants it."""
    if not _is_wanted(module, call, data, goes):
        what = called(call)
        yield Found("B951", call, f"{what} is far too fast for a password: a graphics card tries billions a second.")


def _is_password(module: "Module", node: ast.AST, depth: int = 6) -> bool:
    if depth <= 0:
        return False
    if isinstance(node, ast.JoinedStr | ast.BinOp | ast.Tuple | ast.List):
        return any(_is_password(module, part, depth - 1) for part in ast.iter_child_nodes(node))
    if isinstance(node, ast.FormattedValue | ast.Starred | ast.Await | ast.NamedExpr):
        return _is_password(module, node.value, depth - 1)
    if isinstance(node, ast.Call):
        return _gives_password(module, node, depth)
    if isinstance(node, ast.Name):
        if is_password_name(words(node.id)):
            return not module.name(node).startswith(("os.", "pathlib."))  # `pwd` may be a directory
        bound = module.binding(node)
        return isinstance(bound, ast.Call | ast.BinOp | ast.JoinedStr) and _is_password(module, bound, depth - 2)
    return is_password_name(said(module, node))


def _gives_password(module: "Module", call: ast.Call, depth: int) -> bool:
    last = module.last(call.func)
    if last in _SAME:
        inner = [call.func.value] if isinstance(call.func, ast.Attribute) else []
        return any(_is_password(module, part, depth - 1) for part in [*inner, *call.args])
    return last == "getpass" or (last in _ASKED and is_password_name(said(module, call)))


def is_password_name(name: tuple[str, ...]) -> bool:
    for number, word in enumerate(name):
        if word in _PASSWORD:
            return all(one in _FORMS for one in name[number + 1 :]) and "no" not in name[:number]
    return False


def _hashes_passwords(module: "Module", call: ast.Call, data: list[ast.expr]) -> bool:
    """Whether the function around is there to hash passwords: `def hash_password(plain)`."""
    function = module.function(call)
    if function is None:
        return False
    name = words(function.name)
    if any(isinstance(mark, ast.Attribute) and mark.attr == "setter" for mark in function.decorator_list):
        name = ("hash", *name)
    if "password" not in name or not _HASHING & set(name) or name[-1] in _OTHERS:
        return False
    own = {one.arg for one in [*function.args.posonlyargs, *function.args.args]} - {"self", "cls"}
    return any(isinstance(part, ast.Name) and part.id in own for one in data for part in ast.walk(one))


def _is_wanted(module: "Module", call: ast.Call, data: list[ast.expr], goes: list[Place]) -> bool:
    function = around(module, call)
    mentioned = set(function)
    for one in data:
        for part in ast.walk(one):
            if isinstance(part, ast.Name | ast.Attribute):
                mentioned.update(said(module, part))
    for place in goes:
        if _is_slow(module, place) or _is_prefix(module, place):
            return True
        mentioned.update(place.said)
    if mentioned & _PROOFS or (function & {"token", "stamp"} and not function & {"check", "verify", "login"}):
        return True
    return _is_repeated(module, call)


def _is_slow(module: "Module", place: Place) -> bool:
    """Whether a digest is given to a hash that is slow."""
    if place.kind != "argument" or not isinstance(place.node, ast.Call):
        return False
    return module.last(place.node.func) in _SLOW and not module.name(place.node.func).startswith(LIBRARIES)


def _is_prefix(module: "Module", place: Place) -> bool:
    """`[:5]`, as it is sent to a service that knows leaked passwords."""
    part = place.node.slice if place.kind == "sliced" and isinstance(place.node, ast.Subscript) else None
    return isinstance(part, ast.Slice) and module.constant(part.upper) == 5


def _is_repeated(module: "Module", call: ast.Call) -> bool:
    """Whether this is one of many rounds: in a loop over a range."""
    for up in module.parents(call):
        if isinstance(up, ast.FunctionDef | ast.AsyncFunctionDef):
            return False
        if isinstance(up, ast.For) and isinstance(up.iter, ast.Call) and module.last(up.iter.func) == "range":
            return True
    return False


# Slow hashes that were made fast


def find(module: "Module") -> Iterator[Found]:
    for call in module.calls("pbkdf2_hmac", "PBKDF2HMAC", "PBKDF2", "pbkdf2"):
        yield from _pbkdf2(module, call)
    for call in module.calls("scrypt", "Scrypt"):
        name = module.name(call.func)
        if name.startswith(("hashlib.", "cryptography.", "Crypto.", "Cryptodome.")):
            at = 2 if name.startswith("cryptography.") else KEYWORD if name.startswith("hashlib.") else 3
            yield from _below(module, call, argument(call, at, "n", "N"), _SCRYPT, "scrypt with a cost of")
    yield from _bcrypt_and_argon(module)
    for call in module.calls("using", "hash", "encrypt"):
        yield from _passlib(module, call)
    yield from _contexts(module)
    if "crypt" in module.imported:
        yield from _crypt(module)
    for call in module.calls("generate_password_hash"):
        yield from _generated(module, call)
    for call in module.calls("make_password"):
        hasher = module.constant(argument(call, 2, "hasher"))
        if hasher in {"md5", "sha1", "unsalted_md5", "unsalted_sha1", "crypt"} and _is_of_django(module, call):
            yield Found("B951", call, f"make_password with {hasher} is far too fast for a password.")
    for statement in module.of(ast.Assign):
        yield from _setting(module, statement)


def _bcrypt_and_argon(module: "Module") -> Iterator[Found]:
    for call in module.calls("gensalt"):
        if module.name(call.func) == "bcrypt.gensalt":
            yield from _below(module, call, argument(call, 0, "rounds"), _BCRYPT, _COST)
    for call in module.calls("PasswordHasher"):
        if module.name(call.func).startswith("argon2."):
            memory = argument(call, 1, "memory_cost")
            yield from _below(module, call, memory, _ARGON, "Argon2 with a memory in KiB of")
    for call in module.calls("hash_secret", "hash_secret_raw", "Argon2id"):
        if module.name(call.func).startswith(("argon2.low_level.", "cryptography.")):
            memory = argument(call, 3 if module.last(call.func) != "Argon2id" else KEYWORD, "memory_cost")
            yield from _below(module, call, memory, _ARGON, "Argon2 with a memory in KiB of")


def _pbkdf2(module: "Module", call: ast.Call) -> Iterator[Found]:
    name = module.name(call.func)
    if not name.startswith(("hashlib.", "cryptography.", "Crypto.", "Cryptodome.", "django.")):
        return
    mentioned = set(around(module, call))
    for one in given(call):
        mentioned.update(said(module, one))
    if mentioned & _FIXED_ROUNDS:
        return
    position = KEYWORD if name.startswith("cryptography.") else 2 if name.startswith("django.") else 3
    rounds = argument(call, position, "iterations", "count")
    if rounds is None and name.startswith(("Crypto.", "Cryptodome.")):
        yield Found("B951", call, "PBKDF2 without a count makes 1,000 rounds only.")
    else:
        yield from _below(module, call, rounds, _ROUNDS, _PBKDF2)


def _below(module: "Module", node: ast.AST, cost: ast.AST | None, least: int, what: str) -> Iterator[Found]:
    value = _number(module, cost)
    if isinstance(value, int) and not isinstance(value, bool) and value < least:
        yield Found("B951", node, f"{what} {value:,} is guessed fast; {least:,} is the least.")


def _number(module: "Module", node: ast.AST | None) -> Any:
    """The value of a number, powers, shifts and defaults of arguments included."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow | ast.LShift):
        left, right = module.constant(node.left), module.constant(node.right)
        if isinstance(left, int) and isinstance(right, int) and 0 <= right < 64 and 0 < left < 64:
            return left**right if isinstance(node.op, ast.Pow) else left << right
    value = module.constant(node)
    if value is UNKNOWN and isinstance(node, ast.Name):
        bound = module.binding(node)
        return _number(module, bound if bound is not None else default(module, node))
    if value is UNKNOWN and isinstance(node, ast.Attribute):
        return _number(module, member(module, node))
    return value


def _passlib(module: "Module", call: ast.Call) -> Iterator[Found]:
    name = module.name(call.func)
    if not name.startswith("passlib.hash."):
        return
    scheme = name.split(".")[2].removesuffix("()")
    if scheme in _PASSLIB_FAST:
        yield Found("B951", call, f"passlib's {scheme} is far too fast for a password.")
    elif scheme in _PASSLIB_LEAST:
        rounds = argument(call, KEYWORD, "rounds")
        yield from _below(module, call, rounds, _PASSLIB_LEAST[scheme], f"passlib's {scheme} with a cost of")


def _contexts(module: "Module") -> Iterator[Found]:
    """The scheme that a context of passlib hashes by: its default, else the first."""
    for call in module.calls("CryptContext"):
        schemes = module.constant(argument(call, 0, "schemes"))
        first = module.constant(argument(call, KEYWORD, "default"))
        if first is UNKNOWN and isinstance(schemes, tuple) and schemes:
            first = schemes[0]
        if not isinstance(first, str) or not module.name(call.func).startswith("passlib."):
            continue
        if first in _PASSLIB_FAST:
            yield Found("B951", call, f"passlib's {first} is far too fast for a password.")
        for keyword in call.keywords:
            scheme, _, option = (keyword.arg or "").partition("__")
            if scheme in _PASSLIB_LEAST and option in {"rounds", "default_rounds", "max_rounds"}:
                what = f"passlib's {scheme} with a cost of"
                yield from _below(module, call, keyword.value, _PASSLIB_LEAST[scheme], what)


def _crypt(module: "Module") -> Iterator[Found]:
    """The methods of the module crypt that were fast thirty years ago."""
    for node in [*module.of(ast.Attribute), *module.of(ast.Name)]:
        word = module.last(node)
        if word in {"METHOD_MD5", "METHOD_CRYPT"} and module.name(node) == f"crypt.{word}":
            yield Found("B951", node, f"crypt.{word} is far too fast for a password.")


def _is_of_django(module: "Module", call: ast.Call) -> bool:
    return module.name(call.func).startswith("django.")


def _generated(module: "Module", call: ast.Call) -> Iterator[Found]:
    """Werkzeug's method and Flask-Bcrypt's rounds."""
    name = module.name(call.func)
    if name.startswith("flask_bcrypt."):
        yield from _below(module, call, argument(call, 1, "rounds"), _BCRYPT, _COST)
        return
    method = module.constant(argument(call, 1, "method"))
    if not name.startswith("werkzeug.") or not isinstance(method, str):
        return
    kind, *rest = method.split(":")
    if kind in FAST or kind == "plain":
        yield Found("B951", call, f"generate_password_hash with {kind} keeps a password as good as readable.")
    elif kind == "pbkdf2" and len(rest) > 1 and rest[1].isdecimal() and int(rest[1][:9]) < _ROUNDS:
        yield Found("B951", call, f"{_PBKDF2} {int(rest[1][:9]):,} is guessed fast; {_ROUNDS:,} is the least.")


def _setting(module: "Module", statement: ast.Assign) -> Iterator[Found]:
    """Django's PASSWORD_HASHERS and `iterations`, Flask-Bcrypt's BCRYPT_LOG_ROUNDS; not where they are for tests."""
    name = _set(statement.targets[0], module)
    if name not in {"PASSWORD_HASHERS", "BCRYPT_LOG_ROUNDS", "iterations"} or _is_for_tests(module, statement):
        return
    if name == "PASSWORD_HASHERS":
        value = statement.value
        first = text(module, value.elts[0]) if isinstance(value, ast.List | ast.Tuple) and value.elts else ""
        if first.endswith(("MD5PasswordHasher", "SHA1PasswordHasher", "CryptPasswordHasher")):
            yield Found("B951", statement, f"{first.rpartition('.')[2]} is far too fast for a password.")
    elif name == "BCRYPT_LOG_ROUNDS":
        yield from _below(module, statement, statement.value, _BCRYPT, _COST)
    else:
        owner = module.parent(statement)
        if isinstance(owner, ast.ClassDef) and any("PBKDF2" in module.last(base) for base in owner.bases):
            yield from _below(module, statement, statement.value, _ROUNDS, _PBKDF2)


def _set(target: ast.expr, module: "Module") -> str:
    if isinstance(target, ast.Name):
        return target.id
    return text(module, target.slice) if isinstance(target, ast.Subscript) else ""


def _is_for_tests(module: "Module", statement: ast.Assign) -> bool:
    file = words(module.path.replace("\\", "/").rpartition("/")[2])
    named = {*around(module, statement), *file}
    asked = [said(module, up.test) for up in module.parents(statement) if isinstance(up, ast.If)]
    return bool({"test", "tests", "testing"} & {*named, *(word for name in asked for word in name)})

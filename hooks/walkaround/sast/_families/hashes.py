"""B950 weak-hash: judged by where the digest goes; and B951, which `passwords` judges by what is hashed.

MD5 and SHA-1 find cache entries, duplicates and Git objects as well as ever. They are no ground for a signature, a
token, a check of integrity or of identity.
"""

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..._code import handlers
from ._arguments import KEYWORD, argument, around, called, given
from ._destinations import Place, callers, places
from ._found import Found
from ._hashing import WEAK, Hash, chosen, hashes
from ._words import is_test, said, text, words

if TYPE_CHECKING:
    from ..._code import Module

# Uses of a digest that need no more than that equal things have equal digests, and protocols that leave no choice.
_HARMLESS = frozenset(
    {
        "cache", "cached", "caching", "cachekey", "etag", "dedup", "dedupe", "deduplicate", "deduplication",
        "duplicate", "duplicates", "fingerprint", "fingerprints", "checksum", "checksums", "crc", "gravatar", "avatar",
        "avatars", "libravatar", "identicon", "shard", "sharding", "partition", "partitions", "git", "blob", "oid",
        "websocket", "ws", "realm", "ha1", "ha2", "ha", "cnonce", "md5sum", "sha1sum", "pwned", "hibp", "breach",
        "breached", "breaches", "leaked", "compromised", "pwnedpasswords", "haveibeenpwned", "ntlm", "scram", "cram",
        "apop", "kerberos", "totp", "hotp", "s3", "infohash", "torrent", "thumbnail", "thumb", "memo", "memoize",
        "ja3", "ocsp", "ski", "mysql", "experiment", "rollout", "variant", "lru", "color", "colour",
    }
)  # fmt: skip
# The same, unless the digest's own name says that it is to be trusted.
_PLAIN = frozenset(
    {
        "bucket", "buckets", "path", "slug", "uuid", "guid", "identifier", "content", "changed", "change", "changes",
        "version", "revision", "schema", "stable", "lock", "index", "chunk", "chunks", "subject", "seed", "vary",
        "lookup", "query", "state", "model", "file", "document", "config", "settings", "graph", "build", "template",
    }
)  # fmt: skip
_SECURE = frozenset(
    {
        "signature", "token", "secret", "csrf", "otp", "mac", "hmac", "license", "licence", "credential",
        "credentials", "integrity", "tamper", "tampered", "authenticity", "authenticate", "authentication", "signed",
        "sign", "activation", "password", "auth", "trusted", "permission",
    }
)  # fmt: skip
_SECURE_PAIRS = (
    {"session", "id"}, {"session", "key"}, {"api", "key"}, {"reset", "code"}, {"reset", "key"}, {"access", "key"},
    {"confirmation", "code"}, {"verification", "code"}, {"verification", "key"}, {"reset", "link"},
    {"encryption", "key"}, {"secret", "key"}, {"remember", "me"}, {"login", "key"}, {"invite", "code"},
)  # fmt: skip
_IDENTITY = frozenset({"password", "ssn", "credential", "credentials", "secret", "token", "session", "login", "pin"})
_SECRET_KEYS = frozenset({"secret", "private", "api", "signing", "merchant", "shared", "auth"})
_SECRET_FILES = frozenset({"password", "passwords", "credentials", "secret", "secrets", "shadow"})
_MD5_MACS = frozenset({"md5", "md4"})


def find(module: "Module") -> Iterator[Found]:
    if is_test(module):
        return
    from . import passwords

    for made in hashes(module):
        goes = places(module, made.call)
        asked = _askers(module, made, goes)
        for use in asked:
            goes += places(module, use)
        one = made._replace(data=[*made.data, *(part for use in asked for part in given(use))])
        if passwords.is_of_password(module, one.call, one.data):
            yield from passwords.hashed(module, one.call, one.data, goes)
        elif one.algorithm in WEAK and not _is_said_harmless(module, one.call):
            why = _why(module, one, goes)
            if why:
                yield Found("B950", one.call, f"{called(one.call)} is broken, and its digest is used {why}.")
    yield from _macs(module)
    yield from _named(module)
    yield from passwords.find(module)


def _askers(module: "Module", one: Hash, goes: list[Place]) -> list[ast.Call]:
    """The calls, in this module, of the function that gives a digest of what it was given."""
    function = next((place.node for place in goes if place.kind == "returned"), None)
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return []
    own = {argument.arg for argument in [*function.args.posonlyargs, *function.args.args]} - {"self", "cls"}
    if not any(isinstance(part, ast.Name) and part.id in own for data in one.data for part in ast.walk(data)):
        return []
    names = ((use, module.name(use.func)) for use in callers(module, function))
    return [use for use, name in names if name == f".{function.name}" or name.endswith(f"().{function.name}")]


def _is_said_harmless(module: "Module", call: ast.Call) -> bool:
    return module.constant(argument(call, KEYWORD, "usedforsecurity")) is False


def _why(module: "Module", one: Hash, goes: list[Place]) -> str:
    """What for a digest is used, as far as that needs a hash that nobody finds collisions of; else empty."""
    if _is_signed(module, one.call, goes):
        return "in a signature"
    if any(_is_random(module, part) for part in one.data):
        return ""  # nobody can choose what is hashed
    named = {word for place in goes for word in place.said}
    function = around(module, one.call)
    written = _written(module, goes)
    if named & _HARMLESS:
        return ""
    if _is_keyed(module, one.data):
        return "as a message authentication code over a secret"
    if (function | written) & _HARMLESS or {"digest", "auth"} <= function:
        return ""
    for place in goes:
        if _is_trusted(place):
            return f"as {' '.join(place.said)}"
    if written & _SECRET_FILES:
        return "for what is kept secret"
    return "" if (named | function) & _PLAIN else _by_surroundings(module, one, goes)


def _is_trusted(place: Place) -> bool:
    """Whether a place's own name says that what stands there is believed."""
    if place.kind == "container":
        return not {"session", "cookies"}.isdisjoint(place.said)
    named = place.kind in {"name", "cookie", "text", "compared"}
    return named and is_secure(place.said) and _PLAIN.isdisjoint(place.said)


def _by_surroundings(module: "Module", one: Hash, goes: list[Place]) -> str:
    """What the function around is there for."""
    if is_secure(tuple(around(module, one.call))) and any(place.kind in {"returned", "compared"} for place in goes):
        return "to decide about trust"
    return _in_handler(module, one)


def _is_signed(module: "Module", call: ast.Call, goes: list[Place]) -> bool:
    if module.last(call.func) in {"sign", "verify", "ECDSA"}:
        return True
    return any(
        place.kind == "argument" and isinstance(place.node, ast.Call) and not {"sign", "verify"}.isdisjoint(place.said)
        for place in goes
    )


def _is_random(module: "Module", node: ast.expr, depth: int = 3) -> bool:
    for part in ast.walk(node):
        if isinstance(part, ast.Call) and module.name(part.func).startswith(("os.urandom", "secrets.", "uuid.uuid4")):
            return True
        if isinstance(part, ast.Name) and depth > 0:
            bound = module.binding(part)
            if bound is not None and _is_random(module, bound, depth - 2):
                return True
    return False


def is_secure(name: tuple[str, ...]) -> bool:
    return not _SECURE.isdisjoint(name) or any(pair <= set(name) for pair in _SECURE_PAIRS)


def _is_keyed(module: "Module", data: list[ast.expr]) -> bool:
    """Whether what is hashed is a secret together with something else."""
    named = [said(module, part) for one in data for part in ast.walk(one) if _is_value(module, part)]
    return len(named) > 1 and any(_is_secret(name) for name in named)


def _is_value(module: "Module", node: ast.AST) -> bool:
    """Whether a name, an attribute or an element is a value of its own, not on the way to one."""
    up = module.parent(node)
    if isinstance(up, ast.Call) and up.func is node:
        return False
    if isinstance(up, ast.Attribute):
        method = module.parent(up)
        return isinstance(method, ast.Call) and method.func is up and isinstance(node, ast.Name | ast.Attribute)
    if isinstance(up, ast.Subscript) and up.value is node:
        return False
    return isinstance(node, ast.Name | ast.Attribute | ast.Subscript)


def _is_secret(name: tuple[str, ...]) -> bool:
    if not name:
        return False
    return name[-1] == "secret" or (name[-1] == "key" and not _SECRET_KEYS.isdisjoint(name[-2:-1]))


def _written(module: "Module", goes: list[Place]) -> set[str]:
    """The words of the names of files that a digest is written to."""
    found: set[str] = set()
    for place in goes:
        call = place.node
        if not isinstance(call, ast.Call) or not {"write", "writelines"} & set(place.said):
            continue
        if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
            file = call.func.value
            found.update(words(file.id))
            for opened in module.bindings(module.scope(file), file.id):
                found.update(_of_file(module, opened))
    return found


def _of_file(module: "Module", binding: ast.AST) -> tuple[str, ...]:
    """The words of the path in `f = open(path)` and `with open(path) as f`."""
    value = binding.value if isinstance(binding, ast.Assign) else None
    value = binding.context_expr if isinstance(binding, ast.withitem) else value
    return words(text(module, value.args[0])) if isinstance(value, ast.Call) and value.args else ()


def _in_handler(module: "Module", one: Hash) -> str:
    """In a function that answers requests: a digest of what identifies somebody."""
    function = module.function(one.call)
    if function is None or function not in handlers(module):
        return ""
    for data in one.data:
        for part in ast.walk(data):
            named = said(module, part) if isinstance(part, ast.Name | ast.Attribute | ast.Subscript) else ()
            if _IDENTITY & set(named):
                return "for what identifies a client"
    return ""


def _macs(module: "Module") -> Iterator[Found]:
    """HMAC over MD5, and one HMAC of a password."""
    from . import passwords

    for call in module.calls("new", "digest", "HMAC"):
        name = module.name(call.func)
        if name in {"hmac.new", "hmac.digest", "hmac.HMAC"}:
            algorithm = chosen(module, argument(call, 2, "digestmod", "digest"))
        elif name in {"Crypto.Hash.HMAC.new", "Cryptodome.Hash.HMAC.new"}:
            algorithm = module.name(argument(call, 2, "digestmod")).rpartition(".")[2].lower() or "md5"
        else:
            continue
        message = argument(call, 1, "msg")
        inputs = [] if message is None else [message]
        if passwords.is_of_password(module, call, inputs):
            yield from passwords.hashed(module, call, inputs, places(module, call))
        elif algorithm in _MD5_MACS and not _HARMLESS & around(module, call):
            yield Found("B950", call, f"{name} authenticates with {algorithm.upper()}, which is broken.")


def _named(module: "Module") -> Iterator[Found]:
    """Weak hashes that are only named: for a signer, for a certificate."""
    for made in module.calls("MD5"):
        up = module.parent(made)
        outer = module.parent(up) if isinstance(up, ast.keyword) else up
        if isinstance(outer, ast.Call) and module.name(outer.func) == "cryptography.hazmat.primitives.hmac.HMAC":
            yield Found("B950", outer, "HMAC authenticates with MD5, which is broken.")
    for keyword in module.of(ast.keyword):
        if keyword.arg == "digest_method" and module.name(keyword.value) == "hashlib.md5":
            yield Found("B950", keyword.value, "hashlib.md5 is broken, and signs here.")
    for call in module.calls("sign"):
        if len(call.args) > 1 and module.name(call.func) in {
            "OpenSSL.crypto.X509().sign",
            "OpenSSL.crypto.X509Req().sign",
        }:
            algorithm = chosen(module, call.args[1])
            if algorithm in WEAK:
                yield Found("B950", call, f"A certificate signed over {algorithm.upper()} can be forged.")
    for call in module.calls("salted_hmac", "Signer", "TimestampSigner"):
        algorithm = chosen(module, argument(call, KEYWORD, "algorithm"))
        if algorithm == "md5" and module.name(call.func).startswith("django."):
            yield Found("B950", call, f"{called(call)} authenticates with MD5, which is broken.")

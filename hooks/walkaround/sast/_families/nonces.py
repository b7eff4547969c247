"""B952 static-iv-or-salt: an IV, a nonce or a salt that is the same every time."""

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..._code import UNKNOWN
from ._arguments import KEYWORD, argument, called, default, member, written
from ._destinations import uses
from ._found import Found
from ._words import is_test, words

if TYPE_CHECKING:
    from ..._code import Module

_HAZMAT = "cryptography.hazmat.primitives."
_MODES = _HAZMAT + "ciphers.modes."
_AEAD = _HAZMAT + "ciphers.aead."
_CHACHA = (_HAZMAT + "ciphers.algorithms.ChaCha20", "cryptography.hazmat.decrepit.ciphers.algorithms.ChaCha20")
_CIPHERS = ("Crypto.Cipher.", "Cryptodome.Cipher.")
# Calls that take a salt, by the beginning of their full names -> where.
_SALTED: tuple[tuple[str, int], ...] = (
    ("hashlib.pbkdf2_hmac", 2),
    ("hashlib.scrypt", KEYWORD),
    (_HAZMAT + "kdf.pbkdf2.PBKDF2HMAC", 2),
    (_HAZMAT + "kdf.scrypt.Scrypt", 0),
    (_HAZMAT + "kdf.argon2.Argon2", KEYWORD),
    ("Crypto.Protocol.KDF.bcrypt", 2),
    ("Cryptodome.Protocol.KDF.bcrypt", 2),
    ("Crypto.Protocol.KDF.PBKDF2", 1),
    ("Cryptodome.Protocol.KDF.PBKDF2", 1),
    ("Crypto.Protocol.KDF.scrypt", 1),
    ("Cryptodome.Protocol.KDF.scrypt", 1),
    ("django.utils.crypto.pbkdf2", 1),
    ("django.contrib.auth.hashers.make_password", 1),
    ("bcrypt.hashpw", 1),
    ("bcrypt.kdf", 1),
    ("crypt.crypt", 1),
    ("nacl.pwhash.", 2),
    ("argon2.low_level.", 1),
    ("passlib.hash.", KEYWORD),
)
_SALTED_WORDS = (
    "pbkdf2_hmac", "scrypt", "Scrypt", "PBKDF2HMAC", "PBKDF2", "Argon2id", "Argon2i", "bcrypt", "pbkdf2", "kdf",
    "make_password", "hashpw", "hash_secret", "hash_secret_raw", "crypt", "using", "hash", "encrypt",
)  # fmt: skip
_RANDOM = frozenset(
    {
        "urandom", "token_bytes", "get_random_bytes", "randbytes", "generate_key", "random", "token_hex", "gensalt",
        "getrandbits", "read", "recv", "rand_bytes", "randombytes", "uuid4", "token_urlsafe", "generate",
    }
)  # fmt: skip
_HASHES = frozenset({"md5", "sha1", "sha256", "sha512", "new"})
_DEPTH = 8
_CONSTANT = "is a constant"


def find(module: "Module") -> Iterator[Found]:
    if is_test(module):
        return
    for call, value, what in _given(module):
        if value is None or (what != "salt" and (_only_decrypts(module, call) or _has_fresh_key(module, call))):
            continue
        why = _fixed(module, value, _DEPTH)
        if not why and what != "salt" and _is_from_key(module, call, value):
            why = "is made from the key, so it never changes"
        if why:
            yield Found("B952", call, f"The {what} of {called(call)} {why}.")


def _given(module: "Module") -> Iterator[tuple[ast.Call, ast.expr | None, str]]:
    """Every call that takes an IV, a nonce or a salt, with what it is given."""
    for call in module.calls("CBC", "CTR", "GCM", "CFB", "CFB8", "OFB"):
        name = module.name(call.func)
        if name.startswith(_MODES):
            what = "nonce" if name.endswith("CTR") else "IV"
            yield call, argument(call, 0, "initialization_vector", "nonce"), what
    for call in module.calls("ChaCha20"):
        if module.name(call.func) in _CHACHA:
            yield call, argument(call, 1, "nonce"), "nonce"
    for call in module.calls("encrypt"):
        name = module.name(call.func)
        if name.startswith(_AEAD):
            yield call, argument(call, 0, "nonce"), "nonce"
        elif name.startswith(("nacl.secret.", "nacl.public.")):
            yield call, argument(call, 1, "nonce"), "nonce"
    for call in module.calls("new"):
        if module.name(call.func).startswith(_CIPHERS):
            yield from _of_pycryptodome(module, call)
    yield from _salted(module)


def _salted(module: "Module") -> Iterator[tuple[ast.Call, ast.expr | None, str]]:
    for call in module.calls(*_SALTED_WORDS):
        name = module.name(call.func)
        position = next((at for start, at in _SALTED if name.startswith(start)), None)
        if position is not None:
            yield call, argument(call, position, "salt"), "salt"


def _of_pycryptodome(module: "Module", call: ast.Call) -> Iterator[tuple[ast.Call, ast.expr | None, str]]:
    nonce = argument(call, KEYWORD, "nonce")
    yield call, nonce if nonce is not None else argument(call, 2, "iv", "IV"), "IV" if nonce is None else "nonce"
    counter = argument(call, KEYWORD, "counter")
    made = module.binding(counter) if isinstance(counter, ast.Name) else counter
    if isinstance(made, ast.Call) and module.name(made.func).endswith("Util.Counter.new"):
        start = argument(made, KEYWORD, "initial_value")
        varied = argument(made, 1, "prefix", "suffix") is not None
        if not varied and (start is None or module.constant(start) is not UNKNOWN):
            yield call, ast.Constant(0), "counter"


def _fixed(module: "Module", node: ast.AST, depth: int) -> str:
    """Why a value is the same every time; empty if it is not, or nobody can tell."""
    if depth <= 0:
        return ""
    value = module.constant(node)
    if isinstance(value, str | bytes | int | tuple) and not isinstance(value, bool):
        return _CONSTANT
    if isinstance(node, ast.Name):
        return _fixed_name(module, node, depth)
    if isinstance(node, ast.Attribute):
        return _fixed_member(module, node, depth)
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        return _fixed(module, node.value, depth - 1)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mult):
        return _fixed(module, node.left, depth - 1) and _fixed(module, node.right, depth - 1)
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
        return _fixed(module, node.values[-1], depth - 1)  # `iv or DEFAULT`: who gives none gets the same
    return _fixed_call(module, node, depth) if isinstance(node, ast.Call) else ""


def _fixed_name(module: "Module", node: ast.Name, depth: int) -> str:
    bound = module.binding(node)
    if bound is not None:
        if not _is_random(module, bound):
            return _fixed(module, bound, depth - 1)
        outside = module.function(node) is not None and module.function(bound) is None
        return "is made once per process, and used for everything after" if outside else ""
    value = default(module, node)
    if value is None:
        return ""
    if _is_random(module, value):
        return "is made once, as a default, and used for everything after"
    return "has a constant as its default" if _fixed(module, value, depth - 1) else ""


def _fixed_member(module: "Module", node: ast.Attribute, depth: int) -> str:
    value = member(module, node)
    if value is None:
        return ""
    if _is_random(module, value):
        return "is made once per process, and used for everything after" if module.function(value) is None else ""
    return _fixed(module, value, depth - 1)


def _fixed_call(module: "Module", call: ast.Call, depth: int) -> str:
    """`bytes(16)`, `bytes.fromhex("…")`, `"…".encode()`, `(0).to_bytes(12)` and the hash of a constant."""
    last = module.last(call.func)
    if last in {"bytes", "bytearray"} and call.args:
        size = module.constant(call.args[0])
        return "is all zeros" if isinstance(size, int) else _fixed(module, call.args[0], depth - 1)
    if last in {"encode", "digest", "ljust", "rjust", "zfill", "hexdigest", "to_bytes"}:
        return _fixed(module, call.func.value, depth - 1) if isinstance(call.func, ast.Attribute) else ""
    if last == "pack":
        return _CONSTANT if call.args and all(module.constant(one) is not UNKNOWN for one in call.args) else ""
    if last in {"fromhex", "unhexlify", "b64decode", "urlsafe_b64decode", "a2b_hex"} or last in _HASHES - {"new"}:
        return _fixed(module, call.args[0], depth - 1) if call.args else ""
    return ""


def _is_random(module: "Module", node: ast.AST) -> bool:
    return any(isinstance(part, ast.Call) and module.last(part.func) in _RANDOM for part in ast.walk(node))


def _only_decrypts(module: "Module", call: ast.Call) -> bool:
    """Whether what this call makes is only ever used to decrypt what somebody else encrypted."""
    did = _methods(module, call, 4)
    if did & {"encrypt", "encryptor", "encrypt_and_digest"}:
        return False
    if did & {"decrypt", "decryptor", "decrypt_and_verify"}:
        return True
    function = module.function(call)
    name = words(function.name) if function is not None else ()
    return not {"decrypt", "decode", "unseal", "decipher"}.isdisjoint(name) and "encrypt" not in name


def _methods(module: "Module", node: ast.AST, depth: int) -> set[str]:
    """The methods that are called on what an expression gives, or on the cipher that it is an argument of."""
    up = module.parent(node)
    if depth <= 0 or up is None:
        return set()
    if isinstance(up, ast.Attribute):
        return {up.attr}
    if isinstance(up, ast.keyword) or (isinstance(up, ast.Call) and module.last(up.func) == "Cipher"):
        return _methods(module, up, depth - 1)
    found: set[str] = set()
    if isinstance(up, ast.Assign) and isinstance(up.targets[0], ast.Name):
        for name in uses(module, up.targets[0].id, up):
            found |= _methods(module, name, depth - 1)
    return found


def _has_fresh_key(module: "Module", call: ast.Call) -> bool:
    """Whether the key was made right here, for this one message: any IV will do then."""
    key = _key(module, call)
    bound = module.binding(key) if isinstance(key, ast.Name) else None
    function = module.function(call)
    if bound is None or function is None or module.function(bound) is not function:
        return False
    return _is_random(module, bound)


def _key(module: "Module", call: ast.Call) -> ast.expr | None:
    """The key that goes with an IV."""
    name = module.name(call.func)
    if name.startswith(_MODES):
        up = module.parent(call)
        outer = module.parent(up) if isinstance(up, ast.keyword) else up
        made: ast.AST | None = argument(outer, 0, "algorithm") if isinstance(outer, ast.Call) else None
    elif name.startswith((_AEAD, "nacl.")):
        made = call.func.value if isinstance(call.func, ast.Attribute) else None
        made = module.binding(made) if isinstance(made, ast.Name) else made
    else:
        return argument(call, 0, "key")
    return argument(made, 0, "key") if isinstance(made, ast.Call) else None


def _is_from_key(module: "Module", call: ast.Call, value: ast.expr) -> bool:
    """Whether an IV is a part of the key, a hash of it, or a hash of what the key is a hash of."""
    key = _key(module, call)
    # Two parts of what a slow hash gave are a key and an IV: a key that is a part is not followed further.
    return not _roots(module, key, _DEPTH, parts=False).isdisjoint(_roots(module, value, _DEPTH, parts=True))


def _roots(module: "Module", node: ast.AST | None, depth: int, *, parts: bool) -> set[str]:
    """The names that a value is made of by conversions, hashes and perhaps slices alone."""
    found: set[str] = set()
    while node is not None and depth > 0 and (parts or not isinstance(node, ast.Subscript)):
        depth -= 1
        name = written(node)
        if isinstance(node, ast.Name | ast.Attribute) and name and "()" not in name:
            found.add(name)
        node = _source(module, node)
    return found


def _source(module: "Module", node: ast.AST) -> ast.expr | None:
    """What a value is made of, if it is of one thing alone."""
    if isinstance(node, ast.Name):
        return module.binding(node)
    if isinstance(node, ast.Attribute):
        return member(module, node)
    if isinstance(node, ast.Subscript):
        return node.value if isinstance(node.slice, ast.Slice) else None
    if not isinstance(node, ast.Call):
        return None
    last = module.last(node.func)
    if last in _HASHES and module.name(node.func).startswith("hashlib."):
        return node.args[0] if len(node.args) == 1 else None
    same = last in {"encode", "digest", "hexdigest", "ljust", "rjust"}
    return node.func.value if same and isinstance(node.func, ast.Attribute) else None

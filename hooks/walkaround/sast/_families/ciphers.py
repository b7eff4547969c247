"""B953 broken-cipher: ciphers, modes and paddings that are broken, and keys that are too short."""

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..._code import UNKNOWN
from ._arguments import KEYWORD, argument, default, given
from ._found import Found
from ._words import is_test

if TYPE_CHECKING:
    from ..._code import Module

_HAZMAT = "cryptography.hazmat.primitives."
_ALGORITHMS = (_HAZMAT + "ciphers.algorithms.", "cryptography.hazmat.decrepit.ciphers.algorithms.")
_LIBRARIES = ("Crypto.Cipher.", "Cryptodome.Cipher.")
_BROKEN = {
    "TripleDES": "3DES", "DES3": "3DES", "DES": "DES", "ARC4": "RC4", "ARC2": "RC2", "RC2": "RC2",
    "Blowfish": "Blowfish", "IDEA": "IDEA", "CAST5": "CAST5", "CAST": "CAST5", "SEED": "SEED",
}  # fmt: skip
_SUITES = frozenset({"RC4", "DES", "NULL", "aNULL", "eNULL", "EXPORT", "EXP", "MD5", "ADH"})
_CURVES = ("SECP192R1", "SECT163K1", "SECT163R2")
_CURVE_NAMES = frozenset({"P-192", "p192", "prime192v1", "secp192r1", "NIST P-192"})
_BITS = 2048
# Calls that make a key -> where they are given its bits, and by which names.
_SIZES: dict[str, tuple[int, tuple[str, ...]]] = {
    _HAZMAT + "asymmetric.rsa.generate_private_key": (1, ("key_size",)),
    _HAZMAT + "asymmetric.dh.generate_parameters": (1, ("key_size",)),
    _HAZMAT + "asymmetric.dsa.generate_private_key": (0, ("key_size",)),
    _HAZMAT + "asymmetric.dsa.generate_parameters": (0, ("key_size",)),
    "OpenSSL.crypto.PKey().generate_key": (1, ("bits",)),
    "rsa.newkeys": (0, ("nbits",)),
    "paramiko.RSAKey.generate": (0, ("bits",)),
    "paramiko.rsakey.RSAKey.generate": (0, ("bits",)),
    "paramiko.DSSKey.generate": (0, ("bits",)),
    "jwcrypto.jwk.JWK.generate": (KEYWORD, ("size",)),
    "asyncssh.generate_private_key": (KEYWORD, ("key_size",)),
    **{
        f"{library}.PublicKey.{kind}.generate": (0, ("bits",))
        for library in ("Crypto", "Cryptodome")
        for kind in ("RSA", "DSA", "ElGamal")
    },
}


def find(module: "Module") -> Iterator[Found]:
    if is_test(module):
        return
    yield from _of_hazmat(module)
    for call in module.calls("new", "des", "triple_des"):
        yield from _made(module, call)
    for call in module.calls("encrypt", "decrypt"):
        yield from _padded(module, call)
    for call in module.calls("set_ciphers"):
        named = module.constant(argument(call, 0, "ciphers", "cipherlist"))
        weak = _weak_suite(named) if isinstance(named, str) else ""
        if weak:
            yield Found("B953", call, f"set_ciphers allows {weak}, which is broken.")
    for call in module.calls("generate_private_key", "generate_parameters", "generate", "newkeys", "generate_key"):
        yield from _short(module, call)


def _of_hazmat(module: "Module") -> Iterator[Found]:
    for call in module.calls(*_BROKEN):
        name = module.name(call.func)
        if name.startswith(_ALGORITHMS):
            yield Found("B953", call, f"{_BROKEN.get(name.rpartition('.')[2], 'This cipher')} is broken.")
    for call in module.calls("ECB"):
        if module.name(call.func).startswith(_HAZMAT + "ciphers.modes."):
            yield Found("B953", call, "ECB encrypts equal blocks alike, so the text shows through.")
    for call in module.calls(*_CURVES):
        if module.name(call.func).startswith(_HAZMAT + "asymmetric.ec."):
            yield Found("B953", call, f"The curve {module.name(call.func).rpartition('.')[2]} is too small.")


def _made(module: "Module", call: ast.Call) -> Iterator[Found]:
    """`DES.new(…)` of pycryptodome and `pyDes.des(…)`."""
    name = module.name(call.func)
    if name.startswith("pyDes."):
        yield Found("B953", call, "DES is broken." if name.endswith(".des") else "3DES is broken.")
    if not name.startswith(_LIBRARIES):
        return
    cipher = name.split(".")[2]
    if cipher in _BROKEN:
        yield Found("B953", call, f"{_BROKEN[cipher]} is broken.")
    elif cipher == "PKCS1_v1_5":
        yield Found("B953", call, "PKCS1_v1_5 lets whoever sees the errors decrypt; OAEP does not.")
    elif module.name(argument(call, 1, "mode")).endswith(".MODE_ECB"):
        yield Found("B953", call, f"{cipher}.MODE_ECB encrypts equal blocks alike, so the text shows through.")


def _padded(module: "Module", call: ast.Call) -> Iterator[Found]:
    if any(module.name(one) == _HAZMAT + "asymmetric.padding.PKCS1v15()" for one in given(call)):
        yield Found("B953", call, "PKCS1v15 lets whoever sees the errors decrypt; OAEP does not.")
    elif module.name(call.func) == "rsa.encrypt":
        yield Found("B953", call, "rsa.encrypt pads by PKCS #1 v1.5, which lets whoever sees the errors decrypt.")


def _weak_suite(named: str) -> str:
    """The first broken one of the suites that OpenSSL is to allow; those behind `!` and `-` are excluded."""
    for suite in named.replace(",", ":").split(":"):
        if suite and suite[0] not in "!-" and not _SUITES.isdisjoint(suite.replace("+", "-").split("-")):
            return suite[:30]
    return ""


def _short(module: "Module", call: ast.Call) -> Iterator[Found]:
    name = module.name(call.func)
    if name.endswith("PublicKey.ECC.generate"):
        curve = module.constant(argument(call, KEYWORD, "curve"))
        if isinstance(curve, str) and curve in _CURVE_NAMES:
            yield Found("B953", call, f"The curve {curve} is too small.")
        return
    place = _SIZES.get(name)
    if place is None or not _is_rsa(module, call, name):
        return
    size = argument(call, place[0], *place[1])
    bits = module.constant(size)
    if bits is UNKNOWN and isinstance(size, ast.Name):
        bits = module.constant(default(module, size))
    if isinstance(bits, int) and 0 < bits < _BITS:
        yield Found("B953", call, f"A key of {bits} bits is too short; {_BITS} is the least.")


def _is_rsa(module: "Module", call: ast.Call, name: str) -> bool:
    """Whether a call that makes keys of several kinds makes one of RSA."""
    if name.startswith("jwcrypto."):
        return bool(module.constant(argument(call, KEYWORD, "kty")) == "RSA")
    return not name.startswith("asyncssh.") or bool(module.constant(argument(call, 0, "alg_name")) == "ssh-rsa")

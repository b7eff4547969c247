"""The calls that make a hash, of which kind, and what they are fed with."""

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ._arguments import argument, default, member
from ._destinations import uses

if TYPE_CHECKING:
    from ..._code import Module

WEAK = frozenset({"md2", "md4", "md5", "sha1", "ripemd", "ripemd160"})
_NAMES = (
    "md4", "md5", "sha1", "sha", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s", "sha3_224", "sha3_256",
    "sha3_384", "sha3_512", "shake_128", "shake_256", "blake3",
)  # fmt: skip
FAST = WEAK | frozenset(_NAMES) | {"sha512_256", "keccak"}
LIBRARIES = ("Crypto.Hash.", "Cryptodome.Hash.")
_HAZMAT = "cryptography.hazmat.primitives.hashes."


class Hash(NamedTuple):
    """A call that makes a hash, by which algorithm, of what."""

    call: ast.Call
    algorithm: str
    data: list[ast.expr]


def hashes(module: "Module") -> list[Hash]:
    """Every call of a module that makes a hash."""
    found: dict[ast.Call, Hash] = {}
    for one in [*_by_function(module), *_by_name(module), *_by_getattr(module), *_of_hazmat(module)]:
        found.setdefault(one.call, one._replace(data=[*one.data, *_fed(module, one.call)]))
    return list(found.values())


def _by_function(module: "Module") -> Iterator[Hash]:
    """`hashlib.md5(…)`."""
    for call in module.calls(*_NAMES):
        name = module.name(call.func)
        if name.startswith(("hashlib.", "blake3.")):
            yield Hash(call, name.rpartition(".")[2].lower(), call.args[:1])


def _by_name(module: "Module") -> Iterator[Hash]:
    """`hashlib.new("md5", …)`, `hashlib.file_digest(f, "md5")` and `MD5.new(…)` of pycryptodome."""
    for call in module.calls("new", "file_digest"):
        name = module.name(call.func)
        if name == "hashlib.new":
            algorithm = chosen(module, argument(call, 0, "name"))
            data = argument(call, 1, "data", "string")
        elif name == "hashlib.file_digest":
            algorithm, data = chosen(module, argument(call, 1, "digest")), None
        elif name.startswith(LIBRARIES):
            algorithm, data = name.split(".")[2].lower(), argument(call, 0, "data")
        else:
            continue
        if algorithm and algorithm != "hmac":
            yield Hash(call, algorithm, [] if data is None else [data])


def _by_getattr(module: "Module") -> Iterator[Hash]:
    """`getattr(hashlib, "md5")(…)`."""
    for call in module.calls("getattr"):
        outer = module.parent(call)
        if isinstance(outer, ast.Call) and outer.func is call and len(call.args) > 1:
            algorithm = chosen(module, call.args[1])
            if algorithm and module.name(call.args[0]) == "hashlib":
                yield Hash(outer, algorithm, outer.args[:1])


def _of_hazmat(module: "Module") -> Iterator[Hash]:
    """`Hash(hashes.MD5())`, and `sign` and `verify` with such."""
    for call in module.calls("MD5", "SHA1", "SHA224", "SHA256", "SHA384", "SHA512", "BLAKE2b", "BLAKE2s"):
        outer = module.parent(call)
        if isinstance(outer, ast.keyword):
            outer = module.parent(outer)
        wanted = isinstance(outer, ast.Call) and module.last(outer.func) in {"Hash", "sign", "verify", "ECDSA"}
        if isinstance(outer, ast.Call) and wanted and module.name(call.func).startswith(_HAZMAT):
            yield Hash(outer, module.name(call.func).rpartition(".")[2].lower(), [])


def _fed(module: "Module", call: ast.Call) -> list[ast.expr]:
    """What a hash that was given a name is updated with."""
    up = module.parent(call)
    if not isinstance(up, ast.Assign) or not isinstance(up.targets[0], ast.Name):
        return []
    found: list[ast.expr] = []
    for name in uses(module, up.targets[0].id, up):
        method = module.parent(name)
        outer = module.parent(method) if isinstance(method, ast.Attribute) and method.attr == "update" else None
        if isinstance(outer, ast.Call):
            found += outer.args
    return found


def chosen(module: "Module", node: ast.AST | None) -> str:
    """The algorithm that an expression names, be it only by default; empty if the code does not tell."""
    value = module.constant(node)
    if isinstance(value, str):
        return value.lower().replace("-", "")
    if isinstance(node, ast.Name):
        bound = module.binding(node)
        if isinstance(bound, ast.Name):
            return ""
        return chosen(module, bound if bound is not None else default(module, node))
    if isinstance(node, ast.Call):
        return _looked_up(module, node)
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
        return chosen(module, node.values[-1])
    if isinstance(node, ast.Attribute):
        if module.name(node).startswith("hashlib."):
            return module.name(node).rpartition(".")[2].lower()
        kept = member(module, node)
        return chosen(module, kept) if kept is not None and not isinstance(kept, ast.Name) else ""
    return ""


def _looked_up(module: "Module", call: ast.Call) -> str:
    """The default of `config.get("hash", "md5")`; the name in `NAME.lower()`."""
    last = module.last(call.func)
    if last in {"get", "getenv", "getattr", "config", "pop"} and len(call.args) > 1:
        fallback = call.args[-1]
        return chosen(module, fallback) if isinstance(fallback, ast.Constant) else ""
    if last in {"lower", "upper", "strip"} and isinstance(call.func, ast.Attribute):
        return chosen(module, call.func.value)
    return ""

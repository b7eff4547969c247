"""The words that names consist of: what a variable, a key or a function says that it is."""

import ast
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..._code import Module

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_TWO = {
    "apikey": ("api", "key"),
    "apitoken": ("api", "token"),
    "authtoken": ("auth", "token"),
    "accesstoken": ("access", "token"),
    "csrftoken": ("csrf", "token"),
    "csrfmiddlewaretoken": ("csrf", "token"),
    "sessionid": ("session", "id"),
    "sessid": ("session", "id"),
    "sid": ("session", "id"),
    "passwd": ("password",),
    "passphrase": ("password",),
    "passcode": ("password",),
    "pwd": ("password",),
    "passwords": ("password",),
    "secretkey": ("secret", "key"),
    "sig": ("signature",),
    "signatures": ("signature",),
    "xsrf": ("csrf",),
    "rememberme": ("remember", "me"),
    "filename": ("file", "name"),
}
_known: dict[str, tuple[str, ...]] = {}
# Calls that give what they are called on, or with, in another form.
SAME = frozenset(
    {
        "hexdigest", "digest", "encode", "decode", "hex", "strip", "rstrip", "lstrip", "upper", "lower", "replace",
        "zfill", "rjust", "ljust", "format", "split", "partition", "rpartition", "removeprefix", "to_bytes", "tobytes",
        "tolist", "translate", "title", "astype", "item", "copy", "casefold", "finalize", "get_secret_value",
    }
)  # fmt: skip
WRAPPERS = frozenset(
    {
        "str", "bytes", "int", "repr", "list", "tuple", "bytearray", "sorted", "reversed", "hex", "abs", "round", "map",
        "b64encode", "urlsafe_b64encode", "standard_b64encode", "b32encode", "b16encode", "b85encode", "hexlify",
        "unhexlify", "b64decode", "urlsafe_b64decode", "fromhex", "join", "format", "quote", "quote_plus", "smart_str",
        "force_str", "force_bytes", "smart_bytes", "to_bytes", "from_bytes", "UUID", "memoryview", "cast", "floor",
        "ceil", "trunc", "urlencode", "dumps", "next", "iter", "SecretStr",
    }
)  # fmt: skip
_LOOKUPS = frozenset({"get", "getlist", "get_all", "pop", "getenv", "getattr", "setdefault", "config", "env", "getone"})


def words(name: str) -> tuple[str, ...]:
    """`resetToken`, `RESET_TOKEN` and `reset-token` are all `("reset", "token")`."""
    found = _known.get(name)
    if found is None:
        parts = [part.lower() for part in _WORD.findall(name[:200])]
        found = _known[name] = tuple(word for part in parts for word in _TWO.get(part, (part,)))
    return found


def said(module: "Module", node: ast.AST | None, depth: int = 6) -> tuple[str, ...]:
    """What an expression says that it is: its name, the key it is looked up by, the function that gives it."""
    if node is None or depth <= 0:
        return ()
    if isinstance(node, ast.Name):
        return words(node.id)
    if isinstance(node, ast.Attribute):
        return words(node.attr)
    if isinstance(node, ast.Subscript):
        if isinstance(node.slice, ast.Slice):
            return said(module, node.value, depth - 1)
        key = key_words(module, node.slice)
        return key or said(module, node.value, depth - 1)
    if isinstance(node, ast.Call):
        return _said_by_call(module, node, depth)
    if isinstance(node, ast.Await | ast.Starred | ast.NamedExpr | ast.FormattedValue):
        return said(module, node.value, depth - 1)
    if isinstance(node, ast.BoolOp):
        return next((found for value in node.values if (found := said(module, value, depth - 1))), ())
    if isinstance(node, ast.JoinedStr):
        parts = [part for part in node.values if isinstance(part, ast.FormattedValue)]
        return said(module, parts[-1], depth - 1) if parts else ()
    return said(module, node.right, depth - 1) if isinstance(node, ast.BinOp) else ()


def _said_by_call(module: "Module", call: ast.Call, depth: int) -> tuple[str, ...]:
    last = module.last(call.func)
    if last in SAME and isinstance(call.func, ast.Attribute):
        return said(module, call.func.value, depth - 1)
    if last in WRAPPERS and call.args:
        return said(module, call.args[0], depth - 1)
    if last in _LOOKUPS and call.args:
        at = 1 if last == "getattr" and len(call.args) > 1 else 0
        return key_words(module, call.args[at])
    return words(last)


def key_words(module: "Module", key: ast.AST) -> tuple[str, ...]:
    """The words of a key: its text where it has any, and the name that it is held by."""
    named = words(key.id) if isinstance(key, ast.Name) else words(key.attr) if isinstance(key, ast.Attribute) else ()
    return words(text(module, key)) + named


def text(module: "Module", node: ast.AST | None, depth: int = 4) -> str:
    """The fixed parts of a text, with spaces between; empty if there are none."""
    if node is None or depth <= 0:
        return ""
    value = module.constant(node)
    if isinstance(value, str | bytes):
        return value if isinstance(value, str) else value.decode("latin-1")
    if isinstance(node, ast.JoinedStr):
        return " ".join(filter(None, (text(module, part, depth - 1) for part in node.values)))
    if isinstance(node, ast.FormattedValue):
        return text(module, node.value, depth - 1)
    if isinstance(node, ast.Name):
        bound = module.binding(node)
        return text(module, bound, depth - 1) if bound is not None else ""
    if isinstance(node, ast.BinOp):
        return " ".join(filter(None, (text(module, side, depth - 1) for side in (node.left, node.right))))
    if isinstance(node, ast.Call):
        return " ".join(filter(None, (text(module, part, depth - 1) for part in node.args)))
    return ""


def one(name: tuple[str, ...]) -> str:
    """The last words of a name, as one of a kind: `a reset token`."""
    shown = " ".join(name[-3:])
    return f"an {shown}" if shown[:1] in "aeio" else f"a {shown}"


def is_test(module: "Module") -> bool:
    """Whether a module tests: by its file's name, or by what it imports."""
    return module.once(is_test, lambda: _tests(module))


def _tests(module: "Module") -> bool:
    file = module.path.replace("\\", "/").rpartition("/")[2]
    if file.startswith("test_") or file.endswith(("_test.py", "_tests.py")) or file in {"conftest.py", "tests.py"}:
        return True
    if not module.imported.isdisjoint(("pytest", "unittest", "hypothesis")):
        return True
    origins = (origin.module for origin in module.of(ast.ImportFrom) if not origin.level)
    return any(origin in {"django.test", "rest_framework.test"} for origin in origins)

"""TST001: what checks without a word of checking: a foreign parser, code of the module that something else runs."""

import ast
import re
from collections.abc import Iterator

from ._module import Function, TestModule, last, root, written

# Functions that fail where what they are given is malformed, whoever has made it.
_PARSERS = frozenset({
    "builtins.compile", "builtins.hash", "ast.parse", "json.loads", "json.load", "json.dumps", "yaml.safe_load",
    "yaml.load", "yaml.safe_load_all", "tomllib.loads", "tomllib.load", "tomli.loads", "tomli.load", "toml.loads",
    "xml.etree.ElementTree.fromstring", "xml.etree.ElementTree.parse", "xml.etree.ElementTree.XML",
    "xml.dom.minidom.parseString", "lxml.etree.fromstring", "lxml.etree.XML", "defusedxml.ElementTree.fromstring",
    "uuid.UUID", "datetime.datetime.fromisoformat", "datetime.datetime.strptime", "datetime.date.fromisoformat",
    "datetime.time.fromisoformat", "ipaddress.ip_address", "ipaddress.ip_network", "base64.b64decode",
    "decimal.Decimal", "builtins.int", "builtins.float", "builtins.bytes.fromhex", "re.compile", "zipfile.ZipFile",
    "tarfile.open", "configparser.ConfigParser().read_string", "weakref.ref", "weakref.proxy", "plistlib.loads",
    "email.message_from_string", "email.message_from_bytes", "ssl.PEM_cert_to_DER_cert",
})  # fmt: skip
_REQUESTS = frozenset({
    "get", "post", "put", "patch", "delete", "head", "options", "request", "open", "websocket_connect", "send",
    "simulate_get", "simulate_post", "simulate_request", "fetch",
})  # fmt: skip
_DOTTED = r"[A-Za-z_]\w*(?:[.:][A-Za-z_]\w*)+"


def may_check(module: TestModule, test: Function, checking: set[Function]) -> bool:
    """Whether something that the test gives away checks it: a parser, or code here that is run by its name or route."""
    return _is_parsed(module, test) or _is_named(module, test, checking) or _is_routed(module, test, checking)


def _is_parsed(module: TestModule, test: Function) -> bool:
    """Whether a parser gets what code has made, and nobody asks what it gives: that it takes it is the check."""
    for call in test.of(ast.Call):
        if not call.args or module.called(call) not in _PARSERS or test.is_inner(call):
            continue
        if _is_dropped(module, test, call) and _is_made(module, test, call.args[0]):
            return True
    return False


def _is_dropped(module: TestModule, test: Function, call: ast.Call) -> bool:
    around = module.code.parent(call)
    if isinstance(around, ast.Assign):
        return all(isinstance(one, ast.Name) and one.id not in test.reads for one in around.targets)
    return isinstance(around, ast.Expr)


def _is_made(module: TestModule, test: Function, node: ast.expr) -> bool:
    """Whether a value comes from a call, or was given to one that may fill it; a text that stands there does not."""
    calls = [one for one in ast.walk(node) if isinstance(one, ast.Call)]
    if any(not module.called(one).startswith("builtins.") for one in calls):
        return True
    name = root(node.args[0]) if isinstance(node, ast.Call) and node.args else root(node)
    made = test.once.get(name)
    if made is not None:
        return any(isinstance(one, ast.Call) for one in ast.walk(made))
    return bool(name) and test.bound.get(name, 0) > 0 and name not in test.parameters


def _is_named(module: TestModule, test: Function, checking: set[Function]) -> bool:
    """Whether a text in the test, or in a decorator of it, names something of this module that checks."""
    places: list[ast.AST] = [*test.node.decorator_list, *(test.owner.decorator_list if test.owner else ())]
    texts = [*test.of(ast.Constant), *(one for place in places for one in ast.walk(place))]
    own = module.path.replace("\\", "/").rpartition("/")[2].partition(".")[0]
    for one in texts:
        text = one.value if isinstance(one, ast.Constant) else None
        if isinstance(text, str) and own in text and re.fullmatch(_DOTTED, text):
            name = re.split(r"[.:]", text)[-1]
            if any(_is_of(function, name) for function in checking):
                return True
    return False


def _is_of(function: Function, name: str) -> bool:
    return function.node.name == name or (function.owner is not None and function.owner.name == name)


def _is_routed(module: TestModule, test: Function, checking: set[Function]) -> bool:
    """Whether the test sends a request, and the module has set up code of its own that checks and may answer it."""
    asks = any(isinstance(call.func, ast.Attribute) and call.func.attr in _REQUESTS for call in test.of(ast.Call))
    if not asks:
        return False
    tests = set(module.tests)
    registered = frozenset(_registered(module))
    return any(
        _is_of(function, name)
        for function in checking - tests
        if not function.is_fixture
        for name in registered & {function.node.name, function.owner.name if function.owner else ""}
    )


def _registered(module: TestModule) -> Iterator[str]:
    """The names of functions and classes that are handed to something where the module itself runs."""
    for node in module.tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if any(isinstance(one, ast.Call) and _is_route(one) for one in node.decorator_list):
                yield node.name
        elif isinstance(node, ast.Assign | ast.Expr):
            for call in ast.walk(node):
                if isinstance(call, ast.Call):
                    given = [*call.args, *(one.value for one in call.keywords)]
                    yield from (last(f".{written(one).removesuffix('.as_view()')}") for one in given if written(one))


def _is_route(call: ast.Call) -> bool:
    texts = [one.value for one in call.args if isinstance(one, ast.Constant)]
    return any(isinstance(one, str) and one.startswith("/") for one in texts)

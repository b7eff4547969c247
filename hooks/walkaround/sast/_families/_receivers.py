"""What a call is made on: its kind through functions and classes of the module, where it was made, who else uses it."""

import ast
from collections.abc import Iterator

from ..._code import Function, Module, is_function

_MOST = 60  # values of one name that are looked at
_STEPS = 4  # functions and classes of the module that a kind is followed through
_RUNNERS = frozenset({"pytest", "unittest", "hypothesis"})
_PLAIN = frozenset(
    {"property", "cached_property", "staticmethod", "classmethod", "lru_cache", "cache", "contextmanager"}
)

Definition = Function | ast.ClassDef


def kind(module: Module, node: ast.AST | None) -> str:
    """As Module.name, and through what functions of the module give back and what its classes are derived from."""
    found = module.name(node)
    for _ in range(_STEPS):
        if not found.startswith(".") or found.startswith(".."):
            return found
        further = _further(module, found)
        if further == found:
            return found
        found = further
    return found


def _further(module: Module, name: str) -> str:
    """One step on from a name that begins with a function or a class of this module."""
    first, _, rest = name[1:].partition(".")
    word = first.removesuffix("()")
    known = definitions(module).get(word, [])
    if len(known) != 1:
        return name
    if word == first:
        return _of_class_itself(module, known[0], rest, name)
    if isinstance(known[0], ast.ClassDef):
        return _of_class(module, known[0], rest, name)
    given = _given(module, known[0])
    return _joined(given, rest) if given else name


def _of_class_itself(module: Module, owner: Definition, rest: str, name: str) -> str:
    """What `Client.session` is, where the class's body gives it a value."""
    member, _, after = rest.partition(".")
    for statement in owner.body if isinstance(owner, ast.ClassDef) else ():
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        if isinstance(statement, ast.Assign) and any(module.last(target) == member for target in targets):
            given = module.name(statement.value)
            return _joined(given, after) if given else name
    return name


def _of_class(module: Module, owner: ast.ClassDef, rest: str, name: str) -> str:
    """What a member of a class of this module is; one that it does not have itself is that of its only foreign base."""
    member, _, after = rest.partition(".")
    own = method(module, owner, member.removesuffix("()"))
    if own is not None:
        called = member.endswith("()")
        if called == _is_property(own):
            return name
        given = _given(module, own)
        return _joined(given, after) if given and (called or after) else name
    if _sends_itself(module, owner):
        return name
    values = _values(module).get((owner, f"self.{member}"), [])
    if len(values) > _MOST:
        return name
    kinds = {module.name(value) for value in values} - {""}
    if kinds:
        return _joined(kinds.pop(), after) if len(kinds) == 1 else name
    bases = [base for base in map(module.name, owner.bases) if base]
    return _joined(f"{bases[0]}()", rest) if len(bases) == 1 and len(owner.bases) == 1 else name


def _sends_itself(module: Module, owner: ast.ClassDef) -> bool:
    """Whether a class has its own way to send what its base sends: it may add what a caller left out."""
    own = methods(module)
    if any((owner, word) in own for word in ("request", "send", "urlopen")):
        return True
    if (owner, "self.request") in _values(module):
        return True
    return owner in module.once(_sends_itself, lambda: _mounting(module))


def _mounting(module: Module) -> set[ast.ClassDef | None]:
    return {module.owner(call) for call in module.calls("mount") if dotted(call.func) == "self.mount"}


def _joined(base: str, rest: str) -> str:
    return f"{base}.{rest}" if rest else base


def _is_property(function: Function) -> bool:
    return any("property" in _word(decorator) for decorator in function.decorator_list)


def _word(decorator: ast.expr) -> str:
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    return target.attr if isinstance(target, ast.Attribute) else target.id if isinstance(target, ast.Name) else ""


def _given(module: Module, function: Function) -> str:
    """The kind of what a function gives back: by its annotation, else when all of its `return` agree."""
    if any(_word(decorator) not in _PLAIN for decorator in function.decorator_list):
        return ""
    found = {module.name(node.value) for node in module.once(_returns, lambda: _returns(module)).get(function, ())}
    if len(found) == 1 and (only := found.pop()):
        return only
    annotation = function.returns
    return f"{module.name(annotation)}()" if annotation is not None and module.name(annotation) else ""


def _returns(module: Module) -> dict[Function, list[ast.Return | ast.Yield]]:
    found: dict[Function, list[ast.Return | ast.Yield]] = {}
    nodes: list[ast.Return | ast.Yield] = [*module.of(ast.Return), *module.of(ast.Yield)]
    for node in nodes:
        function = module.function(node)
        if function is not None and node.value is not None:
            found.setdefault(function, []).append(node)
    return found


def definitions(module: Module) -> dict[str, list[Definition]]:
    """The classes and functions at the level of the module, by name; those under `if` and `try` too."""
    return module.once(definitions, lambda: _definitions(module))


def _definitions(module: Module) -> dict[str, list[Definition]]:
    found: dict[str, list[Definition]] = {}
    nodes: list[Definition] = [*module.of(ast.ClassDef), *module.of(ast.FunctionDef), *module.of(ast.AsyncFunctionDef)]
    for node in nodes:
        if module.function(node) is None and module.owner(node) is None:
            found.setdefault(node.name, []).append(node)
    return found


def methods(module: Module) -> dict[tuple[ast.ClassDef, str], list[Function]]:
    """The functions of every class, by name."""
    return module.once(methods, lambda: _methods(module))


def _methods(module: Module) -> dict[tuple[ast.ClassDef, str], list[Function]]:
    found: dict[tuple[ast.ClassDef, str], list[Function]] = {}
    functions: list[Function] = [*module.of(ast.FunctionDef), *module.of(ast.AsyncFunctionDef)]
    for function in functions:
        owner = module.owner(function)
        if owner is not None:
            found.setdefault((owner, function.name), []).append(function)
    return found


def method(module: Module, owner: ast.ClassDef, name: str) -> Function | None:
    """The only function of that name in a class's own body."""
    found = methods(module).get((owner, name), [])
    return found[0] if len(found) == 1 else None


def dotted(node: ast.AST | None) -> str:
    """`self.pool.session` as it is written; empty for anything but names and attributes."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join([node.id, *reversed(parts)])


def home(module: Module, node: ast.AST) -> ast.AST:
    """Where a written name lives: the class of what hangs on `self`, else the scope that binds its first word."""
    text = dotted(node)
    first = text.partition(".")[0]
    if first in {"self", "cls"} and first != text:
        return module.owner(node) or module.tree
    scope = module.scope(node)
    while scope is not module.tree and not module.bindings(scope, first):
        scope = module.scope(scope)
    return scope


def made(module: Module, node: ast.expr, member: str = "") -> list[ast.expr]:
    """The expressions that a written name, or its member, is bound to, anywhere where it lives; None left out."""
    text = dotted(node)
    if not text:
        return [] if member else [node]
    values = _values(module)
    found = values.get((home(module, node), f"{text}.{member}" if member else text), [])
    return [value for value in found[:_MOST] if not (isinstance(value, ast.Constant) and value.value is None)]


def _values(module: Module) -> dict[tuple[ast.AST, str], list[ast.expr]]:
    """What every written name and member is bound to, by where it lives."""
    return module.once(_values, lambda: _bound(module))


def _bound(module: Module) -> dict[tuple[ast.AST, str], list[ast.expr]]:
    found: dict[tuple[ast.AST, str], list[ast.expr]] = {}
    for target, value in _pairs(module):
        text = dotted(target)
        if text:
            found.setdefault((home(module, target), text), []).append(value)
    return found


def _pairs(module: Module) -> Iterator[tuple[ast.expr, ast.expr]]:
    for assign in module.of(ast.Assign):
        yield from ((target, assign.value) for target in assign.targets)
    for annotated in module.of(ast.AnnAssign):
        if annotated.value is not None:
            yield annotated.target, annotated.value
    for walrus in module.of(ast.NamedExpr):
        yield walrus.target, walrus.value
    for item in module.of(ast.withitem):
        if item.optional_vars is not None:
            yield item.optional_vars, item.context_expr


def called_on(module: Module, node: ast.AST, *words: str) -> Iterator[ast.Call]:
    """The calls of methods with these names on the same thing: `s.settimeout(5)` for the `s` of `s.connect(…)`."""
    text = dotted(node)
    if text:
        key = (home(module, node), text)
        for word in words:
            yield from _called(module, word).get(key, ())


def _called(module: Module, word: str) -> dict[tuple[ast.AST, str], list[ast.Call]]:
    return module.once((_called, word), lambda: _by_receiver(module, word))


def _by_receiver(module: Module, word: str) -> dict[tuple[ast.AST, str], list[ast.Call]]:
    """The calls of methods of one name, by what they are called on."""
    found: dict[tuple[ast.AST, str], list[ast.Call]] = {}
    for call in module.calls(word):
        text = dotted(call.func.value) if isinstance(call.func, ast.Attribute) else ""
        if text:
            found.setdefault((home(module, call.func), text), []).append(call)
    return found


def argument(call: ast.Call, names: tuple[str, ...], position: int = -1) -> ast.expr | None:
    """An argument by its names, else by its position."""
    for keyword in call.keywords:
        if keyword.arg in names:
            return keyword.value
    return call.args[position] if 0 <= position < len(call.args) else None


def is_open(call: ast.Call) -> bool:
    """Whether a call is given arguments that cannot be read here: `*more`, `**more`."""
    return any(keyword.arg is None for keyword in call.keywords) or any(
        isinstance(one, ast.Starred) for one in call.args
    )


def is_of_objects(call: ast.Call) -> bool:
    """`Order.objects.filter(…).first()`: a call of Django's default manager, or of what it gave."""
    node: ast.AST = call.func
    while isinstance(node, ast.Attribute | ast.Call):
        if isinstance(node, ast.Attribute) and node.attr == "objects":
            return isinstance(node.value, ast.Name)
        node = node.value if isinstance(node, ast.Attribute) else node.func
    return False


def is_test(module: Module) -> bool:
    """Whether a file is one of tests: it has a name that test runners look for, or imports one."""
    name = module.path.replace("\\", "/").rpartition("/")[2]
    if name.startswith(("test_", "conftest")) or name.endswith("_test.py") or name in {"test.py", "tests.py"}:
        return True
    return not module.imported.isdisjoint(_RUNNERS)


def in_test(module: Module, node: ast.AST) -> bool:
    """Whether a node stands in a function that test runners would call."""
    return is_test(module) or any(
        is_function(around) and around.name.startswith("test_")  # type: ignore[attr-defined]
        for around in module.parents(node)
    )


def coroutine(module: Module, node: ast.AST) -> ast.AsyncFunctionDef | None:
    """The coroutine function in whose own body a node is run: no lambda and no inner function between."""
    inner = node
    for around in module.parents(node):
        if isinstance(around, ast.Lambda | ast.FunctionDef):
            return None
        if isinstance(around, ast.AsyncFunctionDef):
            return around if isinstance(inner, ast.stmt) else None
        inner = around
    return None

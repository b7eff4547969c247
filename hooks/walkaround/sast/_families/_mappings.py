"""Which keys a mapping may have, followed through literals, `dict(…)`, `|`, copies, assignments and local functions."""

import ast
from typing import TYPE_CHECKING, Any

from ..._code import UNKNOWN, is_function

if TYPE_CHECKING:
    from ..._code import Function, Module

_DEPTH = 8  # steps from an expression to the literals it is made of
_SHOWS = frozenset({"print", "debug", "info", "warning", "error", "exception", "dumps", "dump", "encode", "decode"})
_COPIES = frozenset({"copy.copy", "copy.deepcopy", "types.MappingProxyType", "collections.OrderedDict"})


class Keys:
    """What may stand under each key that the code shows; `open` if there may be keys that it does not show."""

    __slots__ = ("open", "values")

    def __init__(self) -> None:
        self.values: dict[str, list[ast.expr]] = {}
        self.open = False

    def add(self, key: Any, value: ast.expr) -> None:
        if isinstance(key, str):
            self.values.setdefault(key, []).append(value)
        else:
            self.open = True

    def may(self, module: "Module", key: str, value: object) -> bool:
        """Whether this very constant may stand under a key."""
        return any(_is_constant(module, one, value) for one in self.values.get(key, ()))

    def lacks(self, key: str) -> bool:
        """Whether the key stands nowhere, for certain."""
        return not self.open and key not in self.values


def _is_constant(module: "Module", node: ast.expr, value: object) -> bool:
    """Whether an expression is this constant, or an argument or an attribute that is by default."""
    if isinstance(node, ast.Name) and (default := parameter(module, node)) is not None:
        node = default
    if isinstance(node, ast.Attribute) and len(known := members(module, node)) == 1:
        node = known[0]
    return module.constant(node) is value


def keys(module: "Module", node: ast.AST | None) -> Keys:
    """The keys of what an expression gives; open without any for an expression that is no mapping one can follow."""
    found = Keys()
    _read(module, node, found, _DEPTH, set())
    return found


def argument(call: ast.Call, name: str, position: int | None = None) -> ast.expr | None:
    """The value a call gives an argument; None if it gives none, or may only give it with a star."""
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    if position is None or position >= len(call.args):
        return None
    before = call.args[: position + 1]
    return None if any(isinstance(one, ast.Starred) for one in before) else call.args[position]


def is_spread(call: ast.Call) -> bool:
    """Whether a call is given arguments that it does not show."""
    return any(keyword.arg is None for keyword in call.keywords) or any(
        isinstance(one, ast.Starred) for one in call.args
    )


def spread(module: "Module", call: ast.Call) -> Keys:
    """What a call is given by `**mapping`; open if that cannot be seen, or if there is a `*` among its arguments."""
    found = Keys()
    found.open = any(isinstance(one, ast.Starred) for one in call.args)
    for keyword in call.keywords:
        if keyword.arg is None:
            _read(module, keyword.value, found, _DEPTH, set())
    return found


def local_function(module: "Module", called: ast.expr) -> "Function | None":
    """The only function of this module that a call may mean: by its name, or as a method of the class around."""
    name = module.name(called)
    if not name.startswith(".") or name.startswith(".."):
        return None
    parts = name[1:].split(".")
    found = module.once(local_function, lambda: _by_name(module)).get(parts[-1], [])
    if len(parts) == 2:
        found = [one for one in found if (owner := module.owner(one)) and owner.name == parts[0].removesuffix("()")]
    return found[0] if len(found) == 1 and len(parts) <= 2 else None


def functions(module: "Module") -> list["Function"]:
    """Every function of a module, plain and asynchronous."""
    return [*module.of(ast.FunctionDef), *module.of(ast.AsyncFunctionDef)]


def inside(module: "Module", scope: ast.AST) -> list[ast.AST]:
    """Everything within a function or another scope, inner functions too."""
    if scope is module.tree:
        return module.order
    return module.once((inside, scope), lambda: list(ast.walk(scope)))


def _by_name(module: "Module") -> dict[str, list["Function"]]:
    found: dict[str, list[Function]] = {}
    for function in functions(module):
        found.setdefault(function.name, []).append(function)
    return found


def _read(module: "Module", node: ast.AST | None, found: Keys, depth: int, seen: set[object]) -> None:
    if node is None or (isinstance(node, ast.Constant) and node.value is None):
        return
    if depth <= 0:
        found.open = True
    elif isinstance(node, ast.Dict):
        _read_literal(module, node, found, depth, seen)
    elif isinstance(node, ast.Call):
        _read_call(module, node, found, depth, seen)
    elif isinstance(node, ast.Name):
        _read_name(module, node, found, depth, seen)
    elif isinstance(node, ast.Attribute):
        _read_member(module, node, found, depth, seen)
    else:
        inner = _branches(node)
        found.open |= not inner
        for one in inner:
            _read(module, one, found, depth - 1, seen)


def _branches(node: ast.AST) -> list[ast.expr]:
    """The expressions whose keys are those of this one."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return [node.left, node.right]
    if isinstance(node, ast.IfExp):
        return [node.body, node.orelse]
    if isinstance(node, ast.BoolOp):
        return node.values
    return [node.value] if isinstance(node, ast.NamedExpr | ast.Await) else []


def _read_literal(module: "Module", node: ast.Dict, found: Keys, depth: int, seen: set[object]) -> None:
    for key, value in zip(node.keys, node.values, strict=True):
        if key is None:
            _read(module, value, found, depth - 1, seen)
        else:
            found.add(module.constant(key), value)


def _read_call(module: "Module", call: ast.Call, found: Keys, depth: int, seen: set[object]) -> None:
    name = module.name(call.func)
    if name == "builtins.dict" or name in _COPIES:
        _read_arguments(module, call, found, depth, seen)
    elif isinstance(call.func, ast.Attribute) and call.func.attr == "copy" and not call.args:
        _read(module, call.func.value, found, depth - 1, seen)
    elif (function := local_function(module, call.func)) is not None and function not in seen:
        seen.add(function)
        returns = [one for one in inside(module, function) if isinstance(one, ast.Return) and one.value]
        found.open |= not returns
        for one in returns:
            _read(module, one.value, found, depth - 1, seen)
    else:
        found.open = True


def _read_arguments(module: "Module", call: ast.Call, found: Keys, depth: int, seen: set[object]) -> None:
    """What `dict(a, key=value, **b)` and `update(…)` add."""
    for one in call.args:
        _read(module, one, found, depth - 1, seen)
    for keyword in call.keywords:
        if keyword.arg is None:
            _read(module, keyword.value, found, depth - 1, seen)
        else:
            found.add(keyword.arg, keyword.value)


def _read_name(module: "Module", node: ast.Name, found: Keys, depth: int, seen: set[object]) -> None:
    scope: ast.AST = module.scope(node)
    while not (bindings := module.bindings(scope, node.id)) and scope is not module.tree:
        scope = module.scope(scope)
    found.open |= not bindings
    if (scope, node.id) in seen:
        return
    seen.add((scope, node.id))
    for binding in bindings:
        if (
            (isinstance(binding, ast.Assign) and any(isinstance(one, ast.Name) for one in binding.targets))
            or isinstance(binding, ast.AnnAssign | ast.NamedExpr)
            or (isinstance(binding, ast.AugAssign) and isinstance(binding.op, ast.BitOr))
        ):
            _read(module, binding.value, found, depth - 1, seen)
        elif not isinstance(binding, ast.Delete):
            found.open = True
    _read_changes(module, scope, node.id, found, depth, seen)


def _read_changes(module: "Module", scope: ast.AST, name: str, found: Keys, depth: int, seen: set[object]) -> None:
    """What is done to a mapping after it was made: `a[key] = …`, `a.update(…)`, `fill(a)`."""
    for node in inside(module, scope):
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) and _is(node.value, name):
            statement = module.parent(node)
            value = statement.value if isinstance(statement, ast.Assign | ast.AugAssign) else node
            found.add(module.constant(node.slice), value)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is(node.func.value, name):
            if node.func.attr == "update":
                _read_arguments(module, node, found, depth, seen)
            elif node.func.attr == "setdefault" and len(node.args) == 2:
                found.add(module.constant(node.args[0]), node.args[1])
        elif isinstance(node, ast.Expr):
            found.open |= _fills(module, node.value, name)


def _fills(module: "Module", value: ast.expr, name: str) -> bool:
    """Whether a statement hands the mapping to a function that may put more into it."""
    call = value.value if isinstance(value, ast.Await) else value
    if not isinstance(call, ast.Call) or module.last(call.func) in _SHOWS:
        return False
    return any(_is(one, name) for one in call.args)


def _is(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _read_member(module: "Module", node: ast.Attribute, found: Keys, depth: int, seen: set[object]) -> None:
    """The keys of `self.options` or `Tokens.OPTIONS`, by what the class assigns."""
    values = members(module, node)
    found.open |= not values
    for value in values:
        _read(module, value, found, depth - 1, seen)


def members(module: "Module", node: ast.Attribute) -> list[ast.expr]:
    """What a class of this module assigns to an attribute: of `self`, of the class, of an object made of it."""
    function = module.function(node)
    owner = module.owner(function) if function is not None else None
    if owner is None or not (isinstance(node.value, ast.Name) and node.value.id in {"self", "cls", owner.name}):
        owner = _class(module, node.value)
    if owner is None:
        return []
    return [_default(value) for target, value in _members(module, owner) if target == node.attr]


def _class(module: "Module", node: ast.expr) -> ast.ClassDef | None:
    """The class of this module that an expression is, or is an object of; also by what a function says it returns."""
    name = module.name(node)
    if not name.startswith(".") or name.count(".") != 1:
        return None
    word = name[1:].removesuffix("()")
    for function in module.once(local_function, lambda: _by_name(module)).get(word, []):
        word = module.last(function.returns) or word
    classes = [one for one in module.of(ast.ClassDef) if one.name == word]
    return classes[0] if len(classes) == 1 else None


def _default(value: ast.expr) -> ast.expr:
    """What a field of a data class or a model is at first: `field(default=…)`, `Field(…)`, `default_factory`."""
    if not isinstance(value, ast.Call):
        return value
    word = value.func.attr if isinstance(value.func, ast.Attribute) else getattr(value.func, "id", "")
    if word not in {"field", "Field"}:
        return value
    given = argument(value, "default", 0) or argument(value, "default_factory")
    return given.body if isinstance(given, ast.Lambda) else given or value


def parameter(module: "Module", name: ast.Name) -> ast.expr | None:
    """The default of the argument that a name is; None if it is none, has none, or is assigned to as well."""
    scope = module.scope(name)
    bound = module.bindings(scope, name.id)
    if (
        len(bound) != 1
        or not isinstance(bound[0], ast.arg)
        or not isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef)
    ):
        return None
    plain = [*scope.args.posonlyargs, *scope.args.args]
    defaults: list[ast.expr | None] = [None] * (len(plain) - len(scope.args.defaults))
    pairs = [*zip(plain, [*defaults, *scope.args.defaults], strict=True)]
    pairs += zip(scope.args.kwonlyargs, scope.args.kw_defaults, strict=True)
    return next((default for argument_, default in pairs if argument_ is bound[0]), None)


def _members(module: "Module", owner: ast.ClassDef) -> list[tuple[str, ast.expr]]:
    found: list[tuple[str, ast.expr]] = []
    for node in inside(module, owner):
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
            continue
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            if isinstance(target, ast.Attribute) and _is(target.value, "self"):
                found.append((target.attr, node.value))
            elif isinstance(target, ast.Name) and module.parent(node) is owner:
                found.append((target.id, node.value))
    return found


def texts(module: "Module", node: ast.AST | None) -> tuple[str, ...] | None:
    """The texts that a constant is or holds; None if the code does not tell all of them."""
    if isinstance(node, ast.Attribute) and len(known := members(module, node)) == 1:
        node = known[0]
    value = module.constant(node)
    if value is UNKNOWN or node is None:
        return None
    many = value if isinstance(value, tuple) else (value,)
    return tuple(one for one in many if isinstance(one, str))


def within_function(module: "Module", node: ast.AST) -> list[ast.AST]:
    """Everything in the function around a node; in the module for a node outside functions."""
    function = module.function(node)
    return inside(module, function if function is not None else module.tree)


__all__ = [
    "Keys",
    "argument",
    "functions",
    "inside",
    "is_function",
    "is_spread",
    "keys",
    "local_function",
    "members",
    "parameter",
    "spread",
    "texts",
    "within_function",
]

"""What names refer to: imports, assignments, annotations and context managers, followed within one module."""

import ast
import builtins
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._module import Module

_DEPTH = 12  # steps from a name to what it refers to; whoever needs more gets no answer
_MOST_STEPS = 400  # in all directions, for one question
_MOST_BOUND = 60  # bindings of one name, or values of one attribute; who has more is not known to be one thing
_BUILTINS = frozenset(dir(builtins))
_LITERALS: dict[type[ast.AST], str] = {
    ast.JoinedStr: "str",
    ast.List: "list",
    ast.ListComp: "list",
    ast.Tuple: "tuple",
    ast.Dict: "dict",
    ast.DictComp: "dict",
    ast.Set: "set",
    ast.SetComp: "set",
}
_THROUGH = (ast.Await, ast.Starred, ast.NamedExpr)  # what refers to the same as what stands in it
# Wrappers of annotations that say nothing of the type within.
_TRANSPARENT = frozenset({"typing.Optional", "typing.Annotated", "typing_extensions.Annotated", "typing.Final"})

Bindings = dict[str, list[ast.AST]]


class Names:
    """The names of one module, looked up when they are asked for."""

    def __init__(self, module: "Module") -> None:
        self._module = module
        self._scopes: dict[ast.AST, Bindings] | None = None
        self._places: dict[str, set[ast.AST]] = {}  # the scopes in which each name is bound, as soon as they are known
        self._known: dict[tuple[ast.AST, str], str] = {}
        self._nodes: dict[ast.AST, str] = {}
        self._attributes: dict[ast.ClassDef, dict[str, list[ast.expr]]] = {}
        self._annotations: dict[ast.ClassDef, dict[str, ast.expr]] = {}
        self._classes: dict[str, list[ast.ClassDef]] | None = None
        self._many: dict[ast.AST, dict[str, ast.expr]] = {}
        self._origins: dict[ast.AST, dict[str, str]] = {}
        self._open: set[object] = set()
        self._steps = 0

    def of(self, node: ast.AST | None, depth: int = _DEPTH) -> str:
        """See Module.name."""
        if node is None or depth <= 0:
            return ""
        self._steps = 0 if depth == _DEPTH else self._steps + 1
        if self._steps > _MOST_STEPS:
            return ""
        if isinstance(node, ast.Name):
            return self._of_name(node, depth)
        if isinstance(node, ast.Attribute):
            return self._of_attribute(node, depth)
        if isinstance(node, ast.Call):
            return _with(self.of(node.func, depth - 1), "()")
        if isinstance(node, ast.Subscript):
            return _with(self.of(node.value, depth - 1), "[]")
        if isinstance(node, _THROUGH):
            return self.of(node.value, depth - 1)
        if isinstance(node, ast.BoolOp | ast.IfExp):
            return self._one_of(node.values if isinstance(node, ast.BoolOp) else [node.body, node.orelse], depth)
        return self._of_path(node, depth) if isinstance(node, ast.BinOp) else self._of_literal(node)

    def packages(self) -> frozenset[str]:
        plain = (alias.name for node in self._module.of(ast.Import) for alias in node.names)
        origins = (node.module for node in self._module.of(ast.ImportFrom) if node.module and not node.level)
        return frozenset(name.partition(".")[0] for name in [*plain, *origins])

    def binding(self, name: ast.Name) -> ast.expr | None:
        """See Module.binding."""
        scope = self._scope_with(name, name.id)
        found = self.bindings(scope, name.id) if scope is not None else []
        return self._assigned(found[0], name.id) if len(found) == 1 else None

    def bindings(self, scope: ast.AST, name: str) -> list[ast.AST]:
        """See Module.bindings."""
        return self._read_scopes().get(scope, {}).get(name, [])

    def _read_scopes(self) -> dict[ast.AST, Bindings]:
        if self._scopes is None:
            self._scopes = _scopes(self._module)
            for scope, bindings in self._scopes.items():
                for name in bindings:
                    self._places.setdefault(name, set()).add(scope)
        return self._scopes

    def _of_path(self, node: ast.BinOp, depth: int) -> str:
        """`folder / "name"`."""
        is_path = isinstance(node.op, ast.Div) and self.of(node.left, depth - 1).startswith("pathlib.Path()")
        return "pathlib.Path()" if is_path else ""

    def _of_literal(self, node: ast.AST) -> str:
        if isinstance(node, ast.Constant):
            return "" if node.value is None else f"builtins.{type(node.value).__name__}()"
        kind = _LITERALS.get(type(node))
        return f"builtins.{kind}()" if kind else ""

    def _one_of(self, nodes: list[ast.expr], depth: int) -> str:
        """What all of these refer to that refer to anything."""
        found = {name for node in nodes if (name := self.of(node, depth - 1))}
        return found.pop() if len(found) == 1 else ""

    def _scope_with(self, node: ast.AST, name: str) -> ast.AST | None:
        """The scope in which a name that stands here is bound; None for builtins and what is bound nowhere."""
        self._read_scopes()
        places = self._places.get(name)
        if places is None:
            return None
        if len(places) == 1 and self._module.tree in places:  # which is around every node; most names are bound there
            return self._module.tree
        around = self._module.home(node)
        inner = True
        while around is not None:
            if around in places and (inner or not isinstance(around, ast.ClassDef)):
                return around
            inner = False
            around = self._module.home(around)
        return None

    def _of_name(self, node: ast.Name, depth: int) -> str:
        scope = self._scope_with(node, node.id)
        if scope is None:
            return f"builtins.{node.id}" if node.id in _BUILTINS else ""
        key = (scope, node.id)
        if key in self._known:
            return self._known[key]
        if key in self._open:
            return ""
        self._open.add(key)
        found = self._bound(scope, node.id, depth)
        self._open.discard(key)
        if depth == _DEPTH or found:  # an empty answer from deep within may only be one of depth
            self._known[key] = found
        return found

    def _bound(self, scope: ast.AST, name: str, depth: int) -> str:
        found: set[str] = set()
        bindings = self.bindings(scope, name)
        if len(bindings) > _MOST_BOUND:
            return ""
        for binding in bindings:
            if isinstance(binding, ast.Import | ast.ImportFrom):
                return self._imported(binding, name)
            value = self._assigned(binding, name)
            if isinstance(value, ast.Constant) and value.value is None:
                continue
            found.add(self._by(binding, name, depth))
        return found.pop() if len(found) == 1 else ""

    def _by(self, binding: ast.AST, name: str, depth: int) -> str:
        """What a name refers to after one binding of it."""
        if isinstance(binding, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            return f".{name}"
        if isinstance(binding, ast.arg):
            return self._of_argument(binding, depth)
        if isinstance(binding, ast.AnnAssign):
            stated = self._annotated(binding.annotation, depth)
            part = isinstance(binding.value, ast.Subscript | ast.Attribute)  # of which little is known
            made = self.of(binding.value, depth - 1)
            return (stated or made) if part else (made or stated)
        if isinstance(binding, ast.ExceptHandler):
            caught = binding.type.elts[0] if isinstance(binding.type, ast.Tuple) and binding.type.elts else binding.type
            return _with(self.of(caught, depth - 1), "()")
        if isinstance(binding, ast.withitem):
            return self.of(binding.context_expr, depth - 1) if isinstance(binding.optional_vars, ast.Name) else ""
        if isinstance(binding, ast.For | ast.AsyncFor | ast.comprehension):
            return _with(self.of(binding.iter, depth - 1), "[]") if isinstance(binding.target, ast.Name) else ""
        return self.of(self._assigned(binding, name), depth - 1)

    def _assigned(self, binding: ast.AST, name: str) -> ast.expr | None:
        """The value that a statement assigns to this very name; None when it unpacks, deletes, counts up and so on."""
        if isinstance(binding, ast.AnnAssign | ast.NamedExpr):
            return binding.value
        if not isinstance(binding, ast.Assign):
            return None
        if binding not in self._many:
            self._many[binding] = dict(_targets(binding))
        return self._many[binding].get(name)

    def _imported(self, binding: ast.Import | ast.ImportFrom, name: str) -> str:
        if binding not in self._origins:
            self._origins[binding] = dict(_imports_of(binding))
        return self._origins[binding].get(name, "")

    def _of_argument(self, argument: ast.arg, depth: int) -> str:
        if argument.annotation is not None:
            return self._annotated(argument.annotation, depth)
        owner = self._class_of_first(argument)
        return f".{owner.name}()" if owner is not None else ""

    def _class_of_first(self, argument: ast.arg) -> ast.ClassDef | None:
        """The class whose method this is the first argument of; class methods get the same name, static ones none."""
        function = next((up for up in self._module.parents(argument) if not isinstance(up, ast.arguments)), None)
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            return None
        first = (function.args.posonlyargs + function.args.args)[:1]
        static = any(isinstance(one, ast.Name) and one.id == "staticmethod" for one in function.decorator_list)
        return self._module.owner(function) if first == [argument] and not static else None

    def _annotated(self, annotation: ast.expr, depth: int) -> str:
        return _with(self.of(_without_wrappers(self, annotation, depth), depth - 1), "()")

    def _of_attribute(self, node: ast.Attribute, depth: int) -> str:
        if depth < _DEPTH:  # what is found from deep within may have been cut short
            return self._read_attribute(node, depth)
        if node not in self._nodes:
            self._nodes[node] = self._read_attribute(node, depth)
        return self._nodes[node]

    def _read_attribute(self, node: ast.Attribute, depth: int) -> str:
        base = self.of(node.value, depth - 1)
        if base.startswith(".") and base.endswith("()") and base.count(".") == 1:
            return self._of_member(base, node, depth)
        return _with(base, f".{node.attr}")

    def _of_member(self, base: str, node: ast.Attribute, depth: int) -> str:
        """An attribute of an object of a class of this module: what the class assigns to it, else `.Class().name`."""
        owner = self._class(base[1:-2])
        found = self._of_values(owner, node.attr, depth) if owner is not None else ""
        if found and found != "dataclasses.field()":
            return found
        hint = self._hints(owner).get(node.attr) if owner is not None else None
        return (self._annotated(hint, depth) if hint is not None else "") or f"{base}.{node.attr}"

    def _of_values(self, owner: ast.ClassDef, attribute: str, depth: int) -> str:
        """What all the values refer to that a class assigns to an attribute."""
        values = self._members(owner).get(attribute, [])
        key = (owner, attribute)
        if key in self._known:
            return self._known[key]
        if not values or len(values) > _MOST_BOUND or key in self._open:
            return ""
        self._open.add(key)
        found = self._one_of(values, depth)
        self._open.discard(key)
        if depth == _DEPTH or found:
            self._known[key] = found
        return found

    def _hints(self, owner: ast.ClassDef) -> dict[str, ast.expr]:
        """The annotations that a class gives its attributes in its body."""
        if owner not in self._annotations:
            stated = [node for node in owner.body if isinstance(node, ast.AnnAssign)]
            self._annotations[owner] = {
                node.target.id: node.annotation for node in stated if isinstance(node.target, ast.Name)
            }
        return self._annotations[owner]

    def _class(self, name: str) -> ast.ClassDef | None:
        if self._classes is None:
            self._classes = {}
            for node in self._module.of(ast.ClassDef):
                self._classes.setdefault(node.name, []).append(node)
        found = self._classes.get(name, [])
        return found[0] if len(found) == 1 else None

    def _members(self, owner: ast.ClassDef) -> dict[str, list[ast.expr]]:
        """The values that a class gives its attributes, in its body and through the first argument of its methods."""
        if owner not in self._attributes:
            found: dict[str, list[ast.expr]] = {}
            for target, value in _assignments(owner):
                found.setdefault(target, []).append(value)
            self._attributes[owner] = found
        return self._attributes[owner]


def _with(base: str, more: str) -> str:
    return base + more if base else ""


def _without_wrappers(names: Names, annotation: ast.expr, depth: int) -> ast.expr:
    """The type in `Optional[T]`, `T | None`, `Annotated[T, …]`, a quoted annotation, and a name for one of these."""
    if depth <= 0:
        return annotation
    if isinstance(annotation, ast.Name):
        meant = names.binding(annotation)
        wraps = isinstance(meant, ast.Subscript) or (isinstance(meant, ast.BinOp) and isinstance(meant.op, ast.BitOr))
        return _without_wrappers(names, meant, depth - 1) if wraps and meant is not None else annotation
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        annotation = _parsed(annotation)
    if isinstance(annotation, ast.BinOp) and isinstance(annotation.op, ast.BitOr):
        sides = (annotation.left, annotation.right)
        real = [side for side in sides if not (isinstance(side, ast.Constant) and side.value is None)]
        return _without_wrappers(names, real[0], depth) if len(real) == 1 else annotation
    if isinstance(annotation, ast.Subscript) and names.of(annotation.value, depth - 1) in _TRANSPARENT:
        inner = annotation.slice.elts[0] if isinstance(annotation.slice, ast.Tuple) else annotation.slice
        return _without_wrappers(names, inner, depth - 1)
    return annotation


def _parsed(quoted: ast.Constant) -> ast.expr:
    """The expression in a quoted annotation, placed where the quotes stand."""
    try:
        inner = ast.parse(str(quoted.value), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return quoted
    up = getattr(quoted, "_bandit_parent", None)
    stack: list[tuple[ast.AST, ast.AST | None]] = [(inner, up)]
    while stack:
        node, around = stack.pop()
        node._bandit_parent = around  # type: ignore[attr-defined]
        stack += [(child, node) for child in ast.iter_child_nodes(node)]
    return inner


def _imports_of(binding: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    """The names that an import binds, each with its full name; a relative one begins with its dots."""
    for alias in reversed(binding.names):  # of the same name the first one counts
        if isinstance(binding, ast.Import):
            first = alias.name.partition(".")[0]
            yield alias.asname or first, alias.name if alias.asname else first
        else:
            start = "." * binding.level + (f"{binding.module}." if binding.module else "")
            yield alias.asname or alias.name, start + alias.name


def _targets(binding: ast.Assign) -> Iterator[tuple[str, ast.expr]]:
    """The names that an assignment binds, each with its value, as in `a, b = 1, 2`; a plain target comes last."""
    value = binding.value
    for target in reversed(binding.targets):
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
            for left, right in zip(reversed(target.elts), reversed(value.elts), strict=True):
                if isinstance(left, ast.Name) and not isinstance(right, ast.Starred):
                    yield left.id, right
    for target in binding.targets:
        if isinstance(target, ast.Name):
            yield target.id, value


def _assignments(owner: ast.ClassDef) -> Iterator[tuple[str, ast.expr]]:
    stack: list[tuple[ast.AST, str]] = [(node, "") for node in owner.body]
    while stack:
        node, this = stack.pop()
        if isinstance(node, ast.ClassDef):
            continue
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if this:
                continue
            first = (node.args.posonlyargs + node.args.args)[:1]
            stack += [(child, first[0].arg if first else "?") for child in node.body]
            continue
        yield from _members_of(node, this)
        stack += [(child, this) for child in ast.iter_child_nodes(node) if isinstance(child, _BLOCKS)]


_BLOCKS = (ast.stmt, ast.ExceptHandler, ast.match_case)


def _members_of(node: ast.AST, this: str) -> Iterator[tuple[str, ast.expr]]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
    if value is None or (isinstance(value, ast.Constant) and value.value is None):
        return
    for target in targets:
        if not this and isinstance(target, ast.Name):
            yield target.id, value
        elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == this:
            yield target.attr, value


def _scopes(module: "Module") -> dict[ast.AST, Bindings]:
    """Every scope's bindings: name -> the nodes that bind it, in the order of the source within each kind."""
    found: dict[ast.AST, Bindings] = {}
    shared = _declared(module)
    for name, binding, place in _bound_anywhere(module):
        scope = _scope(module, place)
        scope = shared.get((scope, name), scope)
        found.setdefault(scope, {}).setdefault(name, []).append(binding)
    for argument in module.of(ast.arg):
        found.setdefault(_scope_of_argument(module, argument), {}).setdefault(argument.arg, []).append(argument)
    return found


def _bound_anywhere(module: "Module") -> Iterator[tuple[str, ast.AST, ast.AST]]:
    """Every name that is bound, with what binds it and where that stands; arguments apart."""
    for name in module.of(ast.Name):
        if name.ctx.__class__ is not ast.Load:
            yield name.id, _binder(module, name), name
    definitions: list[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef] = [*module.of(ast.ClassDef)]
    definitions += [*module.of(ast.FunctionDef), *module.of(ast.AsyncFunctionDef)]
    for definition in definitions:
        yield definition.name, definition, definition
    yield from _imports(module)
    yield from _captures(module)


def _imports(module: "Module") -> Iterator[tuple[str, ast.AST, ast.AST]]:
    for plain in module.of(ast.Import):
        for alias in plain.names:
            yield alias.asname or alias.name.partition(".")[0], plain, plain
    for origin in module.of(ast.ImportFrom):
        for alias in origin.names:
            yield alias.asname or alias.name, origin, origin


def _captures(module: "Module") -> Iterator[tuple[str, ast.AST, ast.AST]]:
    """The names of caught exceptions and of patterns."""
    named: list[ast.ExceptHandler | ast.MatchAs | ast.MatchStar] = [*module.of(ast.ExceptHandler)]
    named += [*module.of(ast.MatchAs), *module.of(ast.MatchStar)]
    for optional in named:
        if optional.name:
            yield optional.name, optional, optional
    for mapping in module.of(ast.MatchMapping):
        if mapping.rest:
            yield mapping.rest, mapping, mapping


def _scope(module: "Module", node: ast.AST) -> ast.AST:
    """The scope in which a binding that stands here takes effect."""
    return module.home(node) or module.tree


def _scope_of_argument(module: "Module", argument: ast.arg) -> ast.AST:
    return next((up for up in module.parents(argument) if not isinstance(up, ast.arguments)), module.tree)


def _declared(module: "Module") -> dict[tuple[ast.AST, str], ast.AST]:
    """Where names that a function declares `global` or `nonlocal` are bound instead."""
    found: dict[tuple[ast.AST, str], ast.AST] = {}
    for statement in module.of(ast.Global):
        scope = _scope(module, statement)
        found.update({(scope, name): module.tree for name in statement.names})
    for outer in module.of(ast.Nonlocal):
        scope = _scope(module, outer)
        found.update({(scope, name): _scope(module, scope) for name in outer.names})
    return found


def _binder(module: "Module", name: ast.Name) -> ast.AST:
    """What binds a name that is stored or deleted: its statement, its walrus, its loop, its `with` item."""
    node: ast.AST = name
    for up in module.parents(name):
        if isinstance(up, _BINDERS):
            return up
        node = up
    return node


_BINDERS = (ast.stmt, ast.NamedExpr, ast.comprehension, ast.withitem)

"""A class's members, the attributes that its methods set, and why there may be others."""

import ast
from collections.abc import Callable
from typing import Any

from .binders import bound, statements, within
from .expressions import annotation, dotted, of_type, value
from .facts import (
    Annotated,
    Attribute,
    Awaited,
    Binding,
    Builtin,
    Call,
    Class,
    Either,
    Element,
    Entered,
    Expr,
    Field,
    From,
    Import,
    Index,
    Name,
    Super,
    Var,
)
from .functions import function_facts

_MOST_VALUES = 8
_MOST_BINDINGS = 24
_DYNAMIC = frozenset({"__getattr__", "__getattribute__"})
# These put back what was there before.
_RESTORING = frozenset({
    "__setstate__", "__copy__", "__deepcopy__", "_setstate", "copy", "__setattr__", "__delattr__", "__reduce__",
    "__replace__",
})  # fmt: skip
_FIELDS = frozenset({
    "field", "Field", "ib", "attrib", "attr", "mapped_column", "relationship", "column_property", "PrivateAttr",
})  # fmt: skip
_RESTORING_WORDS = ("copy", "clone", "restore", "memo", "cache", "replace", "unpickle")
GIVEN = "names that are given"  # so that objects have none that stands nowhere
GETATTR = "__getattr__"
_NAMESPACES = frozenset({"vars", "locals"})
_EXPRESSIONS = (Name, Attribute, Call, Index, Either, Awaited, Builtin, Entered, Element, Annotated, Super)


def class_facts(node: ast.ClassDef, module: str, *, stub: bool, within_name: str = "") -> Class:
    """The facts of a class statement; nested classes are members."""
    reading = _Reading(node, module, stub=stub, name=f"{within_name}{node.name}")
    keywords = [one.arg or "**" for one in node.keywords if one.arg != "metaclass"]
    metaclass = next((value(one.value) for one in node.keywords if one.arg == "metaclass"), None)
    if any(one.arg == "metaclass" for one in node.keywords) and metaclass is None:
        reading.class_open = "a computed metaclass"
    return Class(
        module,
        reading.name,
        tuple(value(one) for one in node.bases),
        metaclass,
        tuple(keywords),
        tuple(value(one) for one in node.decorator_list),
        {name: tuple(found) for name, found in reading.members.items()},
        {name: tuple(found) for name, found in reading.attributes.items()},
        tuple(reading.fields),
        reading.open,
        reading.class_open,
        stub,
    )


class _Reading:
    def __init__(self, node: ast.ClassDef, module: str, *, stub: bool, name: str) -> None:
        self.name = name
        self.members: dict[str, list[Binding]] = {}
        self.attributes: dict[str, list[Expr]] = {}
        self.fields: list[Field] = []
        self._of_class = False
        self.open = ""
        self.class_open = ""
        self._keyword_only = False
        self._module = module
        self._stub = stub
        hidden: set[int] = set()
        for statement in statements(node.body):
            if isinstance(statement, ast.If) and hides_from_checkers(statement.test):
                hidden.update(map(id, statement.body))
            if id(statement) not in hidden:
                self._statement(statement)
            elif hasattr(statement, "name"):
                self._put(statement.name, Var(None, None))

    def _opens(self, why: str) -> None:
        """Note a reason; one that other code looks at by itself stands only where it is the only one."""
        if self.open in ("", why) or (self.open == GIVEN and why != GETATTR):
            self.open = why
        elif why != GIVEN or self.open == GETATTR:
            self.open = "several"

    def _put(self, name: str, binding: Binding) -> None:
        known = self.members.setdefault(name, [])
        known.append(binding)
        if len(known) > _MOST_BINDINGS:
            known[:] = [Var(None, None)]

    def _statement(self, node: ast.stmt) -> None:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._put(node.name, function_facts(node, stub=self._stub))
                self._defaults(node)
                if node.name in _DYNAMIC and (self._stub or _answers(node)):
                    self._opens(node.name)
                if not self._stub:
                    self._method(node)
            case ast.ClassDef():
                nested = class_facts(node, self._module, stub=self._stub, within_name=f"{self.name}.")
                self._put(node.name, nested)
            case ast.Import():
                for alias in node.names:
                    self._put(alias.asname or alias.name.partition(".")[0], Import(alias.name))
            case ast.ImportFrom():
                for alias in node.names:
                    self._put(alias.asname or alias.name, From("", alias.name))
            case _:
                self._other(node)

    def _defaults(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """`@name.default` above a method, by which attrs gives a field its default."""
        named = {
            dotted(one).removesuffix(".default") for one in node.decorator_list if dotted(one).endswith(".default")
        }
        self.fields = [one._replace(required=one.required and one.name not in named) for one in self.fields]

    def _other(self, node: ast.stmt) -> None:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            name, said = node.target.id, annotation(node.annotation)
            self._put(name, Var(said, value(node.value)))
            self._field(node, name)
            return
        for name, given in bound(node):
            if name in _DYNAMIC:
                self._opens(name)
            if name == "__slots__":
                self._slots(node)
            self._put(name, Var(None, given))
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    self._old_field(node.value, target.id)
        for inner in within(node):
            if isinstance(inner, ast.Call) and dotted(inner.func) in (*_NAMESPACES, "exec", "setattr"):
                self.class_open = dotted(inner.func)

    def _slots(self, node: ast.stmt) -> None:
        """The texts of `__slots__`: there is a descriptor for each in the class, and what it holds is set elsewhere."""
        for one in ast.walk(node):
            if isinstance(one, ast.Constant) and isinstance(one.value, str):
                self.attributes.setdefault(one.value, [])

    def _field(self, node: ast.AnnAssign, name: str) -> None:
        said = ast.unparse(node.annotation)
        if "ClassVar" in said:
            return
        if said.rpartition(".")[2] == "KW_ONLY":
            self._keyword_only = True
            return
        self.fields.append(_field(name, node.value, of_type(node.annotation), keyword_only=self._keyword_only))

    def _old_field(self, call: ast.Call, name: str) -> None:
        """`name = attr.ib(…)` of attrs."""
        if dotted(call.func) in ("attr.ib", "attr.attrib", "attrib", "attrs.field", "attr.field", "field", "ib"):
            self.fields.append(_field(name, call, None, keyword_only=False))

    def _method(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """What a method assigns to its first parameter."""
        places = [*node.args.posonlyargs, *node.args.args]
        if not places:
            return
        me = places[0].arg
        known = _known(node, me)
        parameters = {one.arg for one in ast.walk(node.args) if isinstance(one, ast.arg)} - {me}
        parameters -= {name for statement in statements(node.body) for name, _ in bound(statement)}
        parameters |= _from_tables(node)
        names = {dotted(one) for one in node.decorator_list}
        self._of_class = "classmethod" in names or node.name in ("__init_subclass__", "__new__", "__class_getitem__")
        for inner in ast.walk(node):
            self._binds(inner, me, known)
            match inner:
                case ast.Call() if not _is_restoring(node.name):
                    self._call(inner, me, parameters)
                case ast.Subscript(ctx=ast.Store(), value=ast.Attribute(value=ast.Name(id=owner), attr="__dict__")):
                    if owner == me and not _is_restoring(node.name) and not _is_named(inner.slice):
                        self._opens("__dict__")

    def _binds(self, inner: ast.AST, me: str, known: dict[str, Expr]) -> None:
        match inner:
            case ast.Assign(targets=targets, value=given):
                for target in targets:
                    self._assigned(target, me, settled(value(given), known))
            case ast.AnnAssign(target=target, annotation=said, value=given):
                self._assigned(target, me, of_type(said) or settled(value(given), known))
            case ast.AugAssign(target=target) | ast.For(target=target) | ast.AsyncFor(target=target):
                self._assigned(target, me, None)
            case ast.withitem(optional_vars=ast.expr() as target):
                self._assigned(target, me, None)
            case ast.Delete(targets=targets):
                for target in targets:
                    self._assigned(target, me, None)

    def _assigned(self, target: ast.expr, me: str, given: Expr) -> None:
        match target:
            case ast.Attribute(value=ast.Name(id=owner), attr=attr) if owner == me:
                if attr in ("__dict__", "__class__"):
                    self._opens(attr)
                known = self.attributes.setdefault(attr, [])
                if len(known) < _MOST_VALUES:
                    known.append(given)
                else:
                    known[:] = [None] * _MOST_VALUES
            case ast.Tuple(elts=elements) | ast.List(elts=elements):
                for one in elements:
                    self._assigned(one, me, None)

    def _call(self, node: ast.Call, me: str, parameters: set[str]) -> None:
        called = dotted(node.func)
        if called in ("setattr", "object.__setattr__", "super().__setattr__") or called.endswith(".__setattr__"):
            self._setattr(node, me, parameters)
        elif called in (f"{me}.__dict__.update", f"{me}.__dict__.setdefault"):
            if not (node.args and isinstance(node.args[0], ast.Attribute) and node.args[0].attr == "__dict__"):
                self._opens("__dict__")
        elif called == "vars" and node.args and dotted(node.args[0]) == me:
            self._opens("vars()")

    def _setattr(self, node: ast.Call, me: str, parameters: set[str]) -> None:
        if len(node.args) < 2 or dotted(node.args[0]) not in (me, "cls", "type(self)"):
            return
        attr = node.args[1]
        if isinstance(attr, ast.Constant) and isinstance(attr.value, str):
            self.attributes.setdefault(attr.value, [])
        elif self._of_class or dotted(node.args[0]) != me:
            self.class_open = "setattr"
        elif not isinstance(attr, ast.Subscript) and dotted(attr) not in parameters:
            self._opens("setattr")
        else:
            # A name out of a table stands there; one that a caller gives stands where it is given.
            self._opens(GIVEN)


def _is_restoring(method: str) -> bool:
    return method in _RESTORING or (method.startswith("_") and any(word in method for word in _RESTORING_WORDS))


def _from_tables(node: ast.AST) -> set[str]:
    """Names that a method looks up in something: they stand where that is written."""
    return {
        target.id
        for one in ast.walk(node)
        if isinstance(one, ast.Assign) and isinstance(one.value, ast.Subscript)
        for target in one.targets
        if isinstance(target, ast.Name)
    }


def _is_named(key: ast.expr) -> bool:
    """A key such as `self.__name__`: a value is kept under the name of what computes it."""
    return isinstance(key, ast.Attribute) and key.attr in ("__name__", "name", "attrname")


def _answers(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a `__getattr__` ever gives something back; one that only raises makes better messages, not attributes."""
    return any(isinstance(one, ast.Return) and one.value is not None for one in ast.walk(node)) or not any(
        isinstance(one, ast.Raise) for one in node.body
    )


def hides_from_checkers(test: ast.expr) -> bool:
    """`if not TYPE_CHECKING:`, by which a publisher says what is no part of the interface."""
    return (
        isinstance(test, ast.UnaryOp)
        and isinstance(test.op, ast.Not)
        and dotted(test.operand).endswith("TYPE_CHECKING")
    )


def _known(node: ast.FunctionDef | ast.AsyncFunctionDef, me: str) -> dict[str, Expr]:
    """What the names of a method stand for, outside of it: parameters by their annotations, what is bound once."""
    found: dict[str, Expr] = {}
    for one in ast.walk(node.args):
        if isinstance(one, ast.arg) and one.arg != me:
            found[one.arg] = of_type(one.annotation)
    for statement in statements(node.body):
        names = [(name, given) for name, given in bound(statement)]
        if isinstance(statement, ast.Import | ast.ImportFrom):
            names = [(one.asname or one.name.partition(".")[0], None) for one in statement.names]
        for name, given in names:
            found[name] = None if name in found else settled(given, found)
    found[me] = Builtin("self")
    return found


def settled(expression: Expr, known: dict[str, Expr]) -> Expr:
    """The expression without names of a function: what they stand for is put in their place."""
    if isinstance(expression, Name):
        return known.get(expression.id, expression)
    if not isinstance(expression, tuple):
        return expression
    parts: list[Any] = []
    given: tuple[Any, ...] = expression
    for part in given:
        if isinstance(part, tuple) and not isinstance(part, _EXPRESSIONS):
            inner = tuple(settled(one, known) if isinstance(one, _EXPRESSIONS) else one for one in part)
            if None in inner and not isinstance(expression, Index):
                return None
            parts.append(inner)
        elif isinstance(part, _EXPRESSIONS):
            whole = settled(part, known)
            if whole is None:
                return None
            parts.append(whole)
        else:
            parts.append(part)
    make: Callable[..., Expr] = type(expression)
    return make(*parts)


def _field(name: str, given: ast.expr | None, said: Expr, *, keyword_only: bool) -> Field:
    """A field of a dataclass, of attrs, or of what is made like them (PEP 681)."""
    required = given is None or (isinstance(given, ast.Constant) and given.value is ...)
    kind = "keyword" if keyword_only else "init"
    alias = ""
    if isinstance(given, ast.Call) and dotted(given.func).rpartition(".")[2] in _FIELDS:
        options = {one.arg: one.value for one in given.keywords if one.arg}
        required = not ({"default", "default_factory", "factory"} & options.keys())
        if dotted(given.func).rpartition(".")[2] in ("Field", "mapped_column", "relationship") and given.args:
            required = isinstance(given.args[0], ast.Constant) and given.args[0].value is ...
        if _is(options.get("init"), constant=False):
            kind = "no-init"
        elif _is(options.get("kw_only"), constant=True):
            kind = "keyword"
        elif _is(options.get("kw_only"), constant=False):
            kind = "init"
        named = options.get("alias")
        alias = named.value if isinstance(named, ast.Constant) and isinstance(named.value, str) else ""
        alias = "*" if (named is not None and not alias) or "validation_alias" in options else alias
    return Field(name, required, kind, alias, said)


def _is(node: ast.expr | None, *, constant: bool) -> bool:
    return isinstance(node, ast.Constant) and node.value is constant

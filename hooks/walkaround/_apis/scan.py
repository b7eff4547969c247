"""A module's source -> its facts."""

import ast
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from .binders import bound, statements, within
from .classes import class_facts
from .expressions import annotation, dotted, value
from .facts import Binding, Class, From, Func, Import, Module, Var
from .functions import function_facts
from .lazy import attached, closed_getattr, looks_up, texts_of

MOST_BINDINGS = 24
# Reasons for which other names can exist, but none that stands nowhere in the distribution.
TABLE = "a table of names"
GLOBALS = "globals()"
FINDER = "sys.meta_path"
HANDED_ON = "a namespace that is handed on"
_STORES = frozenset({"globals", "locals", "vars"})
_SHOWN = ("list", "sorted", "set", "tuple", "dict", "len", "dir", "any", "all", "filter", "isinstance")
_LAZY = frozenset({"_LazyModule", "LazyModule", "lazy_import", "LazyImporter", "_lazy_import"})
# They make another text of the one that they are asked of.
_CHANGING = frozenset({
    "format", "join", "replace", "lower", "upper", "title", "capitalize", "strip", "lstrip", "rstrip", "removeprefix",
    "removesuffix", "sub", "translate", "partition",
})  # fmt: skip


class Where(NamedTuple):
    """The module that is scanned: its dotted name, and whether it is a package and a stub."""

    module: str
    is_package: bool
    stub: bool


def scan(tree: ast.Module, where: Where) -> Module:
    """The facts of one file."""
    return _Scan(where).module(tree)


def absolute(where: Where, level: int, module: str | None) -> str:
    """The module that `from .module import` names; empty when it lies outside of the package."""
    if not level:
        return module or ""
    parts = where.module.split(".")
    if not where.is_package:
        parts = parts[:-1]
    kept = len(parts) - (level - 1)
    if kept <= 0:
        return ""
    return ".".join([*parts[:kept], *([module] if module else [])])


class _Scan:
    def __init__(self, where: Where) -> None:
        self.where = where
        self.names: dict[str, list[Binding]] = {}
        self.stars: list[str] = []
        self.exported: frozenset[str] | None = None
        self.export_count = 0
        self.answers: set[str] = set()
        self.open = ""
        self.patched: list[tuple[str, str]] = []
        self.made_up: frozenset[str] = frozenset()

    def module(self, tree: ast.Module) -> Module:
        self.made_up = made_up(tree)
        for node in statements(tree.body):
            self._statement(node, tree)
        self._assigned_from_functions(tree)
        self._patched_by_name()
        self._filled_by_functions(tree)
        computed = self.export_count > 1 or (self.export_count == 1 and self.exported is None)
        return Module(
            self.where.module,
            {name: tuple(found) for name, found in self.names.items()},
            tuple(self.stars),
            None if computed else self.exported,
            computed,
            frozenset(self.answers),
            self.open,
            tuple(self.patched),
        )

    def _put(self, name: str, binding: Binding) -> None:
        known = self.names.setdefault(name, [])
        if not any(type(one) is type(binding) and one == binding for one in known):
            known.append(binding)
        if len(known) > MOST_BINDINGS:
            known[:] = [Var(None, None)]  # of so many nobody can say which it is

    def _statement(self, node: ast.stmt, tree: ast.Module) -> None:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._function(node, tree)
            case ast.ClassDef():
                self._put(node.name, class_facts(node, self.where.module, stub=self.where.stub))
            case ast.Import():
                for alias in node.names:
                    self._put(*imported(alias))
            case ast.ImportFrom():
                self._from(node)
            case _:
                self._other(node, tree)
        for inner in within(node):
            self._expression(inner, tree)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, tree: ast.Module) -> None:
        if node.name == "__getattr__":
            answers = None if self.where.stub else closed_getattr(node, tree)
            if answers is None:
                is_table = not self.where.stub and looks_up(node, tree)
                self.open = TABLE if is_table and self.open in ("", GLOBALS) else "__getattr__"
                self.answers |= (texts_of(tree) or frozenset()) if is_table else frozenset()
            else:
                self.answers |= answers
        self._put(node.name, function_facts(node, stub=self.where.stub))

    def _from(self, node: ast.ImportFrom) -> None:
        module = absolute(self.where, node.level, node.module)
        for alias in node.names:
            name = alias.asname or alias.name
            if name == "*":
                self.stars.append(module)
            else:
                self._put(name, From(module, alias.name))
                self.open = "__getattr__" if name == "__getattr__" else self.open

    def _other(self, node: ast.stmt, tree: ast.Module) -> None:
        self._exports(node)
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            said = annotation(node.annotation)
            self._put(node.target.id, Var(said, value(node.value)))
            return
        if isinstance(node, ast.Assign) and self._attached(node):
            return
        if isinstance(node, ast.Assign) and _names_a_namespace(node, tree):
            self.open = "a namespace with another name"
        for name, given in bound(node):
            if name == "__getattr__":
                self.open = "__getattr__"
            self._put(name, Var(None, given))
        if (alias := getattr(ast, "TypeAlias", None)) is not None and isinstance(node, alias):
            self._put(node.name.id, Var(None, annotation(node.value)))
        self._patches(node)

    def _attached(self, node: ast.Assign) -> bool:
        """`__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, …)`: its names are constants beside it."""
        names = [one.id for target in node.targets for one in ast.walk(target) if isinstance(one, ast.Name)]
        if "__getattr__" not in names or not isinstance(node.value, ast.Call):
            return False
        found = attached(node.value)
        if found is None:
            self.open = "a lazy loader"
        else:
            self.answers |= found
        return True

    def _patches(self, node: ast.stmt) -> None:
        """`Target.attr = …` and the like: attributes of what may have been made elsewhere."""
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        for target in targets:
            if isinstance(target, ast.Attribute) and (owner := dotted(target.value)):
                self.patched.append((owner, target.attr))

    def _exports(self, node: ast.stmt) -> None:
        if not _is_about_exports(node):
            return
        self.export_count += 1
        given = getattr(node, "value", None)
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(given, ast.List | ast.Tuple):
            texts = [one.value for one in given.elts if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            self.exported = frozenset(texts) if len(texts) == len(given.elts) else None
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            self.exported = None

    def _expression(self, node: ast.AST, tree: ast.Module) -> None:
        if isinstance(node, ast.Call):
            self._call(node, tree)
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
            if _is_namespace(node.value):
                self._put_by_key(node.slice)
            elif dotted(node.value) == "sys.modules":
                self.open = "sys.modules"

    def _call(self, node: ast.Call, tree: ast.Module) -> None:
        name = dotted(node.func)
        last = name.rpartition(".")[2]
        if name.startswith("__path__."):
            self._put("__path__", Var(None, None))
        if last not in (*_LAZY, *_SHOWN) and any(_is_namespace(one) for one in node.args):
            self._handed_on(node, tree)
        if isinstance(node.func, ast.Attribute) and _is_namespace(node.func.value):
            if node.func.attr in ("update", "setdefault", "__setitem__"):
                self._put_by_key(*node.args[:1])
        elif name == "exec":
            self.open = name
        elif last in _LAZY:
            self.open = self.open or GLOBALS
        elif name == "setattr" and node.args:
            self._setattr(node)

    def _handed_on(self, node: ast.Call, tree: ast.Module) -> None:
        """Somebody else gets the module's names, who may change them; a function of the module may only read them."""
        name = dotted(node.func)
        known = [one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == name]
        if len(known) != 1 or not known[0].args.args or _changes(known[0], known[0].args.args[0].arg):
            self.open = HANDED_ON

    def _put_by_key(self, *keys: ast.expr) -> None:
        """Names that are put into the module's namespace: those that are put together stand nowhere as a whole."""
        if any(_is_made_up(key) or self.made_up & set(_loaded(key)) for key in keys):
            self.open = "made-up names"
        else:
            self.open = self.open or GLOBALS

    def _setattr(self, node: ast.Call) -> None:
        owner = dotted(node.args[0])
        attr = node.args[1] if len(node.args) > 1 else None
        if isinstance(attr, ast.Constant) and isinstance(attr.value, str):
            self.patched.append((owner, attr.value))
            self.answers.add(attr.value)
        elif owner:
            self.patched.append((owner, "*"))
        else:
            self.open = "setattr"  # such as of `sys.modules[__name__]`

    def _filled_by_functions(self, tree: ast.Module) -> None:
        """Classes whose methods hand `self` to a function of the module that sets attributes of computed names."""
        fillers = {one.name for one in tree.body if isinstance(one, ast.FunctionDef) and _fills(one)}
        if not fillers:
            return
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and any(_hands_itself(one, fillers) for one in ast.walk(node)):
                self.names[node.name] = [
                    one._replace(open="setattr") if isinstance(one, Class) else one for one in self.names[node.name]
                ]

    def _patched_by_name(self) -> None:
        """`setattr(target, name, …)` of something that is no class of the module, such as the module itself."""
        for owner, attr in self.patched:
            found = self.names.get(owner.partition(".")[0], ())
            if attr == "*" and not any(isinstance(one, Class | Import | From) for one in found):
                self.open = self.open or GLOBALS

    def _assigned_from_functions(self, tree: ast.Module) -> None:
        """Names of the module that its functions bind, and what they do to it when somebody calls them."""
        for node in ast.walk(tree):
            if isinstance(node, ast.Global):
                for name in node.names:
                    self._put(name, Var(None, None))
            elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and node.attr == "__class__":
                self.open = "__class__"
            elif isinstance(node, ast.Attribute) and dotted(node) == "sys.meta_path":
                self.open = FINDER
            elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
                self._expression(node, tree)
            elif isinstance(node, ast.Call) and _is_of_module(node):
                self._call(node, tree)


def imported(alias: ast.alias) -> tuple[str, Import]:
    """The name that `import a.b` or `import a.b as c` binds, and the module that it is."""
    if alias.asname:
        return alias.asname, Import(alias.name)
    first = alias.name.partition(".")[0]
    return first, Import(first)


def _fills(function: ast.FunctionDef) -> bool:
    """Whether a function sets attributes of computed names on one of its parameters."""
    names = {one.arg for one in ast.walk(function.args) if isinstance(one, ast.arg)}
    calls = (one for one in ast.walk(function) if isinstance(one, ast.Call) and dotted(one.func) == "setattr")
    return any(
        len(one.args) > 1 and dotted(one.args[0]) in names and not isinstance(one.args[1], ast.Constant)
        for one in calls
    )


def _hands_itself(node: ast.AST, fillers: set[str]) -> bool:
    if not isinstance(node, ast.Call) or dotted(node.func) not in fillers:
        return False
    return any(dotted(one) in ("self", "cls") for one in node.args)


def _changes(function: ast.FunctionDef, name: str) -> bool:
    """Whether a function does more with a parameter than to read entries of it."""
    read = {
        id(one.value)
        for one in ast.walk(function)
        if (isinstance(one, ast.Subscript) and isinstance(one.ctx, ast.Load))
        or (isinstance(one, ast.Attribute) and one.attr in ("get", "items", "keys", "values"))
    }
    names = (one for one in ast.walk(function) if isinstance(one, ast.Name) and one.id == name)
    return any(id(one) not in read for one in names)


def _is_namespace(node: ast.AST) -> bool:
    """`globals()` and the like; `sys.modules[...]` with `__dict__`."""
    if isinstance(node, ast.Call):
        return dotted(node.func) in _STORES
    return isinstance(node, ast.Attribute) and node.attr == "__dict__" and not dotted(node)


def _names_a_namespace(node: ast.Assign, tree: ast.Module) -> bool:
    """`names = globals()`, where more is done with it than to ask for what it has."""
    return isinstance(node.value, ast.Call) and _is_namespace(node.value) and not _is_only_read(node.targets, tree)


def _is_only_read(targets: Sequence[ast.expr], tree: ast.Module) -> bool:
    """Whether what these names stand for is only asked for what it has, as in `names[key]`."""
    names = {one.id for one in targets if isinstance(one, ast.Name)}
    if len(names) != len(targets):
        return False
    read = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Subscript) and isinstance(one.ctx, ast.Load)}
    uses = [one for one in ast.walk(tree) if isinstance(one, ast.Name) and one.id in names]
    return all(id(one) in read or one in targets or isinstance(one.ctx, ast.Del) for one in uses)


def _is_of_module(node: ast.Call) -> bool:
    """`setattr(sys.modules[__name__], …)` and `globals().update(…)`."""
    if isinstance(node.func, ast.Attribute):
        return isinstance(node.func.value, ast.Call) and dotted(node.func.value.func) == "globals"
    is_setattr = isinstance(node.func, ast.Name) and node.func.id == "setattr" and bool(node.args)
    return is_setattr and isinstance(node.args[0], ast.Subscript) and dotted(node.args[0].value) == "sys.modules"


def made_up(tree: ast.Module) -> frozenset[str]:
    """Variables whose texts are put together, wherever in a module."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.NamedExpr) and _is_made_up(node.value):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found.update(name for target in targets for name in _names(target))
        elif isinstance(node, ast.For | ast.comprehension) and _is_made_up(node.iter):
            found.update(_names(node.target))
    return frozenset(found)


def _is_made_up(node: ast.expr) -> bool:
    """Whether a text is put together, or changed, in an expression."""
    return any(
        isinstance(one, ast.JoinedStr | ast.BinOp)
        or (isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr in _CHANGING)
        for one in ast.walk(node)
    )


def _names(node: ast.expr) -> Iterator[str]:
    return (one.id for one in ast.walk(node) if isinstance(one, ast.Name))


def _loaded(node: ast.expr) -> Iterator[str]:
    return (one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load))


def _is_about_exports(node: ast.stmt) -> bool:
    match node:
        case ast.Assign(targets=targets):
            return any(isinstance(one, ast.Name) and one.id == "__all__" for one in _flat(targets))
        case ast.AugAssign(target=ast.Name(id="__all__")) | ast.AnnAssign(target=ast.Name(id="__all__")):
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id="__all__")))):
            return True
    return False


def _flat(targets: Iterable[ast.expr]) -> Iterator[ast.expr]:
    for target in targets:
        yield from target.elts if isinstance(target, ast.Tuple | ast.List) else (target,)


__all__ = ["Class", "Func", "Where", "absolute", "imported", "scan"]

"""A source file -> the uses in it of what is not there."""

import ast
from collections.abc import Iterator
from difflib import get_close_matches
from sys import stdlib_module_names
from typing import NamedTuple

from . import Miss, Verdict
from .calls import Calls, Misfit, Shape
from .evaluate import Evaluator
from .expressions import dotted, value
from .facts import Class
from .guards import Guards
from .library import Library
from .scan import Where, absolute, scan
from .scopes import Builder, Scope, narrowed_outside
from .values import AwsObject, ClassValue, Env, Function, Instance, ModuleValue, Value

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class Source(NamedTuple):
    """A parsed file: `lines` are those of its text, `where` the module that it is."""

    tree: ast.Module
    lines: tuple[str, ...]
    where: Where


def misses(library: Library, source: Source) -> list[Miss]:
    """What the file uses and no pinned version has, in the order of the text."""
    return Uses(library, source).misses()


class Uses:
    """One file against a library."""

    def __init__(self, library: Library, source: Source, *, standard: bool = False) -> None:
        self.standard = standard  # whether the running interpreter's standard library is that of the program
        library.add(scan(source.tree, source.where))
        self.library = library
        self.source = source
        self.evaluator = Evaluator(library)
        self.evaluator.hierarchy.said = _texts(source.tree)
        self.calls = Calls(self.evaluator)
        self.builder = Builder(source.where, self.evaluator)
        self.guards = Guards(source.tree)
        self.bases: dict[int, tuple[Value, ...]] = {}  # what has each attribute, by the id of its node
        self.values: dict[int, tuple[Value, ...]] = {}  # what each call calls, by the id of its node
        self._called: set[int] = set()  # the ids of nodes that are called

    def misses(self) -> list[Miss]:
        """What the file uses and is not there, in the order of the text."""
        return sorted(dict.fromkeys(self._all()), key=lambda one: (one.line, one.column))

    def _all(self) -> Iterator[Miss]:
        """Walks the file with the scope of each node at hand."""
        module = Scope(None, Env(self.source.where.module))
        module.narrowed = frozenset(narrowed_outside(self.source.tree))
        stack: list[tuple[ast.AST, Scope]] = [(self.source.tree, module)]
        while stack:
            node, scope = stack.pop()
            yield from self._node(node, scope)
            stack.extend(self._children(node, scope))

    def _children(self, node: ast.AST, scope: Scope) -> Iterator[tuple[ast.AST, Scope]]:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                inner = self.builder.function(node, scope)
                body = node.body if isinstance(node.body, list) else [node.body]
                yield from ((one, inner) for one in body)
                yield from ((one, scope) for one in ast.iter_child_nodes(node) if one not in body)
            case ast.ClassDef():
                inner = self.builder.class_body(node, scope, self._class(node, scope))
                yield from ((one, inner) for one in node.body)
                yield from ((one, scope) for one in ast.iter_child_nodes(node) if one not in node.body)
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                inner = self.builder.comprehension(node, scope)
                first = node.generators[0]
                yield (first.iter, scope)  # which is evaluated outside
                yield from ((one, inner) for one in (first.target, *first.ifs))
                yield from ((one, inner) for one in ast.iter_child_nodes(node) if one is not first)
            case _:
                yield from ((one, scope) for one in ast.iter_child_nodes(node))

    def _class(self, node: ast.ClassDef, scope: Scope) -> Class | None:
        """The facts of a class at the top of the file; of others nothing is known."""
        if scope.parent is not None:
            return None
        found = self.library.find(self.source.where.module, node.name)
        classes = [one for one, _ in found.bindings if isinstance(one, Class)]
        return classes[0] if len(classes) == 1 else None

    def _node(self, node: ast.AST, scope: Scope) -> Iterator[Miss]:
        if isinstance(node, ast.expr | ast.stmt) and self.guards.reckons(node):
            return
        if isinstance(node, ast.Import | ast.ImportFrom | ast.Call) and self.guards.patches(node):
            return
        match node:
            case ast.Import():
                for alias in node.names:
                    yield from self._module(alias.name, alias.lineno, alias.col_offset)
            case ast.ImportFrom(module=str()):
                yield from self._from(node)
            case ast.Attribute(ctx=ast.Load()):
                yield from self._attribute(node, scope)
            case ast.Call():
                self._called.add(id(node.func))
                yield from self._call(node, scope)

    # imports

    def _module(self, name: str, line: int, offset: int) -> Iterator[Miss]:
        if not self.library.sources.is_third_party(name) or self.library.exists(name) != "absent":
            return
        parent = name
        while self.library.exists(parent) == "absent":
            parent, _, last = parent.rpartition(".")
        near = get_close_matches(last, self._submodules(parent), 3, 0.6)
        yield self._miss(line, offset, "module", parent, name, tuple(f"{parent}.{one}" for one in near))

    def _from(self, node: ast.ImportFrom) -> Iterator[Miss]:
        module = absolute(self.source.where, node.level, node.module)
        if node.level or not self.library.sources.is_third_party(module):
            return
        if self.library.exists(module) != "present":
            line = self.source.lines[node.lineno - 1].encode()
            offset = line.find(module.encode(), node.col_offset + len("from"))
            yield from self._module(module, node.lineno, offset if offset >= 0 else node.col_offset)
            return
        for alias in node.names:
            if alias.name != "*" and self.library.find(module, alias.name).verdict == "absent":
                if self.library.writes(module, alias.name):
                    continue
                near = get_close_matches(alias.name, sorted(self.library.names(module)), 3, 0.6)
                yield self._miss(alias.lineno, alias.col_offset, "name", module, alias.name, tuple(near))

    def _submodules(self, parent: str) -> list[str]:
        return sorted(self.library.sources.below(parent))

    # attributes

    def _attribute(self, node: ast.Attribute, scope: Scope) -> Iterator[Miss]:
        if self.guards.allows(node) or self.guards.replaces(node.value) or scope.is_narrowed(dotted(node.value)):
            return
        values = self.evaluator.ask(value(node.value), scope.site(self.evaluator))
        self.bases[id(node)] = values or ()
        if values and self.guards.patches(node) and not self._stays(node, values):
            return
        called = id(node) in self._called
        if not values or any(self._has(one, node.attr, called=called) != "absent" for one in values):
            return
        if not isinstance(values[0], AwsObject) and self.library.writes(_module_of(values[0]), node.attr):
            return
        yield self.of_attribute(node, values[0])

    def _stays(self, node: ast.Attribute, values: tuple[Value, ...]) -> bool:
        """Whether a value is what it was, where a test has put something else into modules: objects may hold that."""
        if not all(isinstance(one, ModuleValue | ClassValue) for one in values):
            return False
        return not self.guards.replaces(node, also_names=True)

    def of_attribute(self, node: ast.Attribute, one: Value) -> Miss:
        """An attribute that a value does not have, at its name."""
        end = (node.end_lineno or node.lineno, (node.end_col_offset or 0) - len(node.attr.encode()))
        near = tuple(get_close_matches(node.attr, sorted(self._names(one)), 3, 0.6))
        return self._miss(*end, "attribute", _owner(one), node.attr, near, _module_of(one))

    def _has(self, one: Value, attr: str, *, called: bool) -> Verdict:
        sources = self.library.sources
        match one:
            case ModuleValue(module=module):
                return self.library.find(module, attr).verdict if sources.is_third_party(module) else "open"
            case Instance():
                if not sources.is_third_party(one.of.module) and not self._made_here(one):
                    return "open"
                if not one.exact and self.evaluator.hierarchy.is_abstract(one.of):
                    return "open"
                return self.evaluator.hierarchy.member(one.of, attr, of_class=False, called=called)
            case ClassValue():
                if not sources.is_third_party(one.cls.module):
                    return "open"
                return self.evaluator.hierarchy.member(one.cls, attr, of_class=True)
            case AwsObject():
                return self.evaluator.cloud.has(one, attr)
        return "open"

    def _made_here(self, one: Instance) -> bool:
        """An object of exactly a class of this file that has a base from a pinned distribution."""
        if not one.exact or one.of.module != self.source.where.module:
            return False
        order = self.evaluator.hierarchy.order(one.of) or ()
        return any(self.library.sources.is_third_party(cls.module) for cls in order)

    def _names(self, one: Value) -> set[str]:
        if isinstance(one, ModuleValue):
            return self.library.names(one.module)
        if isinstance(one, AwsObject):
            return set(self.evaluator.cloud.names(one) or ())
        cls = one.of if isinstance(one, Instance) else one.cls if isinstance(one, ClassValue) else None
        order = self.evaluator.hierarchy.order(cls) if cls is not None else None
        return {name for base in order or () for name in (*base.members, *base.attributes) if not name.startswith("_")}

    # calls

    def _call(self, node: ast.Call, scope: Scope) -> Iterator[Miss]:
        values = self.evaluator.ask(value(node.func), scope.site(self.evaluator))
        if not values or scope.is_narrowed(dotted(node.func)) or self.guards.replaces(node.func):
            return
        self.values[id(node)] = values
        shape = shape_of(node)
        found = [self.calls.misfit(one, shape) if self.is_foreign(one) else None for one in values]
        misfit = found[0]
        if misfit is None or any(one is None or one.kind != misfit.kind for one in found):
            return
        yield self.of_misfit(node, misfit, values[0])

    def is_foreign(self, one: Value) -> bool:
        """Whether what a call must fit is written in a pinned distribution, or in a standard library that is known."""
        if isinstance(one, ClassValue) and self.calls.made_elsewhere(one.cls):
            return True
        module = self.calls.written_in(one)
        if self.standard and isinstance(one, Function) and one.module.partition(".")[0] in stdlib_module_names:
            return True
        return module is not None and self.library.sources.is_third_party(module)

    def of_misfit(self, node: ast.Call, misfit: Misfit, called: Value) -> Miss:
        line, offset = node.func.end_lineno or node.lineno, node.func.end_col_offset or 0
        text = self.source.lines[line - 1].encode()
        while offset and (
            text[offset - 1 : offset].isalnum() or text[offset - 1 : offset] == b"_" or text[offset - 1] > 127
        ):
            offset -= 1
        near: tuple[str, ...] = ()
        if misfit.kind == "keyword":
            keyword = next(one for one in node.keywords if one.arg == misfit.name)
            line, offset = keyword.lineno, keyword.col_offset
            near = tuple(get_close_matches(misfit.name, sorted(self.calls.keywords(called)), 3, 0.6))
        owner = self.calls.name_of(called)
        return self._miss(line, offset, misfit.kind, owner, misfit.name, near, self.calls.written_in(called) or "")

    def _miss(
        self, line: int, offset: int, kind: str, owner: str, name: str, near: tuple[str, ...], module: str = ""
    ) -> Miss:
        column = len(self.source.lines[line - 1].encode()[:offset].decode("utf-8", "replace")) + 1
        distribution = self.library.sources.distribution_of(module or owner)
        return Miss(line, column, kind, owner, name, distribution, near)  # type: ignore[arg-type]


def _texts(tree: ast.Module) -> frozenset[str]:
    """All texts and keywords of a file."""
    nodes = list(ast.walk(tree))
    constants = (one.value for one in nodes if isinstance(one, ast.Constant))
    keywords = (one.arg for one in nodes if isinstance(one, ast.keyword) and one.arg)
    return frozenset((*(one for one in constants if isinstance(one, str)), *keywords))


def shape_of(node: ast.Call) -> Shape:
    """The arguments of a call."""
    return Shape(
        sum(not isinstance(one, ast.Starred) for one in node.args),
        tuple(one.arg for one in node.keywords if one.arg is not None),
        any(isinstance(one, ast.Starred) for one in node.args),
        any(one.arg is None for one in node.keywords),
    )


def _owner(one: Value) -> str:
    match one:
        case ModuleValue():
            return one.module
        case Instance():
            return f"{one.of.module}.{one.of.name}"
        case ClassValue():
            return f"{one.cls.module}.{one.cls.name}"
        case Function():
            return f"{one.module}.{one.funcs[0].name}"
        case AwsObject():
            kind = f".{one.name}" if one.name else ""
            return f"boto3.{one.what}({one.service!r}){kind}"
    return ""


def _module_of(one: Value) -> str:
    match one:
        case ModuleValue():
            return one.module
        case Instance():
            return one.of.module
        case ClassValue():
            return one.cls.module
        case AwsObject():
            return "botocore"
    return ""

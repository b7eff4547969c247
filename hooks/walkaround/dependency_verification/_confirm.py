"""What ty says, held against the index of our own: a candidate becomes a finding only when both agree.

ty follows values further; the index knows where its own knowledge ends. Where a class or module can have names that its
source does not show, or ty speaks of a class that nobody can tell apart from another of the same name, nothing is said.
"""

import ast
from collections.abc import Callable, Iterator
from re import fullmatch, split, sub
from sys import stdlib_module_names

from .._apis import Miss
from .._apis.builtin import builtin_class
from .._apis.facts import Class, Func
from .._apis.uses import Uses, shape_of
from .._apis.values import ClassValue, Function, Instance, ModuleValue, Value
from ._ty_output import Said

_TYPE = r"(?:<class '(?P<a>.+)'>|type\[(?P<b>.+)\]|(?P<c>[A-Za-z_][\w.]*)(?:\[.*\])?)"
_OPENING, _CLOSING = ("[", "(", "{", "<"), ("]", ")", "}", ">")
# Of the standard library, modules whose objects get attributes while they live.
_LIVING = frozenset({
    "argparse", "configparser", "ctypes", "dataclasses", "enum", "logging", "types", "typing", "unittest",
})  # fmt: skip
# What ty prints of a type that is no class.
_NO_CLASSES = frozenset({"Literal", "LiteralString", "Any", "Unknown", "Todo", "Never", "None", "Divergent", "Self"})


class Confirm:
    """What ty said of one file, beside what the index found in it.

    `defined_here` tells whether some file of the repository has a class of a name.
    """

    def __init__(self, uses: Uses, defined_here: Callable[[str], bool]) -> None:
        self._uses = uses
        self._defined_here = defined_here
        self._library = uses.library
        self._attributes: dict[tuple[int, int, str], list[ast.Attribute]] = {}
        self._calls: dict[tuple[int, int], list[ast.Call]] = {}
        self._keywords: dict[tuple[int, int], ast.Call] = {}
        self._imported: frozenset[str] = frozenset()
        self._is_relative = False
        self._made: dict[str, str] = {}  # names that are assigned once, by a call of a name
        for node in ast.walk(uses.source.tree):
            if isinstance(node, ast.Import):
                self._imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                self._imported |= {(node.module or "").partition(".")[0]} if not node.level else set()
                self._is_relative = self._is_relative or bool(node.level)
            if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
                name, given = node.targets[0].id, node.value
                called = _last(given.func) if isinstance(given, ast.Call) else ""
                self._made[name] = "" if name in self._made else called
            if isinstance(node, ast.Attribute):
                self._attributes.setdefault((*self._place(node), node.attr), []).append(node)
            elif isinstance(node, ast.Call):
                self._calls.setdefault(self._place(node), []).append(node)
                arguments: list[ast.expr | ast.keyword] = [*node.keywords, *node.args]
                for one in arguments:
                    self._keywords[self._place(one)] = node

    def _place(self, node: ast.expr | ast.keyword) -> tuple[int, int]:
        line = self._uses.source.lines[node.lineno - 1].encode()
        return node.lineno, len(line[: node.col_offset].decode("utf-8", "replace")) + 1

    def misses(self, said: Said) -> Iterator[Miss]:
        """The finding that a candidate stands for, at the place where we would point."""
        match said.kind:
            case "attribute":
                yield from self._attribute(said)
            case "name":
                yield from self._name(said)
            case "keyword" | "missing-argument" | "too-many-arguments" | "overload":
                yield from self._call(said)

    def guarded(self, said: Said) -> bool:
        """Whether a place is one where the file reckons with a failure, or makes what is missing itself."""
        for node in self._attributes.get((said.line, said.column, said.name), []):
            guards, base = self._uses.guards, node.value
            is_typed = said.kind == "attribute" and isinstance(base, ast.Attribute | ast.Call)
            if guards.covers(node) or guards.allows(node) or (is_typed and not self._uses.bases.get(id(node))):
                return True  # what an attribute of something is, its class may say in another way than its type
        place = ast.Expr(ast.Constant(None), lineno=said.line, col_offset=said.column - 1)
        return self._uses.guards.covers(place)

    def is_standard(self, said: Said) -> bool:
        """Whether the class that something is said of is certainly one of the standard library."""
        owners = self._classes(said.owner, of_class=False) if said.kind == "attribute" else []
        return bool(owners) and all(isinstance(one, Instance) and self._is_standard(one.of) for one in owners)

    # attributes

    def _name(self, said: Said) -> Iterator[Miss]:
        nodes = self._attributes.get((said.line, said.column, said.name), [])
        for node in nodes:
            yield from self._missing(node, [ModuleValue(said.owner)])

    def _attribute(self, said: Said) -> Iterator[Miss]:
        nodes = self._attributes.get((said.line, said.column, said.name), [])
        of_class = said.message.startswith("Class ")
        for node in nodes:
            if said.message.startswith("Module "):
                yield from self._missing(node, [ModuleValue(said.owner)])
            elif not (isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")):
                owners = self._classes(said.owner, of_class=of_class)
                if not any(map(self._is_loose, owners)) or self._is_exact(node, said.owner):
                    yield from self._missing(node, owners)

    def _missing(self, node: ast.Attribute, owners: list[Value]) -> Iterator[Miss]:
        uses = self._uses
        if not owners or uses.guards.covers(node) or uses.guards.allows(node):
            return
        if any(self._has(one, node.attr) for one in owners):
            return
        if not any(self._library.writes(module, node.attr) for module in {_module(one) for one in owners}):
            yield uses.of_attribute(node, owners[0])

    def _has(self, one: Value, attr: str) -> bool:
        """Whether an owner has an attribute, or may have it."""
        hierarchy = self._uses.evaluator.hierarchy
        sources = self._library.sources
        match one:
            case ModuleValue(module=module):
                return not sources.is_third_party(module) or self._library.find(module, attr).verdict != "absent"
            case ClassValue() | Instance():
                cls = one.cls if isinstance(one, ClassValue) else one.of
                order = hierarchy.order(cls) or ()
                if not any(sources.is_third_party(base.module) for base in order) and not self._is_standard(cls):
                    return True
                if isinstance(one, Instance) and hierarchy.is_abstract(cls):
                    return True
                return hierarchy.member(cls, attr, of_class=isinstance(one, ClassValue)) != "absent"
        return True

    def _is_loose(self, one: Value) -> bool:
        """An object of the standard library: what is typed as one is often of a class below, with attributes more."""
        return isinstance(one, Instance) and self._is_standard(one.of)

    def _is_exact(self, node: ast.Attribute, owner: str) -> bool:
        """Whether the object is made by a call of its class."""
        values = self._uses.bases.get(id(node), ())
        if values:
            return all(isinstance(one, Instance) and one.exact for one in values)
        return isinstance(node.value, ast.Name) and self._made.get(node.value.id, "") == owner

    def _is_standard(self, cls: Class) -> bool:
        """Whether a class is the standard library's, and its objects have no other attributes than it says."""
        top = cls.module.partition(".")[0]
        return top in stdlib_module_names and top not in _LIVING

    def _classes(self, shown: str, *, of_class: bool) -> list[Value]:
        """All classes that ty may mean by a name, or by several of which none has it; empty for something else."""
        parts = [one for one in _union(shown) if one != "None"]
        if len(parts) > 1 or parts != [shown]:
            each = [self._classes(part, of_class=of_class) for part in parts]
            return [one for classes in each for one in classes] if all(each) else []
        found = fullmatch(_TYPE, shown)
        name = sub(r"\[.*", "", found["a"] or found["b"] or found["c"]) if found is not None else ""
        if found is None or name in _NO_CLASSES:
            return []
        of_class = of_class or found["c"] is None
        module, _, last = name.rpartition(".")
        classes = self._named(last) if not module else self._bindings(module, last)
        return [ClassValue(cls) if of_class else Instance(cls) for cls in classes]

    def _named(self, name: str) -> list[Class]:
        """The classes of a name: that of the file itself, else all of the distributions, if the repository has none."""
        here = self._uses.source.where.module
        if self._library.find(here, name).verdict == "present":
            values = self._uses.evaluator.named(here, name) or ()
            return [one.cls for one in values if isinstance(one, ClassValue)] if len(values) == 1 else []
        if builtin_class(name) is not None or self._defined_here(name):
            return []
        standard = [cls for top in self._modules() for cls in self._bindings(top, name)]
        if standard:
            return standard
        sources = self._library.sources
        places = sources.by_class(name, self._tops())
        direct = [place for place in places if place.partition(".")[0] in self._imported]
        return [cls for place in direct or places for cls in self._bindings(place, name)]

    def _modules(self) -> list[str]:
        """The modules of the standard library that the file imports."""
        found: dict[str, None] = {}
        for node in ast.walk(self._uses.source.tree):
            if isinstance(node, ast.Import):
                found.update(dict.fromkeys(alias.name for alias in node.names))
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found[node.module] = None
        return [one for one in found if one.partition(".")[0] in stdlib_module_names]

    def _bindings(self, module: str, name: str) -> list[Class]:
        facts = self._library.module(module)
        return [one for one in facts.names.get(name, ()) if isinstance(one, Class)] if facts is not None else []

    def _tops(self) -> frozenset[str]:
        """Top-level names by which something can come into the file."""
        others = self._imported - self._library.sources.tops - stdlib_module_names
        # Through a module of the repository everything can come in.
        return self._library.sources.tops if others or self._is_relative else self._imported

    # calls

    def _call(self, said: Said) -> Iterator[Miss]:
        for node in self._called(said):
            if self._uses.guards.covers(node):
                continue
            for called in self._definitions(said) or self._own(node):
                misfit = self._uses.calls.misfit(called, shape_of(node))
                if misfit is not None:
                    yield self._uses.of_misfit(node, misfit, called)
                    return

    def _called(self, said: Said) -> list[ast.Call]:
        """The calls that ty may speak of: the one that has the argument, or those that begin where it points."""
        place = (said.line, said.column)
        holder = self._keywords.get(place)
        if said.kind in ("keyword", "too-many-arguments") and holder is not None:
            return [holder]
        last = said.owner.removesuffix(".__init__").removesuffix(".__new__").rpartition(".")[2]
        calls = self._calls.get(place, [])
        return [one for one in calls if _last(one.func) == last] or (calls if len(calls) == 1 else [])

    def _definitions(self, said: Said) -> list[Value]:
        """The function that ty points at, found by its name in the module of that place."""
        modules = dict.fromkeys(self._library.sources.module_at(path) for path, _ in said.defined)
        return [one for module in modules if module for one in self._function(module, said.owner)]

    def _function(self, module: str, owner: str) -> Iterator[Value]:
        first, _, method = owner.partition(".")
        facts = self._library.module(module)
        if facts is None:
            return
        if not method:
            functions = tuple(one for one in facts.names.get(first, ()) if isinstance(one, Func))
            if functions and len(functions) == len(facts.names[first]):
                yield Function(functions, module)
            return
        for cls in facts.names.get(first, ()):
            if isinstance(cls, Class) and method in cls.members:
                if method in ("__init__", "__new__"):
                    yield ClassValue(cls)
                else:
                    yield from self._uses.evaluator.attribute(Instance(cls), method) or ()

    def _own(self, node: ast.Call) -> list[Value]:
        """What the index says is called: something pinned, of the standard library, or made of fields by either."""
        uses = self._uses
        return [one for one in uses.values.get(id(node), ()) if uses.is_foreign(one) or self._is_made(one)]

    def _is_made(self, one: Value) -> bool:
        if isinstance(one, ClassValue) and self._uses.calls.made_here(one.cls):
            return True
        module = self._uses.calls.written_in(one) or ""
        return module.partition(".")[0] in stdlib_module_names


def _union(shown: str) -> list[str]:
    """The types of a union, as ty prints it: `A | list[B | C]` has two."""
    parts, depth = [""], 0
    for piece in split(r"( \| |[\[\](){}<>])", shown):
        depth += (piece in _OPENING) - (piece in _CLOSING)
        if piece == " | " and not depth:
            parts.append("")
        else:
            parts[-1] += piece
    return parts


def _module(one: Value) -> str:
    match one:
        case ModuleValue():
            return one.module
        case ClassValue():
            return one.cls.module
        case Instance():
            return one.of.module
    return ""


def _last(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""

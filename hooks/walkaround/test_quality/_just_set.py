"""Assertions on what the test itself has just set: an attribute, a variable of the environment, a namespace's field."""

import ast
from collections.abc import Callable

from ._claims import Claim, claims
from ._lazy import lazy
from ._module import Function, TestModule, last, root, written

# Words of tests about setting itself: of properties, proxies and descriptors.
_SETTING = frozenset({
    "set", "sets", "setting", "setter", "setters", "setattr", "settable", "property", "properties", "assign",
    "assigns", "assigned", "assignment", "attribute", "attributes", "attr", "attrs", "proxy", "descriptor",
    "descriptors", "mutable", "mutability", "update", "updates", "writable", "override", "overrides", "overridden",
    "dynamic", "slots", "slot", "readwrite", "modify", "modified", "delegates", "delegation", "frozen", "reset",
    "resets", "clear", "clears", "unset", "unsets", "none", "replace", "replaces", "replaced", "evolve", "evolves",
    "copy", "copies",
})  # fmt: skip
_IDLE = frozenset({"save", "flush", "commit", "print", "asave", "persist", "add"})  # calls that set no attribute back
_EXPECTING = frozenset({"raises", "warns", "assertRaises", "assertRaisesRegex", "assertWarns"})
_COPIES = frozenset({"list", "tuple", "str", "dict", "set", "int"})
# How what is read from a path was written to it, and what makes it be there.
_READ_BY = {"read_text": "write_text", "read_bytes": "write_bytes"}
_THERE = {
    "exists": ("touch", "mkdir", "write_text", "write_bytes"), "is_file": ("touch", "write_text", "write_bytes"),
    "is_dir": ("mkdir",),
}  # fmt: skip
_ATTRIBUTE_METHODS = frozenset({"__setattr__", "__getattr__", "__getattribute__", "__delattr__"})
# What gives a copy of a record with other fields: as its method, and as a function of a library.
_REPLACING = frozenset({"_replace", "dataclasses.replace", "attr.evolve", "attrs.evolve", "copy.replace"})
_MAKERS = frozenset({"types.SimpleNamespace", "argparse.Namespace"})
_CALLED = frozenset({
    "setattr", "setenv", "write_text", "write_bytes", "touch", "mkdir", "SimpleNamespace", "Namespace", "_replace",
    "replace", "evolve",
})  # fmt: skip

Sources = Callable[[str], bytes | None]


class JustSet:
    """What one test sets, asked for by its claims."""

    def __init__(self, module: TestModule, test: Function, said: list[str], sources: Sources | None = None) -> None:
        self._module = module
        self._sources = sources
        self._test = test
        self._claims = claims(test)
        self._is_about_setting = not _SETTING.isdisjoint(said)

    def holds(self, claim: Claim) -> bool:
        """Whether a claim only repeats an assignment that stands above it, and nothing else is asserted after that."""
        if not self._sets:
            return False
        start = self._set_at.get(id(claim.statement))
        return start is not None and self._last_other <= start

    @lazy
    def _sets(self) -> bool:
        """Whether the test sets anything but names, by an assignment or by one of the calls that are looked for."""
        if any(not isinstance(target, ast.Name) for one in self._test.of(ast.Assign) for target in one.targets):
            return True
        return any(
            self._module.code.last(call.func) in _CALLED
            or (isinstance(call.func, ast.Name) and self._module.called(call) in _MAKERS | _REPLACING)
            for call in self._test.of(ast.Call)
        )

    @lazy
    def _set_at(self) -> dict[int, int]:
        """The claims that repeat what was set, each with the line where it was."""
        found = {id(claim.statement): self._line(claim) for claim in self._claims}
        return {key: line for key, line in found.items() if line}

    @lazy
    def _last_other(self) -> int:
        """The last line of what is asserted otherwise."""
        asserted: list[ast.stmt] = [*self._test.of(ast.Assert), *(one.statement for one in self._claims)]
        expected = [call for call in self._test.of(ast.Call) if last(written(call.func)) in _EXPECTING]
        lines = [one.lineno for one in asserted if id(one) not in self._set_at]
        return max([*lines, *(call.lineno for call in expected)], default=0)

    def _line(self, claim: Claim) -> int:
        node = claim.test
        if isinstance(node, ast.Call):
            return self._made(claim, node)
        if not isinstance(node, ast.Compare) or len(node.ops) != 1 or not isinstance(node.ops[0], ast.Eq | ast.Is):
            return 0
        right = node.comparators[0]
        return self._repeats(claim, node.left, right) or self._repeats(claim, right, node.left)

    def _repeats(self, claim: Claim, target: ast.expr, value: ast.expr) -> int:
        """The line that sets a target to a value; 0 where nothing does."""
        while isinstance(target, ast.Call) and written(target.func) in _COPIES and len(target.args) == 1:
            target = target.args[0]
        if isinstance(target, ast.Name):  # `size = window.size`, read before it is compared
            read = self._test.once.get(target.id)
            line = self._attribute(claim, read, value) if isinstance(read, ast.Attribute) else 0
            return line if read is not None and line < read.lineno < claim.statement.lineno else 0
        if isinstance(target, ast.Call) and written(target.func) == "getattr" and len(target.args) == 2:
            return self._by_call(claim, target.args[0], target.args[1], value)
        if isinstance(target, ast.Call) and isinstance(target.func, ast.Attribute) and target.func.attr in _READ_BY:
            return self._content(claim, target.func, value)
        if isinstance(target, ast.Attribute):
            by_call = self._by_call(claim, target.value, ast.Constant(target.attr), value)
            if by_call:
                return by_call
            return self._attribute(claim, target, value) or self._field(claim, target, value)
        return self._environment(claim, target, value)

    def _by_call(self, claim: Claim, owner: ast.expr, name: ast.expr, value: ast.expr) -> int:
        """The line of a `setattr` that gives an object this attribute; 0 where nothing does."""
        target = written(owner)
        if self._is_about_setting or not target or "(" in target or target in self._module.classes:
            return 0
        for call in self._test.of(ast.Call):
            if last(written(call.func)) == "setattr" and len(call.args) == 3 and written(call.args[0]) == target:
                same = _same(call.args[1], name) and _same(call.args[2], value)
                made = self._assigned.get(root(owner), [])
                own = any(root(one.value) in self._module.classes for one in made)
                if same and not own and not self._acts_between(call, claim):
                    return call.lineno
        return 0

    def _content(self, claim: Claim, target: ast.Attribute, value: ast.expr) -> int:
        """The line that writes to a path what the claim reads from it; 0 where nothing does."""
        found = 0
        for call in self._on_path(target.value, (_READ_BY[target.attr],)):
            same = bool(call.args) and _same(call.args[0], value)
            if same and not self._acts_between(call, claim):
                found = call.lineno
        return found

    def _made(self, claim: Claim, asked: ast.Call) -> int:
        """The line that makes a file or folder which the claim only says to be there; 0 where nothing does."""
        func = asked.func
        if not isinstance(func, ast.Attribute) or func.attr not in _THERE or asked.args:
            return 0
        calls = self._on_path(func.value, _THERE[func.attr])
        return next((call.lineno for call in calls if not self._acts_between(call, claim)), 0)

    def _on_path(self, path: ast.expr, names: tuple[str, ...]) -> list[ast.Call]:
        """The calls of some methods of a path that a fixture of pytest gives, or that is made of one."""
        made = path
        while isinstance(made, ast.Name | ast.BinOp):
            if isinstance(made, ast.BinOp):
                made = made.left
            elif made.id in self._test.once:
                made = self._test.once[made.id]
            else:
                break
        plain = isinstance(made, ast.Name) and made.id in ("tmp_path", "tmpdir")
        if not plain and not (isinstance(made, ast.Call) and self._module.called(made) == "pathlib.Path"):
            return []
        found = [
            call
            for call in self._test.of(ast.Call)
            if isinstance(call.func, ast.Attribute) and call.func.attr in names and _same(call.func.value, path)
        ]
        return [call for call in found if not self._test.is_inner(call)]

    def _attribute(self, claim: Claim, target: ast.Attribute, value: ast.expr) -> int:
        name = written(target)
        if not name or "(" in name or self._is_about_setting:
            return 0
        before = [one for one in self._assigned.get(name, ()) if one.lineno < claim.statement.lineno]
        found = before[-1] if before else None
        if found is None or not _same(found.value, value) or self._acts_between(found, claim):
            return 0
        if self._is_made_here(target):
            return 0
        return found.lineno

    @lazy
    def _assigned(self) -> dict[str, list[ast.Assign]]:
        """The assignments of the test, by what they are to."""
        found: dict[str, list[ast.Assign]] = {}
        for one in self._test.of(ast.Assign):
            for target in one.targets:
                found.setdefault(written(target), []).append(one)
        return found

    def _field(self, claim: Claim, target: ast.Attribute, value: ast.expr) -> int:
        made = self._test.once.get(target.value.id) if isinstance(target.value, ast.Name) else None
        if not isinstance(made, ast.Call) and isinstance(target.value, ast.Name):
            made = self._last_value(target.value.id, claim)
        if not isinstance(made, ast.Call) or not self._is_made_by_fields(made):
            return 0
        given = next((keyword.value for keyword in made.keywords if keyword.arg == target.attr), None)
        repeats = given is not None and _same(given, value) and not self._acts_between(made, claim)
        return made.lineno if repeats else 0

    def _last_value(self, name: str, claim: Claim) -> ast.expr | None:
        """What a name that gets several values stands for at a claim; None where that is not plain."""
        before = [one for one in self._assigned.get(name, ()) if one.lineno < claim.statement.lineno]
        last_one = before[-1] if before else None
        plain = last_one is not None and last_one in self._test.body and claim.statement in self._test.body
        return last_one.value if plain and last_one is not None else None

    def _is_made_by_fields(self, made: ast.Call) -> bool:
        """Whether a call makes an object by nothing but its fields."""
        name = self._module.called(made)
        if name in _MAKERS:
            return True
        return not self._is_about_setting and (name in _REPLACING or last(written(made.func)) == "_replace")

    def _environment(self, claim: Claim, target: ast.expr, value: ast.expr) -> int:
        key = _variable(target)
        if key is None:
            return 0
        for one in self._test.of(ast.Assign):
            if self._puts(one.targets[0], key) and _same(one.value, value) and not self._acts_between(one, claim):
                return one.lineno
        for call in self._test.of(ast.Call):
            is_set = last(written(call.func)) == "setenv" and len(call.args) == 2 and _same(call.args[0], key)
            if is_set and _same(call.args[1], value) and not self._acts_between(call, claim):
                return call.lineno
        return 0

    def _puts(self, target: ast.expr, key: ast.expr) -> bool:
        """Whether an assignment is to a variable of the environment."""
        by_item = isinstance(target, ast.Subscript) and written(target.value) in ("os.environ", "environ")
        return by_item and isinstance(target, ast.Subscript) and _same(target.slice, key)

    def _is_made_here(self, target: ast.Attribute) -> bool:
        """Whether the object is of a class that this module defines: its attributes are what is tested."""
        first = root(target)
        made = [one.value for one in self._assigned.get(first, ())]
        if first in ("self", "cls") and self._test.owner is not None:
            inner = written(target).split(".")[1]
            if written(target).count(".") == 1:
                return True  # an attribute of the test case
            made = [value for name, value in self._module.attributes(self._test.owner).items() if name == inner]
        if any(self._has_setter(one, target.attr) for one in made):
            return True
        classes = self._module.classes
        named = [one.id for value in made for one in ast.walk(value) if isinstance(one, ast.Name) and one.id in classes]
        if first in classes or not named:
            return first in classes
        top = self._module.tree.body
        return not all(classes[name] in top and _is_plain_class(classes[name], target.attr) for name in named)

    def _has_setter(self, made: ast.expr, attribute: str) -> bool:
        """Whether an object is of a class of the code under test that does something when the attribute is set."""
        name = self._module.called(made) if isinstance(made, ast.Call) else ""
        if not last(name)[:1].isupper() or not self._module.is_under_test(name):
            return False
        from ._setters import has_setter  # what few claims come to

        return has_setter(self._sources, name, attribute)

    def _acts_between(self, start: ast.stmt | ast.expr, claim: Claim) -> bool:
        """Whether anything runs between what is set and the claim that could set it otherwise."""
        acts = self._test.acts_between((start.end_lineno or start.lineno) + 1, claim.statement.lineno - 1)
        return acts is None or any(
            isinstance(one, ast.With) or (isinstance(one, ast.Call) and not _is_idle(one)) for one in acts
        )


def _is_plain_class(owner: ast.ClassDef, attribute: str) -> bool:
    """Whether Python alone decides what an attribute of a class's objects is when it has been set."""
    if owner.decorator_list or owner.keywords or any(written(base) != "object" for base in owner.bases):
        return False
    methods = [one for one in owner.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
    others = [one for one in owner.body if one not in methods and not isinstance(one, ast.Pass | ast.Expr)]
    names = {one.name for one in methods}
    return not others and attribute not in names and names.isdisjoint(_ATTRIBUTE_METHODS)


def _is_idle(call: ast.Call) -> bool:
    name = last(written(call.func))
    return name in _IDLE or name.startswith("assert")


def _variable(node: ast.expr) -> ast.expr | None:
    """The name of the variable of the environment that an expression reads."""
    if isinstance(node, ast.Subscript) and written(node.value) in ("os.environ", "environ"):
        return node.slice
    if (
        isinstance(node, ast.Call)
        and written(node.func) in ("os.getenv", "os.environ.get", "environ.get")
        and node.args
    ):
        return node.args[0]
    return None


def _same(one: ast.expr, other: ast.expr) -> bool:
    """Whether two expressions are written alike, and give the same when they are read twice."""
    if any(isinstance(part, ast.Call) for part in ast.walk(one)):
        return False
    return ast.dump(one) == ast.dump(other)

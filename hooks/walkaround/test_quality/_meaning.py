"""What an expression in a test comes to when names are replaced by what they stand for.

Followed are names that are assigned once, fixtures and helpers of the module that do nothing but return an expression,
what `setUp` gives `self`, and constants of the module.
"""

import ast
from collections.abc import Iterator, Mapping
from itertools import zip_longest

from ._claims import claims
from ._lazy import lazy
from ._module import Function, TestModule, last, written

_DEPTH = 12
_DEEPEST = 60
_TOO_DEEP = "too deep"
_MOST = 400  # nodes of one expression; larger ones are data, and nobody writes them twice


class Meaning:
    """Expressions of one test."""

    def __init__(self, module: TestModule, test: Function) -> None:
        self._module = module
        self._test = test

    @lazy
    def claimed(self) -> dict[str, set[int]]:
        """The lines of the claims in which each name is read."""
        found: dict[str, set[int]] = {}
        for claim in claims(self._test):
            for one in ast.walk(claim.test):
                if isinstance(one, ast.Name):
                    found.setdefault(one.id, set()).add(claim.statement.lineno)
        return found

    def value(self, node: ast.expr, depth: int = 0) -> ast.expr:
        """The expression that a name stands for, as far as it is told; another expression itself."""
        while depth < _DEPTH:
            found = self._stands_for(node)
            if found is None or found is node:
                return node
            node, depth = found, depth + 1
        return node

    def _stands_for(self, node: ast.expr) -> ast.expr | None:
        if isinstance(node, ast.Await):
            return node.value
        if isinstance(node, ast.Name):
            bound = self.bound_to(node.id)
            if bound is not None:
                return bound
            if node.id in self._test.fixtures:
                fixture = self._module.fixtures.get(node.id)
                return only_return(fixture) if fixture is not None else None
            return self._module.constants.get(node.id) if self._is_of_module(node.id) else None
        if isinstance(node, ast.Attribute) and self._test.owner is not None and written(node.value) in ("self", "cls"):
            return self._attributes().get(node.attr)
        if isinstance(node, ast.Subscript):
            return self._element(node)
        return None

    def bound_to(self, name: str) -> ast.expr | None:
        """What the test binds a name to, in the one place where it does: alone, or side by side with others."""
        return self._test.once.get(name) or self._beside.get(name)

    @lazy
    def _beside(self) -> dict[str, ast.expr]:
        """The names that are bound side by side: `one, other = f(1), f(2)`."""
        return {
            target.id: value
            for node in self._test.of(ast.Assign)
            for name in node.targets
            if isinstance(name, ast.Tuple | ast.List) and isinstance(node.value, ast.Tuple | ast.List)
            if len(name.elts) == len(node.value.elts)
            for target, value in zip(name.elts, node.value.elts, strict=True)
            if isinstance(target, ast.Name) and self._test.bound.get(target.id) == 1
        }

    def _element(self, node: ast.Subscript) -> ast.expr | None:
        """What stands at a place of a list or dict that is written down here, and that nothing changes."""
        if not isinstance(node.value, ast.Name) or not self._is_only_read(node.value.id):
            return None
        whole, key = self.value(node.value, _DEPTH - 2), node.slice
        if isinstance(whole, ast.DictComp) and len(whole.generators) == 1 and isinstance(key, ast.Name):
            return whole.value if written(whole.key) == written(whole.generators[0].target) == key.id else None
        if not isinstance(key, ast.Constant):
            return None
        if isinstance(whole, ast.Dict):
            same = [
                value
                for one, value in zip(whole.keys, whole.values, strict=True)
                if isinstance(one, ast.Constant) and one.value == key.value
            ]
            return same[0] if len(same) == 1 else None
        if not isinstance(whole, ast.List | ast.Tuple) or any(isinstance(one, ast.Starred) for one in whole.elts):
            return None
        return whole.elts[key.value] if isinstance(key.value, int) and key.value < len(whole.elts) else None

    def _is_only_read(self, name: str) -> bool:
        """Whether all that the test does with a name is to take elements of what it stands for."""
        for read in self._test.reads.get(name, ()):
            around = self._module.code.parent(read)
            if not (isinstance(around, ast.Subscript) and around.value is read and isinstance(around.ctx, ast.Load)):
                return False
        return True

    def _is_of_module(self, name: str) -> bool:
        return name not in self._test.bound

    def _attributes(self) -> Mapping[str, ast.expr]:
        owner = self._test.owner
        return self._module.attributes(owner) if owner is not None else {}

    def may_be_same_call(self, left: ast.expr, right: ast.expr) -> bool:
        """Whether it is worth looking closer: both are expressions of one kind, and one of them has a call in it."""
        one, other = self.value(left), self.value(right)
        if isinstance(one, ast.Call):
            if isinstance(other, ast.Call) and last(written(one.func)) == last(written(other.func)):
                alike = len(one.args) == len(other.args) and len(one.keywords) == len(other.keywords)
                return alike or self._is_helper(one) or self._is_helper(other)
            return any(isinstance(call, ast.Call) and self._is_helper(call) for call in (one, other))
        if isinstance(other, ast.Call):
            return self._is_helper(other)
        same = one.__class__ is other.__class__ and not isinstance(one, ast.Constant)
        return same and bool(self.calls(one))

    def _is_helper(self, call: ast.Call) -> bool:
        return self._module.local(call, self._test) is not None

    def place(self, node: ast.expr) -> ast.expr | None:
        """The call's expression where it stands outside of the claim, in the test itself; None where it does not."""
        value = self.value(node)
        if value is node or not isinstance(node, ast.Name) or self.bound_to(node.id) is None:
            return None
        return value

    def calls(self, node: ast.expr) -> list[ast.Call]:
        """The calls that an expression comes to; of a part of a named result, such as `first.id`, those of the result.

        A result of which only parts are compared has to come from a call with arguments: without, each may differ.
        """
        value = self.value(node)
        if isinstance(value, ast.Attribute | ast.Subscript):
            at: ast.expr = value
            while isinstance(at, ast.Attribute | ast.Subscript):
                at = at.value
            made = without_await(self.value(at))
            if isinstance(at, ast.Name) and isinstance(made, ast.Call):
                return [made] if made.args or made.keywords else []
        return [one for one in ast.walk(value) if isinstance(one, ast.Call)]

    def is_same(self, left: ast.expr, right: ast.expr, given: Mapping[str, ast.expr] | None = None) -> bool:
        """Whether two expressions say the same, word by word; not where one is too large, or too deep.

        `given` are the values that names have in one of the cases of a test.
        """
        ours = self._words(left, 0, given or {})
        theirs = self._words(right, 0, given or {})
        for number, (one, other) in enumerate(zip_longest(ours, theirs)):
            if one != other or one == _TOO_DEEP or number > _MOST * 4:
                return False
        return True

    def _words(self, node: ast.AST, depth: int, given: Mapping[str, ast.expr]) -> Iterator[str]:
        """What an expression says, as words that another one has to say as well."""
        if depth > _DEEPEST:
            yield _TOO_DEEP
            return
        if isinstance(node, ast.expr):
            node = self.value(given.get(node.id, node) if isinstance(node, ast.Name) else node)
        if isinstance(node, ast.Call):
            inlined = self._inlined(node)
            if inlined is not None:
                yield from self._words(inlined[0], depth + 1, inlined[1])
                return
        name = self._imported(node) if isinstance(node, ast.Name | ast.Attribute) else ""
        if name:
            yield name
            return
        yield type(node).__name__
        for field in node._fields:
            value = getattr(node, field, None)
            if field in ("ctx", "kind", "type_comment") or value is None:
                continue
            yield field
            for one in value[:_MOST] if isinstance(value, list) else [value]:
                if isinstance(one, ast.AST):
                    yield from self._words(one, depth + 1, given)
                else:
                    yield repr(one)
        yield ")"

    def _imported(self, node: ast.Name | ast.Attribute) -> str:
        """The full name of what is imported from the code under test; empty for others."""
        name = self._module.code.name(node)
        plain = name and "(" not in name and "[" not in name
        return name if plain and self._module.is_under_test(name) else ""

    def _inlined(self, call: ast.Call) -> tuple[ast.expr, dict[str, ast.expr]] | None:
        """What a helper of this module returns, with its arguments: one that does nothing else."""
        helper = self._module.local(call, self._test)
        returned = only_return(helper) if helper is not None else None
        if helper is None or returned is None or call.keywords or len(call.args) != len(helper.parameters):
            return None
        if any(isinstance(one, ast.Starred) for one in call.args):
            return None
        return returned, {name: self.value(one) for name, one in zip(helper.parameters, call.args, strict=True)}


def only_return(function: Function) -> ast.expr | None:
    """The expression that a function returns or yields, where it does nothing else."""
    body = function.body
    if len(body) != 1 or function.node.args.vararg or function.node.args.kwarg:
        return None
    only = body[0]
    if isinstance(only, ast.Return):
        return only.value
    if isinstance(only, ast.Expr) and isinstance(only.value, ast.Yield):
        return only.value.value
    return None


def without_await(node: ast.expr) -> ast.expr:
    return node.value if isinstance(node, ast.Await) else node

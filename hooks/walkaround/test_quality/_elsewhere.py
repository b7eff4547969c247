"""What bases that stand in another file may bring to a test: methods that check, or a test of the same name."""

import ast
import re

from ._module import Function, TestModule, root

_PLAIN_BASES = (
    r"(?:^|\.)(?:unittest|django\.test|aiounittest|testtools|absl\.testing\.absltest)\.\w*$|^(?:object|abc\.ABC|ABC)$"
)
_PLAIN_NAMES = frozenset({
    "TestCase", "IsolatedAsyncioTestCase", "SimpleTestCase", "TransactionTestCase", "LiveServerTestCase",
    "APITestCase",
})  # fmt: skip


def may_be_elsewhere(module: TestModule, test: Function) -> bool:
    """Whether the test calls a method of its own that stands in a base elsewhere, or that a subclass will have."""
    owner = test.owner
    if owner is None:
        return False
    bases = module.foreign_bases(owner)
    if any(name.startswith("twisted.") for name in bases) and any(map(_gives, test.of(ast.Return))):
        return True  # what is given back fails the test later, or never comes
    foreign = [name for name in bases if name.startswith("twisted.") or not _is_plain_base(name)]
    mixed_in = not owner.bases and not owner.name.startswith("Test")  # beside what its users derive from
    if not foreign and not mixed_in and (module.is_case(owner) or not owner.bases):
        return False
    return any(
        isinstance(call.func, ast.Attribute)
        and root(call.func.value) in ("self", "cls", "super")
        and not isinstance(call.func.value, ast.Attribute)
        and (module.method(owner, call.func.attr) is None)
        for call in test.of(ast.Call)
    )


def has_foreign_base(module: TestModule, test: Function) -> bool:
    """Whether a base elsewhere may have a test of the same name, which this one replaces."""
    return test.owner is not None and (
        any(not _is_plain_base(name) for name in module.foreign_bases(test.owner))
        or any(
            (base is not test.owner and module.method(base, test.node.name) is not None)
            for base in module.bases(test.owner)
        )
    )


def _gives(node: ast.Return) -> bool:
    return node.value is not None and not isinstance(node.value, ast.Constant | ast.Compare)


def _is_plain_base(name: str) -> bool:
    return bool(re.search(_PLAIN_BASES, name)) or name.rpartition(".")[2] in _PLAIN_NAMES

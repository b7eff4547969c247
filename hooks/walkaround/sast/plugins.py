"""Our rules as plugins for stock bandit: `bandit -r src` runs them as soon as walkaround is installed beside it.

One plugin per rule, named as the rule in snake case, so that `# nosec: missing_timeout` means it too. bandit asks for
each node; a module is analysed at the first question about it, and the answers kept on its tree. The names that the
entry points in pyproject.toml use are made at import.

bandit reads a plugin's `_test_id` and `_checks`, which its decorators set as well; those refuse node types that are
nobody's but ours, such as `AsyncFunctionDef`. Each plugin names the few types that its findings stand on, since bandit
asks it about every node of them; a test holds what the rules find against that.
"""

import ast
from collections.abc import Callable
from typing import Any

from bandit.core.context import Context
from bandit.core.issue import Issue

from .._code import Module
from ._families import Found, find
from ._rules import DEFECTS, Defect

# The types of nodes that a rule's findings stand on, in bandit's words: a constant is the text that it is to bandit.
_TEXTS = "JoinedStr BinOp AugAssign Call Subscript FormattedValue Return Assign Attribute Name"
_BUILT = "JoinedStr BinOp AugAssign Call Subscript FormattedValue Return Assign"
_NODES = {
    **dict.fromkeys(("B901", "B902", "B903", "B904", "B905", "B906", "B907", "B908", "B909", "B910", "B912"), _BUILT),
    **dict.fromkeys(("B920", "B921"), _TEXTS),
    **dict.fromkeys(("B925", "B926", "B927", "B928", "B956"), "Call Assign AnnAssign Attribute"),
    **dict.fromkeys(("B930", "B931"), "ExceptHandler"),
    **dict.fromkeys(("B945",), "FunctionDef AsyncFunctionDef"),
    "B923": "Call Assign AnnAssign",
    "B929": "Assign Dict Call JoinedStr BinOp FunctionDef AsyncFunctionDef Subscript",
    "B936": "keyword Call",
    "B940": "Call AnnAssign FunctionDef AsyncFunctionDef arg BinOp Assign AugAssign Str",
    "B942": "AnnAssign Assign Call Compare arg keyword If",
    "B943": "List Dict Set Call ListComp DictComp SetComp",
    "B944": "Attribute Call Assign Name",
    "B946": "Call AugAssign Assign Delete With AsyncWith",
    "B951": "Call Assign Attribute",
    "B954": "Compare",
    "B960": "FunctionDef AsyncFunctionDef Assign AnnAssign Name Call",
    "B961": "Assert",
    "B962": "Call Assign AnnAssign Str Dict Subscript",
    "B963": "Call Assign AnnAssign Str Dict Subscript",
    "B964": "Name Assign AnnAssign Call Attribute Str",
}

Answers = dict[tuple[str, int], Found]
Plugin = Callable[[Context], Issue | None]

_last: tuple[object, Answers] = (None, {})


def _answers(context: Context) -> Answers:
    """What our rules find in the module of a node, by rule and node; kept for the file that bandit is at."""
    global _last  # bandit gives plugins no place of their own
    file = context.file_data
    if _last[0] is not file:
        file.seek(0)
        module = Module(context.filename or "", file.read(), _tree(context.node))
        _last = (file, {(found.rule, id(found.node)): found for found in find(module)})
    return _last[1]


def _tree(node: Any) -> ast.Module:
    while not isinstance(node, ast.Module):
        node = node._bandit_parent  # noqa: SLF001 - bandit's own way up
    return node


def _plugin(defect: Defect) -> Plugin:
    """The plugin of one rule."""
    rule = defect.rule

    def plugin(context: Context) -> Issue | None:
        found = _answers(context).get((rule.id, id(context.node)))
        if found is None:
            return None
        return Issue(severity=defect.severity, confidence=defect.confidence, cwe=defect.cwe, text=_text(found, defect))

    plugin.__name__ = plugin.__qualname__ = name(defect)
    plugin.__doc__ = f"{rule.summary} {rule.remedy}"
    plugin._test_id = rule.id  # type: ignore[attr-defined]  # noqa: SLF001
    plugin._checks = nodes(defect)  # type: ignore[attr-defined]  # noqa: SLF001
    return plugin


def name(defect: Defect) -> str:
    """The name of a rule's plugin and of its entry point."""
    return defect.rule.name.replace("-", "_")


def _text(found: Found, defect: Defect) -> str:
    return f"{found.message} {found.remedy or defect.rule.remedy}"


def nodes(defect: Defect) -> list[str]:
    """The types of nodes about which bandit asks a rule's plugin."""
    return _NODES.get(defect.rule.id, "Call").split()


globals().update({name(defect): _plugin(defect) for defect in DEFECTS})

"""B960 where it is said out loud: `permission_classes = [AllowAny]` beside views that ask who it is."""

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ._auth import decorator_marks, is_marked, is_public, words
from ._drafts import is_test
from ._found import Found
from ._mappings import functions
from ._patterns import Pattern
from ._private import reads_private
from ._web_routes import SAID, class_changes, class_marks, has_gate, is_open_word

if TYPE_CHECKING:
    from ..._code import Function, Module

_RULE = "B960"
_CHANGES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_CHANGING = frozenset(
    {"post", "put", "patch", "delete", "create", "update", "partial_update", "destroy", "perform_create"}
)
# Whoever opens an account has none yet; a cart, a vote, a donation need none.
_FOR_ALL = Pattern(
    r"(?:^|_)(?:users?|accounts?|customers?|profiles?|members?)_(?:create|add|list_create)"
    r"|(?:^|_)(?:create|add|new)_(?:user|account|customer|profile|member)(?:$|_)"
    r"|password|otp|checkout|cart|basket|donat|lead|enquir|inquir|survey|vote|rsvp|wait_?list|social|google|github"
    r"|facebook|apple|token|sign"
)
# Whoever limits how often a view may be asked has thought of strangers.
_LIMITED = frozenset({"throttle_classes", "throttle_scope"})


class _Open(NamedTuple):
    """A class or a function that lets everybody in, and the node that says so; `empty` if by a list of nothing."""

    definition: "ast.ClassDef | Function"
    node: ast.AST
    said: str
    changes: bool
    empty: bool


def find(module: "Module") -> Iterator[Found]:
    opened = [*_classes(module), *_functions(module)]
    peers = _guarded(module) if opened else []
    if not peers:
        return
    reading = not all(peers)
    for one in opened:
        if _is_meant(module, one):
            continue
        if one.changes or (one.empty and reading) or any(reads_private(module, by) for by in _within(one.definition)):
            does = "change something for" if one.changes else "answer"
            name = one.definition.name
            message = f"`{one.said}` has `{name}` {does} everybody, although views beside it ask who it is."
            yield Found(_RULE, one.node, message)


def _classes(module: "Module") -> Iterator[_Open]:
    for owner in module.of(ast.ClassDef):
        said = {target: node for node in owner.body for target in _targets(node)}
        asked, proved = said.get("permission_classes"), said.get("authentication_classes")
        node = asked or proved
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None or has_gate(owner):
            continue
        if not is_public(module, node.value):
            continue
        if _LIMITED & said.keys() or (node is proved and not _is_empty(node.value)):
            continue
        changes = any(one.name in _CHANGING for one in _within(owner)) or class_changes(module, owner, [])
        yield _Open(owner, node, ast.unparse(node), changes, _is_empty(node.value))


def _targets(node: ast.stmt) -> list[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _is_empty(node: ast.expr) -> bool:
    return isinstance(node, ast.List | ast.Tuple) and not node.elts


def _functions(module: "Module") -> Iterator[_Open]:
    for function in functions(module):
        methods: set[str] = set()
        value: ast.expr | None = None
        for decorator in function.decorator_list:
            if not isinstance(decorator, ast.Call):
                continue
            last = module.last(decorator.func)
            if last in {"api_view", "action"}:
                methods |= _verbs(module, decorator)
            if last == "permission_classes" and decorator.args:
                value = decorator.args[0]
            value = next((word.value for word in decorator.keywords if word.arg == "permission_classes"), value)
        if value is not None and is_public(module, value) and not _is_limited(module, function):
            said = f"permission_classes({ast.unparse(value)})"
            yield _Open(function, function, said, bool(methods & _CHANGES), _is_empty(value))


def _verbs(module: "Module", decorator: ast.Call) -> set[str]:
    given = [word.value for word in decorator.keywords if word.arg == "methods"] or decorator.args[:1]
    value = module.constant(given[0]) if given else ()
    return {one.upper() for one in value if isinstance(one, str)} if isinstance(value, tuple) else set()


def _is_limited(module: "Module", function: "Function") -> bool:
    return any(
        module.last(one.func) == "throttle_classes" for one in function.decorator_list if isinstance(one, ast.Call)
    )


def _guarded(module: "Module") -> list[bool]:
    """The views of a module that say whom they let in: for each, whether it changes something."""
    found = [class_changes(module, owner, []) or any(one.name in _CHANGING for one in _within(owner))
             for owner in module.of(ast.ClassDef)
             if any(target == "permission_classes" for node in owner.body for target in _targets(node))
             and class_marks(module, owner)]  # fmt: skip
    for function in functions(module):
        for one in function.decorator_list:
            given = isinstance(one, ast.Call) and module.last(one.func) in {"permission_classes", "action", "api_view"}
            if given and decorator_marks(module, one):
                said = [by for by in function.decorator_list if isinstance(by, ast.Call)]
                found.append(any(_verbs(module, by) & _CHANGES for by in said))
    return found


def _is_meant(module: "Module", one: _Open) -> bool:
    """Whether everybody may come in for a reason: by the name, by what is written about it, or by a check within."""
    name = words(one.definition.name)
    if is_test(module, one.definition) or is_open_word(name, one.changes) or _FOR_ALL.search(name):
        return True
    inner = _within(one.definition)
    texts = [ast.get_docstring(by, clean=False) for by in (one.definition, *inner)]
    if any(text and SAID.search(text) for text in texts):
        return True
    return any(is_marked(module, by) for by in inner)


def _within(definition: "ast.ClassDef | Function") -> list["Function"]:
    if isinstance(definition, ast.ClassDef):
        return [one for one in definition.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [definition]

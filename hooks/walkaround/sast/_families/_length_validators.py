"""Functions that are there to check one text, and look at its length alone."""

import ast
from collections.abc import Iterator

from ..._code import Function, Module
from ._declared_lengths import checked_fields, declared, is_checked_elsewhere, is_free_declared
from ._found import Found
from ._lengths import compared, subject_of
from ._surroundings import words_of
from ._text_uses import has_form, is_looked_at

_CHECKING = frozenset({"validate", "check", "clean", "verify", "ensure", "require", "assert"})
_ASKING = frozenset({"is", "valid", "has"})
_OF_LENGTH = frozenset({"length", "len", "size", "long", "short", "max", "min", "limit", "limits", "bounds", "longer"})
_BUILT = frozenset({"__post_init__", "__attrs_post_init__"})


def validators(module: Module) -> Iterator[Found]:
    told: set[tuple[Function, str]] = set()
    for call in compared(module):
        function = module.function(call)
        if function is None:
            continue
        subject = subject_of(call)
        name = _checked(module, function, subject)
        if not name or (function, name) in told or is_looked_at(module, function, subject):
            continue
        told.add((function, name))
        yield Found("B942", call, f"{function.name} checks the length of {name} and not its content.")


def _checked(module: Module, function: Function, subject: ast.expr) -> str:
    """The name of the text that a function is there to check; empty if it is no such function or the text has no
    form."""
    owner = module.owner(function)
    declared_for = checked_fields(module, function)
    if declared_for:
        wanted = [one for one in declared_for if has_form(one)]
        if not wanted or len(declared_for) > 1 or owner is None or not _is_given(module, function, subject):
            return ""
        return "" if is_checked_elsewhere(module, owner, function, wanted[0]) else wanted[0]
    if function.name in _BUILT or _checks_whole(module, function):
        if isinstance(subject, ast.Attribute):
            return _of_self(module, owner, subject)
        return _of_cleaned(module, owner, subject)
    words = words_of(function.name)
    if not _OF_LENGTH.isdisjoint(words):
        return ""  # it says so
    checks = not _CHECKING.isdisjoint(words[:2]) or (words[:1] == ["is"] and "valid" in words[1:3])
    if not checks or not _is_given(module, function, subject):
        return ""
    if isinstance(subject, ast.Subscript):
        key = module.constant(subject.slice)
        return key if isinstance(key, str) and has_form(key) else ""
    name = module.last(subject)
    if not has_form(name):
        named = "_".join(word for word in words if word not in _CHECKING | _ASKING)
        plain = isinstance(subject, ast.Name) and len(_own(function)) == 1
        name = named if plain and has_form(named) else ""
    return name if owner is None or is_free_declared(module, owner, name) else ""


def _checks_whole(module: Module, function: Function) -> bool:
    """Whether a method checks a model or a form as a whole."""
    marks = [mark.func if isinstance(mark, ast.Call) else mark for mark in function.decorator_list]
    return function.name == "clean" or any(module.last(mark) == "model_validator" for mark in marks)


def _of_cleaned(module: Module, owner: ast.ClassDef | None, subject: ast.expr) -> str:
    """`data["subdomain"]` in the `clean` of a form, of a field that takes any text."""
    key = module.constant(subject.slice) if isinstance(subject, ast.Subscript) else None
    if owner is None or not isinstance(key, str) or not has_form(key) or not declared(module, owner, key):
        return ""
    root = subject.value if isinstance(subject, ast.Subscript) else subject
    made = module.binding(root) if isinstance(root, ast.Name) else root
    made = made.func if isinstance(made, ast.Call) else made
    return key if isinstance(made, ast.Attribute) and made.attr in {"clean", "cleaned_data"} else ""


def _own(function: Function) -> list[ast.arg]:
    """The arguments of a function without the first of a method."""
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return [one for one in arguments if one.arg not in {"self", "cls"}]


def _is_given(module: Module, function: Function, node: ast.expr) -> bool:
    """Whether a text is an argument, an element of one, or what a form keeps as cleaned."""
    if isinstance(node, ast.Name):
        for binding in module.bindings(function, node.id):
            if isinstance(binding, ast.arg):
                return _is_text(module, binding)
            if isinstance(binding, ast.Assign | ast.AnnAssign | ast.NamedExpr) and binding.value is not None:
                return _is_read(function, binding.value)
        return False
    return _is_read(function, node)


def _is_read(function: Function, node: ast.expr) -> bool:
    for _step in range(8):
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute | ast.Subscript):
            if isinstance(node, ast.Attribute) and node.attr in {"cleaned_data", "initial_data"}:
                return True
            node = node.value
        elif isinstance(node, ast.Name):
            return node.id in {one.arg for one in _own(function)}
        else:
            return False
    return False


def _is_text(module: Module, argument: ast.arg) -> bool:
    kind = argument.annotation
    if kind is None:
        return True
    return any(isinstance(part, ast.Name) and part.id in {"str", "dict", "Any"} for part in ast.walk(kind)) and not (
        isinstance(kind, ast.Subscript) and module.last(kind.value) in {"list", "List", "set", "tuple", "Sequence"}
    )


def _of_self(module: Module, owner: ast.ClassDef | None, subject: ast.expr) -> str:
    """`self.username` in `__post_init__`, where no method of the class looks at it."""
    if owner is None or not isinstance(subject, ast.Attribute) or module.last(subject.value) != "self":
        return ""
    if not has_form(subject.attr) or not declared(module, owner, subject.attr):
        return ""
    methods = [one for one in owner.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
    return "" if any(is_looked_at(module, one, subject) for one in methods) else subject.attr

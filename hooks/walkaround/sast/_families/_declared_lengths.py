"""Texts that are held to a length as they are declared: fields of forms, schemas and request models."""

import ast
from collections.abc import Iterator

from ..._code import Function, Module
from ._found import Found
from ._surroundings import words_of

_MARKS = frozenset(
    {"Field", "constr", "StringConstraints", "Query", "Path", "Form", "Body", "Header", "Cookie", "mapped_column"}
)
_HELD = frozenset({"pattern", "regex", "**"})
_FREE_FIELDS = frozenset({"CharField", "StringField", "TextField", "Str", "String", "Column", "mapped_column"})
_FORM_BASES = ("Serializer", "Form", "Schema")
_PLAIN_BASES = frozenset({"BaseModel", "Serializer", "Form", "FlaskForm", "Schema", "SQLModel"})
_WHOLE = frozenset({"clean", "validate", "is_valid"})


def fields(module: Module) -> Iterator[Found]:
    """Fields of forms, schemas and request models that are held to a length alone."""
    for owner in module.of(ast.ClassDef):
        bases = [module.name(base) or module.last(base) for base in owner.bases]
        kind = _kind(bases)
        if not kind:
            continue
        looked = _looked_at(module, owner)
        for statement in owner.body:
            if not isinstance(statement, ast.Assign | ast.AnnAssign):
                continue
            target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
            name = module.last(target)
            if not name or not is_well_known(name) or name in looked or "*" in looked:
                continue
            if _only_length(module, statement, kind):
                yield Found("B942", statement, f"The field {name} is held to a length and to no form.")


def is_well_known(name: str) -> bool:
    """Fields whose form everybody agrees on; what a user name may hold is up to each."""
    words = words_of(name)
    last = {"email", "mail", "phone", "telephone", "url", "website", "iban", "slug", "filename", "hostname", "postcode"}
    pairs = {("phone", "number"), ("email", "address"), ("postal", "code"), ("zip", "code"), ("ip", "address")}
    return bool(words) and (words[-1] in last | {"homepage", "currency"} or tuple(words[-2:]) in pairs)


def _kind(bases: list[str]) -> str:
    for base in bases:
        last = base.rpartition(".")[2].removesuffix("()")
        if (last == "BaseModel" and base.startswith("pydantic")) or (last == "Schema" and base.startswith("ninja")):
            return "pydantic"
        if last in {"FlaskForm", "Form"} and base.startswith(("flask_wtf", "wtforms")):
            return "wtforms"
        if last == "Schema" and base.startswith("marshmallow"):
            return "marshmallow"
        if last in {"Serializer", "Form"} and base.startswith(("rest_framework", "django.forms")):
            return "django"
    return ""


def _looked_at(module: Module, owner: ast.ClassDef) -> set[str]:
    """The fields that a class checks in a method of its own; `*` when it checks the whole."""
    found: set[str] = set()
    for one in owner.body:
        if not isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for mark in one.decorator_list:
            call = mark if isinstance(mark, ast.Call) else None
            word = module.last(call.func if call else mark)
            if word in {"validator", "field_validator", "validates"} and call:
                found.update(str(module.constant(argument)) for argument in call.args)
            elif word in {"root_validator", "model_validator", "validates_schema"}:
                found.add("*")
        for prefix in ("validate_", "clean_"):
            if one.name.startswith(prefix):
                found.add(one.name.removeprefix(prefix))
        if one.name in {"clean", "validate"}:
            found.add("*")
    return found


def _only_length(module: Module, statement: ast.Assign | ast.AnnAssign, kind: str) -> bool:
    if kind == "pydantic":
        return isinstance(statement, ast.AnnAssign) and _pydantic(module, statement)
    call = statement.value
    if not isinstance(call, ast.Call):
        return False
    word = module.last(call.func)
    if kind == "django":
        names = {keyword.arg for keyword in call.keywords}
        return word == "CharField" and "max_length" in names and not names & {"validators", "choices"}
    if kind == "wtforms":
        return word in {"StringField", "TextField"} and _validators(
            module, call, {"Length"}, {"DataRequired", "InputRequired", "Optional"}
        )
    return word in {"Str", "String"} and _validators(module, call, {"Length"}, set())


def annotation_parts(module: Module, annotation: ast.expr) -> tuple[ast.expr, list[ast.expr]]:
    """The type and the marks of `Annotated[T, …]`; any other annotation is all type."""
    if isinstance(annotation, ast.Subscript) and module.last(annotation.value) == "Annotated":
        inner = annotation.slice
        if isinstance(inner, ast.Tuple) and inner.elts:
            return inner.elts[0], inner.elts[1:]
    return annotation, []


def _pydantic(module: Module, statement: ast.AnnAssign) -> bool:
    return only_length(module, statement.annotation, statement.value)


def only_length(module: Module, annotation: ast.expr, value: ast.expr | None) -> bool:
    """Whether an annotation and a default hold a text to a length and to nothing else."""
    names = _constraints(module, annotation, value)
    return names is not None and bool(names & {"max_length", "min_length"}) and not names & _HELD


def _constraints(module: Module, annotation: ast.expr, value: ast.expr | None) -> set[str] | None:
    """The names of what a text is held to; None when it is no plain text, or something else looks at it too."""
    annotation, marks = annotation_parts(module, annotation)
    if isinstance(value, ast.Call):
        marks = [*marks, value]
    if isinstance(annotation, ast.Call) and module.last(annotation.func) == "constr":
        marks = [*marks, annotation]
    elif not is_plain_text(module, annotation):
        return None
    names: set[str] = set()
    for mark in marks:
        if not isinstance(mark, ast.Call) or module.last(mark.func) not in _MARKS:
            return None
        names |= {keyword.arg or "**" for keyword in mark.keywords}
    return names


def is_plain_text(module: Module, annotation: ast.expr) -> bool:
    if isinstance(annotation, ast.BinOp):
        sides = (annotation.left, annotation.right)
        return any(is_plain_text(module, side) for side in sides) and any(isinstance(s, ast.Constant) for s in sides)
    if isinstance(annotation, ast.Subscript) and module.last(annotation.value) == "Optional":
        return is_plain_text(module, annotation.slice)
    return isinstance(annotation, ast.Name) and annotation.id == "str"


def _validators(module: Module, call: ast.Call, length: set[str], neutral: set[str]) -> bool:
    """Whether the validators of a field are one of its length and nothing that looks at its content."""
    given = [k.value for k in call.keywords if k.arg in {"validators", "validate"}]
    given += [one for one in call.args[1:2] if isinstance(one, ast.List | ast.Tuple)]
    words: set[str] = set()
    for one in given:
        for mark in one.elts if isinstance(one, ast.List | ast.Tuple) else [one]:
            words.add(module.last(mark.func if isinstance(mark, ast.Call) else mark))
    return bool(words & length) and not words - length - neutral


# What a class does with one field


def checked_fields(module: Module, function: Function) -> list[str]:
    """The fields that a method is there to check: by its decorator, else `validate_NAME` of a form or serializer."""
    for mark in function.decorator_list:
        if isinstance(mark, ast.Call) and module.last(mark.func) in {"validator", "field_validator", "validates"}:
            return [value for one in mark.args if isinstance(value := module.constant(one), str)]
    owner = module.owner(function)
    if owner is None or not any(module.last(base).endswith(_FORM_BASES) for base in owner.bases):
        return []
    prefix = next((one for one in ("validate_", "clean_") if function.name.startswith(one)), "")
    return [function.name.removeprefix(prefix)] if prefix else []


def is_checked_elsewhere(module: Module, owner: ast.ClassDef, function: Function, field: str) -> bool:
    """Whether something else than this method looks at a field: another method, its type, its declaration."""
    for one in owner.body:
        other = one if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and one is not function else None
        if other is not None and (other.name in _WHOLE or field in checked_fields(module, other)):
            return True
    statement = _declaration(module, owner, field)
    if statement is None:
        return not any(module.last(base) in _PLAIN_BASES for base in owner.bases)
    return not _is_free(module, statement)


def _declaration(module: Module, owner: ast.ClassDef, field: str) -> ast.Assign | ast.AnnAssign | None:
    for statement in owner.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
            if module.last(target) == field:
                return statement
    return None


def _is_free(module: Module, statement: ast.Assign | ast.AnnAssign) -> bool:
    """Whether a field takes any text."""
    if isinstance(statement, ast.AnnAssign):
        if _is_mapped_text(module, statement.annotation):
            return True
        names = _constraints(module, statement.annotation, statement.value)
        return names is not None and not names & _HELD
    call = statement.value
    if not isinstance(call, ast.Call) or module.last(call.func) not in _FREE_FIELDS:
        return False
    given = {keyword.arg for keyword in call.keywords}
    return not given & {"validators", "validate", "choices"} and len(call.args) < 2


def _is_mapped_text(module: Module, annotation: ast.expr) -> bool:
    """`Mapped[str]`."""
    mapped = isinstance(annotation, ast.Subscript) and module.last(annotation.value) == "Mapped"
    return mapped and isinstance(annotation, ast.Subscript) and is_plain_text(module, annotation.slice)


def declared(module: Module, owner: ast.ClassDef, field: str) -> bool:
    """Whether a class declares a field as a plain text."""
    statement = _declaration(module, owner, field)
    return statement is not None and _is_free(module, statement)


def is_plain_field(module: Module, node: ast.Attribute) -> bool:
    """Whether `page.slug` is a plain text of a model that this module defines, and no method of it looks at it."""
    function = module.function(node)
    name = node.value.id if isinstance(node.value, ast.Name) else ""
    for binding in module.bindings(function, name) if function else []:
        if isinstance(binding, ast.arg) and binding.annotation is None:
            return True
    kind = module.name(node.value)
    owners = [one for one in module.of(ast.ClassDef) if f".{one.name}()" == kind]
    if len(owners) != 1 or not declared(module, owners[0], node.attr):
        return False
    looked = _looked_at(module, owners[0])
    return node.attr not in looked and "*" not in looked


def is_free_declared(module: Module, owner: ast.ClassDef, field: str) -> bool:
    """Whether a class says nothing of a field, or that it is a plain text."""
    statement = _declaration(module, owner, field)
    return statement is None or _is_free(module, statement)

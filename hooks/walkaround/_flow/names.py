"""Names of places that hold values, and what classes of this module say of their attributes."""

import ast
from typing import TYPE_CHECKING

from .._code import UNKNOWN, Module, harmless_type
from .value import ARGUMENT, ATTRIBUTE, CLEAN, Value, of_constant

if TYPE_CHECKING:
    from .summaries import Analysis


def place(node: ast.AST) -> str:
    """What a name or an attribute of a name is kept under; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    return ""


def field_type(module: Module, node: ast.Attribute) -> str:
    """`harmless` if the class of this module that the object is of says that this attribute is no free text."""
    name = module.name(node.value)
    if not (name.startswith(".") and name.endswith("()")):
        return ""
    for owner in module.of(ast.ClassDef):
        field = _field(owner, node.attr) if owner.name == name[1:-2] else None
        if field is not None and _validated(module, owner, node.attr):
            return "harmless"
        if field is not None:
            return "harmless" if harmless_type(module, field.annotation, field.value) else "text"
    return ""


def _validated(module: Module, owner: ast.ClassDef, name: str) -> bool:
    """Whether a model of pydantic has a validator for this field."""
    for method in owner.body:
        decorators = method.decorator_list if isinstance(method, ast.FunctionDef) else []
        calls = [one for one in decorators if isinstance(one, ast.Call)]
        named = [call for call in calls if module.last(call.func) in {"field_validator", "validator"}]
        if any(isinstance(one, ast.Constant) and one.value in {name, "*"} for call in named for one in call.args):
            return True
    return False


def form_field(module: Module, node: ast.Attribute) -> str:
    """What a field of a form of WTForms holds: `text`, `harmless`, or nothing if this is no such field."""
    name = module.name(node.value)
    owner = next((one for one in module.of(ast.ClassDef) if f".{one.name}()" == name), None)
    if owner is None:
        return "text" if name.endswith("Form()") else ""
    if not any(module.last(base).endswith("Form") for base in owner.bases):
        return ""
    for statement in owner.body:
        made = statement.value if isinstance(statement, ast.Assign) else None
        names = [module.last(target) for target in statement.targets] if isinstance(statement, ast.Assign) else []
        if isinstance(made, ast.Call) and node.attr in names:
            return "text" if module.last(made.func) in _TEXT_FIELDS else "harmless"
    return "text"


_TEXT_FIELDS = frozenset({"StringField", "TextAreaField", "TextField", "HiddenField", "SearchField", "URLField",
                          "FileField", "FieldList"})  # fmt: skip


def checked_fields(module: Module, owner: ast.ClassDef) -> dict[str, bool]:
    """The fields of a form or serializer of this module, and whether each holds a text that nothing looks at."""
    methods = {one.name for one in owner.body if isinstance(one, ast.FunctionDef)}
    found: dict[str, bool] = {}
    for statement in owner.body:
        made = statement.value if isinstance(statement, ast.Assign) else None
        if isinstance(statement, ast.Assign) and isinstance(made, ast.Call):
            plain = module.last(made.func) in _CHECKED_TEXTS
            plain = plain and not any(keyword.arg in {"validators", "choices"} for keyword in made.keywords)
            for name in map(place, statement.targets):
                found[name] = plain and methods.isdisjoint({f"clean_{name}", f"validate_{name}"})
    return found


_CHECKED_TEXTS = frozenset({"CharField", "URLField", "JSONField", "DictField", "HiddenInput"})


def _field(owner: ast.ClassDef, name: str) -> ast.AnnAssign | None:
    for statement in owner.body:
        target = statement.target if isinstance(statement, ast.AnnAssign) else None
        if isinstance(statement, ast.AnnAssign) and isinstance(target, ast.Name) and target.id == name:
            return statement
    return None


def attribute_of_class(analysis: "Analysis", owner: ast.ClassDef, name: str, asking: ast.AST) -> Value:
    """What the constructor of a class keeps in an attribute, else what the class's body says of it."""
    constructor = next((one for one in owner.body if isinstance(one, ast.FunctionDef) and one.name == "__init__"), None)
    if constructor is None or constructor is asking:
        return _in_body(analysis, owner, name)
    final = analysis.final(constructor)
    first = constructor.args.args[:1]
    value = final.values.get(f"{first[0].arg}.{name}") if final is not None and first else None
    if value is None:
        return _in_body(analysis, owner, name)
    if not value.sources:
        return value
    return kept(value, owner)


def _in_body(analysis: "Analysis", owner: ast.ClassDef, name: str) -> Value:
    """A constant of a class, set once in its body."""
    found = [
        statement.value
        for statement in owner.body
        if isinstance(statement, ast.Assign) and any(place(target) == name for target in statement.targets)
    ]
    if len(found) == 1 and isinstance(found[0], ast.Call):
        return analysis.made(found[0])
    constant = analysis.module.constant(found[0]) if len(found) == 1 else UNKNOWN
    return of_constant(constant) if isinstance(constant, str) else CLEAN


def kept(value: Value, owner: ast.ClassDef) -> Value:
    """What a constructor was given, as its object keeps it."""
    sources = frozenset(
        (ATTRIBUTE, owner.name, *source[1:]) if source[0] == ARGUMENT else source for source in value.sources
    )
    return value.but(sources=sources)

"""What the arguments of a function hold where it begins, and what a caller puts in their place."""

import ast
from typing import TYPE_CHECKING

from .._code import Function, Handler, Module, harmless_argument
from .run import Env
from .sinks import Given
from .tables import CONVERTED, FRAMEWORKS, MODELS, REQUEST_TYPES, TEXT_TYPES
from .value import (
    ALL,
    ARGUMENT,
    ATTRIBUTE,
    CLEAN,
    CLIENT,
    CODE,
    COMMAND,
    SQL,
    Items,
    Value,
    deeper,
    mixed,
)

if TYPE_CHECKING:
    from .run import Run
    from .summaries import Analysis


# --- where a function begins ---------------------------------------------------------------------------------------


def entered(analysis: "Analysis", run: "Run", function: Function, handler: Handler | None) -> Env:
    """What is known where a function begins: its arguments, and what it sees of the function around it."""
    around = analysis.closures.get(function)
    env = Env(run)
    if around is not None:
        run.pay(len(around.values))
        env.values.update((name, captured(value)) for name, value in around.values.items())
    for argument, default in listed(function.args):
        env.values[argument.arg] = _argument(analysis, function, argument, default, handler)
    for rest in (function.args.vararg, function.args.kwarg):
        if rest is not None:
            level = CLIENT if handler is not None and rest.arg in handler.client else ARGUMENT
            env.values[rest.arg] = _source(level, rest.arg)
    return env


def listed(arguments: ast.arguments) -> list[tuple[ast.arg, ast.expr | None]]:
    """The named arguments of a function, each with its default."""
    plain = arguments.posonlyargs + arguments.args
    missing: list[ast.expr | None] = [None] * (len(plain) - len(arguments.defaults))
    pairs = list(zip(plain, [*missing, *arguments.defaults], strict=True))
    return pairs + list(zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True))


def captured(value: Value) -> Value:
    """What an inner function sees of the function around it."""
    if not value.sources:
        return value
    sources = frozenset((ATTRIBUTE, "", *one[1:]) if one[0] == ARGUMENT else one for one in value.sources)
    return value.but(sources=sources)


def _source(level: str, name: str) -> Value:
    return Value(sources=frozenset({(level, name)}), head="")


def _argument(
    analysis: "Analysis", function: Function, argument: ast.arg, default: ast.expr | None, handler: Handler | None
) -> Value:
    given = _injected(analysis, argument, default)
    if given is not None:
        return given
    if handler is not None:
        return _of_handler(analysis, argument, handler)
    return _of_function(analysis, function, argument, default)


def _of_handler(analysis: "Analysis", argument: ast.arg, handler: Handler) -> Value:
    """An argument of a function that answers requests."""
    name = argument.arg
    if name in handler.request:
        return Value(kind="request") if handler.framework != "lambda" else _source(CLIENT, name)
    if name not in handler.client:
        return CLEAN
    # A view that this module calls itself gets what it is called with.
    level = ARGUMENT if handler.framework == "django" and analysis.calling(handler.function) else CLIENT
    if handler.framework in {"django", "drf"} and name.rpartition("_")[2] in CONVERTED:
        return _source(level, name).but(safe=ALL & ~(SQL | COMMAND | CODE))
    return _source(level, name).but(kind="upload" if last_type(argument.annotation) == "UploadFile" else "")


def _of_function(analysis: "Analysis", function: Function, argument: ast.arg, default: ast.expr | None) -> Value:
    """An argument of any other function."""
    name, module = argument.arg, analysis.module
    if name in {"self", "cls"} or harmless_argument(module, argument, default):
        return CLEAN
    kind = last_type(argument.annotation)
    if kind in REQUEST_TYPES or (not kind and name in {"request", "req"}):
        return Value(kind="request") if analysis.web else CLEAN
    if isinstance(default, ast.Constant) and isinstance(default.value, bool | int | float):
        return CLEAN
    if kind and kind not in TEXT_TYPES and not _is_model(module, kind):
        return CLEAN
    return _source(CLIENT if function in analysis.dependencies else ARGUMENT, name)


def _is_model(module: Module, kind: str) -> bool:
    """Whether a class holds texts that somebody filled in, by its fields or by its name."""
    owner = module.once(_is_model, lambda: {one.name: one for one in reversed(module.of(ast.ClassDef))}).get(kind)
    if owner is not None:
        return any(isinstance(one, ast.AnnAssign) for one in owner.body)
    return kind.endswith(MODELS)


def _injected(analysis: "Analysis", argument: ast.arg, default: ast.expr | None) -> Value | None:
    """What FastAPI's `Depends(function)` puts into an argument, if the function, or the class, is of this module."""
    target = dependency(analysis.module, argument, default)
    if target is None:
        return None
    function = analysis.local(target) or analysis.constructor(target)
    if function is None:
        return CLEAN
    summary = analysis.summary(function)
    if function.name != "__init__":
        return summary.returns
    first = function.args.args[0].arg if function.args.args else ""
    kept = summary.final.values if summary.final is not None else {}
    items = {name[len(first) + 1 :]: value for name, value in kept.items() if name.startswith(f"{first}.")}
    return Value(kind="arguments", items=dict(items))


def dependency(module: Module, argument: ast.arg, default: ast.expr | None) -> ast.expr | None:
    """The function in `Depends(function)`, as the default of an argument or in its annotation."""
    marks = [default]
    if isinstance(argument.annotation, ast.Subscript) and isinstance(argument.annotation.slice, ast.Tuple):
        marks += argument.annotation.slice.elts[1:]
    for mark in marks:
        if isinstance(mark, ast.Call) and module.last(mark.func) in {"Depends", "Security"}:
            if mark.args:
                return mark.args[0]
            inner = argument.annotation
            return (
                inner.slice.elts[0]
                if isinstance(inner, ast.Subscript) and isinstance(inner.slice, ast.Tuple)
                else inner
            )
    return None


def web(module: Module) -> bool:
    """Whether a module has to do with requests of clients."""
    return not FRAMEWORKS.isdisjoint(module.imported) or any(part in module.source for part in _REQUEST_PARTS)


_REQUEST_PARTS = (b"request.GET", b"request.POST", b"request.args", b"request.form", b"request.query_params")


def last_type(annotation: ast.expr | None) -> str:
    """The last word of an annotation without what it holds; of `T | None`, of T."""
    if isinstance(annotation, ast.BinOp):
        return last_type(annotation.left)
    if isinstance(annotation, ast.Subscript):
        word = last_type(annotation.value)
        inner = annotation.slice
        if isinstance(inner, ast.Tuple) and inner.elts:
            inner = inner.elts[0]
        return last_type(inner) if word in {"Optional", "Annotated", "Union"} else word
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        return annotation.value.partition("[")[0].rpartition(".")[2].partition("|")[0].strip()
    if isinstance(annotation, ast.Attribute):
        return annotation.attr
    return annotation.id if isinstance(annotation, ast.Name) else ""


# --- where a function is called ------------------------------------------------------------------------------------


def bound(function: Function, node: ast.Call, given: Given) -> dict[str, Value]:
    """The actual arguments of a call, by the names that the function gives them."""
    names = [argument.arg for argument in function.args.posonlyargs + function.args.args]
    if names and names[0] in {"self", "cls"} and isinstance(node.func, ast.Attribute):
        names = names[1:]
    found = dict(zip(names, given.positional, strict=False))
    rest = given.positional[len(names) :]
    if function.args.vararg is not None and rest:
        found[function.args.vararg.arg] = mixed(rest).but(items=rest)
    spare = {name: value for name, value in given.named.items() if name not in names and name != "**"}
    found.update((name, value) for name, value in given.named.items() if name != "**")
    if function.args.kwarg is not None:
        found[function.args.kwarg.arg] = mixed(spare.values()).but(items=spare)
    if "**" in given.named and given.named["**"].sources:
        for name in names:
            found.setdefault(name, deeper(given.named["**"], name))
    return found


def actual(source: tuple[object, ...], given: dict[str, Value]) -> Value:
    """What a caller gave for a source in the function that it calls."""
    value = given.get(str(source[1]), CLEAN)
    for step in source[2:]:
        known = value.items.get(step) if isinstance(value.items, dict) else None
        value = known if known is not None else deeper(value, step)
    return value


def substituted(value: Value, given: dict[str, Value]) -> Value:
    """What a function gives, with the caller's values for its arguments."""
    items: Items | None = None
    if isinstance(value.items, dict):
        items = {key: substituted(one, given) for key, one in value.items.items()}
    elif isinstance(value.items, list):
        items = [substituted(one, given) for one in value.items]
    if not value.sources:
        return value.but(items=items) if items is not None else value
    found = [actual(source, given) for source in value.sources if source[0] == ARGUMENT]
    own = frozenset(source for source in value.sources if source[0] != ARGUMENT)
    if len(value.sources) == 1 and not own and not value.safe and value.built is None:
        return found[0].but(kind=found[0].kind or value.kind)
    whole = mixed([*found, Value(sources=own)])
    if not whole.sources:
        return Value(items=items, text=value.text)
    return whole.but(
        safe=whole.safe | value.safe,
        built=value.built or whole.built,
        items=items,
        kind=value.kind,
        text=value.text or whole.text,
        head=value.head,
    )

"""The values of expressions."""

import ast
import operator
from collections.abc import Callable
from typing import Any

from .._code import UNKNOWN
from . import calls, guards
from .names import attribute_of_class, checked_fields, field_type, form_field, place
from .passing import is_answer
from .run import Env, Run
from .tables import (
    CHECKED_ATTRIBUTES,
    CONFIGURATIONS,
    HARMLESS_PARTS,
    REQUEST_ATTRIBUTES,
    REQUEST_GLOBALS,
    TABLE_NAMES,
    TABLES,
)
from .value import (
    ALL,
    ARGUMENT,
    ATTRIBUTE,
    CLEAN,
    CLIENT,
    CODE,
    COMMAND,
    DATA,
    HTML,
    MORE,
    OUTSIDE,
    PATH,
    REDIRECT,
    RESOLVED,
    SESSION,
    SQL,
    Source,
    Value,
    collected,
    deeper,
    element,
    harmless,
    joined,
    mapped,
    mixed,
    of_constant,
)

_LONGEST = 10_000  # characters of a folded text
_OPERATORS: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.BitOr: operator.or_,
    ast.BitAnd: operator.and_,
}
_COMPARISONS: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
    ast.In: lambda one, many: one in many,
    ast.NotIn: lambda one, many: one not in many,
}


def evaluate(run: Run, node: ast.expr | None, env: Env) -> Value:
    """The value of an expression; what it changes on the way is changed in `env`."""
    if node is None:
        return CLEAN
    if node.__class__ is ast.Constant:
        return of_constant(node.value)
    run.step()
    evaluator = _EVALUATORS.get(node.__class__)
    return evaluator(run, node, env) if evaluator is not None else _parts(run, node, env)


def _parts(run: Run, node: ast.expr, env: Env) -> Value:
    """An expression that nothing is known of: its parts are looked at, its value is harmless."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            evaluate(run, child, env)
    return CLEAN


# --- names and attributes ------------------------------------------------------------------------------------------


def _name(run: Run, node: ast.Name, env: Env) -> Value:
    value = env.values.get(node.id)
    if value is not None:
        return value
    if run.module.name(node) in REQUEST_GLOBALS:
        return Value(kind="request")
    return run.analysis.global_value(node)


def _attribute(run: Run, node: ast.Attribute, env: Env) -> Value:
    key = place(node)
    if key and key in env.values:
        return env.values[key]
    if node.attr in _SAID and (said := _by_its_name(run, node, env)) is not None:
        return said
    if isinstance(node.value, ast.Name) and (found := _of_self(run, node, env)) is not None:
        return found
    base = evaluate(run, node.value, env)
    if base.kind == "request":
        own = node.attr in _OWN_PATH and _at_fixed_path(run)
        return Value(kind="fixed") if own else of_request(node.attr, env)
    if base.kind == "arguments" and isinstance(base.items, dict):
        return base.items.get(node.attr, CLEAN)
    if not base.sources:
        return Value(kind="html") if node.attr == "HTML" and run.module.last(node.value) == "MediaType" else CLEAN
    return _part_of(run, node, base, env)


_ANSWERED = frozenset({"content", "text", "raw"})
_SAID = _ANSWERED | CHECKED_ATTRIBUTES | {"request", "data", "argv"}


def _by_its_name(run: Run, node: ast.Attribute, env: Env) -> Value | None:
    """An attribute that tells by its name, and by what it is one of, what it holds."""
    if node.attr in CHECKED_ATTRIBUTES:
        return _checked(run, node, env) if run.analysis.web else None
    if node.attr == "request" and run.module.name(node) in REQUEST_GLOBALS:
        return Value(kind="request")
    if node.attr == "data" and isinstance(node.value, ast.Attribute) and run.analysis.web:
        kind = form_field(run.module, node.value)
        if kind:
            return env.source(CLIENT, "form", node.value.attr, safe=SESSION) if kind == "text" else CLEAN
    if node.attr == "argv" and run.module.name(node) == "sys.argv":
        return env.source(OUTSIDE, "argv")
    if node.attr in _ANSWERED and is_answer(run.module, run.module.name(node.value)):
        evaluate(run, node.value, env)
        return env.source(DATA, "answer")
    return None


def _checked(run: Run, node: ast.Attribute, env: Env) -> Value:
    """What a form or a serializer gives after it has checked it; fields of this module are told apart."""
    rest = env.source(CLIENT, node.attr, safe=ALL & ~(SQL | COMMAND | CODE))
    owner = run.analysis.class_of_self(run.function, node.value) or run.analysis.class_named(node.value)
    fields = checked_fields(run.module, owner) if owner is not None else {}
    if not fields:
        return rest
    items: dict[Any, Value] = {
        name: env.source(CLIENT, node.attr, name, safe=SESSION) if plain else rest for name, plain in fields.items()
    }
    return rest.but(items={**items, MORE: rest})


def _part_of(run: Run, node: ast.Attribute, base: Value, env: Env) -> Value:
    """An attribute of a foreign value."""
    if node.attr in HARMLESS_PARTS or node.attr.startswith("__"):
        return CLEAN
    if field_type(run.module, node) == "harmless":
        return CLEAN
    if base.built is None and all(source[0] == ATTRIBUTE for source in base.sources):
        return CLEAN  # what a constructor was given is an object, not a text
    if all(_describes(source, node.attr) for source in base.sources):
        return CLEAN
    if base.kind in {"derived", "match"}:
        return CLEAN  # a part of what a function made of it
    if base.kind == "upload" and node.attr in {"file", "stream"}:
        return base
    if base.kind == "path":
        return _path_part(base, node.attr, env)
    if base.kind == "url" and node.attr in {"netloc", "hostname", "host"}:
        return base.but(kind="host")
    return env.seen(deeper(base, node.attr))


def _describes(source: Source, attribute: str) -> bool:
    """Whether an attribute is one of a configuration, or the name of a table or column that an object stands for."""
    if source[0] != ARGUMENT or len(source) != 2:
        return False
    word = str(source[1]).lower().rpartition("_")[2]
    return word in CONFIGURATIONS or (word in TABLES and attribute in TABLE_NAMES)


def _path_part(base: Value, attribute: str, env: Env) -> Value:
    if attribute in {"parent", "parents", "parts"}:
        return base
    part = env.seen(deeper(base, attribute))
    return harmless(part, PATH) if attribute in {"name", "stem", "suffix"} else part


_OWN_PATH = frozenset({"path", "path_info"})


def _at_fixed_path(run: Run) -> bool:
    """Whether this view is only reached by one address, without parts of a client's choice."""
    path = run.handler.path if run.handler is not None else ""
    return bool(path) and not any(character in path for character in "<{*(:")


def of_request(attribute: str, env: Env) -> Value:
    """What an attribute of a request holds."""
    if attribute == "session":
        return Value(kind="session")
    if attribute not in REQUEST_ATTRIBUTES:
        return CLEAN
    own = REDIRECT if attribute in {"path", "url", "full_path", "path_info", "uri", "rel_url", "path_qs"} else 0
    return env.source(CLIENT, "request", attribute, safe=own)


def _of_self(run: Run, node: ast.Attribute, env: Env) -> Value | None:
    """An attribute of the object whose method this is; None if it is something else's."""
    owner = run.analysis.class_of_self(run.function, node.value)
    if owner is None:
        return None
    if node.attr == "request":
        return Value(kind="request") if run.analysis.answers_requests(owner) else CLEAN
    if node.attr in {"kwargs", "path_kwargs", "path_args"} and run.analysis.answers_requests(owner):
        return env.source(CLIENT, "kwargs")
    return env.seen(attribute_of_class(run.analysis, owner, node.attr, run.function))


def _subscript(run: Run, node: ast.Subscript, env: Env) -> Value:
    base = evaluate(run, node.value, env)
    if isinstance(node.slice, ast.Slice):
        return _sliced(run, base, node.slice, env)
    key = evaluate(run, node.slice, env)
    if base.kind in {"session", "fixed"}:
        return Value(kind="fixed") if base.kind == "fixed" else CLEAN
    found = element(base, key)
    if base.kind == "derived":
        return found.but(kind="derived") if found.sources else CLEAN
    if base.kind == "fields":
        return found
    return env.seen(found)


def _sliced(run: Run, base: Value, part: ast.Slice, env: Env) -> Value:
    bounds = [
        evaluate(run, bound, env) if bound else of_constant(None) for bound in (part.lower, part.upper, part.step)
    ]
    if all(bound.known for bound in bounds):
        cut = slice(*(bound.constant for bound in bounds))
        try:
            if base.known:
                return of_constant(base.constant[cut])
            if isinstance(base.items, list):
                return collected(base.items[cut])
        except Exception:  # noqa: BLE001 - whatever constants make of each other, there is no value
            return CLEAN
    return base.but(items=None) if base.sources else CLEAN


# --- texts ---------------------------------------------------------------------------------------------------------


def text_of(parts: list[Value], node: ast.AST, nodes: list[ast.expr] | None = None) -> Value:
    """A text that is put together from parts, at this expression."""
    if all(part.known for part in parts):
        return of_constant("".join(str(part.constant) for part in parts)[:_LONGEST])
    whole = mixed(_in_scripts(parts))
    text = "".join(part.text or (str(part.constant) if part.known else " ") for part in parts)[:400]
    if not whole.sources:
        return Value(text=text)
    built = whole.built
    if built is None or any(built is one for one in nodes or ()):
        built = node
    safe = whole.safe & ~RESOLVED
    return whole.but(built=built, text=text, head=_head(parts), constant=UNKNOWN, kind="", items=None, safe=safe)


def _in_scripts(parts: list[Value]) -> list[Value]:
    """The parts of a text; JSON in a script is not escaped: `</script>` ends it."""
    if not any(part.kind == "json" for part in parts):
        return parts
    within, found = False, []
    for part in parts:
        within = within or "<script" in (str(part.constant) if part.known else part.text)
        found.append(part.but(safe=part.safe & ~HTML) if within and part.kind == "json" else part)
    return found


def _head(parts: list[Value]) -> str | None:
    head = ""
    for part in parts:
        if part.known:
            head += str(part.constant)
        elif part.sources and not all(source[0] in {ATTRIBUTE, OUTSIDE} for source in part.sources):
            return None if part.head is None and not head else head + (part.head or "")
        else:
            return None
    return head


def _joined_text(run: Run, node: ast.JoinedStr, env: Env) -> Value:
    parts = [_formatted(run, part, env) if isinstance(part, ast.FormattedValue) else evaluate(run, part, env)
             for part in node.values]  # fmt: skip
    return text_of(parts, node)


def _formatted(run: Run, node: ast.FormattedValue, env: Env) -> Value:
    value = evaluate(run, node.value, env)
    spec = node.format_spec
    if isinstance(spec, ast.JoinedStr) and spec.values and isinstance(spec.values[-1], ast.Constant):
        if str(spec.values[-1].value)[-1:] in "bcdeEfFgGnoxX%":
            return CLEAN  # anything but a number raises here
        if "%" in str(spec.values[0].value if isinstance(spec.values[0], ast.Constant) else ""):
            return CLEAN  # a date
        return value.but(constant=UNKNOWN)
    if value.known and node.conversion != -1:
        return CLEAN
    return value


def _binary(run: Run, node: ast.BinOp, env: Env) -> Value:
    """An operation; a long chain of additions is taken from the left without recursion."""
    chain = [node]
    while isinstance(chain[-1].left, ast.BinOp):
        chain.append(chain[-1].left)
    value = evaluate(run, chain[-1].left, env)
    before: ast.expr = chain[-1].left
    for one in reversed(chain):
        value = _operated(run, one, value, evaluate(run, one.right, env), before)
        before = one
    return env.seen(value) if value.sources else value


def _operated(run: Run, node: ast.BinOp, left: Value, right: Value, before: ast.expr) -> Value:
    run.step()
    if left.known and right.known:
        return folded(node.op, left.constant, right.constant)
    kind = node.op.__class__
    if kind is not ast.Mult and (isinstance(left.constant, int | float) or isinstance(right.constant, int | float)):
        return CLEAN  # a text would raise here
    if kind is ast.Add:
        return _added(node, left, right, before)
    if kind is ast.Mod:
        return harmless(mixed([right]), HTML) if left.kind == "markup" else _percent(node, left, right)
    if kind is ast.Div:
        return _path_joined(node, left, right)
    if kind is ast.Mult:
        return mixed([left, right]) if _is_text(left) or left.items else CLEAN
    if kind is ast.BitAnd and not (left.sources and right.sources):
        return CLEAN  # only what both hold
    return mixed([left, right]) if kind in {ast.BitOr, ast.BitAnd} else CLEAN


def _added(node: ast.BinOp, left: Value, right: Value, before: ast.expr) -> Value:
    if "markup" in {left.kind, right.kind}:
        return harmless(mixed([left, right]), HTML).but(kind="markup")
    if isinstance(left.items, list) and isinstance(right.items, list):
        return collected([*left.items, *right.items])
    if isinstance(left.items, list) or isinstance(right.items, list):
        return mixed([left, right]).but(items=None)
    return text_of([left, right], node, [before, node.right])


def _is_text(value: Value) -> bool:
    return bool(value.sources) and value.built is not None


def _path_joined(node: ast.BinOp, left: Value, right: Value) -> Value:
    whole = mixed([left, right])
    if not whole.sources:
        return CLEAN
    return whole.but(built=whole.built or node, kind="path", safe=whole.safe & ~RESOLVED)


def _percent(node: ast.BinOp, left: Value, right: Value) -> Value:
    """`template % values`; a number is harmless, and so is what `%d` takes."""
    if not left.known and not left.text and not left.sources and not right.sources:
        return CLEAN
    values = right.items if isinstance(right.items, list) else [right]
    if isinstance(right.items, dict):
        values = list(right.items.values())
    template = left.constant if left.known else left.text
    if isinstance(template, str) and isinstance(values, list) and not isinstance(right.items, dict):
        kinds = [part[:1] for part in _conversions(template)]
        if len(kinds) == len(values):
            values = [CLEAN if kind in "diouxXeEfFgGc" else one for kind, one in zip(kinds, values, strict=True)]
    made = text_of([left, *(one.but(constant=UNKNOWN) for one in values)], node, [node.left, node.right])
    return made.but(head=format_head(template, made, values))


def _conversions(template: str) -> list[str]:
    found: list[str] = []
    rest = template.replace("%%", "")
    while (start := rest.find("%")) >= 0:
        rest = rest[start + 1 :].lstrip("-+ #0123456789.*")
        found.append(rest[:1])
    return [one for one in found if one]


def format_head(template: Any, made: Value, values: list[Value]) -> str | None:
    if not isinstance(template, str) or not template:
        return None
    if not made.sources:
        return made.head
    places = [at for at in (template.find("%"), template.find("{")) if at >= 0]
    start = template[: min(places)] if places else template
    if start:
        return start if values and values[0].sources else start if "://" not in start or "/" in start[8:] else None
    return values[0].head if values and values[0].sources else None


def folded(op: ast.operator, left: Any, right: Any) -> Value:
    apply = _OPERATORS.get(type(op))
    if apply is None or (isinstance(op, ast.Mult) and not _numbers(left, right)):
        return CLEAN
    try:
        value = apply(left, right)
    except Exception:  # noqa: BLE001 - whatever constants make of each other, there is no value
        return CLEAN
    if isinstance(value, str | bytes | tuple) and len(value) > _LONGEST:
        return CLEAN
    return of_constant(value)


def _numbers(*values: Any) -> bool:
    return all(isinstance(value, int | float) and abs(value) < 1e15 for value in values)


# --- choices and comparisons ---------------------------------------------------------------------------------------


def _choice(run: Run, node: ast.IfExp, env: Env) -> Value:
    test = evaluate(run, node.test, env)
    if test.known:
        return evaluate(run, node.body if test.constant else node.orelse, env)
    yes, no = env.copy(), env.copy()
    guards.assume(run, node.test, yes, True)
    guards.assume(run, node.test, no, False)
    return joined(evaluate(run, node.body, yes), evaluate(run, node.orelse, no))


def _logical(run: Run, node: ast.BoolOp, env: Env) -> Value:
    """`a and b`, `a or b`: later operands are only looked at after earlier ones held, or did not."""
    conjunction = isinstance(node.op, ast.And)
    here = env.copy()
    result: Value | None = None
    for operand in node.values:
        value = evaluate(run, operand, here)
        if value.known and bool(value.constant) is not conjunction:
            return joined(result, value)  # nothing after it is reached
        last = operand is node.values[-1]
        if not (value.known and not last):
            result = joined(result, value)
        if not last:
            guards.assume(run, operand, here, conjunction)
    env.values.update((name, value) for name, value in here.values.items() if name not in env.values)
    return result or CLEAN


def _compare(run: Run, node: ast.Compare, env: Env) -> Value:
    values = [evaluate(run, one, env) for one in (node.left, *node.comparators)]
    apply = _COMPARISONS.get(node.ops[0].__class__)
    if len(values) != 2 or apply is None or not (values[0].known and values[1].known):
        return CLEAN
    try:
        return of_constant(bool(apply(values[0].constant, values[1].constant)))
    except Exception:  # noqa: BLE001 - whatever constants make of each other, there is no value
        return CLEAN


def _unary(run: Run, node: ast.UnaryOp, env: Env) -> Value:
    value = evaluate(run, node.operand, env)
    if not value.known:
        return CLEAN
    if isinstance(node.op, ast.Not):
        return of_constant(not value.constant)
    return of_constant(-value.constant) if isinstance(node.op, ast.USub) and _numbers(value.constant) else CLEAN


# --- containers ----------------------------------------------------------------------------------------------------


def _dict(run: Run, node: ast.Dict, env: Env) -> Value:
    pairs: list[tuple[Value, Value]] = []
    spread: list[Value] = []
    for key, item in zip(node.keys, node.values, strict=True):
        value = evaluate(run, item, env)
        if key is None:
            spread.append(value)
        else:
            pairs.append((evaluate(run, key, env), value))
    whole = mapped(pairs)
    if not spread:
        return whole
    items = dict(whole.items) if isinstance(whole.items, dict) else {}
    for value in spread:
        if isinstance(value.items, dict):
            items.update(value.items)
        else:
            items[MORE] = joined(items.get(MORE), element(value))
    return mixed([whole, *spread]).but(items=items)


def _sequence(run: Run, node: ast.List | ast.Tuple | ast.Set, env: Env) -> Value:
    values: list[Value] = []
    for one in node.elts:
        value = evaluate(run, one, env)
        if isinstance(one, ast.Starred) and isinstance(value.items, list):
            values += value.items
        elif isinstance(one, ast.Starred):
            values.append(element(value))
        else:
            values.append(value)
    return collected(values)


def _comprehension(run: Run, node: ast.ListComp | ast.SetComp | ast.GeneratorExp, env: Env) -> Value:
    inner = _generated(run, node.generators, env)
    value = evaluate(run, node.elt, inner)
    return _many(value)


def _many(value: Value) -> Value:
    """A container of any number of such values."""
    if not value.sources:
        return Value(text=value.text or (str(value.constant) if value.known else ""))
    return value.but(items={MORE: value}, constant=UNKNOWN)


def _dict_comprehension(run: Run, node: ast.DictComp, env: Env) -> Value:
    inner = _generated(run, node.generators, env)
    key, value = evaluate(run, node.key, inner), evaluate(run, node.value, inner)
    return mixed([key, value]).but(items={MORE: value}, kind="" if key.sources else "fields")


def _generated(run: Run, generators: list[ast.comprehension], env: Env) -> Env:
    from .statements import assign, iterated

    inner = env.copy()
    for generator in generators:
        value = iterated(run, generator.iter, evaluate(run, generator.iter, inner), inner)
        assign(run, generator.target, value, inner)
        for test in generator.ifs:
            evaluate(run, test, inner)
            guards.assume(run, test, inner, True)
    return inner


# --- the rest ------------------------------------------------------------------------------------------------------


def _inner(run: Run, node: ast.Await | ast.Starred | ast.YieldFrom, env: Env) -> Value:
    return evaluate(run, node.value, env)


def _yield(run: Run, node: ast.Yield, env: Env) -> Value:
    run.give(evaluate(run, node.value, env))
    return CLEAN


def _walrus(run: Run, node: ast.NamedExpr, env: Env) -> Value:
    value = evaluate(run, node.value, env)
    env.values[node.target.id] = value
    return value


def _lambda(run: Run, node: ast.Lambda, env: Env) -> Value:
    inner = env.copy()
    for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
        inner.values[argument.arg] = CLEAN
    evaluate(run, node.body, inner)
    return CLEAN


_EVALUATORS: dict[type[ast.AST], Callable[[Run, Any, Env], Value]] = {
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.JoinedStr: _joined_text,
    ast.BinOp: _binary,
    ast.IfExp: _choice,
    ast.BoolOp: _logical,
    ast.Compare: _compare,
    ast.UnaryOp: _unary,
    ast.Dict: _dict,
    ast.List: _sequence,
    ast.Tuple: _sequence,
    ast.Set: _sequence,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.DictComp: _dict_comprehension,
    ast.Await: _inner,
    ast.Starred: _inner,
    ast.YieldFrom: _inner,
    ast.Yield: _yield,
    ast.NamedExpr: _walrus,
    ast.Lambda: _lambda,
    ast.Call: calls.call,
}

"""What statements do to what is known; a way that ends gives None."""

import ast
from collections.abc import Callable
from typing import Any

from . import guards
from .expressions import evaluate, folded, text_of
from .names import place
from .run import Env, Run, either
from .sinks import redirected, returned, set_in_session, set_on_object
from .tables import AUTHORITY, LEAVING
from .value import (
    ALL,
    CLEAN,
    MEMBER,
    MORE,
    Source,
    Value,
    collected,
    deeper,
    element,
    hashable,
    joined,
    mixed,
    of_source,
)

_KEYS = 100  # keys of a dictionary that are told apart
_ROUNDS = 2  # times that the body of a loop is gone through


def block(run: Run, statements: list[ast.stmt], env: Env | None) -> Env | None:
    for statement in statements:
        if env is None:
            return None
        run.step()
        transfer = _TRANSFERS.get(statement.__class__)
        if transfer is not None:
            env = transfer(run, statement, env)
    return env


# --- assignments ---------------------------------------------------------------------------------------------------


def assign(run: Run, target: ast.AST, value: Value, env: Env) -> None:
    """Bind a target to a value."""
    if isinstance(target, ast.Name):
        env.values[target.id] = value
    elif isinstance(target, ast.Tuple | ast.List):
        _unpack(run, target, value, env)
    elif isinstance(target, ast.Starred):
        assign(run, target.value, value, env)
    elif isinstance(target, ast.Attribute):
        made = set_on_object(run, target, value)
        if made is not None and (whole := place(target.value)):
            env.values[whole] = made
        if key := place(target):
            env.values[key] = value
    elif isinstance(target, ast.Subscript):
        _store(run, target, value, env)


def _unpack(run: Run, target: ast.Tuple | ast.List, value: Value, env: Env) -> None:
    starred = any(isinstance(one, ast.Starred) for one in target.elts)
    for position, one in enumerate(target.elts):
        part = _part(value, None if starred else position)
        assign(run, one, part.but(kind=value.kind) if value.kind == "derived" else part, env)


def _part(value: Value, position: int | None) -> Value:
    if isinstance(value.items, list) and position is not None and position < len(value.items):
        return value.items[position]
    if value.items is None and not value.known and position is not None:
        return deeper(value, position)
    return element(value, None)


def _store(run: Run, target: ast.Subscript, value: Value, env: Env) -> None:
    """`container[key] = value`."""
    base = evaluate(run, target.value, env)
    key = evaluate(run, target.slice, env) if not isinstance(target.slice, ast.Slice) else CLEAN
    if base.kind == "session" or _is_session(run, target.value):
        set_in_session(run, target, key, value if value.sources else _of_authority(run, target, key, env))
    redirected(run, target, key, value)
    name = place(target.value)
    if name:
        env.values[name] = stored(base, key, value)


def _of_authority(run: Run, target: ast.Subscript, key: Value, env: Env) -> Value:
    """What a number or a flag was made of that goes into a session as somebody's authority, or as a price."""
    statement = run.module.parent(target)
    if not (isinstance(key.constant, str) and key.constant.lower() in AUTHORITY and isinstance(statement, ast.Assign)):
        return CLEAN
    made: ast.expr | None = statement.value
    if isinstance(made, ast.Name):
        names = {
            one.id
            for test in run.module.of(ast.Compare)
            for one in (test.left, *test.comparators)
            if isinstance(one, ast.Name) and run.module.function(test) is run.function
        }
        made = run.module.binding(made) if made.id not in names else None
    if isinstance(made, ast.Call) and run.module.last(made.func) in {"int", "float", "bool", "Decimal"} and made.args:
        inner = made.args[0]
    elif isinstance(made, ast.Compare) and isinstance(made.comparators[0], ast.Constant | ast.Tuple | ast.Set):
        inner = made.left
    else:
        return CLEAN
    before = Env(run, dict(env.values), {source: mask for source, mask in env.guarded.items() if mask != ALL})
    return evaluate(run, inner, before)


def _is_session(run: Run, node: ast.expr) -> bool:
    return run.module.name(node) in {"flask.session", "quart.session"}


def stored(base: Value, key: Value, value: Value) -> Value:
    """A container after something was put under a key."""
    whole = mixed([base, key, value])
    if isinstance(base.items, list):
        if key.known and isinstance(key.constant, int) and -len(base.items) <= key.constant < len(base.items):
            items = list(base.items)
            items[key.constant] = value
            return collected(items)
        return whole
    items_by_key = dict(base.items) if isinstance(base.items, dict) else None
    if items_by_key is not None:
        if key.known and hashable(key.constant):
            items_by_key[key.constant] = value
        else:
            items_by_key[MORE] = joined(items_by_key.get(MORE), value)
    if items_by_key is not None and len(items_by_key) > _KEYS:
        items_by_key = None
    return whole.but(items=items_by_key, kind=base.kind)


def _assign(run: Run, node: ast.Assign, env: Env) -> Env:
    value = evaluate(run, node.value, env)
    for target in node.targets:
        if isinstance(target, ast.Name):
            run.analysis.checks.pop((run.function, target.id), None)
            if isinstance(node.value, ast.Call | ast.Compare | ast.BoolOp | ast.UnaryOp | ast.BinOp):
                run.analysis.checks[(run.function, target.id)] = node.value
        assign(run, target, value, env)
    return env


def _annotated(run: Run, node: ast.AnnAssign, env: Env) -> Env:
    if node.value is not None:
        assign(run, node.target, evaluate(run, node.value, env), env)
    return env


def _augmented(run: Run, node: ast.AugAssign, env: Env) -> Env:
    before, value = evaluate(run, _loaded(node.target), env), evaluate(run, node.value, env)
    if before.kind == "session" and value.sources:
        set_in_session(run, node.target, CLEAN, value.but(items=None))
    if before.known and value.known:
        after = folded(node.op, before.constant, value.constant)
    elif isinstance(before.items, list) and isinstance(value.items, list) and isinstance(node.op, ast.Add):
        after = collected([*before.items, *value.items])
    elif before.items is not None:
        after = mixed([before, value])
    else:
        after = text_of([before, value], node, [node.value])
    assign(run, node.target, after, env)
    return env


def _loaded(target: ast.expr) -> ast.expr:
    """The target of `+=` as the value that it was before; the evaluators do not look at its context."""
    return target


def _delete(run: Run, node: ast.Delete, env: Env) -> Env:
    for target in node.targets:
        if isinstance(target, ast.Subscript) and (name := place(target.value)):
            base, key = env.values.get(name, CLEAN), evaluate(run, target.slice, env)
            if isinstance(base.items, dict) and key.known and hashable(key.constant):
                env.values[name] = base.but(items={one: v for one, v in base.items.items() if one != key.constant})
    return env


# --- ways that part and meet ---------------------------------------------------------------------------------------


def _if(run: Run, node: ast.If, env: Env) -> Env | None:
    """A chain of `if` and `elif` is gone through without recursion."""
    result: Env | None = None
    current: Env | None = env
    while current is not None:
        test = evaluate(run, node.test, current)
        if test.known:
            taken = bool(test.constant)
            if taken:
                return either(result, block(run, node.body, current))
        else:
            yes, no = current.copy(), current.copy()
            guards.assume(run, node.test, yes, True)
            guards.assume(run, node.test, no, False)
            result = either(result, block(run, node.body, yes))
            current = no
        if len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
            node = node.orelse[0]
            continue
        return either(result, block(run, node.orelse, current))
    return result


def iterated(run: Run, node: ast.expr, value: Value, env: Env) -> Value:
    """What a loop over an expression gives, one after the other."""
    if isinstance(node, ast.Call):
        word = run.module.last(node.func)
        if word == "enumerate" and node.args:
            return collected([CLEAN, iterated(run, node.args[0], evaluate(run, node.args[0], env), env)])
        if word == "zip" and node.args:
            return collected([iterated(run, one, evaluate(run, one, env), env) for one in node.args])
        if word == "items" and isinstance(node.func, ast.Attribute):
            return _pairs(evaluate(run, node.func.value, env))
        if word == "keys" and isinstance(node.func, ast.Attribute):
            return _keys(evaluate(run, node.func.value, env))
    if isinstance(node, ast.Name) and run.module.name(node) in {"tarfile.open()", "tarfile.TarFile()"}:
        return of_source(MEMBER, "members")
    if value.kind == "fields":
        return CLEAN
    if isinstance(value.items, dict):
        return _keys(value) if MORE not in value.items or len(value.items) > 1 else element(value)
    found = env.seen(element(value, None))
    if found.built is value.built:
        found = found.but(built=None)  # one of the parts, not what was put together
    return found.but(kind="derived") if value.kind == "derived" and found.sources else found


def _keys(value: Value) -> Value:
    if value.kind == "fields":
        return CLEAN
    if isinstance(value.items, dict):
        return CLEAN if MORE not in value.items else deeper(value, "key")
    return deeper(value, "key")


def _pairs(value: Value) -> Value:
    content = element(value, None) if value.items is not None else deeper(value, "[]")
    return collected([_keys(value), content])


def _for(run: Run, node: ast.For | ast.AsyncFor, env: Env) -> Env | None:
    value = evaluate(run, node.iter, env)
    one = iterated(run, node.iter, value, env)
    before = env.copy()
    after = _repeated(run, node.body, before, lambda inner: assign(run, node.target, one, inner))
    _all_guarded(value, one, after, run.passed.get(node, {}))
    return block(run, node.orelse, after) if node.orelse else after


def _all_guarded(value: Value, one: Value, after: Env | None, passed: dict[Source, int]) -> None:
    """A loop that lets only allowed elements pass has judged them all."""
    if after is None or not one.sources or not value.sources:
        return
    for source, mask in passed.items():
        if source[:-1] in value.sources:
            after.guard(frozenset({source[:-1]}), mask)


def _while(run: Run, node: ast.While, env: Env) -> Env | None:
    test = evaluate(run, node.test, env)
    if test.known and not test.constant:
        return block(run, node.orelse, env)
    after = _repeated(run, node.body, env.copy(), lambda inner: guards.assume(run, node.test, inner, True), node.test)
    if after is not None and not test.known:
        guards.assume(run, node.test, after, False)
    return block(run, node.orelse, after) if node.orelse else after


def _repeated(
    run: Run, body: list[ast.stmt], env: Env, begin: Callable[[Env], None], test: ast.expr | None = None
) -> Env | None:
    """What is known after a body was gone through any number of times."""
    after: Env | None = env
    left: Env | None = None
    for _ in range(_ROUNDS):
        inner = (after or env).copy()
        if test is not None:
            evaluate(run, test, inner)
        begin(inner)
        run.breaks.append(None)
        run.continues.append(None)
        entered = dict(inner.guarded)
        end = either(block(run, body, inner), run.continues.pop())
        left = either(left, run.breaks.pop())
        _note_guards(run, body, entered, end, left)
        after = either(after, end)
    return either(after, left)


def _note_guards(run: Run, body: list[ast.stmt], before: dict[Any, int], end: Env | None, left: Env | None) -> None:
    """Keep what every element that passed the body was found harmless for."""
    around = run.module.parent(body[0])
    found = {} if end is None or left is not None else {
        source: mask for source, mask in end.guarded.items() if before.get(source) != mask
    }  # fmt: skip
    if isinstance(around, ast.For | ast.AsyncFor):
        run.passed[around] = found


def _break(run: Run, _node: ast.Break, env: Env) -> None:
    if run.breaks:
        run.breaks[-1] = either(run.breaks[-1], env)


def _continue(run: Run, _node: ast.Continue, env: Env) -> None:
    if run.continues:
        run.continues[-1] = either(run.continues[-1], env)


def _with(run: Run, node: ast.With | ast.AsyncWith, env: Env) -> Env | None:
    swallows = False
    for item in node.items:
        value = evaluate(run, item.context_expr, env)
        swallows = swallows or run.module.name(item.context_expr).startswith("contextlib.suppress")
        if item.optional_vars is not None:
            assign(run, item.optional_vars, value, env)
    after = block(run, node.body, env.copy())
    return either(after, env) if swallows else after


def _try(run: Run, node: ast.Try, env: Env) -> Env | None:
    before = env.copy()
    after = block(run, node.body, env)
    caught: Env | None = None
    for handler in node.handlers:
        inner = either(before.copy(), after.copy() if after is not None else None) or before.copy()
        if handler.name:
            inner.values[handler.name] = CLEAN
        caught = either(caught, block(run, handler.body, inner))
    if node.orelse:
        after = block(run, node.orelse, after)
    result = either(after, caught)
    if not node.finalbody:
        return result
    final = block(run, node.finalbody, result if result is not None else before.copy())
    return final if result is not None else None


def _match(run: Run, node: ast.Match, env: Env) -> Env | None:
    subject = evaluate(run, node.subject, env)
    result: Env | None = None
    for case in node.cases:
        verdict = _taken(run, case.pattern, subject, env) if case.guard is None else None
        if verdict is False:
            continue
        inner = env.copy()
        _capture(run, case.pattern, subject, inner)
        if case.guard is not None:
            evaluate(run, case.guard, inner)
            guards.assume(run, case.guard, inner, True)
        result = either(result, block(run, case.body, inner))
        if verdict:
            return result
    return either(result, env)


def _taken(run: Run, pattern: ast.pattern, subject: Value, env: Env) -> bool | None:
    """Whether a pattern matches; None if that is not known."""
    if isinstance(pattern, ast.MatchAs) and pattern.pattern is None:
        return True
    if isinstance(pattern, ast.MatchOr):
        verdicts = [_taken(run, one, subject, env) for one in pattern.patterns]
        return True if True in verdicts else None if None in verdicts else False
    if not subject.known:
        return None
    if isinstance(pattern, ast.MatchValue):
        value = evaluate(run, pattern.value, env)
        return bool(value.constant == subject.constant) if value.known else None
    if isinstance(pattern, ast.MatchSingleton):
        return pattern.value is subject.constant
    return None


def _capture(run: Run, pattern: ast.pattern, subject: Value, env: Env) -> None:
    """Bind what a pattern captures; a text that equals a constant is harmless."""
    if isinstance(pattern, ast.MatchValue) or (
        isinstance(pattern, ast.MatchOr) and all(isinstance(one, ast.MatchValue) for one in pattern.patterns)
    ):
        env.guard(subject.sources)
        return
    if isinstance(pattern, ast.MatchAs):
        if pattern.name:
            env.values[pattern.name] = subject
        if pattern.pattern is not None:
            _capture(run, pattern.pattern, subject, env)
        return
    for inner in ast.walk(pattern):
        name = getattr(inner, "name", None) or getattr(inner, "rest", None)
        if isinstance(name, str):
            env.values[name] = deeper(subject, "[]")


# --- the rest ------------------------------------------------------------------------------------------------------


def _expression(run: Run, node: ast.Expr, env: Env) -> Env | None:
    evaluate(run, node.value, env)
    call = node.value
    if isinstance(call, ast.Call):
        if run.module.last(call.func) in LEAVING and run.module.name(call.func) not in {"builtins.quit"}:
            return None
        function = run.analysis.local(call.func)
        if function is not None and run.analysis.leaves(function):
            return None
    return env


def _return(run: Run, node: ast.Return, env: Env) -> None:
    value = evaluate(run, node.value, env)
    run.give(value)
    run.final = either(run.final, env)
    if node.value is not None:
        returned(run, node, value)


def _raise(run: Run, node: ast.Raise, env: Env) -> None:
    for part in (node.exc, node.cause):
        evaluate(run, part, env)


def _assert(run: Run, node: ast.Assert, env: Env) -> Env:
    evaluate(run, node.test, env)
    guards.assume(run, node.test, env, True)
    return env


def _definition(run: Run, node: ast.FunctionDef | ast.AsyncFunctionDef, env: Env) -> Env:
    run.analysis.steps += len(env.values) // 4  # a copy is work, too
    run.analysis.closures[node] = env.copy()
    env.values.pop(node.name, None)
    return env


_TRANSFERS: dict[type[ast.AST], Callable[[Run, Any, Env], Env | None]] = {
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.Delete: _delete,
    ast.If: _if,
    ast.For: _for,
    ast.AsyncFor: _for,
    ast.While: _while,
    ast.Break: _break,
    ast.Continue: _continue,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Try: _try,
    ast.TryStar: _try,
    ast.Match: _match,
    ast.Expr: _expression,
    ast.Return: _return,
    ast.Raise: _raise,
    ast.Assert: _assert,
    ast.FunctionDef: _definition,
    ast.AsyncFunctionDef: _definition,
}

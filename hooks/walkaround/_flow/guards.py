"""What a condition says of the values in it, on the way that it lets through."""

import ast
import re
from collections.abc import Callable
from typing import Any

from .._code import Function
from . import expressions
from .arguments import listed
from .run import Env, Run, either
from .tables import NAMED_CHECKS
from .value import (
    ALL,
    ARGUMENT,
    CLIENT,
    CODE,
    COMMAND,
    HTML,
    LDAP,
    PATH,
    PICKLE,
    REDIRECT,
    SQL,
    URL,
    XPATH,
    Value,
    of_source,
    within,
)

# Characters whose absence makes a text harmless for these families.
_DENIED = (
    ("'", SQL | XPATH | CODE),
    ('"', XPATH | HTML | CODE),
    ("..", PATH),
    ("/", PATH),
    ("\\", PATH),
    (";", COMMAND | SQL),
    ("<", HTML),
    ("//", REDIRECT | URL),
    (":", REDIRECT | URL),
    ("(", LDAP | CODE),
    ("*", LDAP),
)
_KINDS = frozenset({"isdigit", "isalnum", "isidentifier", "isdecimal", "isnumeric", "isalpha", "is_relative_to",
                    "url_has_allowed_host_and_scheme", "is_safe_url"})  # fmt: skip
_LONG = 12  # statements of a function that judges; of longer ones it is believed


def assume(run: Run, test: ast.expr, env: Env, holds: bool) -> None:
    """Note in `env` what follows from a condition that holds, or does not."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        assume(run, test.operand, env, not holds)
    elif isinstance(test, ast.BoolOp):
        _assume_all(run, test, env, holds)
    elif isinstance(test, ast.Compare) and len(test.ops) == 1:
        _compared(run, test, env, holds)
    elif isinstance(test, ast.Call):
        _called(run, test, env, holds)
    elif isinstance(test, ast.NamedExpr):
        assume(run, test.value, env, holds)
        _named(run, test.target, env, holds)
    elif isinstance(test, ast.Name):
        _named(run, test, env, holds)
    elif isinstance(test, ast.Attribute) and test.attr in {"netloc", "hostname"} and not holds:
        env.guard(expressions.evaluate(run, test, env).sources, REDIRECT)
    elif isinstance(test, ast.BinOp) and isinstance(test.op, ast.Sub) and not holds:
        _contained(run, test.left, test.right, env)


def _assume_all(run: Run, test: ast.BoolOp, env: Env, holds: bool) -> None:
    """All operands of an `and` that holds do; so do none of an `or` that does not. Of the others, what all say."""
    if isinstance(test.op, ast.And) is holds:
        for operand in test.values:
            assume(run, operand, env, holds)
        return
    found: dict[Any, int] | None = None
    for operand in test.values:
        one = Env(run, env.copy().values, {})
        assume(run, operand, one, holds)
        found = one.guarded if found is None else {key: mask & one.guarded.get(key, 0) for key, mask in found.items()}
    for source, mask in (found or {}).items():
        if mask:
            env.guard(frozenset({source}), mask)


def _named(run: Run, test: ast.Name, env: Env, holds: bool) -> None:
    """A variable that holds the answer of an earlier check."""
    value = env.values.get(test.id)
    if value is not None and value.kind == "match" and holds:
        env.guard(value.sources)
    if value is not None and not holds and value.built is None and not value.kind:
        env.guard(value.sources)  # it is empty on this way
    checked = run.analysis.checks.pop((run.function, test.id), None)
    if checked is not None:  # taken out meanwhile: it may name itself
        assume(run, checked, env, holds)
        run.analysis.checks[(run.function, test.id)] = checked


def _compared(run: Run, test: ast.Compare, env: Env, holds: bool) -> None:
    op = test.ops[0]
    left, right = test.left, test.comparators[0]
    if isinstance(op, ast.In | ast.NotIn):
        _membership(run, left, right, env, isinstance(op, ast.In) is holds)
    elif isinstance(op, ast.Eq | ast.NotEq) and isinstance(op, ast.Eq) is holds:
        _equal(run, left, right, env)
    elif isinstance(op, ast.Is | ast.IsNot):
        value = expressions.evaluate(run, left, env)
        if value.kind == "match" and isinstance(op, ast.IsNot) is holds:
            env.guard(value.sources)
    elif isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE):
        _ordered(run, left, right, env)
        if isinstance(op, ast.LtE) and holds:
            _contained(run, left, right, env)


def _ordered(run: Run, left: ast.expr, right: ast.expr, env: Env) -> None:
    """A text cannot be held against a number: what could is one."""
    one, other = expressions.evaluate(run, left, env), expressions.evaluate(run, right, env)
    for value, bound in ((one, other), (other, one)):
        if value.sources and isinstance(bound.constant, int | float):
            env.guard(value.sources)


def _contained(run: Run, left: ast.expr, right: ast.expr, env: Env) -> None:
    """Every element of the left side is one of the right side."""
    one, other = expressions.evaluate(run, left, env), expressions.evaluate(run, right, env)
    if one.sources and not other.sources:
        env.guard(one.sources)


def _membership(run: Run, left: ast.expr, right: ast.expr, env: Env, inside: bool) -> None:
    value, container = expressions.evaluate(run, left, env), expressions.evaluate(run, right, env)
    ours = not any(source[0] == CLIENT or source in value.sources for source in container.sources)
    if inside and value.sources and ours and not _is_empty(container):
        env.guard(value.sources)
    elif not inside and value.known and isinstance(value.constant, str) and container.sources:
        env.guard(container.sources, denied(value.constant))
    elif inside and isinstance(right, ast.Attribute) and right.attr == "parents" and not container.lexical:
        env.guard(container.sources, PATH)


def denied(text: str) -> int:
    """What a text without these characters in it is harmless for."""
    families = 0
    if not any(character.isalnum() for character in text):
        for characters, mask in _DENIED:
            if (text and text in characters) or characters == text:
                families |= mask
        if ".." in text:
            families |= PATH
    return families


def _is_empty(value: Value) -> bool:
    return value.known and not value.constant


def _equal(run: Run, left: ast.expr, right: ast.expr, env: Env) -> None:
    one, other = expressions.evaluate(run, left, env), expressions.evaluate(run, right, env)
    if "host" in {one.kind, other.kind} and (_is_empty(one) or _is_empty(other)):
        env.guard(one.sources | other.sources, REDIRECT)  # an address without a host
    elif one.sources and not other.sources and not _is_empty(other):
        env.guard(one.sources)
    elif other.sources and not one.sources and not _is_empty(one):
        env.guard(other.sources)
    elif one.sources and one.sources & other.sources and one.safe != other.safe:
        env.guard(one.sources & other.sources, one.safe | other.safe)
    elif one.sources != other.sources and (one.sources > other.sources or one.sources < other.sources):
        env.guard(one.sources | other.sources, PATH)  # `commonpath([folder, path]) == folder`


def _called(run: Run, test: ast.Call, env: Env, holds: bool) -> None:
    word = run.module.last(test.func)
    handler = _METHODS.get(word)
    if handler is not None:
        handler(run, test, env, holds)
    elif word in _KINDS and holds:
        if word != "is_relative_to":
            _guard_all(run, test, env, ALL)
        elif isinstance(test.func, ast.Attribute) and not expressions.evaluate(run, test.func.value, env).lexical:
            _guard_all(run, test, env, PATH)
    elif word in {"all", "any"} and test.args:
        _quantified(run, test.args[0], env, holds, word)
    elif holds and _is_check(run, test, word):
        _guard_all(run, test, env, ALL)


def _is_check(run: Run, test: ast.Call, word: str) -> bool:
    """Whether a call's name says that it judges what it is given."""
    function = run.analysis.local(test.func)
    if function is not None:
        return run.module.once((judges, function), lambda: judges(run, function))
    lowered = word.lower()
    return any(part in lowered for part in NAMED_CHECKS) and run.module.name(test.func) not in {
        "builtins.isinstance", "builtins.hasattr", "builtins.issubclass", "builtins.callable",
    }  # fmt: skip


def judges(run: Run, function: Function) -> bool:
    """Whether a function of this module says yes only to what it holds against something fixed."""
    from .statements import block

    if judges_addresses(function):
        return True
    names = [argument.arg for argument, _ in listed(function.args) if argument.arg not in {"self", "cls"}]
    inner = Run(run.analysis, function, None)
    inner.quiet = True
    env = Env(inner, {name: of_source(ARGUMENT, name) for name in names})
    returns = [one for one in ast.walk(function) if isinstance(one, ast.Return) and one.value is not None]
    real = [one for one in returns if not (isinstance(one.value, ast.Constant) and not one.value.value)]
    if not real or len(function.body) > _LONG:
        return bool(real)
    final = either(block(inner, function.body, env), inner.final) or env
    if len(real) == 1 and real[0].value is not None:
        assume(inner, real[0].value, final, True)
    return any(len(source) == 2 for source in final.guarded)  # the whole argument, not a part of it


def judges_addresses(function: Function) -> bool:
    """Whether a function asks of an IP address whether it is one of an inner network."""
    return any(isinstance(one, ast.Attribute) and one.attr in _NETWORKS for one in ast.walk(function))


_NETWORKS = frozenset({"is_private", "is_global", "is_loopback", "is_link_local", "is_reserved"})


def _guard_all(run: Run, test: ast.Call, env: Env, families: int) -> None:
    operands = [*test.args, *(keyword.value for keyword in test.keywords)]
    if isinstance(test.func, ast.Attribute):
        operands.append(test.func.value)
    for operand in operands:
        env.guard(expressions.evaluate(run, operand, env).sources, families)


def _quantified(run: Run, inner: ast.expr, env: Env, holds: bool, word: str) -> None:
    """`all(c in ALLOWED for c in columns)` that holds, `any(c not in ALLOWED …)` that does not."""
    if not isinstance(inner, ast.GeneratorExp | ast.ListComp):
        return
    every = holds is (word == "all")  # else: what is said is true of one of them
    from .statements import assign, iterated

    scope = env.copy()
    whole: list[Value] = []
    for generator in inner.generators:
        value = expressions.evaluate(run, generator.iter, scope)
        whole.append(value)
        assign(run, generator.target, iterated(run, generator.iter, value, scope), scope)
    before = dict(scope.guarded)
    assume(run, inner.elt, scope, holds)
    found = {source: mask for source, mask in scope.guarded.items() if before.get(source) != mask}
    own = {source for value in whole for source in value.sources}
    for source, mask in found.items():
        if not within(source, own):
            env.guard(frozenset({source}), mask)  # a value from outside, held against each of them
    for value in whole if every else ():
        for source in value.sources:
            masks = [mask for one, mask in found.items() if one[:-1] == source]
            if masks:
                env.guard(frozenset({source}), masks[0])


def _starts(run: Run, test: ast.Call, env: Env, holds: bool) -> None:
    """`text.startswith(prefix)`: a resolved path below a folder, an address of a known host."""
    if not isinstance(test.func, ast.Attribute) or not test.args:
        return
    value, prefix = (expressions.evaluate(run, one, env) for one in (test.func.value, test.args[0]))
    if prefix.sources:
        if holds and value.sources - prefix.sources and not value.lexical:
            env.guard(value.sources, PATH)
    elif not prefix.known:
        env.guard(value.sources if holds else frozenset(), URL | REDIRECT | (0 if value.lexical else PATH))
    else:
        texts = prefix.constant if isinstance(prefix.constant, tuple) else (prefix.constant,)
        if all(isinstance(text, str) for text in texts):
            begun = _begun(texts) & ~(PATH if value.lexical else 0)
            env.guard(value.sources, begun if holds else _not_begun(texts))


def _begun(texts: tuple[str, ...]) -> int:
    """What a text that begins with one of these is harmless for."""
    if all(re.match(r"\w+://[^/]+/", text) for text in texts):
        return URL | REDIRECT
    return REDIRECT | PATH if all(len(text) > 1 and text[0] == "/" != text[1] for text in texts) else 0


def _not_begun(texts: tuple[str, ...]) -> int:
    """What a text that begins with none of these is harmless for."""
    return REDIRECT if "//" in texts or "http" in texts else 0


def _ends(run: Run, test: ast.Call, env: Env, holds: bool) -> None:
    """`host.endswith(".example.com")`: a host below one of ours."""
    if not holds or not isinstance(test.func, ast.Attribute) or not test.args:
        return
    value, ending = (expressions.evaluate(run, one, env) for one in (test.func.value, test.args[0]))
    endings = ending.constant if isinstance(ending.constant, tuple) else (ending.constant,)
    if value.kind == "host" and all(isinstance(one, str) and one.startswith(".") for one in endings):
        env.guard(value.sources, URL | REDIRECT)


def _matches(run: Run, test: ast.Call, env: Env, holds: bool) -> None:
    """`re.fullmatch(pattern, text)` or `pattern.fullmatch(text)`."""
    value = expressions.evaluate(run, test, env)
    if holds and value.kind == "match":
        env.guard(value.sources)
    elif not holds and value.sources:
        pattern = _pattern(run, test, env)
        env.guard(value.sources, ALL if pattern.startswith(("[^", r"\W")) else _denied_by(pattern))


def _pattern(run: Run, test: ast.Call, env: Env) -> str:
    free = run.module.name(test.func) in {"re.search", "re.match", "re.fullmatch"}
    node = test.args[0] if free and test.args else test.func.value if isinstance(test.func, ast.Attribute) else None
    found = expressions.evaluate(run, node, env).constant
    return found if isinstance(found, str) else ""


def _denied_by(pattern: str) -> int:
    """What a text is harmless for in which no character of this class was found."""
    families = COMMAND if all(character in pattern for character in ";|&") else 0
    families |= SQL | XPATH if "'" in pattern else 0
    return families | (PATH if ".." in pattern or r"\.\." in pattern else 0)


def _subset(run: Run, test: ast.Call, env: Env, holds: bool) -> None:
    if holds and isinstance(test.func, ast.Attribute) and test.args:
        _contained(run, test.func.value, test.args[0], env)


def _superset(run: Run, test: ast.Call, env: Env, holds: bool) -> None:
    if holds and isinstance(test.func, ast.Attribute) and test.args:
        _contained(run, test.args[0], test.func.value, env)


def _has_key(run: Run, test: ast.Call, env: Env, holds: bool) -> None:
    """A look-up that gave something: `if ALLOWED.get(name)`."""
    if holds and isinstance(test.func, ast.Attribute) and len(test.args) == 1:
        _membership(run, test.args[0], test.func.value, env, True)


def _signed(_run: Run, _test: ast.Call, env: Env, holds: bool) -> None:
    """A signature that was compared: what the client sent is what we once gave it."""
    if holds:
        sources = [value.sources for value in env.values.values()]
        env.guard(frozenset().union(*sources), PICKLE)


def _has_attribute(run: Run, test: ast.Call, env: Env, holds: bool) -> None:
    """`hasattr(Model, name)`: a name that the class knows."""
    if holds and len(test.args) == 2:
        env.guard(expressions.evaluate(run, test.args[1], env).sources)


def _typed(run: Run, test: ast.Call, env: Env, holds: bool) -> None:
    """`isinstance(value, int)`."""
    if not holds or len(test.args) != 2:
        return
    kinds = test.args[1].elts if isinstance(test.args[1], ast.Tuple) else [test.args[1]]
    if all(run.module.last(kind) in _NUMERIC for kind in kinds):
        env.guard(expressions.evaluate(run, test.args[0], env).sources)


_NUMERIC = frozenset({"int", "float", "bool", "Decimal", "UUID", "date", "datetime", "timedelta", "Enum", "Number"})


def _nothing(_run: Run, _test: ast.Call, _env: Env, _holds: bool) -> None:
    """A call that says nothing of its arguments."""


_METHODS: dict[str, Callable[[Run, ast.Call, Env, bool], None]] = {
    "startswith": _starts,
    "endswith": _ends,
    "fullmatch": _matches,
    "match": _matches,
    "search": _matches,
    "issubset": _subset,
    "issuperset": _superset,
    "get": _has_key,
    "compare_digest": _signed,
    "hasattr": _has_attribute,
    "isinstance": _typed,
    "exists": _nothing,
    "is_file": _nothing,
    "isfile": _nothing,
    "isdir": _nothing,
    "is_dir": _nothing,
    "is_absolute": _nothing,
    "isabs": _nothing,
}

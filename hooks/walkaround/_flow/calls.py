"""What calls do: to what they are given, to what they are called on, and what they give."""

import ast
from collections.abc import Callable

from .._code import UNKNOWN
from . import expressions
from .containers import METHODS
from .names import place
from .passing import constant, number, sanitised, template, transparent
from .run import Env, Run
from .sinks import Given, check
from .tables import (
    CAREFUL_WORDS,
    CLIENT_METHODS,
    LOOKUPS,
    REQUEST_METHODS,
    RUNNERS,
    SINKS,
    WRAPPED_WORDS,
)
from .value import (
    ALL,
    CLEAN,
    CLIENT,
    REDIRECT,
    SESSION,
    Value,
    element,
    harmless,
    mixed,
)


def call(run: Run, node: ast.Call, env: Env) -> Value:
    given = _given(run, node, env)
    if check(run, node, given, env):
        return CLEAN  # said once is enough
    for way in _WAYS:
        found = way(run, node, given, env)
        if found is not None:
            return env.seen(found) if found.sources else found
    return _unknown(given)


def _given(run: Run, node: ast.Call, env: Env) -> Given:
    """The parts of a call with their values."""
    func = node.func
    receiver = CLEAN
    if isinstance(func, ast.Attribute):
        receiver = expressions.evaluate(run, func.value, env)
    elif not isinstance(func, ast.Name):
        receiver = expressions.evaluate(run, func, env)
    positional: list[Value] = []
    for one in node.args:
        value = expressions.evaluate(run, one, env)
        if isinstance(one, ast.Starred):
            positional += value.items if isinstance(value.items, list) else [element(value, None)]
        else:
            positional.append(value)
    named = {keyword.arg or "**": expressions.evaluate(run, keyword.value, env) for keyword in node.keywords}
    spread = named["**"].items if "**" in named else None
    if isinstance(spread, dict):
        named = {**{name: value for name, value in spread.items() if isinstance(name, str)}, **named}
    name = run.analysis.name(func)
    word = run.module.last(func)
    if isinstance(func, ast.Name) and word != name and not name.startswith(".") and not name.endswith(")"):
        word = name.rpartition(".")[2] or word  # `from x import y as word`
    return Given(word, name, receiver, positional, named)


# --- objects that are told apart -----------------------------------------------------------------------------------


def _on_container(_run: Run, node: ast.Call, given: Given, env: Env) -> Value | None:
    """A method of a list, a dictionary, a buffer or a configuration whose elements are known."""
    if not isinstance(node.func, ast.Attribute):
        return None
    method = METHODS.get(given.word)
    if method is None:
        return None
    answer = method(given)
    if answer is None:
        return None
    value, after = answer
    name = place(node.func.value)
    if after is not None and name:
        env.values[name] = after
    return value


def _on_request(run: Run, node: ast.Call, given: Given, env: Env) -> Value | None:
    """What a request, or an object made around one, gives."""
    receiver = given.receiver
    if receiver.kind == "request":
        if given.word == "get" and len(given.positional) >= 1:
            return env.source(CLIENT, "request", "params")
        if given.word not in REQUEST_METHODS:
            return CLEAN
        own = REDIRECT if given.word == "get_full_path" else 0
        return env.source(CLIENT, "request", given.word, safe=own)
    if receiver.kind == "wrapped":
        lowered = given.word.lower()
        careful = any(word in lowered for word, _ in CAREFUL_WORDS)
        named = bool(given.positional) and isinstance(given.positional[0].constant, str)
        asked = named and lowered not in WRAPPED_WORDS and any(word in lowered for word in WRAPPED_WORDS)
        return env.source(CLIENT, "wrapped", given.word) if asked and not careful else CLEAN
    if given.word in CLIENT_METHODS and isinstance(node.func, ast.Attribute):
        owner = run.analysis.class_of_self(run.function, node.func.value)
        if owner is not None and run.analysis.answers_requests(owner):
            return env.source(CLIENT, "request", _key(given))
        if run.module.name(node.func.value).rpartition(".")[2].startswith("WebSocket"):
            return env.source(CLIENT, "request", given.word)
    return None


def _key(given: Given) -> object:
    return given.positional[0].constant if given.positional and given.positional[0].known else given.word


# --- functions of this module --------------------------------------------------------------------------------------


def _local(run: Run, node: ast.Call, given: Given, env: Env) -> Value | None:
    function = run.analysis.local(node.func)
    if function is not None:
        found = run.analysis.called(run, node, function, given, env)
        return harmless(found, _promised(given.word)) if found.sources else found
    if given.word == "delay" and isinstance(node.func, ast.Attribute):  # of Celery
        function = run.analysis.local(node.func.value)
        return run.analysis.called(run, node, function, given, env) if function is not None else None
    return _elsewhere(run, node, given, env) if any(word in given.word for word in RUNNERS) else None


def _promised(word: str) -> int:
    """What the name of a function says that it makes harmless, of those that change a text."""
    lowered = word.lower()
    found = next((mask for name, mask in CAREFUL_WORDS[:3] if name in lowered), 0)
    return found | (SESSION if any(name in lowered for name, _ in CAREFUL_WORDS) else 0)


def _elsewhere(run: Run, node: ast.Call, given: Given, env: Env) -> Value | None:
    """`to_thread(function, …)`, `run_in_executor(None, function, …)`: a function that is called by another."""
    if given.positional and len(given.positional) == len(node.args):
        for place_of, one in enumerate(node.args[:2]):
            function = run.analysis.local(one)
            if function is not None:
                inner = given._replace(positional=given.positional[place_of + 1 :])
                plain = ast.Call(one, [], [])
                return run.analysis.called(run, plain, function, inner, env)
            word, name = run.module.last(one), run.module.name(one)
            if word in SINKS and name and not name.startswith("."):
                inner = Given(word, name, CLEAN, given.positional[place_of + 1 :], given.named)
                return CLEAN if check(run, node, inner, env) else None
    return None


# --- what nothing is known of --------------------------------------------------------------------------------------


def _unknown(given: Given) -> Value:
    """What an unknown function makes of foreign values: a text of them, unless its name says otherwise."""
    values = [*given.positional, *given.named.values()]
    if any(value.kind == "request" for value in values):
        return Value(kind="wrapped")
    whole = mixed([given.receiver, *values])
    if not whole.sources or given.word[:1].isupper() or len(values) > 1:
        return CLEAN
    if not any(source[0] == CLIENT for source in whole.sources):
        return CLEAN
    lowered = given.word.lower()
    if lowered.lstrip("_").partition("_")[0] in LOOKUPS:
        return CLEAN
    for word, families in CAREFUL_WORDS:
        if word in lowered:
            return CLEAN if families == ALL else harmless(whole, families)
    if given.receiver.sources and not any(value.sources for value in values):
        return CLEAN  # a part of an object, not known by name
    return whole.but(kind="derived", items=None, constant=UNKNOWN)


_WAYS: tuple[Callable[[Run, ast.Call, Given, Env], Value | None], ...] = (
    _on_container,
    _on_request,
    _local,
    constant,
    number,
    template,
    sanitised,
    transparent,
)

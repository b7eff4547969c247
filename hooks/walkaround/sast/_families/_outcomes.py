"""What becomes of an error after its `except` clause: who hears of it, and what the caller is left with.

A clause *tells* when it raises, stores the exception somewhere, calls anything that might act on it, counts, or sets a
flag. What it gives back is one of

    told      an answer that cannot be mistaken for a success: an error text, a status code, a fallback that is computed
    no        False
    nothing   None, an empty value, a default
    success   True, "ok", {"status": "done"}
"""

import ast
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from ..._code import Module
from ._caught import reads, within
from ._log_calls import is_log, with_trace
from ._name_words import has, words

# What a text that speaks of a failure has in it, and the words of a name that does.
_FAILING = (
    "error", "fail", "exception", "invalid", "broken", "denied", "refused", "unavailable", "unhealthy", "degraded",
    "dead", "wrong", "missing", "not found", "not_found", "not-found", "notfound", "unable", "cannot", "could not",
    "couldn't", "can't", "crash", "abort", "reject", "timeout", "timed out", "unauthori", "forbidden", "offline", "<",
)  # fmt: skip
_FAILURES = frozenset({"err", "errs", "exc", "bad", "down", "nok"})
_SUBSTITUTES = frozenset({"default", "defaults", "fallback", "empty", "blank"})
_NOT_NUMBERS = frozenset({"nan", "NaN", "NaT", "NA"})
_NUMBERED = frozenset({"code", "status", "rc", "ret", "exit", "exitcode", "returncode"})  # where a number is a failure
_SUCCESS = frozenset({"ok", "success", "succeeded", "successful", "done", "accepted", "completed", "complete", "sent"})
_SUCCESS_KEYS = frozenset(
    {"status", "result", "ok", "success", "state", "message", "detail", "succeeded", "msg", "status_code"}
)
# Calls in a clause that tell nobody: they wait, put things away, or build an empty value.
_MUTE_METHODS = frozenset({
    "rollback", "close", "aclose", "sleep", "release", "strip", "lower", "upper", "now", "utcnow", "time", "monotonic",
    "flush", "seek", "none", "unlink",
})  # fmt: skip
_MUTE = frozenset({"str", "int", "float", "bool", "list", "dict", "set", "tuple", "frozenset", "len", "min", "max"})
_MUTE_FUNCTIONS = frozenset({"time.sleep", "asyncio.sleep", "os.remove", "os.unlink", "shutil.rmtree", "gc.collect"})
_EMPTY = frozenset({"Decimal", "Counter", "defaultdict", "OrderedDict", "DataFrame", "Series", "deque"})
_FAR = 60  # statements after a clause that are looked at
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_LEAVES = (ast.Return, ast.Break, ast.Continue, ast.Raise)
_TRIES = (ast.Try, ast.TryStar)


class Effects(NamedTuple):
    """What a clause does about the error."""

    tells: bool
    logs: list[ast.Call]
    returns: list[ast.Return]

    def traced(self, module: Module) -> bool:
        return any(with_trace(module, call) for call in self.logs)

    def whispers(self, module: Module) -> bool:
        """Whether all that is said is said at a level that nobody has switched on."""
        return not self.traced(module) and all(module.last(call.func) in {"debug", "trace"} for call in self.logs)


def effects(module: Module, handler: ast.ExceptHandler) -> Effects:
    """What a clause does about the error."""
    found = Effects(False, [], [])
    texts = _log_texts(module, handler)
    stack: list[ast.AST] = [*reversed(handler.body)]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Call) and is_log(module, node):
            found.logs.append(node)
        elif isinstance(node, ast.Return):
            found.returns.append(node)
        elif node in texts:
            continue
        elif _tells(module, handler, node):
            return found._replace(tells=True)
        else:
            stack += list(ast.iter_child_nodes(node))[::-1]
    return found


def _log_texts(module: Module, handler: ast.ExceptHandler) -> list[ast.stmt]:
    """The statements of a clause that only make a text for its log calls."""
    function = module.function(handler)
    found: list[ast.stmt] = []
    for statement in handler.body if function is not None else []:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name) and function is not None:
            uses = reads(module, function, statement.targets[0].id)
            inside = [use for use in uses if statement.lineno <= use.lineno <= (handler.end_lineno or 0)]
            after = (use for use in uses if use.lineno > (handler.end_lineno or 0))
            if (
                inside
                and all(_is_logged(module, use) for use in inside)
                and all(_is_caught(module, use) for use in after)
            ):
                found.append(statement)
    return found


def _is_caught(module: Module, use: ast.Name) -> bool:
    """Whether a name is read in a clause, where it holds what that clause gave it."""
    return any(isinstance(around, ast.ExceptHandler) for around in module.parents(use))


def _is_logged(module: Module, use: ast.Name) -> bool:
    for around in module.parents(use):
        if isinstance(around, ast.stmt):
            return False
        if _is_log(module, around):
            return True
    return False


def _is_log(module: Module, node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and is_log(module, node)


def _tells(module: Module, handler: ast.ExceptHandler, node: ast.AST) -> bool:
    """Whether a node by itself lets anybody know, or may do so for all that can be seen here."""
    if isinstance(node, ast.Call):
        return not _is_mute(module, node)
    if isinstance(node, ast.Name):
        return node.id == handler.name
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(_records(module, target, node.value) for target in targets)
    if isinstance(node, ast.AugAssign):
        return not _counts_loop(module, handler, node.target)
    return isinstance(
        node,
        ast.Raise | ast.Assert | ast.Yield | ast.YieldFrom | ast.Import | ast.ImportFrom
        | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda | ast.Delete,
    )  # fmt: skip


def _counts_loop(module: Module, handler: ast.ExceptHandler, target: ast.expr) -> bool:
    """Whether what is counted is only how often the loop around has been tried."""
    if not isinstance(target, ast.Name):
        return False
    loops = (around for around in module.parents(handler) if isinstance(around, ast.While))
    return any(_mentions(loop.test, {target.id}) for loop in loops)


def _is_mute(module: Module, call: ast.Call) -> bool:
    word = module.last(call.func)
    if word in _EMPTY and _is_empty(call):
        return True
    if isinstance(call.func, ast.Attribute) and word in _MUTE_METHODS:
        return True
    return (isinstance(call.func, ast.Name) and word in _MUTE) or module.name(call.func) in _MUTE_FUNCTIONS


def _is_empty(call: ast.Call) -> bool:
    return all(isinstance(argument, ast.Constant | ast.Name) and _bare(argument) for argument in call.args)


def _bare(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) or (isinstance(node, ast.Constant) and node.value in {"0", "0.0", "0.00", 0, ""})


def _records(module: Module, target: ast.expr, value: ast.expr | None) -> bool:
    """Whether an assignment leaves a mark of the failure: a flag, an error text, an element that says so."""
    if isinstance(value, ast.Constant) and isinstance(value.value, bool):
        return True
    if isinstance(target, ast.Attribute) and (isinstance(value, ast.Constant) and value.value is None):
        return True
    if isinstance(value, ast.Constant) and isinstance(value.value, int | float):
        return not _NUMBERED.isdisjoint(words(module.last(target)))
    if isinstance(value, ast.Attribute | ast.Subscript) and given(module, value) == "told":
        return True  # a state of an enumeration, or a value kept from before
    if _names_failure(module.last(target.value if isinstance(target, ast.Subscript) else target)):
        return isinstance(target, ast.Subscript) or not isinstance(value, ast.Constant) or value.value is not None
    kind = given(module, value)
    if isinstance(target, ast.Subscript | ast.Attribute):
        return kind == "told" or not _is_blank(value)
    return kind == "told"


def _is_blank(value: ast.expr | None) -> bool:
    return not isinstance(value, ast.Constant) or not value.value


def given(module: Module, value: ast.expr | None) -> str:
    """What the caller learns from a value."""
    if value is None:
        return "nothing"
    if isinstance(value, ast.Constant):
        return _constant(value.value)
    if _says_failure(module, value):
        return "told"
    if _says_success(value):
        return "success"
    if isinstance(value, ast.Name):
        return _named(module, value)
    if isinstance(value, ast.Attribute):
        return "nothing" if _is_substitute(value.attr) or value.attr in _NOT_NUMBERS else "told"
    if isinstance(value, ast.Call):
        return "nothing" if _builds_nothing(module, value) else "told"
    if isinstance(value, ast.Dict | ast.Tuple | ast.List | ast.Set | ast.IfExp):
        return _composed(module, value)
    return "told"


def _composed(module: Module, value: ast.Dict | ast.Tuple | ast.List | ast.Set | ast.IfExp) -> str:
    """What several values say together; beside others, a text that is not empty says something."""
    if isinstance(value, ast.IfExp):
        parts = [value.body, value.orelse]
    else:
        parts = value.values if isinstance(value, ast.Dict) else value.elts
    if isinstance(value, ast.Dict | ast.Tuple) and any(_is_word(module, one) for one in parts):
        return "told"
    found = [given(module, one) for one in parts]
    return next((kind for kind in ("told", "success") if kind in found), "nothing")


def _constant(value: object) -> str:
    if value is False:
        return "no"
    if value is True:
        return "success"
    if isinstance(value, str) and value:
        if value.lower() in _SUCCESS:
            return "success"
        return "told" if _names_failure(value) else "nothing"
    if type(value) is int and 200 <= value < 300:
        return "success"
    if isinstance(value, int) and value:
        return "told"  # an exit code, a status
    return "nothing"


def _is_word(module: Module, node: ast.expr | None) -> bool:
    value = module.constant(node)
    return isinstance(value, str) and value != ""


def _named(module: Module, name: ast.Name) -> str:
    """What a name gives: a default, unless it is called an error or holds something that says so."""
    if _names_failure(name.id):
        return "told"
    if _is_substitute(name.id):
        return "nothing"
    scope = module.scope(name)
    local = module.bindings(scope, name.id)
    bound = module.binding(name)
    if isinstance(bound, ast.Constant) or (isinstance(bound, ast.Dict | ast.List | ast.Tuple) and not local):
        return given(module, bound)
    return "nothing" if local else "told"


def _builds_nothing(module: Module, call: ast.Call) -> bool:
    word = module.last(call.func)
    if isinstance(call.func, ast.Name) and word in _MUTE:
        return all(isinstance(one, ast.Constant) for one in call.args) and not call.keywords
    return (word in _EMPTY and _is_empty(call)) or (word == "none" and not call.args)


def _says_failure(module: Module, value: ast.expr) -> bool:
    """Whether anything in a value names an error: a text, a key, a keyword, a status of 400 or more."""
    return any(_is_failure(module, node) for node in ast.walk(value))


def _is_failure(module: Module, node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            return _names_failure(node.value)
        return type(node.value) is int and 400 <= node.value < 600
    if isinstance(node, ast.Attribute) and (node.attr.startswith(("HTTP_4", "HTTP_5")) or _is_status(node.attr)):
        return True
    if isinstance(node, ast.keyword) and node.arg and _names_failure(node.arg):
        return not (isinstance(node.value, ast.Constant) and not node.value.value)
    return _names_failure(module.last(node))


def _names_failure(text: str) -> bool:
    return has(text, _FAILING) or not _FAILURES.isdisjoint(words(text.replace(" ", "_")))


def _is_status(attribute: str) -> bool:
    """`HTTPStatus.BAD_REQUEST`, `HTTPStatus.INTERNAL_SERVER_ERROR`."""
    return attribute.isupper() and ("SERVER" in attribute or "REQUEST" in attribute or "UNPROCESSABLE" in attribute)


def _is_substitute(name: str) -> bool:
    return not _SUBSTITUTES.isdisjoint(words(name)[:1])


def _says_success(value: ast.expr) -> bool:
    first = value.args[0] if isinstance(value, ast.Call) and value.args else None
    if isinstance(first, ast.Constant) and isinstance(first.value, str) and first.value.lower() in _SUCCESS:
        return True  # HttpResponse("OK")
    for node in ast.walk(value):
        pairs: list[tuple[object, ast.expr]] = []
        if isinstance(node, ast.Dict):
            pairs = [
                (key.value, one)
                for key, one in zip(node.keys, node.values, strict=True)
                if isinstance(key, ast.Constant)
            ]
        elif isinstance(node, ast.keyword):
            pairs = [(node.arg, node.value)]
        for key, one in pairs:
            if key in _SUCCESS_KEYS and isinstance(one, ast.Constant) and _constant(one.value) == "success":
                return True
    return False


def left_with(module: Module, handler: ast.ExceptHandler, found: Effects) -> set[str]:
    """What the caller is left with after a clause that tells nobody: its answers, and what is done where it ends."""
    good = _answers_of_success(module, handler)
    kinds = {
        "success" if good and _is_fixed(node.value) and _dump(node) in good
        else "told" if _is_code(module, node) else given(module, node.value) for node in found.returns
    }  # fmt: skip
    last = handler.body[-1]
    if isinstance(last, ast.Return):
        return kinds
    attempt = module.parent(handler)
    if not isinstance(attempt, _TRIES):
        return kinds
    return kinds | {_after(module, attempt, last)}


def _answers_of_success(module: Module, handler: ast.ExceptHandler) -> set[str]:
    """What a function gives back where nothing went wrong, if that is fixed: True, `JsonResponse({"done": True})`."""
    attempt = module.parent(handler)
    if not isinstance(attempt, _TRIES):
        return set()
    after = getattr(attempt, "_bandit_sibling", None)
    ends = [(attempt.orelse or attempt.body)[-1], after]
    if isinstance(ends[0], ast.Return):
        del ends[1]
    return {_dump(one) for one in ends if isinstance(one, ast.Return) and _is_fixed(one.value)}


def _dump(node: ast.Return) -> str:
    return "" if node.value is None else ast.unparse(node.value)


def _is_fixed(node: ast.expr | None, depth: int = 5) -> bool:
    """Whether a value says something, and the same in every run: it names nothing but what makes the answer."""
    if depth <= 0:
        return False
    if isinstance(node, ast.Call):
        inner = [*node.args, *(one.value for one in node.keywords)]
        return bool(inner) and all(_is_fixed(one, depth - 1) for one in inner)
    if isinstance(node, ast.Dict):
        return bool(node.values) and all(_is_fixed(one, depth - 1) for one in node.values)
    return isinstance(node, ast.Constant) and node.value not in {None, False, ""}


def _is_code(module: Module, node: ast.Return) -> bool:
    """Whether a text that is given back is one of several by which a function says what went wrong."""
    if not _is_word(module, node.value):
        return False
    function = module.function(node)
    others = [one for one in within(function.body) if isinstance(one, ast.Return)] if function is not None else []
    return any(one is not node and (one.value is None or isinstance(one.value, ast.Constant)) for one in others)


def _after(module: Module, attempt: ast.Try | ast.TryStar, last: ast.stmt) -> str:
    """What follows once a clause has come to its end."""
    alone = _leaves(attempt.orelse or attempt.body)
    names = set(_stored([*attempt.body, *attempt.handlers])) - set(_counted(attempt.handlers))
    following = list(islice(_following(module, attempt, jumps=isinstance(last, ast.Continue)), _FAR))
    if any(_asks(statement, names) for statement in following) or _is_asked(module, attempt, names):
        return "told"
    if any(isinstance(node, ast.Raise) for node in within(attempt.finalbody)):
        return "told"
    if not alone and _gives_flag(attempt, following):
        return "told"
    return _path(module, following) if alone else _shared(module, following)


def _gives_flag(attempt: ast.Try | ast.TryStar, following: list[ast.stmt]) -> bool:
    """Whether what is given back says whether the attempt came to its end: `sent = True`, and then `{"sent": sent}`."""
    last = (attempt.orelse or attempt.body)[-1]
    if not isinstance(last, ast.Assign) or not isinstance(last.value, ast.Constant) or last.value.value is not True:
        return False
    flags = {target.id for target in last.targets if isinstance(target, ast.Name)}
    returns = (one for one in following if isinstance(one, ast.Return) and one.value is not None)
    return bool(flags) and any(_mentions(one.value, flags) for one in returns if one.value is not None)


def is_over(attempt: ast.Try | ast.TryStar) -> bool:
    """Whether the loop around is left once the attempt went well."""
    last = (attempt.orelse or attempt.body)[-1]
    return isinstance(last, ast.Return | ast.Break)


def _leaves(body: list[ast.stmt]) -> bool:
    """Whether a block that went well does not come to its end."""
    last = body[-1]
    if isinstance(last, ast.If):
        return bool(last.orelse) and _leaves(last.body) and _leaves(last.orelse)
    if isinstance(last, ast.With | ast.AsyncWith):
        return _leaves(last.body)
    return isinstance(last, _LEAVES)


def _following(module: Module, statement: ast.stmt, *, jumps: bool) -> Iterator[ast.stmt]:
    """The statements that come after one within its function, block by block outwards."""
    node: ast.AST = statement
    while True:
        around = module.parent(node)
        if not jumps:
            after = getattr(node, "_bandit_sibling", None)
            while isinstance(after, ast.stmt):
                yield after
                after = getattr(after, "_bandit_sibling", None)
        if isinstance(around, _LOOPS):
            jumps = False
            yield from around.orelse
        if around is None or isinstance(around, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Module):
            return
        node = around


def _stored(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The names and attributes that are given a value."""
    for node in within(nodes):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


def _counted(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The names that only count how often something was tried."""
    for node in within(nodes):
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def _asks(statement: ast.stmt, names: set[str]) -> bool:
    """Whether a later statement looks at what the attempt gave before it goes on."""
    for node in within([statement]):
        tests: list[ast.expr] = []
        if isinstance(node, ast.If) and _is_only_used(node):
            continue
        if isinstance(node, ast.If | ast.IfExp | ast.While | ast.Assert):
            tests = [node.test]
        elif isinstance(node, ast.Match):
            tests = [node.subject]
        elif isinstance(node, ast.BoolOp):
            tests = node.values[:-1]
        elif isinstance(node, ast.comprehension):
            tests = node.ifs
        if any(_mentions(test, names) for test in tests):
            return True
    return False


def _is_only_used(node: ast.If) -> bool:
    """Whether a condition does something with a value if there is one, and nothing if there is none."""
    test = node.test
    there = isinstance(test, ast.Name | ast.Attribute) or (
        isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.IsNot)
    )
    return there and not node.orelse and not isinstance(node.body[-1], _LEAVES)


def _mentions(test: ast.expr, names: set[str]) -> bool:
    return any(
        (isinstance(node, ast.Name) and node.id in names) or (isinstance(node, ast.Attribute) and node.attr in names)
        for node in ast.walk(test)
    )


def _is_asked(module: Module, attempt: ast.stmt, names: set[str]) -> bool:
    """Whether the loop around goes on asking for what the attempt gave."""
    for around in module.parents(attempt):
        if isinstance(around, ast.While) and _mentions(around.test, names):
            return True
        if isinstance(around, ast.FunctionDef | ast.AsyncFunctionDef):
            return False
    return False


def _path(module: Module, following: list[ast.stmt]) -> str:
    """What comes of statements that are reached only after the error."""
    for statement in following:
        if isinstance(statement, ast.Return):
            return given(module, statement.value)
        for node in within([statement]):
            if isinstance(node, ast.Raise | ast.Yield | ast.YieldFrom):
                return "told"
            if isinstance(node, ast.Call) and not _is_mute(module, node):
                return "told"  # another way is tried, or somebody is told
    return "nothing"


def _shared(module: Module, following: list[ast.stmt]) -> str:
    """What comes of statements that run whether or not there was an error."""
    for statement in following:
        if isinstance(statement, ast.Return):
            return "success" if given(module, statement.value) != "nothing" else "nothing"
    return "nothing"

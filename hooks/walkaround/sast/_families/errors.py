"""Exceptions that nobody hears of: B930 to B932.

A clause is judged when it catches `Exception`, `BaseException` or everything. Nothing is said of tests, of what is put
away (`close`, `__del__`), of an optional import, of a question that is answered with False.
"""

import ast
from collections.abc import Iterator

from ..._code import Function, Module, is_function
from ._caught import caught, clause, is_any, is_broad, one_by_one, within
from ._found import Found
from ._log_calls import is_log
from ._name_words import has, words
from ._outcomes import Effects, effects, is_over, left_with
from ._workshop import is_test

# Functions that put something away, by a word of their names: they must come to their end whatever happens.
_ENDING = frozenset({
    "aclose", "shutdown", "cleanup", "teardown", "finalize", "finalise", "dispose", "atexit", "aexit",
})  # fmt: skip
# These do so only where what they are done to is of the machinery: `stop_worker`, but not `stop_subscription`.
_CLOSING = frozenset({
    "close", "stop", "disconnect", "release", "terminate", "kill", "destroy", "quit", "logout", "unload", "del", "exit",
    "reset",
})  # fmt: skip
_MACHINERY = frozenset({
    "async", "on", "do", "all", "force", "safe", "safely", "quietly", "silently", "and", "if", "maybe", "try", "before",
    "connection", "connections", "conn", "session", "sessions", "client", "clients", "pool", "pools", "socket",
    "sockets", "server", "servers", "file", "files", "resource", "resources", "handle", "handles", "handler", "worker",
    "workers", "thread", "threads", "process", "processes", "driver", "browser", "page", "stream", "streams", "channel",
    "channels", "consumer", "producer", "engine", "db", "database", "loop", "executor", "scheduler", "app", "temp",
    "tmp", "lock", "locks", "task", "tasks", "proxy", "tunnel", "listener", "device", "port", "serial", "ws",
    "websocket", "redis", "broker", "container", "child", "children", "subprocess", "writer", "reader", "transport",
    "entry", "platforms", "up", "down", "http", "cursor", "old", "stale", "timer",
})  # fmt: skip
_CLOSING_PAIRS = ("shut_down", "clean_up", "tear_down", "at_exit")
# Functions that measure, and must never be in the way of what they measure.
_MEASURING = frozenset({
    "telemetry", "metric", "metrics", "track", "tracking", "analytics", "heartbeat", "beacon", "stats",
})  # fmt: skip
_FETCHING = frozenset({"get", "fetch", "load", "compute", "calculate", "list", "read", "query", "build", "export"})
# Functions that report to others, and would be in the way if they failed.
_TELLING = frozenset({
    "notify", "notification", "emit", "log", "logging", "alert", "warm", "prefetch", "preload", "main", "cli",
    "sigterm", "sigint", "signal", "excepthook",
})  # fmt: skip
# Functions that are questions, by the first or the last word of their names.
_ASKING = frozenset({
    "is", "has", "have", "can", "could", "may", "should", "support", "supports", "needs", "allow", "allows", "accept",
    "accepts", "matches", "equals", "contains", "exists", "check", "verify", "validate", "valid", "ping", "probe",
    "test",
})  # fmt: skip
_STATING = frozenset({"is", "has", "have", "exists", "can", "may"})
_ASKED = frozenset({
    "health", "healthy", "healthcheck", "alive", "available", "ready", "reachable", "exists", "valid", "supported",
    "installed", "connected", "enabled", "ping",
})  # fmt: skip
# Questions whether something is there at all: an error is the answer.
_REACHING = frozenset({
    "health", "healthy", "healthcheck", "alive", "available", "ready", "reachable", "installed", "connected", "ping",
    "check", "test", "probe", "up", "running", "online", "responding", "accessible", "supported", "support", "connect",
})  # fmt: skip
# Methods that ask a database or another machine, and packages that do little else.
_FAR = frozenset({
    "execute", "query", "scalar", "scalars", "scalar_one", "scalar_one_or_none", "fetchone", "fetchall", "fetchrow",
    "fetchval", "fetch_one", "fetch_all", "commit", "filter_by", "head_object", "find_one", "count_documents",
    "sismember", "hexists", "urlopen", "get_item",
})  # fmt: skip
_FAR_PACKAGES = frozenset({"requests", "httpx", "redis", "sqlalchemy", "boto3", "psycopg", "psycopg2", "pymongo"})
# Functions that an event loop, a scheduler or a thread calls: there is no caller who could act.
_CALLING = frozenset({"on", "handle", "run"})
_CALLED_BACK = frozenset({
    "callback", "worker", "loop", "listener", "consumer", "thread", "job", "hook", "daemon", "done",
})  # fmt: skip
_SCHEDULING = frozenset({"scheduled", "cron", "periodic", "every", "event", "on", "listener", "listens", "receiver"})
_HANDING = (
    "Thread", "Timer", "create_task", "ensure_future", "add_done_callback", "add_task", "submit", "call_soon",
    "call_later", "run_in_executor", "add_job", "start_soon",
)  # fmt: skip
_SPECIAL = frozenset({
    "__del__", "__exit__", "__aexit__", "__repr__", "__str__", "__format__", "__eq__", "__ne__", "__contains__",
    "__bool__", "__hash__", "__dir__", "__sizeof__",
})  # fmt: skip
_CLOSERS = frozenset({
    "close", "aclose", "cancel", "kill", "terminate", "disconnect", "shutdown", "stop", "release", "quit", "logout",
    "unsubscribe", "dispose", "destroy", "wait_closed", "join", "wait", "detach",
})  # fmt: skip
_ENDS = frozenset({"CancelledError", "KeyboardInterrupt", "SystemExit", "GeneratorExit"})
_REGISTERED = frozenset({"signal.signal", "atexit.register"})


def find(module: Module) -> Iterator[Found]:
    if is_test(module.path):
        return
    for handler in module.of(ast.ExceptHandler):
        if is_broad(module, handler):
            yield from _judged(module, handler)
    if b"finally" in module.source:
        for attempt in module.of(ast.Try):
            yield from _cut_off(attempt)
    for call in module.calls("suppress", *_suppressors(module)):
        if module.name(call.func) == "contextlib.suppress" and not _is_closing(module, call):
            yield from _suppressed(module, call)


def _cut_off(attempt: ast.Try) -> Iterator[Found]:
    """A `return` in `finally`, which throws away the error that was on its way."""
    for node in within(attempt.finalbody):
        if isinstance(node, ast.Return):
            yield Found("B930", node, "This return in finally throws away every error of its block.")


def _suppressors(module: Module) -> list[str]:
    """What `contextlib.suppress` is called after `ignoring = contextlib.suppress`."""
    if b"suppress" not in module.source:
        return []
    kept = (one for one in module.of(ast.Assign) if module.last(one.value) == "suppress")
    return [target.id for one in kept for target in one.targets if isinstance(target, ast.Name)]


def _suppressed(module: Module, call: ast.Call) -> Iterator[Found]:
    for argument in call.args:
        if any(is_any(module, one) for one in one_by_one(module, argument)):
            message = f"suppress({ast.unparse(argument)}) hides every error of its block, also those nobody thought of."
            yield Found("B932", call, message)
            return


def _judged(module: Module, handler: ast.ExceptHandler) -> Iterator[Found]:
    attempt = module.parent(handler)
    if not isinstance(attempt, ast.Try | ast.TryStar) or _is_optional(attempt):
        return
    function = module.function(handler)
    name = function.name if function is not None else ""
    if name.startswith("test_") or _is_closing(module, handler):
        return
    found = effects(module, handler)
    if found.tells:
        return
    if found.logs:
        yield from _logged(module, handler, found, name)
    else:
        yield from _swallowed(module, handler, found, name)


def _swallowed(module: Module, handler: ast.ExceptHandler, found: Effects, name: str) -> Iterator[Found]:
    kinds = left_with(module, handler, found)
    if (
        not kinds
        or "told" in kinds
        or (kinds == {"no"} and _is_question(name) and not _asks_far(module, handler, name))
    ):
        return
    answer = next((ast.unparse(node.value) for node in found.returns if node.value is not None), "")
    does = f"gives back {answer}" if 0 < len(answer) <= 30 else "goes on"
    yield Found("B930", handler, f"{clause(handler)} {does}, and nobody hears of the error.")


def _logged(module: Module, handler: ast.ExceptHandler, found: Effects, name: str) -> Iterator[Found]:
    if not name or not _TELLING.isdisjoint(words(name)) or _is_registered(module, name):
        return
    kinds = left_with(module, handler, found)
    if not kinds or kinds & {"told", "no"}:
        return
    if not found.returns and (_is_worker(module, handler, found) or _is_aside(module, handler, found, name)):
        return
    yield Found(
        "B931", handler, f"{clause(handler)} logs the error, and the caller of {name} cannot tell that it failed."
    )


def _is_worker(module: Module, handler: ast.ExceptHandler, found: Effects) -> bool:
    """Whether a loop goes on with its next piece of work: one without end, or one that logs the stack trace."""
    attempt = module.parent(handler)
    if not isinstance(attempt, ast.Try | ast.TryStar) or is_over(attempt):
        return False  # it tries the same work again
    if _takes_the_end(module, attempt, handler) or found.whispers(module):
        return False
    for around in module.parents(handler):
        if isinstance(around, ast.While | ast.AsyncFor):
            return True
        if isinstance(around, ast.For):
            return found.traced(module)
        if is_function(around):
            return False
    return False


def _takes_the_end(module: Module, attempt: ast.Try | ast.TryStar, handler: ast.ExceptHandler) -> bool:
    """Whether a clause keeps a program from being ended or a task from being cancelled."""
    if handler.type is not None and not any(module.last(one) == "BaseException" for one in caught(module, handler)):
        return False
    before = attempt.handlers[: attempt.handlers.index(handler)]
    return not any(module.last(one) in _ENDS for other in before for one in caught(module, other))


def _is_aside(module: Module, handler: ast.ExceptHandler, found: Effects, name: str) -> bool:
    """Whether nobody waits for what failed, and its stack trace is logged: a callback, the outermost function of a job,
    or the last step after the real work is done."""
    attempt = module.parent(handler)
    if attempt is None or not found.traced(module):
        return False
    function = module.parent(attempt)
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) or function.body[-1] is not attempt:
        return False
    if _is_called_back(name) or _is_handed_over(module, function):
        return True
    return any(_is_work(module, one) for one in function.body[:-1])


def _is_handed_over(module: Module, function: Function) -> bool:
    """Whether a scheduler, a thread or an event loop is told to call a function, here or by a decorator."""
    for decorator in function.decorator_list:
        target = decorator.func if isinstance(decorator, ast.Call) else decorator
        if not _SCHEDULING.isdisjoint(words(module.last(target))):
            return True
    for call in module.calls(*_HANDING):
        given = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg in {"target", "callback"})]
        if any(module.last(one.func if isinstance(one, ast.Call) else one) == function.name for one in given):
            return True
    return False


def _is_work(module: Module, statement: ast.stmt) -> bool:
    value = statement.value if isinstance(statement, ast.Expr) else None
    value = value.value if isinstance(value, ast.Await) else value
    return isinstance(value, ast.Call) and not is_log(module, value)


def _is_registered(module: Module, name: str) -> bool:
    """Whether a function is called by a signal, or when the interpreter ends."""
    calls = module.calls("signal", "register", "add_signal_handler")
    return any(
        any(module.last(argument) == name for argument in call.args)
        and (module.name(call.func) in _REGISTERED or module.last(call.func) == "add_signal_handler")
        for call in calls
    )


def _is_optional(attempt: ast.Try | ast.TryStar) -> bool:
    """Whether what is tried is whether something is installed."""
    first = attempt.body[0]
    if isinstance(first, ast.Import | ast.ImportFrom):
        return len(attempt.body) <= 2 or all(
            isinstance(one, ast.Import | ast.ImportFrom | ast.Assign) for one in attempt.body
        )
    return False


def _is_closing(module: Module, node: ast.AST) -> bool:
    """Whether what may fail here only puts something away: inside `finally`, in a function for it, or `x.close()`."""
    function = module.function(node)
    if function is not None and _may_fail(function.name):
        return True
    inner: ast.AST = node
    for around in module.parents(node):
        if isinstance(around, ast.With | ast.AsyncWith) and inner is not node and _only_closes(around.body):
            return True
        if isinstance(around, ast.Try | ast.TryStar):
            if inner in around.finalbody or (isinstance(node, ast.Call) and inner in around.handlers):
                return True
            if inner is node and _only_closes(around.body) and not _answers(node):
                return True
        if isinstance(around, ast.ExceptHandler):
            return True
        if is_function(around):
            break
        inner = around
    return False


def _answers(node: ast.AST) -> bool:
    """Whether a clause gives anything back: whoever only puts something away does not."""
    body = node.body if isinstance(node, ast.ExceptHandler) else []
    return any(isinstance(one, ast.Return) and one.value is not None for one in body)


def _may_fail(name: str) -> bool:
    if name in _SPECIAL or any(pair in name for pair in _CLOSING_PAIRS):
        return True
    found = words(name)
    if not _ENDING.isdisjoint(found) or (not _MEASURING.isdisjoint(found) and found[0] not in _FETCHING):
        return True
    return not _CLOSING.isdisjoint(found) and all(word in _CLOSING or word in _MACHINERY for word in found)


def _is_question(name: str) -> bool:
    found = words(name)
    return bool(found) and (found[0] in _ASKING or found[-1] in _ASKED)


def _asks_far(module: Module, handler: ast.ExceptHandler, name: str) -> bool:
    """Whether a question is put to a database or another machine, so that False may only say that it did not answer."""
    attempt = module.parent(handler)
    found = words(name)
    if not isinstance(attempt, ast.Try | ast.TryStar) or not _REACHING.isdisjoint(found) or found[0] not in _STATING:
        return False
    for node in within(attempt.body):
        if isinstance(node, ast.Await) and isinstance(node.value, ast.Call):
            return not has(module.last(node.value.func), ("process", "exec"))
        func = node.func if isinstance(node, ast.Call) else None
        if isinstance(func, ast.Attribute) and (
            func.attr in _FAR or module.name(func).partition(".")[0] in _FAR_PACKAGES
        ):
            return True
    return False


def _is_called_back(name: str) -> bool:
    found = [word for word in words(name) if word != "async"]
    return bool(found) and (found[0] in _CALLING or found[-1] in _CALLED_BACK)


def _only_closes(body: list[ast.stmt]) -> bool:
    return all(_closes(statement) for statement in body)


def _closes(statement: ast.stmt) -> bool:
    value = statement.value if isinstance(statement, ast.Expr) else None
    if isinstance(value, ast.Await):
        value = value.value
        if isinstance(value, ast.Name | ast.Attribute):
            return True  # a task that was cancelled
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr in _CLOSERS

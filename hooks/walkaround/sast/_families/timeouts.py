"""timeouts: calls that may wait for ever (B935), and timeouts whose number nobody has explained (B936)."""

import ast
import re
from collections.abc import Iterator

from ..._code import UNKNOWN, Module, handlers
from ._bounds import is_bounded
from ._clients import cloud, engines
from ._found import Found
from ._processes import waits_for_ever
from ._receivers import argument, called_on, dotted, home, in_test, is_open, is_test, kind, made
from ._round_timeouts import unexplained
from ._sockets import has_default, is_patient, sockets, streams
from ._waits import (
    CONFIGURATIONS,
    ENDLESS,
    FINITE,
    INNER,
    LIMITS,
    POOL_CALLS,
    POSTGRES,
    PROCESS_METHODS,
    PROCESSES,
    REDIS,
    SESSION_CALLS,
    Wait,
)

_TASK = Wait(("timeout",), 0, "the result")
_STUB = r"_pb2_grpc\.\w+Stub\(\)\.[A-Z]\w*$"
_HTTP = frozenset({"requests", "httpx", "aiohttp", "urllib3"})
_SERVICES = frozenset(
    {"openai", "anthropic", "grpc", "docker", "elasticsearch", "google", "stripe", "mistralai", "cohere"}
)
_WEB_VERBS = frozenset({"get", "post", "put", "patch", "delete", "head", "options", "request", "stream", "send"})


def find(module: Module) -> Iterator[Found]:
    """Calls that may wait for ever, then those whose timeout is a round number; no line is reported for both."""
    if is_test(module):
        return
    lines: set[int] = set()
    for found in (*_endless(module), *unexplained(module)):
        line: int = found.node.lineno  # type: ignore[attr-defined]
        if (found.rule == "B936" and line in lines) or in_test(module, found.node):
            continue
        lines.add(line)
        yield found


def _endless(module: Module) -> Iterator[Found]:
    for name, wait, call in _waiting(module):
        shown = name.replace("()", "")
        state = _state(module, call, wait)
        if state == "none":
            text = f"timeout=None lets {shown} wait for {wait.what} for ever."
            if not is_bounded(module, call):
                yield Found("B935", call, text)
        elif state == "absent" and _is_endless(module, call, name, wait):
            yield Found("B935", call, f"{shown} waits for ever for {wait.what}.")
    yield from sockets(module)
    yield from streams(module)
    yield from cloud(module)
    yield from engines(module)
    yield from _limits(module)
    yield from _unknown_receivers(module)


def _waiting(module: Module) -> Iterator[tuple[str, Wait, ast.Call]]:
    """The calls of the tables, each with its name and its entry; a name is whole only when its package is imported."""
    for table in (ENDLESS, FINITE, INNER):
        words = {name.rpartition(".")[2] for name in table if name.partition(".")[0] in module.imported}
        for call in module.calls(*sorted(words)):
            name = kind(module, call.func)
            wait = table.get(name)
            if wait is not None:
                yield name, wait, call
    queued = b"delay(" in module.source or b"apply_async" in module.source
    for call in module.calls("get") if queued else ():
        name = kind(module, call.func)
        if name.endswith((".delay().get", ".apply_async().get")) and name not in INNER:
            yield name, _TASK, call
    if b"_pb2_grpc" in module.source:
        for call in module.of(ast.Call):
            name = kind(module, call.func) if isinstance(call.func, ast.Attribute) else ""
            if name and re.search(_STUB, name):
                yield name, Wait(("timeout",), 1, "an answer"), call


def _state(module: Module, call: ast.Call, wait: Wait) -> str:
    """Whether a call's timeout is `given`, `absent`, or given as `none`."""
    value = argument(call, wait.keywords, wait.position)
    if value is None:
        return "given" if is_open(call) and not _is_closed(module, call, wait) else "absent"
    return "none" if _is_none(module, value) else "given"


def _is_closed(module: Module, call: ast.Call, wait: Wait) -> bool:
    """Whether all that a call is given by `**options` can be read here, and no timeout is in it."""
    if any(isinstance(one, ast.Starred) for one in call.args):
        return False
    for keyword in call.keywords:
        if keyword.arg is None:
            options = module.binding(keyword.value) if isinstance(keyword.value, ast.Name) else keyword.value
            if not isinstance(options, ast.Dict) or None in options.keys or _is_filled(module, keyword.value):
                return False
            if not {module.constant(key) for key in options.keys}.isdisjoint({*wait.keywords, UNKNOWN}):
                return False
    return True


def _is_filled(module: Module, options: ast.expr) -> bool:
    """Whether a dictionary gets elements after it is made."""
    if not isinstance(options, ast.Name):
        return False
    if any(called_on(module, options, "update", "setdefault", "pop")):
        return True
    stores = (one for one in module.of(ast.Subscript) if isinstance(one.ctx, ast.Store))
    return any(module.last(one.value) == options.id for one in stores)


def _is_none(module: Module, value: ast.expr) -> bool:
    """Whether a timeout is None in every run, or a pair whose reading part is."""
    known = module.constant(value)
    if isinstance(value, ast.Tuple):
        return any(module.constant(one) is None for one in value.elts)
    return known is None


def _is_endless(module: Module, call: ast.Call, name: str, wait: Wait) -> bool:
    """Whether a call without a timeout waits for ever where it stands."""
    if name in FINITE or is_bounded(module, call):
        return False
    if name in INNER or wait is _TASK:
        return _keeps_client_waiting(module, call) and not _returns_at_once(module, call)
    if name in PROCESSES or name in PROCESS_METHODS:
        return waits_for_ever(module, call)
    if has_default(module) or _is_other_branch(module, call, wait):
        return False
    if name in SESSION_CALLS:
        return not _session_has_default(module, call)
    if name in POOL_CALLS:
        return _pool_is_endless(module, call)
    if name in POSTGRES or name in REDIS or name == "pyodbc.connect":
        return not _told_elsewhere(module, call)
    if name.startswith(("ftplib.", "smtplib.", "telnetlib.")):
        return _reaches_server(module, call, name)
    if name.endswith("urlopen"):
        return not str(module.constant(call.args[0]) if call.args else "").startswith(("file:", "data:"))
    return True


def _is_other_branch(module: Module, call: ast.Call, wait: Wait) -> bool:
    """Whether a function that is given a timeout passes it on to the same call elsewhere: the caller chose."""
    function = module.function(call)
    if function is None or not any("timeout" in one.arg for one in [*function.args.args, *function.args.kwonlyargs]):
        return False
    others = (one for one in module.calls(module.last(call.func)) if module.function(one) is function)
    return any(_passes_argument(argument(one, wait.keywords, wait.position)) for one in others)


def _passes_argument(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Name) and "timeout" in value.id


def _keeps_client_waiting(module: Module, call: ast.Call) -> bool:
    function = module.function(call)
    return function is not None and function in handlers(module)


def _returns_at_once(module: Module, call: ast.Call) -> bool:
    """`get(False)`, `acquire(blocking=False)`."""
    value = argument(call, ("block", "blocking"), 0)
    return value is not None and module.constant(value) is not True


def _session_has_default(module: Module, call: ast.Call) -> bool:
    """Whether the session of a call was given an adapter of another make, or another `request`."""
    session = call.func.value if isinstance(call.func, ast.Attribute) else None
    if session is None:
        return False
    if not dotted(session):
        return _is_adapted(module, session)
    key = (_is_adapted, home(module, session), dotted(session))
    return module.once(key, lambda: _is_adapted(module, session)) or bool(made(module, session, module.last(call.func)))


def _is_adapted(module: Module, session: ast.expr) -> bool:
    for mount in [*called_on(module, session, "mount"), *_mounts_where_made(module, session)]:
        adapter = argument(mount, ("adapter",), 1)
        if adapter is not None and kind(module, adapter) != "requests.adapters.HTTPAdapter()":
            return True
    return any(made(module, session, word) for word in ("request", "send"))


def _mounts_where_made(module: Module, session: ast.expr) -> Iterator[ast.Call]:
    """The adapters that the function which made a session gave it."""
    mounts = module.once(_mounts_where_made, lambda: _mounts(module))
    for value in made(module, session):
        if isinstance(value, ast.Call):
            yield from mounts.get(module.last(value.func), ())


def _mounts(module: Module) -> dict[str, list[ast.Call]]:
    """The calls of `mount`, by the name of the function that they stand in."""
    found: dict[str, list[ast.Call]] = {}
    for call in module.calls("mount"):
        function = module.function(call)
        if function is not None:
            found.setdefault(function.name, []).append(call)
    return found


def _pool_is_endless(module: Module, call: ast.Call) -> bool:
    pool = call.func.value if isinstance(call.func, ast.Attribute) else call
    makers = [value for value in made(module, pool) if isinstance(value, ast.Call)]
    return bool(makers) and not any(is_open(maker) or argument(maker, ("timeout",)) for maker in makers)


def _told_elsewhere(module: Module, call: ast.Call) -> bool:
    """Whether a database's address or pool may carry the timeout: it names one, or the pool is made elsewhere."""
    if any(keyword.arg in {"connection_pool", "connection_class"} for keyword in call.keywords):
        return True
    for value in [*call.args, *(keyword.value for keyword in call.keywords)]:
        known = module.constant(value)
        origins = [value] if known is not UNKNOWN else made(module, value)
        if "timeout" in str(known).lower() or any(_mentions(one) for origin in origins for one in ast.walk(origin)):
            return True
    return False


def _mentions(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and "timeout" in node.value.lower()


def _reaches_server(module: Module, call: ast.Call, name: str) -> bool:
    """`FTP()` without a host connects to nothing yet; its `connect` takes the timeout, unless it has one already."""
    if name.endswith(".connect") and isinstance(call.func, ast.Attribute):
        return all(_state(module, maker, ENDLESS["ftplib.FTP"]) == "absent" for maker in _makers(module, call.func))
    if name == "smtplib.SMTP" or call.args:
        return True
    return any(keyword.arg == "host" for keyword in call.keywords)


def _makers(module: Module, func: ast.Attribute) -> list[ast.Call]:
    """The calls that made what a method is called on."""
    return [value for value in made(module, func.value) if isinstance(value, ast.Call)]


def _limits(module: Module) -> Iterator[Found]:
    """Objects that should say how long to wait and say: for ever."""
    for call in module.calls("Timeout", "ClientTimeout"):
        name = kind(module, call.func)
        bounds = LIMITS.get(name)
        if bounds is not None and not is_open(call) and _is_no_limit(module, call, name, bounds):
            yield Found("B935", call, f"This {name} sets no limit: calls wait for ever for an answer.")
    for call in module.calls("Config"):
        words = [word for word in ("connect_timeout", "read_timeout") if _is_given_none(module, call, word)]
        if words and kind(module, call.func) in CONFIGURATIONS:
            yield Found("B935", call, f"{words[0]}=None lets calls of AWS wait for ever for an answer.")
    for call in module.calls("timeout"):
        name = kind(module, call.func) if _is_given_none(module, call, "delay", 0) else ""
        if name in {"asyncio.timeout", "async_timeout.timeout"} and b".reschedule(" not in module.source:
            yield Found("B935", call, f"{name}(None) sets no limit.")
    for call in module.calls("settimeout"):
        func = call.func
        none = _is_given_none(module, call, "value", 0)
        if none and isinstance(func, ast.Attribute) and is_patient(module, func.value):
            yield Found("B935", call, "settimeout(None) lets this socket wait for ever.")


def _is_given_none(module: Module, call: ast.Call, word: str, position: int = -1) -> bool:
    value = argument(call, (word,), position)
    return value is not None and module.constant(value) is None


def _is_no_limit(module: Module, call: ast.Call, name: str, bounds: tuple[str, ...]) -> bool:
    given = dict(zip(bounds, call.args, strict=False))
    given.update((keyword.arg, keyword.value) for keyword in call.keywords if keyword.arg)
    values = {word: module.constant(value) for word, value in given.items()}
    if name.startswith("aiohttp."):
        return all(value is None or value == 0 for value in values.values())
    return bool(values) and all(value is None for value in values.values())


def _unknown_receivers(module: Module) -> Iterator[Found]:
    """`client.get(url, timeout=None)` on what the module does not make, where it imports a client of HTTP; and calls
    on the clients of services."""
    if not module.imported & (_HTTP | _SERVICES):
        return
    for call in module.of(ast.Call):
        value = argument(call, ("timeout",))
        if not (isinstance(value, ast.Constant) and value.value is None and isinstance(call.func, ast.Attribute)):
            continue
        name = kind(module, call.func)
        foreign = call.func.attr in _WEB_VERBS if not name else name.partition(".")[0] in _SERVICES and "()." in name
        if foreign and not is_bounded(module, call):
            yield Found("B935", call, f"timeout=None lets {call.func.attr} wait for an answer for ever.")

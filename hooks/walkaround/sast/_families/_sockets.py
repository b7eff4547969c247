"""Sockets and streams that wait for the other side without a limit (B935)."""

import ast
from collections.abc import Iterator

from ..._code import UNKNOWN, Module
from ._bounds import is_bounded
from ._found import Found
from ._receivers import called_on, dotted, is_open, kind, made
from ._waits import STREAMS


def has_default(module: Module) -> bool:
    """Whether the module gives all sockets a timeout."""
    calls = module.calls("setdefaulttimeout")
    return any(call.args and module.constant(call.args[0]) is not None for call in calls)


def sockets(module: Module) -> Iterator[Found]:
    """Sockets made here that connect, or receive when they do not connect, and were never told how long to wait."""
    if b"socket" not in module.source or has_default(module):
        return
    for call in module.calls("connect", "recv", "recvfrom", "recv_into", "recvfrom_into"):
        func = call.func
        if not isinstance(func, ast.Attribute) or not is_patient(module, func.value):
            continue
        others = ("bind", "accept") if _is_of_datagrams(module, func.value) else ("connect", "connect_ex", "bind")
        if func.attr != "connect" and next(called_on(module, func.value, *others), None):
            continue  # reported where it connects; a server waits because it is one
        if func.attr == "connect" and _is_of_datagrams(module, func.value):
            continue  # nothing is sent yet
        what = "a connection" if func.attr == "connect" else "data"
        yield Found("B935", call, f"socket.{func.attr} waits for ever for {what}.")


def _is_of_datagrams(module: Module, receiver: ast.expr) -> bool:
    makers = [value for value in made(module, receiver) if isinstance(value, ast.Call)]
    arguments = [one for maker in makers for one in [*maker.args, *(keyword.value for keyword in maker.keywords)]]
    return any(module.last(one) == "SOCK_DGRAM" for one in arguments)


def is_patient(module: Module, receiver: ast.expr, depth: int = 3) -> bool:
    """Whether a socket was made in this module, over a network, and never told not to wait."""
    makers = [value for value in made(module, receiver) if isinstance(value, ast.Call)]
    if not makers or depth == 0:
        return False
    for told in called_on(module, receiver, "settimeout", "setblocking"):
        value = module.constant(told.args[0]) if told.args else UNKNOWN
        if value is not None and value is not True:
            return False
    return all(_makes_patient(module, maker, depth) for maker in makers)


def _makes_patient(module: Module, maker: ast.Call, depth: int) -> bool:
    name = kind(module, maker.func)
    if name == "contextlib.closing" and maker.args:
        return isinstance(maker.args[0], ast.Call) and _makes_patient(module, maker.args[0], depth - 1)
    if name == "socket.socket":
        arguments = [*maker.args, *(keyword.value for keyword in maker.keywords)]
        words = {module.last(one) for one in arguments}
        inner = any(isinstance(one, ast.Starred) for one in arguments) or is_open(maker)
        return not inner and not words & {"AF_UNIX", "SOCK_RAW", "SOCK_NONBLOCK", "AF_NETLINK"}
    if name.endswith(".wrap_socket") and name.startswith("ssl.") and maker.args:
        return is_patient(module, maker.args[0], depth - 1)
    return False


def streams(module: Module) -> Iterator[Found]:
    """What waits for the other side of `asyncio.open_connection` without a limit around it."""
    if b"open_connection" not in module.source:
        return
    readers = _readers(module)
    for call in module.calls(*STREAMS):
        func = call.func
        if not isinstance(func, ast.Attribute) or not isinstance(module.parent(call), ast.Await):
            continue
        if (module.scope(call), dotted(func.value)) in readers and not is_bounded(module, call):
            yield Found("B935", call, f"{dotted(func)} waits for ever for data.")


def _readers(module: Module) -> set[tuple[ast.AST, str]]:
    """The first of each `reader, writer = await asyncio.open_connection(…)`, with the function it is in."""
    found: set[tuple[ast.AST, str]] = set()
    for assign in module.of(ast.Assign):
        target = assign.targets[0]
        if isinstance(target, ast.Tuple) and len(target.elts) == 2:
            value = assign.value.value if isinstance(assign.value, ast.Await) else assign.value
            inner = [value, *(value.args[:1] if isinstance(value, ast.Call) else [])]
            names = {kind(module, one.func) for one in inner if isinstance(one, ast.Call)}
            if "asyncio.open_connection" in names and dotted(target.elts[0]):
                found.add((module.scope(assign), dotted(target.elts[0])))
    return found

"""coroutines: calls that block the event loop (B970), tasks that nobody keeps (B971), coroutines that nobody awaits
(B972)."""

import ast
import re
from collections.abc import Iterator

from ..._code import Module, handlers
from ._blocking import (
    AWS,
    AWS_AT_ONCE,
    BUILTINS,
    DJANGO_WORDS,
    FILES,
    LAST,
    ON_OBJECTS,
    ORM,
    ORM_WORDS,
    PACKAGES,
    PLAIN,
)
from ._found import Found
from ._processes import is_command
from ._receivers import argument, called_on, coroutine, definitions, dotted, in_test, is_of_objects, kind
from ._tasks import discarded
from ._unawaited import never_awaited

_WAITING = frozenset({"requests", "httpx", "urllib", "time", "subprocess"})
_VERBS = ("get", "post", "put", "patch", "delete", "head", "options", "request")
_RUNS = ("run", "call", "check_call", "check_output")


def find(module: Module) -> Iterator[Found]:
    """Blocking calls, then discarded tasks, then coroutines that are never awaited."""
    if module.of(ast.AsyncFunctionDef):
        yield from _blocking(module)
    yield from (found for found in discarded(module) if not in_test(module, found.node))
    yield from never_awaited(module)


def _blocking(module: Module) -> Iterator[Found]:
    said: set[ast.AST] = set()  # coroutine functions whose use of an ORM was reported
    near = not module.imported.isdisjoint(PACKAGES)
    for call in module.of(ast.Call):
        word = module.last(call.func)
        known = word in LAST if near else word in BUILTINS
        if not (known or "boto3" in module.imported) or isinstance(module.parent(call), ast.Await):
            continue
        around = coroutine(module, call)
        if around is None:
            continue
        name = kind(module, call.func)
        if _asks_django(module, call, word):
            name = dotted(call.func) or f"objects.{word}"
        elif not name or not _blocks(module, call, name, word, around):
            continue
        if in_test(module, call):
            continue
        base = name.removesuffix(f".{word}")
        if word in ORM_WORDS and re.search(ORM, base):
            if around in said:
                continue
            said.add(around)
        yield Found("B970", call, f"{_shown(name)} blocks the event loop of {around.name} until it is done.")
    yield from _through_functions(module)


def _through_functions(module: Module) -> Iterator[Found]:
    """Calls, in coroutines, of plain functions of this module that wait for another machine or a process."""
    if module.imported.isdisjoint(_WAITING):
        return
    functions = module.once(_waiting_functions, lambda: _waiting_functions(module))
    for name, waits in functions.items():
        for call in module.calls(name):
            around = coroutine(module, call) if isinstance(call.func, ast.Name) else None
            if around is not None and not isinstance(module.parent(call), ast.Await) and not in_test(module, call):
                yield Found("B970", call, f"{name} calls {waits}, which blocks the event loop of {around.name}.")


def _waiting_functions(module: Module) -> dict[str, str]:
    """The functions at the level of this module that wait themselves, and for what."""
    found: dict[str, str] = {}
    known = definitions(module)
    for call in module.calls("sleep", "urlopen", *_VERBS, *_RUNS):
        function = module.function(call)
        if (
            not isinstance(function, ast.FunctionDef)
            or known.get(function.name) != [function]
            or function.decorator_list
        ):
            continue
        name = kind(module, call.func)
        if name.partition(".")[0] in _WAITING and name in PLAIN and not _is_at_once(module, call, name):
            found.setdefault(function.name, _shown(name))
    return found


def _shown(name: str) -> str:
    return name.removeprefix("builtins.").replace("()", "")


def _blocks(module: Module, call: ast.Call, name: str, word: str, around: ast.AsyncFunctionDef) -> bool:
    if name.startswith("boto3."):
        return re.match(AWS, name) is not None and word not in AWS_AT_ONCE
    if name in FILES:
        return around in handlers(module) or not _is_for_a_person(module, around)
    if word not in LAST:
        return False
    if name in PLAIN:
        return not _is_at_once(module, call, name)
    base = name.removesuffix(f".{word}")
    if word in ORM_WORDS and re.search(ORM, base):
        return True
    if not any(word in words and re.fullmatch(start, base) for start, words in ON_OBJECTS):
        return False
    func = call.func
    return not (isinstance(func, ast.Attribute) and any(called_on(module, func.value, "setblocking")))


def _is_for_a_person(module: Module, around: ast.AsyncFunctionDef) -> bool:
    """Whether a coroutine function belongs to a command, whose loop has nothing else to do."""
    decorators = (one.func if isinstance(one, ast.Call) else one for one in around.decorator_list)
    commands = any(module.last(one) in {"command", "callback", "group"} for one in decorators)
    return commands or is_command(module) or around.name.startswith("main")


def _asks_django(module: Module, call: ast.Call, word: str) -> bool:
    """`Order.objects.filter(…).first()`, which Django itself refuses in a coroutine."""
    return word in DJANGO_WORDS and "django" in module.imported and is_of_objects(call)


def _is_at_once(module: Module, call: ast.Call, name: str) -> bool:
    """Whether a call comes back at once after all: not blocking, no time to wait, done already."""
    if name == "time.sleep":
        return bool(call.args) and module.constant(call.args[0]) == 0
    if name.endswith((".get", ".acquire")) and name.startswith(("queue.", "threading.", "multiprocessing.")):
        value = argument(call, ("block", "blocking"), 0)
        return value is not None and module.constant(value) is not True
    if name.endswith((".wait", ".join", ".result")):
        value = argument(call, ("timeout",), 0)
        zero = value is not None and module.constant(value) == 0 and name != "concurrent.futures.wait"
        func = call.func
        return zero or (isinstance(func, ast.Attribute) and any(called_on(module, func.value, "done")))
    if name == "socket.getaddrinfo":
        return argument(call, ("flags",), 5) is not None  # for addresses in numbers nobody is asked
    if name == "smtplib.SMTP":
        return not call.args and not call.keywords
    return False

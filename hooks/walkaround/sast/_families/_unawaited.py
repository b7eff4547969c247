"""Coroutines that are called and never awaited (B972)."""

import ast
import re
from collections.abc import Iterator

from ..._code import Function, Module, handlers
from ._found import Found
from ._receivers import argument, definitions, dotted, home, is_of_objects, kind, methods
from ._tasks import dropped

# What asyncio gives these is only ever awaited.
_KNOWN = frozenset({
    "asyncio.sleep", "asyncio.wait_for", "asyncio.wait", "asyncio.to_thread", "asyncio.open_connection",
    "asyncio.start_server", "asyncio.create_subprocess_exec", "asyncio.create_subprocess_shell", "asyncio.gather",
    "asyncio.Queue().put", "asyncio.Queue().get", "asyncio.Queue().join", "asyncio.Event().wait",
    "asyncio.Lock().acquire", "asyncio.Semaphore().acquire", "asyncio.Condition().wait",
    "asyncio.create_subprocess_exec().wait", "asyncio.create_subprocess_exec().communicate",
    "asyncio.create_subprocess_shell().wait", "asyncio.create_subprocess_shell().communicate",
    "anyio.sleep", "anyio.to_thread.run_sync", "trio.sleep", "asyncpg.connect",
    "starlette.concurrency.run_in_threadpool", "fastapi.concurrency.run_in_threadpool",
})  # fmt: skip
_FUTURES = frozenset({"asyncio.gather"})  # have methods of their own, and run without being awaited
ON_OBJECTS = tuple(
    (start, frozenset(words))
    for start, words in (
        (r"httpx\.AsyncClient\(\)",
         ("get", "post", "put", "patch", "delete", "head", "options", "request", "send", "aclose")),
        (r"sqlalchemy\.ext\.asyncio\.(?:AsyncSession\(\)|async_sessionmaker\(\)\(\)|session\.AsyncSession\(\))",
         ("commit", "rollback", "flush", "execute", "scalar", "scalars", "get", "refresh", "delete", "merge", "close")),
        (r"sqlmodel\.ext\.asyncio\.session\.AsyncSession\(\)",
         ("commit", "rollback", "flush", "execute", "exec", "scalar", "scalars", "get", "refresh", "delete", "merge",
          "close")),
        (r"redis\.asyncio\.(?:Redis|StrictRedis|from_url|Redis\.from_url)\(\)",
         ("get", "set", "setex", "hget", "hset", "hgetall", "lpush", "rpush", "publish", "delete", "incr", "expire",
          "ping", "exists", "sadd", "smembers", "xadd", "aclose")),
        (r"(?:fastapi|starlette\.websockets|fastapi\.websockets)\.WebSocket\(\)",
         ("accept", "close", "send_text", "send_json", "send_bytes", "receive_text", "receive_json", "receive_bytes",
          "send", "receive")),
        (r"(?:fastapi|starlette\.requests|fastapi\.requests)\.Request\(\)",
         ("json", "body", "form", "is_disconnected")),
        (r"fastapi\.UploadFile\(\)|starlette\.datastructures\.UploadFile\(\)", ("read", "write", "seek", "close")),
        (r"aiohttp\.web\.Request\(\)", ("json", "text", "read", "post")),
        (r"aiohttp\.web\.WebSocketResponse\(\)", ("prepare", "send_str", "send_json", "send_bytes", "close")),
        (r"aiohttp\.ClientSession\(\)\.(?:get|post|put|patch|delete|head|options|request)\(\)",
         ("json", "text", "read")),
        (r"aiohttp\.ClientSession\(\)",
         ("close", "get", "post", "put", "patch", "delete", "head", "options", "request")),
        (r"aiofiles\.open\(\)", ("read", "write", "readline", "readlines", "seek", "flush")),
        (r"websockets\.connect\(\)", ("send", "recv", "close")),
        (r"aiokafka\.AIOKafka(?:Producer|Consumer)\(\)", ("start", "stop", "send_and_wait", "getone", "commit")),
        (r"motor\.motor_asyncio\.AsyncIOMotorClient\(\)(?:\[\]|\.\w+){2,}",
         ("find_one", "insert_one", "insert_many", "update_one", "update_many", "delete_one", "delete_many",
          "count_documents", "replace_one", "find_one_and_update")),
        (r"(?:openai\.Async(?:Azure)?OpenAI|anthropic\.AsyncAnthropic)\(\)(?:\.\w+)+", ("create", "parse")),
        (r"discord(?:\.\w+)+\(\)(?:\.\w+)*",
         ("send", "reply", "send_message", "defer", "edit", "delete", "add_roles", "remove_roles", "ban", "kick")),
        (r"telegram(?:\.\w+)+\(\)(?:\.\w+)*", ("reply_text", "reply_html", "send_message", "answer")),
        (r"aiogram(?:\.\w+)+\(\)(?:\.\w+)*", ("answer", "reply", "send_message", "answer_photo")),
        (r"playwright\.async_api\.\w+\(\)(?:\.\w+(?:\(\))?)*",
         ("goto", "click", "fill", "screenshot", "content", "title", "launch", "new_page", "new_context", "close",
          "wait_for_selector", "evaluate", "inner_text")),
        (r"asyncpg\.(?:connect\(\)|create_pool\(\)|Connection\(\)|Pool\(\)|create_pool\(\)\.acquire\(\))",
         ("execute", "executemany", "fetch", "fetchrow", "fetchval", "close")),
        (r"asyncio\.open_connection\(\)\[\]|asyncio\.StreamWriter\(\)", ("drain", "wait_closed")),
        (r"asyncio\.StreamReader\(\)", ("read", "readline", "readexactly", "readuntil")),
        (r"aiosqlite\.connect\(\)", ("commit", "close", "rollback")),
    )
)  # fmt: skip
_DJANGO = frozenset({"aget", "acreate", "afirst", "alast", "acount", "aexists", "aget_or_create", "aupdate_or_create",
                     "abulk_create", "aupdate", "adelete", "aaggregate"})  # fmt: skip
_LAST = frozenset(
    {name.rpartition(".")[2] for name in _KNOWN} | {word for _, words in ON_OBJECTS for word in words} | _DJANGO
)
# A name is whole only when its package is imported.
PACKAGES = frozenset(
    {name.partition(".")[0] for name in _KNOWN}
    | {"httpx", "sqlalchemy", "sqlmodel", "redis", "aiohttp", "aiosqlite", "aiofiles", "websockets", "aiokafka",
       "motor", "openai", "anthropic", "discord", "telegram", "aiogram", "playwright", "django"}
)  # fmt: skip
# Decorators that leave a coroutine function one.
_LEAVING = frozenset({"staticmethod", "classmethod", "abstractmethod", "override", "final"})
# Functions that read what they are given at once, and could not await it.
_READERS = frozenset(
    {*(f"builtins.{name}" for name in ("len", "int", "float", "str", "list", "dict", "set", "tuple", "sorted", "sum",
                                       "bool", "bytes", "enumerate", "iter", "any", "all")), "json.loads"}
)  # fmt: skip
_ANSWERS = frozenset({"JSONResponse", "ORJSONResponse", "JsonResponse", "jsonify", "json_response"})
_OF_COROUTINES = r"close|send|throw|cr_\w+|__\w+__"


def never_awaited(module: Module) -> Iterator[Found]:
    """Every call of a coroutine function whose value is dropped, or used as if it were the answer."""
    own = {function.name for function in module.of(ast.AsyncFunctionDef)}
    others = _LAST if not module.imported.isdisjoint(PACKAGES) else frozenset[str]()
    if not own and not others:
        return
    for call in module.of(ast.Call):
        word = module.last(call.func)
        parent = module.parent(call)
        if not word or isinstance(parent, ast.Await) or not (word in own or word in others):
            continue
        known = word in others and _is_known(module, call, word)
        if not known and not (word in own and _is_own(module, call, word)):
            continue
        future = known and kind(module, call.func) in _FUTURES
        how = "" if future and not isinstance(parent, ast.Expr) else _lost(module, call)
        if how:
            given = "an awaitable" if future else "a coroutine"
            yield Found("B972", call, f"{dotted(call.func) or word} gives {given}, which is {how}.")
    if own:
        yield from _handed_to_callers(module)


# Functions that call what they are given, and drop what it gives: name -> where it is given.
_CALLERS: dict[str, tuple[str, int]] = {
    "threading.Thread": ("target", 1),
    "threading.Timer": ("function", 1),
    "multiprocessing.Process": ("target", 1),
    "atexit.register": ("func", 0),
    "signal.signal": ("handler", 1),
    "asyncio.to_thread": ("func", 0),
    "concurrent.futures.ThreadPoolExecutor().submit": ("fn", 0),
    "concurrent.futures.ProcessPoolExecutor().submit": ("fn", 0),
    **{
        f"asyncio.{loop}().{word}": ("callback", at)
        for loop in ("get_event_loop", "get_running_loop", "new_event_loop")
        for word, at in (("call_soon", 0), ("call_later", 1), ("call_at", 1), ("call_soon_threadsafe", 0),
                         ("add_signal_handler", 1), ("run_in_executor", 1))
    },
}  # fmt: skip
_CALLER_WORDS = tuple(sorted({name.rpartition(".")[2] for name in _CALLERS}))


def _handed_to_callers(module: Module) -> Iterator[Found]:
    """Coroutine functions given to what calls plain functions: `Thread(target=poll)`."""
    for call in module.calls(*_CALLER_WORDS):
        place = _CALLERS.get(kind(module, call.func))
        given = argument(call, (place[0],), place[1]) if place is not None else None
        if isinstance(given, ast.Name | ast.Attribute) and _is_own_function(module, given, module.last(given)):
            text = f"{dotted(given)} is a coroutine function; {dotted(call.func)} calls it and awaits nothing."
            yield Found("B972", call, text)


def _is_known(module: Module, call: ast.Call, word: str) -> bool:
    if word in _DJANGO:
        return "django" in module.imported and is_of_objects(call)
    name = kind(module, call.func)
    if not name or name.startswith("."):
        return False
    base = name.removesuffix(f".{word}")
    return name in _KNOWN or any(word in words and re.fullmatch(start, base) for start, words in ON_OBJECTS)


def _is_own(module: Module, call: ast.Call, word: str) -> bool:
    """Whether a call is one of a coroutine function of this module, whatever way the name is bound."""
    func = call.func
    return _is_own_function(module, func, word)


def _is_own_function(module: Module, func: ast.expr, word: str) -> bool:
    if isinstance(func, ast.Name):
        bindings = module.bindings(home(module, func), word)
        return bool(bindings) and all(_is_coroutine(module, binding) for binding in bindings)
    if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Call):
        function = module.function(func)
        owner = module.owner(function) if function is not None else None
        if owner is not None and module.name(func.value.func) == "builtins.super":
            found = _of_bases(module, owner, word, depth=4)
            return bool(found) and all(_is_coroutine(module, one) for one in found)
    name = module.name(func)
    first, _, rest = name.removeprefix(".").partition(".")
    owners = definitions(module).get(first.removesuffix("()"), []) if name.startswith(".") and rest == word else []
    if len(owners) != 1 or not isinstance(owners[0], ast.ClassDef):
        return False
    found = _inherited(module, owners[0], word)
    return bool(found) and all(_is_coroutine(module, function) for function in found + _overriding(module, word, found))


def _inherited(module: Module, owner: ast.ClassDef, word: str, depth: int = 4) -> list[Function]:
    """The functions of that name in a class, else in its first base of this module that has any."""
    found = methods(module).get((owner, word), [])
    return found if found or depth == 0 else _of_bases(module, owner, word, depth)


def _of_bases(module: Module, owner: ast.ClassDef, word: str, depth: int) -> list[Function]:
    for base in owner.bases:
        known = definitions(module).get(module.last(base), [])
        if len(known) != 1 or not isinstance(known[0], ast.ClassDef):
            return []
        found = _inherited(module, known[0], word, depth - 1)
        if found:
            return found
    return []


def _overriding(module: Module, word: str, found: list[Function]) -> list[Function]:
    """The functions of that name in classes derived, in this module, from the class that has the ones found."""
    owner = module.owner(found[0])
    derived = module.once(_overriding, lambda: _derived(module)).get(owner.name, []) if owner is not None else []
    own = methods(module)
    return [function for other in derived for function in own.get((other, word), ())]


def _derived(module: Module) -> dict[str, list[ast.ClassDef]]:
    """The classes of this module, by the names of their bases."""
    found: dict[str, list[ast.ClassDef]] = {}
    for owner in module.of(ast.ClassDef):
        for base in owner.bases:
            found.setdefault(module.last(base), []).append(owner)
    return found


def _is_coroutine(module: Module, binding: ast.AST) -> bool:
    """Whether a definition is one of a coroutine function as it stands: not decorated into another, no generator."""
    if not isinstance(binding, ast.AsyncFunctionDef):
        return False
    if any(module.last(decorator) not in _LEAVING for decorator in binding.decorator_list):
        return False
    return binding not in module.once(_generators, lambda: _generators(module))


def _generators(module: Module) -> frozenset[ast.AST]:
    return frozenset(module.scope(node) for node in [*module.of(ast.Yield), *module.of(ast.YieldFrom)])


def _lost(module: Module, call: ast.Call) -> str:
    """How the value of a call gets lost; empty when anybody may await it."""
    if _is_misread(module, call):
        return "used as if it were the answer"
    lost = dropped(module, call)
    if lost:
        return lost.replace("kept by nobody", "never awaited").replace("reads", "awaits")
    statement = module.parent(call)
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1 and isinstance(statement.targets[0], ast.Name):
        name = statement.targets[0]
        scope = module.scope(name)
        if scope is not module.tree and len(module.bindings(scope, name.id)) == 1:
            uses = _uses(module, name.id).get(scope, [])
            telling = [one for one in uses if not _tells_nothing(module, one)]
            if telling and all(_is_misread(module, one) for one in telling):
                return f"given to {name.id}, which is used as if it were the answer"
    return ""


def _tells_nothing(module: Module, name: ast.Name) -> bool:
    """`x is None`, and `return x` from a coroutine function, whose caller awaits once."""
    parent = module.parent(name)
    if isinstance(parent, ast.Return):
        return isinstance(module.scope(name), ast.AsyncFunctionDef)
    return isinstance(parent, ast.Compare) and not _is_misread(module, name)


def _uses(module: Module, word: str) -> dict[ast.AST, list[ast.Name]]:
    """Where a name is read, by the scope that binds it."""
    by_name = module.once(_uses, lambda: _loads(module))
    return module.once((_uses, word), lambda: _by_scope(module, by_name.get(word, [])))


def _loads(module: Module) -> dict[str, list[ast.Name]]:
    found: dict[str, list[ast.Name]] = {}
    for name in module.of(ast.Name):
        if isinstance(name.ctx, ast.Load):
            found.setdefault(name.id, []).append(name)
    return found


def _by_scope(module: Module, names: list[ast.Name]) -> dict[ast.AST, list[ast.Name]]:
    found: dict[ast.AST, list[ast.Name]] = {}
    for name in names:
        found.setdefault(home(module, name), []).append(name)
    return found


def _is_misread(module: Module, node: ast.expr) -> bool:
    """Whether an expression stands where a coroutine makes no sense: its attribute, its element, its truth."""
    parent = module.parent(node)
    if isinstance(parent, ast.Attribute):
        return re.fullmatch(_OF_COROUTINES, parent.attr) is None
    if isinstance(parent, ast.Subscript):
        return parent.value is node
    if isinstance(parent, ast.If | ast.While | ast.IfExp | ast.Assert):
        return parent.test is node
    if isinstance(parent, ast.For):
        return parent.iter is node
    if isinstance(parent, ast.comprehension):
        return parent.iter is node or node in parent.ifs
    if isinstance(parent, ast.Compare):
        return not any(
            isinstance(one, ast.Constant) and one.value is None for one in [parent.left, *parent.comparators]
        )
    if isinstance(parent, ast.BoolOp):
        return node is not parent.values[-1] or _is_misread(module, parent)
    return isinstance(parent, ast.FormattedValue | ast.BinOp | ast.UnaryOp) or _is_misplaced(module, parent, node)


def _is_misplaced(module: Module, parent: ast.AST | None, node: ast.expr) -> bool:
    """Whether an expression is given to a function that reads it at once, or is part of an answer to a client."""
    if isinstance(parent, ast.Call):
        reads = module.name(parent.func) in _READERS or module.last(parent.func) in _ANSWERS
        return reads and node in parent.args
    answer = module.parent(parent) if isinstance(parent, ast.Dict | ast.List) else None
    if isinstance(answer, ast.Call):
        return parent in answer.args and module.last(answer.func) in _ANSWERS
    return isinstance(answer, ast.Return) and module.function(answer) in handlers(module)

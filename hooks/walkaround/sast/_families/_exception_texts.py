"""What an exception says, sent to a client: B920 (its text) and B921 (its stack trace).

From each place where an exception or its trace is named, the tree is climbed through what keeps the text (`str`,
f-strings, dictionaries, the methods of texts, models that are built of it) to an answer. A text that is put into a
variable is followed to where the variable is read.
"""

import ast
from collections.abc import Iterator
from typing import NamedTuple, cast

from ..._code import UNKNOWN, Function, Module, handlers
from ._answers import is_answer, is_guard, is_guarded, is_server_error, is_streamed, is_web, returns_answer
from ._caught import caught, clause, is_any, is_broad, reads, within
from ._found import Found
from ._name_words import words
from ._workshop import is_test

_MOST = 8  # variables that one text is followed through
# Attributes of an exception that hold its text.
_TEXTS = frozenset({
    "args", "message", "msg", "strerror", "stderr", "output", "stdout", "orig", "original_exception", "__cause__",
    "__context__", "reason", "filename", "cmd", "statement", "params", "pgerror", "diag", "description", "__dict__",
})  # fmt: skip
_TEXT_METHODS = frozenset({
    "strip", "rstrip", "lstrip", "replace", "splitlines", "split", "rsplit", "partition", "lower", "upper", "title",
    "capitalize", "encode", "decode", "format", "join", "getvalue", "model_dump", "dict", "model_dump_json", "json",
    "to_dict", "as_dict", "__str__", "__repr__", "copy", "read", "removeprefix", "expandtabs",
})  # fmt: skip
_KEEPING = frozenset({
    "str", "repr", "ascii", "format", "dict", "list", "tuple", "set", "bytes", "vars", "dumps", "escape", "format_map",
    "join", "replace", "fill", "shorten", "dedent", "indent", "gettext", "_", "gettext_lazy", "jsonable_encoder",
    "safe_str", "force_str", "mark_safe", "format_html", "print", "OrderedDict", "reversed", "sorted", "encode",
})  # fmt: skip
_PARTS = frozenset({"media", "text", "body", "headers", "content", "data"})  # attributes of an answer
_FILLING = frozenset({"append", "add", "update", "extend", "insert", "setdefault", "appendleft", "write", "add_item"})
_TRACES = frozenset({
    "format_exc", "format_exception", "format_tb", "format_list", "format_stack", "exc_info", "from_exception",
    "extract_tb", "extract_stack", "get_traceback_html", "get_traceback_text",
})  # fmt: skip
# Packages whose errors tell of hosts, queries and files, whatever the status of the answer.
_INNER = frozenset({
    "sqlalchemy", "psycopg", "psycopg2", "asyncpg", "pymysql", "MySQLdb", "mysql", "sqlite3", "cx_Oracle", "oracledb",
    "pyodbc", "peewee", "tortoise", "pymongo", "motor", "mongoengine", "redis", "botocore", "boto3", "requests",
    "httpx", "aiohttp", "urllib", "urllib3", "elasticsearch", "kafka", "aiokafka", "pika", "kombu", "smtplib", "ftplib",
    "paramiko", "subprocess", "socket", "ssl", "ldap", "ldap3", "grpc", "docker", "kubernetes", "neo4j", "cassandra",
    "clickhouse_driver", "snowflake", "openai", "anthropic",
})  # fmt: skip
_INNER_PARTS = ("django.db.", "google.api_core.", "azure.core.")
_WORDED = frozenset({"builtins.NotImplementedError", "builtins.SystemExit"})  # whoever raises them writes for people
_CAUSES = frozenset({"original_exception", "exception", "exc", "cause", "exc_info"})  # kept with an error, not sent
_REGISTERING = frozenset({
    "errorhandler", "app_errorhandler", "exception_handler", "register_error_handler", "add_exception_handler",
    "exception", "error",
})  # fmt: skip


# The last words of functions of a project that make an answer.
_MAKING = frozenset({
    "response", "error", "failure", "fail", "problem", "reply", "json", "result", "payload", "body",
})  # fmt: skip


class _Text(NamedTuple):
    """Where something that came from an exception begins its way: `name` is the exception's, `weak` one that may go to
    the client unless the answer says that the server failed."""

    node: ast.expr
    rule: str
    what: str
    name: str | None
    weak: bool


def find(module: Module) -> Iterator[Found]:
    if is_test(module.path) or not is_web(module):
        return
    told: set[tuple[str, int]] = set()
    for text in _texts(module):
        made = _made(module, text)
        place = (text.rule, getattr(made, "lineno", 0))
        if made is not None and place not in told:
            told.add(place)
            yield _found(text, made)
    for text in _printed(module):
        yield _found(text, text.node)


def _found(text: _Text, made: ast.AST) -> Found:
    if text.rule == "B920":
        return Found("B920", made, f"The text of what {text.what} catches is sent to the client.")
    return Found("B921", made, f"{text.what} puts the stack trace into an answer to the client.")


def _texts(module: Module) -> Iterator[_Text]:
    for handler in module.of(ast.ExceptHandler):
        if handler.name:
            kind = _kind(module, handler)
            if kind:
                yield from _uses(module, handler.body, handler.name, clause(handler), kind == "weak")
    for function in cast("list[Function]", module.of(ast.FunctionDef, ast.AsyncFunctionDef)):
        name, kind = _argument(module, function)
        if kind == "wrapped":
            yield from _originals(module, function, name)
        elif kind:
            yield from _uses(module, function.body, name, function.name, kind == "weak")
    yield from _gathered(module)
    yield from _traces(module)


def _traces(module: Module) -> Iterator[_Text]:
    """What makes a text of a stack trace, and what `sys.exc_info()` gives."""
    for call in module.calls(*_TRACES):
        origin = module.name(call.func)
        if origin.startswith(("traceback.", "sys.", "django.views.debug.")) and not _is_in_trace(module, call):
            if (values := _unpacked(module, call)) is not None:
                yield from values
                continue
            part = _part(module, call)
            if part is None or part == 2:
                yield _Text(call, "B921", origin, None, False)
            elif part == 1:
                yield _Text(call, "B920", "this function", None, False)


def _unpacked(module: Module, call: ast.Call) -> list[_Text] | None:
    """The uses of `value` in `kind, value, trace = sys.exc_info()`; None where the three are not told apart."""
    around, function = module.parent(call), module.function(call)
    if function is None or not isinstance(around, ast.Assign) or module.last(call.func) != "exc_info":
        return None
    target = around.targets[0]
    if not isinstance(target, ast.Tuple) or len(target.elts) != 3:
        return None
    name = module.last(target.elts[1])
    later = [use for use in reads(module, function, name) if use.lineno > around.lineno]
    return [_Text(use, "B920", "this function", name, False) for use in later[:_MOST]]


def _originals(module: Module, function: Function, name: str) -> Iterator[_Text]:
    """The error that Flask wraps for a handler of 500: `getattr(error, "original_exception", None)`."""
    for use in reads(module, function, name):
        around = module.parent(use)
        wrapped = isinstance(around, ast.Attribute) and around.attr == "original_exception"
        if isinstance(around, ast.Call) and module.last(around.func) == "getattr" and len(around.args) > 1:
            wrapped = module.constant(around.args[1]) == "original_exception"
        if wrapped and isinstance(around, ast.Attribute | ast.Call):
            statement = module.parent(around)
            other = statement.targets[0] if isinstance(statement, ast.Assign) else None
            if not isinstance(other, ast.Name):
                yield _Text(around, "B920", function.name, name, False)
                continue
            later = [one for one in reads(module, function, other.id) if one.lineno > use.lineno]
            yield from (_Text(one, "B920", function.name, other.id, False) for one in later[:_MOST])


def _gathered(module: Module) -> Iterator[_Text]:
    """The uses of what `isinstance(result, Exception)` says is an error, as after `gather(return_exceptions=True)`."""
    for call in module.calls("isinstance"):
        if len(call.args) != 2 or not isinstance(call.args[0], ast.Name) or not is_any(module, call.args[1]):
            continue
        around, name = module.parent(call), call.args[0].id
        if isinstance(around, ast.If | ast.IfExp) and around.test is call:
            body = around.body if isinstance(around.body, list) else [around.body]
            yield from _uses(module, cast("list[ast.stmt]", body), name, "this function", False)


def _part(module: Module, call: ast.Call) -> int | None:
    """Which part of `sys.exc_info()` is taken: the type, the exception, or the trace."""
    around = module.parent(call)
    index = module.constant(around.slice) if isinstance(around, ast.Subscript) else None
    return index if isinstance(index, int) and module.last(call.func) == "exc_info" else None


def _is_in_trace(module: Module, call: ast.Call) -> bool:
    """Whether a trace is only an argument of what makes a text of it."""
    for around in module.parents(call):
        if isinstance(around, ast.stmt):
            return False
        if isinstance(around, ast.Call) and module.last(around.func) in _TRACES:
            return True
    return False


def _uses(module: Module, body: list[ast.stmt], name: str, what: str, weak: bool) -> Iterator[_Text]:
    for node in within(body):
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
            yield from _under_other_name(module, node, what, weak) or [_Text(node, "B920", what, name, weak)]
            yield from _one_by_one(module, node, what, weak)


def _one_by_one(module: Module, node: ast.Name, what: str, weak: bool) -> Iterator[_Text]:
    """The exceptions of a group: `[str(one) for one in group.exceptions]`."""
    group = module.parent(node)
    loop = module.parent(group) if isinstance(group, ast.Attribute) and group.attr == "exceptions" else None
    if isinstance(loop, ast.comprehension) and isinstance(loop.target, ast.Name):
        made = module.parent(loop)
        if isinstance(made, ast.ListComp | ast.SetComp | ast.GeneratorExp):
            for use in within([made.elt]):
                if isinstance(use, ast.Name) and use.id == loop.target.id:
                    yield _Text(use, "B920", what, use.id, weak)


def _under_other_name(module: Module, node: ast.Name, what: str, weak: bool) -> list[_Text]:
    """The uses of an exception that is kept under another name, as in `last = e`."""
    statement, function = module.parent(node), module.function(node)
    if not isinstance(statement, ast.Assign) or function is None or not isinstance(statement.targets[0], ast.Name):
        return []
    other = statement.targets[0].id
    later = [use for use in reads(module, function, other) if use.lineno > node.lineno]
    return [_Text(use, "B920", what, other, weak) for use in later[:_MOST]]


def _printed(module: Module) -> Iterator[_Text]:
    """Traces that are printed into something that goes to the client."""
    for call in module.calls("print_exc", "print_exception"):
        for keyword in call.keywords:
            if keyword.arg == "file" and module.name(call.func).startswith("traceback."):
                text = _Text(keyword.value, "B921", module.name(call.func), None, False)
                if _is_printed_to_client(module, call, text):
                    yield text


def _is_printed_to_client(module: Module, call: ast.Call, text: _Text) -> bool:
    if isinstance(text.node, ast.Call | ast.Attribute):
        return module.last(text.node) in {"wfile", "stream"} and "http" in module.imported
    if not isinstance(text.node, ast.Name):
        return False
    made = module.binding(text.node)
    if isinstance(made, ast.Call) and is_answer(module, made):
        return not is_guarded(module, call, None)
    return _read_later(module, text.node, call, text, set())


def _kind(module: Module, handler: ast.ExceptHandler) -> str:
    """`broad` for errors that nobody thought of, or of the machinery; `weak` for those that are told where the answer
    says that the server failed; empty for answers that are raised, and for what is written for people."""
    if is_broad(module, handler):
        return "broad"
    return _kind_of([module.name(one) for one in caught(module, handler)])


def _kind_of(names: list[str]) -> str:
    if any(_is_inner(name) for name in names):
        return "broad"
    words_for_people = any(name in _WORDED or _is_answer_raised(name) for name in names)
    return "" if words_for_people else "weak"


def _is_answer_raised(name: str) -> bool:
    """Whether an exception is an answer of its framework: HTTPException, Http404, web.HTTPNotFound, APIException."""
    last = name.rpartition(".")[2]
    return last.startswith(("HTTP", "Http")) or last.endswith(("HTTPException", "APIException", "HTTPError"))


def _is_inner(name: str) -> bool:
    """Whether an exception is one of the machinery. aiohttp's errors of its server are answers."""
    package, dot, _ = name.partition(".")
    return (bool(dot) and package in _INNER and not name.startswith("aiohttp.web")) or name.startswith(_INNER_PARTS)


def _argument(module: Module, function: Function) -> tuple[str, str]:
    """The argument of a function that answers for errors, registered as such, by its signature or by what it is given;
    and the kind of these errors, as of a clause."""
    arguments = [one.arg for one in function.args.posonlyargs + function.args.args if one.arg not in {"self", "cls"}]
    if not arguments:
        return "", ""
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) and module.last(decorator.func) in _REGISTERING and decorator.args:
            return arguments[-1], _kind_for(module, decorator.func, decorator.args[0])
    if function.name == "process_exception" and arguments[:1] == ["request"]:
        return arguments[:2][-1], "broad"
    if function.name.endswith("exception_handler") and arguments == ["exc", "context"]:
        return "exc", "broad"
    registered = module.once(_registered, lambda: _registered(module)).get(function.name, "")
    if registered:
        return arguments[-1], registered
    return module.once(_handed, lambda: _handed(module)).get(function.name, ("", ""))


def _registered(module: Module) -> dict[str, str]:
    """The functions that get errors, and the kind of these: `app.add_exception_handler(Exception, f)`,
    `app.register_error_handler(Exception, f)`, `exception_handlers={Exception: f}`."""
    found: dict[str, str] = {}
    for call in module.calls("add_exception_handler", "register_error_handler"):
        pair = [*call.args, *(keyword.value for keyword in call.keywords)]
        if len(pair) == 2:
            found[module.last(pair[1])] = _kind_for(module, call.func, pair[0])
    if b"exception_handlers" in module.source:
        tables = (one for one in module.of(ast.keyword) if one.arg == "exception_handlers")
        for table in tables:
            if isinstance(table.value, ast.Dict):
                for key, value in zip(table.value.keys, table.value.values, strict=True):
                    if key is not None:
                        found[module.last(value)] = _kind_for(module, table, key)
    return found


def _kind_for(module: Module, registrar: ast.AST, key: ast.expr) -> str:
    """The kind of the errors that a function is registered for. Flask wraps what it gives to a handler of 500 into an
    error of its own, whose text is harmless; Starlette and FastAPI do not."""
    if is_any(module, key):
        return "broad"
    status = module.constant(key)
    if status is not UNKNOWN:
        flask = module.last(registrar) in {"errorhandler", "app_errorhandler", "register_error_handler", "error"}
        return "" if status != 500 else "wrapped" if flask else "broad"
    if isinstance(key, ast.Tuple):
        return ""
    return _kind_of([module.name(key)])


def _handed(module: Module) -> dict[str, tuple[str, str]]:
    """The functions of this module that clauses hand their exceptions to, with the argument that takes it, and the
    kind of the errors."""
    found: dict[str, tuple[str, str]] = {}
    for handler in module.of(ast.ExceptHandler):
        kind = _kind(module, handler) if handler.name else ""
        if kind:
            for call in (node for node in within(handler.body) if isinstance(node, ast.Call)):
                given = _given(module, call, handler.name or "")
                if given and found.get(module.last(call.func), ("", ""))[1] != "broad":
                    found[module.last(call.func)] = (given, kind)
    return found


def _given(module: Module, call: ast.Call, name: str) -> str:
    """The argument of a function of this module that a call gives the exception."""
    function = _own(module, call)
    if function is None:
        return ""
    for keyword in call.keywords:
        if isinstance(keyword.value, ast.Name) and keyword.value.id == name:
            return keyword.arg or ""
    arguments = [one.arg for one in function.args.posonlyargs + function.args.args]
    if isinstance(call.func, ast.Attribute) and arguments[:1] in (["self"], ["cls"]):
        del arguments[0]
    pairs = zip(arguments, call.args, strict=False)
    return next((to for to, value in pairs if isinstance(value, ast.Name) and value.id == name), "")


def _own(module: Module, call: ast.Call) -> Function | None:
    """The function of this module that is called, as a name or a method of `self`."""
    own = isinstance(call.func, ast.Name) or module.last(getattr(call.func, "value", None)) in {"self", "cls"}
    functions = module.once(_own, lambda: _by_name(module)).get(module.last(call.func), []) if own else []
    return functions[0] if len(functions) == 1 else None


def _by_name(module: Module) -> dict[str, list[Function]]:
    found: dict[str, list[Function]] = {}
    for function in cast("list[Function]", module.of(ast.FunctionDef, ast.AsyncFunctionDef)):
        found.setdefault(function.name, []).append(function)
    return found


def _made(module: Module, text: _Text) -> ast.AST | None:
    """The expression that makes a text out of the exception, if that goes on to a client."""
    function = module.function(text.node)
    if function is None:
        return None
    ends = _ends(module, text.node, text, set())
    return _builder(module, text.node) if ends else None


def _builder(module: Module, node: ast.expr) -> ast.AST:
    """`str(e)`, the f-string or the sum that holds the exception; the exception itself where nothing makes a text."""
    around = module.parent(node)
    while isinstance(around, ast.Attribute | ast.Subscript):
        node, around = around, module.parent(around)
    if isinstance(around, ast.FormattedValue):
        return module.parent(around) or node
    if isinstance(around, ast.BinOp):
        return around
    if isinstance(around, ast.Call) and node in around.args and module.last(around.func) in _KEEPING:
        return around
    return node


def _ends(module: Module, node: ast.expr, text: _Text, seen: set[str]) -> bool:
    """Whether an expression becomes part of an answer. `seen` are the variables that were followed already."""
    inner: ast.AST = node
    for around in module.parents(node):
        if isinstance(around, ast.stmt):
            return _ends_at(module, inner, around, node, text, seen)
        if isinstance(around, ast.Call) and inner is not around.func:
            if isinstance(inner, ast.keyword) and inner.arg in _CAUSES and inner.value is text.node:
                return False
            if is_answer(module, around) or module.name(around.func) in _sent_on(module):
                return _is_told(module, around, node, text)
            if isinstance(around.func, ast.Attribute) and around.func.attr in _FILLING:
                filled = _root(around.func.value)
                return filled is not None and _read_later(module, filled, around, text, seen)
            if not _keeps_call(module, around, bare=inner is text.node and text.rule == "B920"):
                return False
        elif isinstance(around, ast.Yield):
            function = module.function(around)
            return function is not None and is_streamed(module, function) and _is_told(module, around, node, text)
        elif not _keeps(around, inner, text):
            return False
        inner = around
    return False


def _keeps(around: ast.AST, inner: ast.AST, text: _Text) -> bool:
    """Whether the text of the inner expression is in the outer one."""
    if isinstance(around, ast.Attribute):
        if isinstance(inner, ast.Call) and around.attr.startswith(("to_", "as_")):
            return True  # a model of the answer turns itself into one
        return around.attr in _TEXT_METHODS or around.attr in _TEXTS
    if isinstance(around, ast.IfExp):
        return inner is not around.test and not is_guard(around.test, text.name)
    if isinstance(around, ast.Subscript):
        return inner is around.value
    if isinstance(around, ast.BoolOp):
        return True
    if isinstance(around, ast.ListComp | ast.SetComp | ast.GeneratorExp):
        return inner is around.elt
    if isinstance(around, ast.DictComp):
        return inner is around.value
    if isinstance(around, ast.BinOp):
        return isinstance(around.op, ast.Add | ast.Mod | ast.BitOr)
    return isinstance(
        around,
        ast.Call | ast.keyword | ast.JoinedStr | ast.FormattedValue | ast.Dict | ast.List | ast.Tuple | ast.Set
        | ast.Starred | ast.NamedExpr | ast.Await,
    )  # fmt: skip


def _sent_on(module: Module) -> frozenset[str]:
    """The exceptions of this module whose text a handler of this module sends to the client."""
    return module.once(_sent_on, lambda: frozenset(_sent(module)))


def _sent(module: Module) -> Iterator[str]:
    if not any(word in module.source for word in (b"exception_handler", b"errorhandler", b"error_handler")):
        return
    functions = module.once(_own, lambda: _by_name(module))
    pairs: list[tuple[ast.expr, Function]] = []
    for function in cast("list[Function]", module.of(ast.FunctionDef, ast.AsyncFunctionDef)):
        calls = (one for one in function.decorator_list if isinstance(one, ast.Call) and one.args)
        pairs += [(one.args[0], function) for one in calls if module.last(one.func) in _REGISTERING]
    for call in module.calls("add_exception_handler", "register_error_handler"):
        if len(call.args) == 2:
            pairs += [(call.args[0], one) for one in functions.get(module.last(call.args[1]), ())]
    for key, function in pairs:
        name = module.name(key)
        arguments = function.args.args
        if name[1:].isidentifier() and name.startswith(".") and arguments and _says_text(module, function):
            yield name


def _says_text(module: Module, function: Function) -> bool:
    """Whether a handler asks its exception for its text."""
    for use in reads(module, function, function.args.args[-1].arg):
        around = module.parent(use)
        if isinstance(around, ast.FormattedValue):
            return True
        if isinstance(around, ast.Attribute) and (around.attr in _TEXTS or around.attr in {"detail", "details"}):
            return True
        if isinstance(around, ast.Call) and use in around.args and module.last(around.func) in {"str", "repr"}:
            return True
    return False


def _keeps_call(module: Module, call: ast.Call, *, bare: bool) -> bool:
    """Whether what a call gives holds the text it is given: of texts and containers, of models, of `json.dumps`."""
    word = module.last(call.func)
    if word in _KEEPING:
        return True
    if word == "getattr" and len(call.args) > 1:
        return module.constant(call.args[1]) in _TEXTS
    if bare or word in _TRACES:
        return False  # whoever gets the exception itself may look at what it is; a trace has its own rule
    if isinstance(call.func, ast.Attribute) and word in _TEXT_METHODS:
        return True
    # A model of the answer, by the look of a class, or a function of the project that makes one. An exception is
    # raised, and ends nowhere here.
    return (word[:1].isupper() and not word.isupper()) or not _MAKING.isdisjoint(words(word)[-1:])


def _ends_at(module: Module, inner: ast.AST, statement: ast.stmt, node: ast.expr, text: _Text, seen: set[str]) -> bool:
    if isinstance(statement, ast.Return):
        if inner is text.node and text.rule == "B920":
            return False
        if returns_answer(module, statement) or _is_lambdas(inner):
            return inner is not text.node and _is_told(module, statement, node, text)
        return not is_guarded(module, node, text.name) and _is_passed_on(module, statement, text)
    if isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign) and inner is statement.value:
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        if "falcon" in module.imported and any(_is_falcons(target) for target in targets):
            return _is_told(module, statement, node, text)
        whole = [one for target in targets for one in (target.elts if isinstance(target, ast.Tuple) else [target])]
        names = [name for target in whole if (name := _root(target)) is not None]
        return any(_read_later(module, name, statement, text, seen) for name in names)
    return False


def _is_passed_on(module: Module, statement: ast.Return, text: _Text) -> bool:
    """Whether what a function of this module gives back is an answer where the function is called."""
    function = module.function(statement)
    if function is None or isinstance(statement.value, ast.Tuple) or function in handlers(module):
        return False
    calls = [one for one in module.calls(function.name) if _own(module, one) is function]
    return any(_is_answered(module, call, text) for call in calls[:_MOST])


def _is_answered(module: Module, node: ast.expr, text: _Text, *, kept: bool = False) -> bool:
    """Whether a value goes to the client as a whole: by itself, in a container, or by way of one variable."""
    for around in module.parents(node):
        if isinstance(around, ast.Return):
            return returns_answer(module, around) and _is_told(module, around, node, text)
        if isinstance(around, ast.Assign) and not kept:
            target, function = around.targets[0], module.function(around)
            if not isinstance(target, ast.Name) or function is None:
                return False
            later = (use for use in reads(module, function, target.id) if use.lineno > around.lineno)
            return any(_is_answered(module, use, text, kept=True) for use in later)
        if isinstance(around, ast.Call):
            if is_answer(module, around):
                return _is_told(module, around, node, text)
            if module.last(around.func) not in _KEEPING:
                return False
        elif not isinstance(around, ast.Await | ast.Dict | ast.List | ast.Tuple | ast.keyword):
            return False
    return False


def _is_lambdas(node: ast.AST) -> bool:
    """`{"statusCode": 500, "body": …}`, an answer of AWS Lambda from whatever function."""
    return isinstance(node, ast.Dict) and any(
        isinstance(key, ast.Constant) and key.value == "statusCode" for key in node.keys
    )


def _is_falcons(target: ast.expr) -> bool:
    """`resp.media = …`."""
    return isinstance(target, ast.Attribute) and target.attr in {"media", "text", "data", "body"}


def _root(node: ast.expr) -> ast.Name | None:
    """The variable in `data`, `data["error"]` and `data["errors"].append`."""
    while isinstance(node, ast.Subscript):
        node = node.value
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in _PARTS:
        return node.value
    return node if isinstance(node, ast.Name) else None


def _is_told(module: Module, answer: ast.AST, node: ast.expr, text: _Text) -> bool:
    if is_guarded(module, node, text.name) or is_guarded(module, answer, text.name):
        return False
    function = module.function(answer)
    if function is not None and module.once((_is_told, function), lambda: _is_for_developers(module, function)):
        return False
    return not text.weak or is_server_error(module, answer) or _is_server_error_around(module, answer)


def _is_for_developers(module: Module, function: Function) -> bool:
    """Whether a function of this module is only used while debugging."""
    if function in handlers(module):
        return False
    nodes: list[ast.Name | ast.Attribute] = [*module.of(ast.Name), *module.of(ast.Attribute)]
    uses = [one for one in nodes if module.last(one) == function.name]
    return bool(uses) and all(is_guarded(module, use, None) for use in uses)


def _is_server_error_around(module: Module, answer: ast.AST) -> bool:
    """Whether the answer is given back with a status of 500 or more: `return jsonify(…), 500`, or is a variable whose
    `status_code` is set to one."""
    statement = module.statement(answer)
    if isinstance(statement, ast.Return):
        return isinstance(statement.value, ast.Tuple) and is_server_error(module, statement.value)
    if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Name):
        return False
    after: object = statement
    while isinstance(after := getattr(after, "_bandit_sibling", None), ast.stmt):
        target = after.targets[0] if isinstance(after, ast.Assign) else None
        if isinstance(target, ast.Attribute) and target.attr in {"status_code", "status"}:
            return is_server_error(module, cast(ast.Assign, after).value)
        if isinstance(after, ast.Return):
            return is_server_error(module, after)
    return False


def _read_later(module: Module, name: ast.Name, where: ast.stmt | ast.expr, text: _Text, seen: set[str]) -> bool:
    """Whether a variable that holds the text is read into an answer, before it is given another value."""
    function = module.function(where)
    if name.id in seen or len(seen) > _MOST or function is None or is_guarded(module, where, text.name):
        return False
    seen.add(name.id)
    blocks: dict[ast.AST | None, int] = {}  # where it is given another value later -> the first line of that
    for one in module.bindings(function, name.id):
        if isinstance(one, ast.Assign | ast.AnnAssign) and one is not where and one.lineno > where.lineno:
            blocks.setdefault(module.parent(one), one.lineno)
    start = (where.lineno, where.col_offset)
    for read in reads(module, function, name.id):
        if (read.lineno, read.col_offset) <= start or _is_in(module, read, where):
            continue
        # A statement in one of the blocks around has certainly run before.
        hidden = any(blocks.get(around, read.lineno) < read.lineno for around in module.parents(read))
        if not hidden and _ends(module, read, text, seen):
            return True
    return False


def _is_in(module: Module, node: ast.AST, outer: ast.AST) -> bool:
    return any(around is outer for around in module.parents(node))

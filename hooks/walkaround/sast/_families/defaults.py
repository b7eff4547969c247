"""B943: defaults that are made once and shared by all calls, or by all rows."""

import ast
from collections.abc import Iterator

from ..._code import Function, Module, handlers, is_function
from ._found import Found
from ._surroundings import words_of

_MAKERS = frozenset(
    {
        "builtins.list", "builtins.dict", "builtins.set", "builtins.bytearray", "collections.defaultdict",
        "collections.deque", "collections.OrderedDict", "collections.Counter",
    }
)  # fmt: skip
_MUTABLE = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
_CHANGES = frozenset(
    {
        "append", "extend", "insert", "pop", "remove", "clear", "update", "add", "discard", "setdefault", "sort",
        "reverse", "popitem", "appendleft", "extendleft", "popleft", "rotate", "difference_update",
        "intersection_update", "symmetric_difference_update", "subtract", "move_to_end",
    }
)  # fmt: skip
# Calls whose answer is another one each time.
_FRESH = frozenset(
    {
        "datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today", "datetime.date.today",
        "time.time", "time.time_ns", "time.monotonic", "time.perf_counter", "uuid.uuid1", "uuid.uuid4", "uuid.uuid7",
        "django.utils.timezone.now", "django.utils.timezone.localdate", "random.random", "random.randint",
        "random.choice", "secrets.token_hex", "secrets.token_urlsafe", "secrets.token_bytes", "os.urandom",
        "os.getpid", "pendulum.now", "arrow.utcnow", "arrow.now",
    }
)  # fmt: skip
_MOST = 100  # defaults of one function, for each of which its body is read
_FIELDS = frozenset({"Column", "mapped_column", "Field", "field"})
_KEPT = frozenset({"default", "insert_default", "onupdate", "server_default", "missing", "load_default"})
_SHARED = frozenset(
    {"registry", "cache", "pool", "pools", "instances", "singleton", "shared", "global", "known", "table", "tables"}
)
_MODELS = frozenset({"BaseModel", "SQLModel", "NamedTuple", "BaseSettings", "Struct"})
_DATACLASS = frozenset({"dataclass", "define", "frozen", "attrs", "s"})


def find(module: Module) -> Iterator[Found]:
    functions: list[Function | ast.Lambda] = [*module.of(ast.FunctionDef), *module.of(ast.AsyncFunctionDef)]
    for function in [*functions, *module.of(ast.Lambda)]:
        for number, (name, default) in enumerate(_defaults(function.args)):
            if number == _MOST:
                module.unjudged.append((function.lineno, f"there are more than {_MOST} defaults to be looked at"))
                break
            yield from _argument(module, function, name, default)
    yield from _fields(module)


def _defaults(arguments: ast.arguments) -> Iterator[tuple[str, ast.expr]]:
    plain = arguments.posonlyargs + arguments.args
    if arguments.defaults:
        for argument, default in zip(plain[-len(arguments.defaults) :], arguments.defaults, strict=True):
            yield argument.arg, default
    for argument, optional in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if optional is not None:
            yield argument.arg, optional


def _argument(module: Module, function: Function | ast.Lambda, name: str, default: ast.expr) -> Iterator[Found]:
    if isinstance(default, ast.Constant | ast.Name | ast.Attribute):
        return
    if _is_mutable(module, default):
        handler = handlers(module).get(function) if isinstance(function, Function) else None
        if handler is not None and handler.framework == "fastapi":
            return  # FastAPI copies the defaults of what it calls
        how = "" if _is_meant(module, function, name) else _what_is_done(module, function, name)
        if how:
            yield Found("B943", default, f"The default of {name} is made once for all calls, and this function {how}.")
        return
    fresh = _fresh(module, default)
    command = module.imported & {"click", "typer"}  # run once, as a command is
    if fresh and module.function(function) is None and not command:
        message = f"{fresh}() in the default of {name} runs once, when the function is defined."
        yield Found("B943", default, message, "Make None the default and call it in the body.")


_READ_ONLY = frozenset({"Sequence", "Iterable", "Mapping", "Collection", "Set", "AbstractSet", "Container"})


def _is_meant(module: Module, function: Function | ast.Lambda, name: str) -> bool:
    """Whether sharing is the purpose, as of `_cache={}`, or the type of the argument forbids to change it."""
    if name.startswith("_") and ("cache" in name or "memo" in name):
        return True
    for argument in [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]:
        if argument.arg == name and isinstance(argument.annotation, ast.Subscript):
            return module.last(argument.annotation.value) in _READ_ONLY
    return False


def _is_mutable(module: Module, node: ast.expr) -> bool:
    if isinstance(node, _MUTABLE):
        return True
    return isinstance(node, ast.Call) and module.name(node.func) in _MAKERS


def _fresh(module: Module, node: ast.expr) -> str:
    """The call whose answer differs each time, when an expression is made of one."""
    stack: list[ast.AST] = [node]
    while stack:
        inner = stack.pop()
        if isinstance(inner, ast.Lambda):
            continue
        if isinstance(inner, ast.Call):
            name = module.name(inner.func)
            if name in _FRESH:
                return name
        stack += ast.iter_child_nodes(inner)
    return ""


def _what_is_done(module: Module, function: Function | ast.Lambda, name: str) -> str:
    """What a function does to an argument that outlives the call; empty when it only reads it, or takes a copy."""
    body: list[ast.stmt] = [] if isinstance(function, ast.Lambda) else function.body
    stack: list[ast.AST] = [*body] if body else [function.body]  # type: ignore[list-item]
    found = ""
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr) and _binds(node, name):
            return ""
        if is_function(node) and any(argument == name for argument in _arguments(node)):
            continue
        if not found and isinstance(node, ast.Name) and node.id == name:
            found = _use(module, node, function)
        stack += ast.iter_child_nodes(node)
    return found


def _binds(node: ast.Assign | ast.AnnAssign | ast.NamedExpr, name: str) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return any(isinstance(target, ast.Name) and target.id == name for target in targets)


def _arguments(node: ast.AST) -> list[str]:
    arguments = node.args if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) else None
    plain = arguments.posonlyargs + arguments.args + arguments.kwonlyargs if arguments else []
    return [one.arg for one in plain]


def _use(module: Module, node: ast.Name, function: Function | ast.Lambda) -> str:
    around = module.parent(node)
    if _is_changed(module, node):
        return "changes it"
    given = around.__class__ in {ast.Return, ast.Yield} or around is function
    if given or (isinstance(around, ast.Tuple) and isinstance(module.parent(around), ast.Return)):
        return "gives it back"
    if not isinstance(around, ast.Assign | ast.AnnAssign) or around.value is not node:
        return ""
    targets = around.targets if isinstance(around, ast.Assign) else [around.target]
    return "keeps it" if any(isinstance(target, ast.Attribute | ast.Subscript) for target in targets) else ""


def _is_changed(module: Module, node: ast.expr, deeper: bool = True) -> bool:
    """Whether a value is changed where it stands, or an element of it is: `d[key].append(…)`, `d[key][other] = …`."""
    around = module.parent(node)
    if isinstance(around, ast.Attribute) and around.attr in _CHANGES:
        call = module.parent(around)
        return isinstance(call, ast.Call) and call.func is around
    if isinstance(around, ast.AugAssign):
        return around.target is node
    if not isinstance(around, ast.Subscript) or around.value is not node:
        return False
    return not isinstance(around.ctx, ast.Load) or (deeper and _is_changed(module, around, deeper=False))


def _fields(module: Module) -> Iterator[Found]:
    """Defaults of columns and fields, and of the attributes of data classes and models."""
    for owner in module.of(ast.ClassDef):
        data = _is_data(module, owner)
        for statement in owner.body:
            if not isinstance(statement, ast.Assign | ast.AnnAssign) or statement.value is None:
                continue
            value = statement.value
            if isinstance(value, ast.Call) and _is_field(module, value):
                yield from _of_field(module, value)
            elif data and isinstance(statement, ast.AnnAssign) and not isinstance(value, ast.Constant):
                fresh = "" if _is_field(module, value) else _fresh(module, value)
                if fresh:
                    message = f"{fresh}() runs once, when the class is defined; all instances share its answer."
                    yield Found("B943", value, message, "Give the field a default_factory.")
                elif _is_of_attrs(module, owner) and _is_mutable(module, value):
                    name = module.last(statement.target)
                    message = f"The default of {name} is made once and shared by all instances."
                    yield Found("B943", value, message, "Give the field a factory.")
            elif not data and _is_mutable(module, value) and not list(ast.iter_child_nodes(value))[1:]:
                name = module.last(statement.targets[0] if isinstance(statement, ast.Assign) else statement.target)
                hint = ast.unparse(statement.annotation) if isinstance(statement, ast.AnnAssign) else ""
                if (
                    "ClassVar" not in hint
                    and _is_of_instances(owner, name)
                    and _is_filled_by_instances(module, owner, name)
                ):
                    message = f"{name} is made once for the class, and each instance puts its own into it."
                    yield Found("B943", value, message, f"Make it in __init__: self.{name} = …")


def _is_of_attrs(module: Module, owner: ast.ClassDef) -> bool:
    marks = [mark.func if isinstance(mark, ast.Call) else mark for mark in owner.decorator_list]
    return any(module.name(mark).startswith(("attr.", "attrs.")) for mark in marks)


def _is_of_instances(owner: ast.ClassDef, name: str) -> bool:
    """Whether a name of a class may be one of its instances', not a table that all of them are meant to share."""
    if not name or name.startswith("_") or not name.islower() or owner.keywords or owner.bases:
        return False
    return not _SHARED & {*words_of(name), *words_of(owner.name)}


def _is_filled_by_instances(module: Module, owner: ast.ClassDef, name: str) -> bool:
    """Whether methods change `self.items` and none of them gives the object one of its own."""
    changed = False
    for node in module.once((_is_filled_by_instances, owner), lambda: _of_self(owner)).get(name, ()):
        if not isinstance(node.ctx, ast.Load):
            return False
        changed = changed or _is_changed(module, node)
    return changed


def _of_self(owner: ast.ClassDef) -> dict[str, list[ast.Attribute]]:
    """Where the methods of a class speak of `self.NAME`, `cls.NAME` or `Class.NAME`; the latter count as meant."""
    found: dict[str, list[ast.Attribute]] = {}
    shared: set[str] = set()
    for node in ast.walk(owner):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id == "self":
                found.setdefault(node.attr, []).append(node)
            elif node.value.id in {"cls", owner.name}:
                shared.add(node.attr)
    return {name: nodes for name, nodes in found.items() if name not in shared}


def _is_data(module: Module, owner: ast.ClassDef) -> bool:
    if any(module.last(base) in _MODELS for base in owner.bases):
        return True
    marks = [mark.func if isinstance(mark, ast.Call) else mark for mark in owner.decorator_list]
    return any(module.last(mark) in _DATACLASS for mark in marks)


def _is_field(module: Module, value: ast.expr) -> bool:
    word = module.last(value.func) if isinstance(value, ast.Call) else ""
    return word in _FIELDS or word.endswith("Field") or word in {"ib", "attrib", "Str", "DateTime"}


def _of_field(module: Module, call: ast.Call) -> Iterator[Found]:
    for keyword in call.keywords:
        if keyword.arg not in _KEPT:
            continue
        value = keyword.value
        fresh = _fresh(module, value)
        if fresh:
            message = f"{fresh}() runs once, when the class is defined; all rows get its answer."
            yield Found("B943", value, message, "Pass the function itself, without the parentheses, or a lambda.")
        elif _is_mutable(module, value) and _shares(module, call):
            message = f"The default of this {module.last(call.func)} is made once and shared by all instances."
            yield Found("B943", value, message, "Pass a callable that makes a new one, such as list or dict.")


def _shares(module: Module, call: ast.Call) -> bool:
    """Whether a field hands out the default itself: columns of SQLAlchemy, fields of Django's models."""
    word = module.last(call.func)
    if word in {"Column", "mapped_column"}:  # a mutable type makes one of its own of whatever it is given
        return not any("utable" in module.last(node) for one in call.args for node in ast.walk(one))
    name = module.name(call.func)
    django = name.startswith(("django.db.", "django.contrib.postgres."))
    return django and word in {"JSONField", "ArrayField", "HStoreField"}

"""B941: whole tables, results and uploads read into memory while a request is answered."""

import ast
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import cast

from ..._code import Function, Module, handlers
from ._found import Found
from ._surroundings import answering, answers, chain, in_test, shape, words_of

Steps = list[tuple[str, ast.Call | None]]

# Steps after which a queryset is still the whole table.
_WHOLE = frozenset(
    {
        "all", "order_by", "select_related", "prefetch_related", "values", "values_list", "only", "defer", "annotate",
        "reverse", "using", "options", "join", "outerjoin", "scalars", "mappings", "unique", "tuples", "sort",
        "project", "alias", "execution_options", "columns", "select_from", "add_columns", "extra", "outer_join",
    }
)  # fmt: skip
# Tables that are lists of choices: as short as the world is small.
_SMALL = frozenset(
    {
        "country", "countries", "currency", "currencies", "language", "languages", "locale", "locales", "role", "roles",
        "timezone", "timezones", "status", "statuses", "plan", "plans", "tier", "tiers", "unit", "units", "setting",
        "settings", "config", "configuration", "type", "types", "kind", "level", "levels", "choice", "choices",
        "category", "categories", "permission", "permissions", "state", "states", "region", "regions", "feature",
        "features", "flag", "flags", "color", "colors", "option", "options", "enum", "preference", "preferences",
        "site", "sites", "continent", "weekday", "month", "province", "provinces", "department", "departments",
    }
)  # fmt: skip
_CONSUMERS = frozenset({"list", "tuple", "set", "sorted", "len", "frozenset", "sum", "enumerate", "reversed", "dict"})
_SELECT = r"(?is)^\s*select\b(?P<what>.*?)\bfrom\s+[\"`\[]?(?:\w+[\"`\]]?\.[\"`\[]?)?(?P<table>\w+)(?P<rest>.*)$"
_BOUND = r"(?i)\b(?:where|limit|fetch\s+(?:first|next)|group\s+by|having|offset)\b|\btop\s*\(?\s*\d"
_AGGREGATE = r"(?i)\b(?:count|sum|max|min|avg|total|exists)\s*\(|\btop\s*\(?\s*\d"
_CATALOGUE = r"(?i)^(?:information_schema|sqlite_\w+|pg_\w+|dual|unnest|generate_series)$"
_UPLOADS = ("UploadFile()", "UploadFile().file", ".request.files[]", ".request.files.get()", "FileStorage()")
_SIZES = r"(?i)content[-_]length|max_(?:\w+_)?size|(?:size|bytes)_limit|max_bytes|max_upload"

_COUNT = "Count in the database: .count(), or SELECT COUNT(*)."
_READ = "Check the size first, or read it in pieces with a limit: read(MAX + 1)."


def find(module: Module) -> Iterator[Found]:
    if not answering(module):
        return
    seen: set[int] = set()
    for found in _all(module):
        line = getattr(found.node, "lineno", 0)
        if line not in seen and not in_test(module, found.node):
            seen.add(line)
            yield found


def _all(module: Module) -> Iterator[Found]:
    yield from _lengths(module)
    yield from _django(module)
    yield from _rows(module)
    yield from _iterated(module)
    yield from _documents(module)
    yield from _uploads(module)
    yield from _files(module)


# Django


def _django(module: Module) -> Iterator[Found]:
    """Querysets of a whole table that a handler evaluates."""
    for call in [*module.calls("all"), *module.calls(*_QUERIES)]:
        model = _table_of_queryset(module, call)
        if not model or not answers(module, call):
            continue
        top = _top(module, call)
        place = _evaluated(module, top)
        if place is not None:
            yield _table(place, model)


_QUERIES = ("order_by", "values", "values_list", "select_related", "prefetch_related", "only", "defer")


def _table(node: ast.AST, model: str) -> Found:
    return Found("B941", node, f"This loads all rows of {model}, however many there are.")


def _table_of_queryset(module: Module, call: ast.Call) -> str:
    """The model of `Model.objects.all()` and its like that no step bounds, asked at its first step after `objects`."""
    root, steps = chain(call)
    names = [step for step, _call in steps]
    manager = next((place for place, name in enumerate(names) if name in {"objects", "_default_manager"}), -1)
    if manager < 0 or len(names) != manager + 2 or names[-1] not in _WHOLE:
        return ""
    model = names[manager - 1] if manager else module.last(root)
    return model if model[:1].isupper() and not _is_small(model) else ""


def _is_small(name: str) -> bool:
    words = words_of(name)
    return not words or words[-1] in _SMALL


def _top(module: Module, call: ast.Call) -> ast.expr:
    """The whole chain that an expression begins: `a.b()` of `a.b().c().d()`."""
    node: ast.expr = call
    while True:
        step = module.parent(node)
        if isinstance(step, ast.Attribute):
            after = module.parent(step)
            if isinstance(after, ast.Call) and after.func is step:
                node = after
                continue
            node = step
            continue
        if isinstance(step, ast.Await):
            node = step
            continue
        return node


def _is_whole(steps: Steps) -> bool:
    return all(name in _WHOLE for name, _call in steps)


def _evaluated(module: Module, query: ast.expr) -> ast.AST | None:
    """The node that stands for the load, when a handler turns this queryset, and all of it, into rows."""
    _root, steps = chain(query)
    names = [name for name, _call in steps]
    place = max(names.index(one) for one in ("objects", "_default_manager") if one in names)
    if not _is_whole(steps[place + 1 :]):
        return None
    consumer = _consumer(module, query)
    if consumer is not None:
        return consumer if isinstance(consumer, ast.Call) and module.last(consumer.func) in _CONSUMERS else query
    statement = module.parent(query)
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return None
    target = statement.targets[0]
    return _evaluated_by_name(module, query, target) if isinstance(target, ast.Name) else None


def _evaluated_by_name(module: Module, query: ast.expr, target: ast.Name) -> ast.AST | None:
    """The same for a queryset with a name: every use of the name must leave it whole."""
    function = module.function(query)
    if function is None or len(module.bindings(function, target.id)) != 1:
        return None
    found: ast.AST | None = None
    for use in _reads(module, function, target.id):
        top = _top_of_name(module, use)
        _root, steps = chain(top)
        if not _is_whole(steps):
            return None
        consumer = _consumer(module, top)
        if consumer is None:
            return None
        by_name = isinstance(consumer, ast.Call) and module.last(consumer.func) in _CONSUMERS
        found = consumer if by_name and found is None else found or query
    return found


def _top_of_name(module: Module, name: ast.Name) -> ast.expr:
    node: ast.expr = name
    while True:
        step = module.parent(node)
        after = module.parent(step) if isinstance(step, ast.Attribute) else None
        if isinstance(after, ast.Call) and after.func is step:
            node = after
        elif isinstance(step, ast.Await):
            node = step
        else:
            return node


def _reads(module: Module, function: Function, name: str) -> list[ast.Name]:
    index = module.once((_reads, function), lambda: _read_names(function))
    return index.get(name, [])


def _read_names(function: Function) -> dict[str, list[ast.Name]]:
    found: dict[str, list[ast.Name]] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            found.setdefault(node.id, []).append(node)
    return found


def _consumer(module: Module, query: ast.expr) -> ast.AST | None:
    """What evaluates a queryset where it stands: a loop, list() and its like, a page's context, a serializer."""
    around = module.parent(query)
    # A queryset fetches all its rows before the first turn of a loop, whether or not the loop goes on.
    if isinstance(around, ast.For | ast.AsyncFor | ast.comprehension):
        return around if around.iter is query else None
    if isinstance(around, ast.Call) and query in around.args:
        word = module.last(around.func)
        whole = word in _CONSUMERS and isinstance(around.func, ast.Name)
        serialized = word == "serialize" and around.args[0] is not query
        many = any(keyword.arg == "many" for keyword in around.keywords)
        return around if whole or serialized or many else None
    if isinstance(around, ast.Dict):
        return _page(module, around)
    if isinstance(around, ast.Assign) and isinstance(around.targets[0], ast.Subscript):
        context = around.targets[0].value
        return around if isinstance(context, ast.Name) and _is_rendered(module, context) else None
    return around if isinstance(around, ast.Starred) else None


def _page(module: Module, context: ast.Dict) -> ast.AST | None:
    """What puts a context before somebody: `render(…)`, or the name that is rendered later."""
    around = module.parent(context)
    if isinstance(around, ast.Call) and module.last(around.func) in _PAGES:
        return around
    if isinstance(around, ast.Assign) and len(around.targets) == 1 and isinstance(around.targets[0], ast.Name):
        return context if _is_rendered(module, around.targets[0]) else None
    return None


_PAGES = frozenset({"render", "TemplateResponse", "render_to_string", "render_template"})


def _is_rendered(module: Module, target: ast.Name) -> bool:
    """Whether a context goes to a page: to `render(…)`, or back from `get_context_data`."""
    function = module.function(target)
    if function is None or function.name == "get_context_data":
        return function is not None
    calls = [call for use in _reads(module, function, target.id) if isinstance(call := module.parent(use), ast.Call)]
    return any(module.last(call.func) in _PAGES for call in calls)


def _lengths(module: Module) -> Iterator[Found]:
    """Rows that are loaded to be counted."""
    for call in module.calls("len"):
        if len(call.args) != 1 or not isinstance(call.func, ast.Name) or not answers(module, call):
            continue
        inner: ast.expr = call.args[0]
        if isinstance(inner, ast.Call) and module.last(inner.func) in {"list", "tuple"} and inner.args:
            inner = inner.args[0]
        bound = module.binding(inner) if isinstance(inner, ast.Name) else None
        if bound is not None and isinstance(inner, ast.Name):
            function = module.function(call)
            if function is None or len(_reads(module, function, inner.id)) != 1:
                continue
            inner = bound
        if _is_query(module, inner):
            message = "The rows are loaded only to be counted."
            yield Found("B941", call, message, _COUNT)


_NUMBERED = frozenset({"limit", "first", "get", "slice", "paginate", "count", "in_bulk", "aggregate", "latest", "last"})


def _is_query(module: Module, node: ast.expr) -> bool:
    """Whether an expression is rows from a database, bounded by conditions perhaps but by no number."""
    root, steps = chain(node)
    names = [name for name, _call in steps]
    if set(names) & _NUMBERED:
        return False
    if "objects" in names and names[-1] != "objects":
        return steps[-1][1] is not None
    return bool(names) and names[-1] == "all" and ("query" in names or _run(module, root, steps)[0] is not None)


# SQLAlchemy and other mappers, and SQL in text


def _rows(module: Module) -> Iterator[Found]:
    for call in module.calls(
        "all", "fetchall", "to_list", "fetch", "fetch_all", "execute_fetchall", "read_sql", "read_sql_query", "list"
    ):
        if not answers(module, call):
            continue
        table = _whole_table(module, call)
        if table and not _is_small(table) and not _is_sliced(module, call):
            yield _table(call, table)


def _is_sliced(module: Module, call: ast.Call) -> bool:
    around: ast.AST | None = module.parent(call)
    return isinstance(around, ast.Subscript) and isinstance(around.slice, ast.Slice)


def _whole_table(module: Module, call: ast.Call) -> str:
    """The table or model of which a call loads all rows; empty when it is bounded, or when the code does not tell."""
    word = module.last(call.func)
    if word == "list":
        if len(call.args) != 1 or not isinstance(call.func, ast.Name):
            return ""
        inner = call.args[0]
        root, steps = chain(inner)
        names = [name for name, _call in steps]
        if not {"scalars", "exec", "execute"} & set(names):
            return ""
        return _selected(module, root, steps)
    root, steps = chain(call)
    if word in {"read_sql", "read_sql_query"}:
        bounded = any(keyword.arg == "chunksize" for keyword in call.keywords)
        return "" if bounded or not call.args else _table_of_text(module, call.args[0])
    if word in {"fetch", "fetch_all", "execute_fetchall"}:
        return _table_of_text(module, call.args[0]) if call.args else ""
    if word == "fetchall":
        return _fetched(module, call, root, steps)
    if word == "all":
        return _queried(module, call, root, steps) or _selected(module, root, steps)
    return ""


def _queried(module: Module, call: ast.Call, root: ast.AST, steps: Steps) -> str:
    """`session.query(Model).all()`, `Model.query.all()` and Tortoise's `await Model.all()`."""
    place = next((place for place, (name, _call) in enumerate(steps) if name == "query"), -1)
    if place >= 0:
        if not _is_whole(steps[place + 1 :]):
            return ""
        query = steps[place][1]
        if query is not None:
            return _model(module, query.args)
        owner = steps[place - 1][0] if place else module.last(root)
        return owner if owner[:1].isupper() else ""
    if isinstance(root, ast.Name) and steps and module.imported & {"tortoise"} and root.id[:1].isupper():
        awaited = isinstance(module.parent(_top(module, call)), ast.expr | ast.stmt)
        return root.id if awaited and len(steps) == 1 else ""
    if isinstance(root, ast.Name) and steps:  # a query with a name of its own
        bound = _only_value(module, root)
        if bound is None:
            return ""
        inner_root, inner = chain(bound)
        if any(name == "query" for name, _call in inner) and _is_whole(steps):
            return _queried(module, call, inner_root, inner)
    return ""


def _only_value(module: Module, name: ast.Name) -> ast.expr | None:
    function = module.function(name)
    if function is None or len(module.bindings(function, name.id)) != 1:
        return None
    return module.binding(name)


def _model(module: Module, arguments: list[ast.expr]) -> str:
    """The first model among what is selected; empty when a function of SQL, such as count, is."""
    if not arguments or any(isinstance(one, ast.Call | ast.Starred) for one in arguments):
        return ""
    node: ast.expr = arguments[0]
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    names.append(module.last(node))
    return next((name for name in names if name[:1].isupper()), "")


def _selected(module: Module, root: ast.AST, steps: Steps) -> str:
    """`session.scalars(select(Model)).all()` and `(await session.execute(select(Model))).scalars().all()`."""
    statement, rest = _run(module, root, steps)
    if statement is None or any(name not in _WHOLE | {"fetchall"} for name, _call in rest):
        return ""
    if isinstance(statement, ast.Name):
        bound = _only_value(module, statement)
        if bound is None:
            return ""
        statement = bound
    return _table_of_text(module, statement) or _selected_by(module, statement)


def _run(module: Module, root: ast.AST, steps: Steps) -> tuple[ast.expr | None, Steps]:
    """The statement that a chain such as `session.scalars(statement).all()` runs, and the steps after that."""
    for place in range(len(steps) - 1, -1, -1):
        name, call = steps[place]
        if name in {"execute", "scalars", "exec"} and call is not None and call.args:
            return call.args[0], steps[place + 1 :]
    bound = _only_value(module, root) if isinstance(root, ast.Name) and steps else None
    if bound is not None:
        inner_root, inner = chain(bound)
        if inner and not (isinstance(inner_root, ast.Name) and isinstance(root, ast.Name) and inner_root.id == root.id):
            statement, rest = _run(module, inner_root, inner)
            return statement, [*rest, *steps]
    return None, []


def _iterated(module: Module) -> Iterator[Found]:
    """Queries and results that a loop goes through as they are."""
    for call in module.calls("query", "scalars", "execute", "exec"):
        if not answers(module, call):
            continue
        top = _top(module, call)
        root, steps = chain(top)
        consumer = _consumer(module, top)
        if not isinstance(consumer, ast.For | ast.AsyncFor | ast.comprehension | ast.Starred):
            continue
        table = _queried(module, call, root, steps) or _selected(module, root, steps)
        if table and not _is_small(table) and not _reads_text(module, call):
            yield _table(top, table)


def _reads_text(module: Module, call: ast.Call) -> bool:
    """Whether a statement is a text: a cursor gives its rows one by one."""
    return module.last(call.func) == "execute" and bool(call.args) and bool(_table_of_text(module, call.args[0]))


def _fetched(module: Module, call: ast.Call, root: ast.AST, steps: Steps) -> str:
    """The table of the query whose rows `fetchall` gives: that of its own chain, else the last one before it."""
    for name, inner in steps:
        if name == "execute" and inner is not None and inner.args:
            return _table_of_text(module, inner.args[0]) or _selected_by(module, inner.args[0])
    function = module.function(call)
    bound = module.binding(root) if isinstance(root, ast.Name) else None
    if bound is not None:
        _inner_root, inner_steps = chain(bound)
        for name, inner in inner_steps:
            if name == "execute" and inner is not None and inner.args:
                return _table_of_text(module, inner.args[0]) or _selected_by(module, inner.args[0])
    if not isinstance(call.func, ast.Attribute):
        return ""
    runs = module.once(_executions, lambda: _executions(module)).get((function, shape(call.func.value)), [])
    place = bisect_right(runs, call.lineno, key=lambda one: one.lineno)
    return _table_of_text(module, runs[place - 1].args[0]) if place and runs[place - 1].args else ""


def _executions(module: Module) -> dict[tuple[Function | None, str], list[ast.Call]]:
    """The calls of `execute`, by function and by what they are called on, in the order of their lines."""
    found: dict[tuple[Function | None, str], list[ast.Call]] = {}
    for one in sorted(module.calls("execute"), key=lambda call: call.lineno):
        if isinstance(one.func, ast.Attribute):
            found.setdefault((module.function(one), shape(one.func.value)), []).append(one)
    return found


def _selected_by(module: Module, statement: ast.expr) -> str:
    """The model of `select(Model)` or `db.select(Model)` without a condition or a limit."""
    root, steps = chain(statement)
    if isinstance(root, ast.Call) and module.last(root.func) in {"select", "Select"}:
        return _model(module, root.args) if _is_whole(steps) else ""
    for place, (name, call) in enumerate(steps):
        if name == "select" and call is not None:
            return _model(module, call.args) if _is_whole(steps[place + 1 :]) else ""
    return ""


def _table_of_text(module: Module, node: ast.expr) -> str:
    """The table of `SELECT … FROM table` without a condition or a limit."""
    if isinstance(node, ast.Call) and module.last(node.func) in {"text", "SQL"} and node.args:
        node = node.args[0]
    if isinstance(node, ast.Name):
        function = module.function(node)
        if function is not None and len(module.bindings(function, node.id)) > 1:
            return ""
    text = module.constant(node)
    if not isinstance(text, str):
        return ""
    found = re.match(_SELECT, text)
    if found is None or re.search(_BOUND, found["rest"]) or re.search(_AGGREGATE, found["what"]):
        return ""
    return "" if re.match(_CATALOGUE, found["table"]) else found["table"]


# MongoDB


def _documents(module: Module) -> Iterator[Found]:
    for find in [*module.calls("find"), *module.calls("find_all")]:
        word = module.last(find.func)
        whole = word == "find_all" or not find.args or (isinstance(find.args[0], ast.Dict) and not find.args[0].keys)
        if not whole or find.keywords or not isinstance(find.func, ast.Attribute) or not answers(module, find):
            continue
        if word == "find_all" and find.args:
            continue  # Beautiful Soup and its like look for something
        if not _is_collection(module, find):
            continue
        top = _top(module, find)
        _root, steps = chain(top)
        after = steps[[call is find for _name, call in steps].index(True) + 1 :]
        names = [name for name, _call in after]
        if names and names[-1] == "to_list":
            last = after[-1][1]
            length = [*(last.args if last else []), *(k.value for k in (last.keywords if last else []))]
            bounded = bool(length) and not (isinstance(length[0], ast.Constant) and length[0].value is None)
            if not bounded and all(name in _WHOLE for name in names[:-1]):
                yield _table(find, module.last(find.func.value) or "the collection")
        elif _is_whole(after) and _is_listed(module, top):
            yield _table(find, module.last(find.func.value) or "the collection")


def _is_listed(module: Module, query: ast.expr) -> bool:
    """Whether a cursor, which gives its documents by and by, is made a list: where it stands, or by its name."""
    statement = module.parent(query)
    places: list[ast.expr] = [query]
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        function = module.function(query)
        places = [*_reads(module, function, statement.targets[0].id)] if function else []
    consumers = [_consumer(module, place) for place in places]
    return bool(places) and all(one is not None and not isinstance(one, ast.For | ast.AsyncFor) for one in consumers)


def _is_collection(module: Module, find: ast.Call) -> bool:
    if module.imported & {"pymongo", "motor", "flask_pymongo", "beanie", "mongoengine", "pymongo_inmemory"}:
        return True
    return bool(find.args) and isinstance(find.args[0], ast.Dict)


# Uploads and files


def _uploads(module: Module) -> Iterator[Found]:
    for call in module.calls("read", "read_csv", "read_excel", "read_json", "readlines", "getvalue"):
        if not answers(module, call):
            continue
        if module.last(call.func).startswith("read_"):
            limits = {"nrows", "chunksize", "iterator"}
            if not call.args or any(keyword.arg in limits for keyword in call.keywords):
                continue
            source: ast.expr = call.args[0]
        elif isinstance(call.func, ast.Attribute) and not call.args and not call.keywords:
            source = call.func.value
        else:
            continue
        if _is_upload(module, source, 6) and not _is_measured(module, call):
            yield Found("B941", call, "The upload is read into memory whole, whatever its size.", _READ)


def _is_upload(module: Module, node: ast.expr, depth: int) -> bool:
    """Whether an expression is a file that a client uploads."""
    if depth == 0:
        return False
    if module.name(node).endswith(_UPLOADS):
        return True
    if isinstance(node, ast.Attribute):
        return node.attr in {"file", "stream"} and _is_upload(module, node.value, depth - 1)
    if isinstance(node, ast.Subscript):
        return _is_files(module, node.value, depth)
    if isinstance(node, ast.Call):
        return _gives_upload(module, node, depth)
    if isinstance(node, ast.Await):
        return _is_upload(module, node.value, depth - 1)
    if not isinstance(node, ast.Name):
        return False
    bound = module.binding(node)
    return _is_one_of_uploads(module, node) if bound is None else _is_upload(module, bound, depth - 1)


def _gives_upload(module: Module, call: ast.Call, depth: int) -> bool:
    word = module.last(call.func)
    if word in {"get", "pop", "getlist"} and isinstance(call.func, ast.Attribute):
        return _is_files(module, call.func.value, depth)
    wraps = word in {"TextIOWrapper", "BytesIO", "BufferedReader"} and bool(call.args)
    return wraps and _is_upload(module, call.args[0], depth - 1)


def _is_files(module: Module, node: ast.expr, depth: int) -> bool:
    """Whether an expression is the mapping of a request's files, or of a form with files."""
    if isinstance(node, ast.Attribute) and node.attr in {"FILES", "files"}:
        return node.attr == "FILES" or module.last(node.value) in {"request", "req"}
    if isinstance(node, ast.Call) and module.last(node.func) == "getlist" and isinstance(node.func, ast.Attribute):
        return _is_files(module, node.func.value, depth)
    if isinstance(node, ast.Name):
        bound = module.binding(node)
        if isinstance(bound, ast.Await):
            call = bound.value
            form = isinstance(call, ast.Call) and module.last(call.func) == "form" and not call.args
            return form and bool(module.imported & {"starlette", "fastapi"})
        return bound is not None and depth > 0 and _is_files(module, bound, depth - 1)
    return False


def _is_one_of_uploads(module: Module, name: ast.Name) -> bool:
    """Whether a name runs over a list of uploads."""
    function = module.function(name)
    for binding in module.bindings(function, name.id) if function else []:
        if not isinstance(binding, ast.For | ast.AsyncFor | ast.comprehension):
            continue
        over = binding.iter
        if _is_files(module, over, 2):
            return True
        arguments = module.bindings(cast(Function, function), over.id) if isinstance(over, ast.Name) else []
        if any(
            isinstance(one, ast.arg) and one.annotation and "UploadFile" in ast.dump(one.annotation)
            for one in arguments
        ):
            return True
    return False


def _is_measured(module: Module, call: ast.Call) -> bool:
    """Whether the size of what is read is looked at: before, in a setting, or at least afterwards."""
    if module.once(_is_measured, lambda: bool(re.search(_SIZES, module.source.decode("utf-8", "replace")))):
        return True
    function = module.function(call)
    return function is not None and module.once((_is_measured, function), lambda: _measures(module, function))


def _measures(module: Module, function: Function) -> bool:
    """Whether a function looks at the size of something."""
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and node.attr in {"size", "content_length", "tell", "chunks"}:
            return True
    return any(module.function(one) is function and _is_compared(module, one) for one in module.calls("len", "sizeof"))


def _is_compared(module: Module, call: ast.Call) -> bool:
    return isinstance(module.parent(call), ast.Compare)


def _files(module: Module) -> Iterator[Found]:
    """A file that the client names, read whole as bytes to be sent."""
    for call in module.calls("read", "read_bytes"):
        if call.args or call.keywords or not isinstance(call.func, ast.Attribute) or not answers(module, call):
            continue
        function = module.function(call)
        handler = handlers(module).get(function) if function is not None else None
        if handler is None:
            continue
        path = _opened(module, call)
        if path is None:
            continue
        names = {node.id for node in ast.walk(path) if isinstance(node, ast.Name)}
        names |= _behind(module, path)
        if names & handler.client and not _is_measured(module, call):
            message = "The file that the client names is read into memory whole, whatever its size."
            yield Found("B941", call, message, "Send it in pieces: FileResponse, send_file, or read(SIZE) in a loop.")


def _opened(module: Module, call: ast.Call) -> ast.expr | None:
    """The path whose file a `read()` reads as bytes."""
    source = cast(ast.Attribute, call.func).value
    if module.last(call.func) == "read_bytes":
        return source
    opening = source if isinstance(source, ast.Call) else None
    if isinstance(source, ast.Name):
        function = module.function(call)
        for binding in module.bindings(function, source.id) if function else []:
            if isinstance(binding, ast.withitem) and isinstance(binding.context_expr, ast.Call):
                opening = binding.context_expr
    if opening is None or module.last(opening.func) != "open":
        return None
    modes = [*opening.args[1:2], *(k.value for k in opening.keywords if k.arg == "mode")]
    if isinstance(opening.func, ast.Attribute) and module.name(opening.func) not in {"aiofiles.open", "io.open"}:
        return None
    mode = module.constant(modes[0]) if modes else ""
    return opening.args[0] if opening.args and isinstance(mode, str) and "b" in mode and "r" in mode else None


def _behind(module: Module, path: ast.expr) -> set[str]:
    """The names in what the names of a path are bound to."""
    found: set[str] = set()
    for name in ast.walk(path):
        bound = module.binding(name) if isinstance(name, ast.Name) else None
        if bound is not None:
            found |= {node.id for node in ast.walk(bound) if isinstance(node, ast.Name)}
    return found

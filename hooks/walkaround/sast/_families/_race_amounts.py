"""Amounts, stocks and counters that are read, and then written back."""

import ast
import re
from bisect import bisect_right
from collections.abc import Iterator

from ..._code import Function, Module, handlers
from ._blocks import EXIT, walk
from ._found import Found
from ._race_rows import ONCE
from ._race_sql import HELD
from ._surroundings import chain, entered, locked, same, shape, words_of


def amounts(module: Module) -> Iterator[Found]:
    """`if account.balance >= amount: account.balance -= amount; account.save()` without a lock on the row."""
    changes: list[ast.AugAssign | ast.Assign] = [*module.of(ast.AugAssign), *module.of(ast.Assign)]
    for change in changes:
        target = _changed(change)
        function = module.function(change)
        if target is None or function is None:
            continue
        if isinstance(target, ast.Subscript):
            kept = _is_shared(module, function, target)
        else:
            kept = _is_persisted(module, function, target)
        if not kept or not (_is_checked(module, function, target, change) or _is_fetched(module, target)):
            continue
        if locked(module, change) or _facts(module, function).locks or re.search(ONCE, function.name):
            continue
        shown = ast.unparse(target)
        yield Found("B946", change, f"Another request may change {shown} between its reading and this.", _ROW)


_ROW = "Lock the row first (select_for_update, with_for_update), or change it by one conditional UPDATE."


_CLAIMS = frozenset({"used", "taken", "redeemed", "claimed", "booked", "reserved", "sold", "consumed", "spent"})


def claims(module: Module) -> Iterator[Found]:
    """`if not seat.taken: seat.taken = True; seat.save()`: what only one may have is given to two."""
    for change in module.of(ast.Assign):
        target = change.targets[0]
        if not isinstance(target, ast.Attribute) or not _CLAIMS & set(words_of(target.attr)):
            continue
        if not isinstance(change.value, ast.Constant) or change.value.value is not True:
            continue
        function = module.function(change)
        if function is None or not _is_persisted(module, function, target) or re.search(ONCE, function.name):
            continue
        if _facts(module, function).tested.get(shape(target), change.lineno) >= change.lineno:
            continue
        if not locked(module, change) and not _facts(module, function).locks:
            shown = ast.unparse(target)
            yield Found("B946", change, f"Another request may change {shown} between its reading and this.", _ROW)


def _is_fetched(module: Module, target: ast.expr) -> bool:
    """Whether an object was read from the database by its key in this very function."""
    owner = target.value if isinstance(target, ast.Attribute) else None
    bound = module.binding(owner) if isinstance(owner, ast.Name) else None
    if bound is None:
        return False
    root, steps = chain(bound)
    names = [name for name, _call in steps]
    if isinstance(root, ast.Call) and module.last(root.func) in {"get_object_or_404", "aget_object_or_404"}:
        return True
    if not names or names[-1] not in {"get", "aget", "get_or_404", "one", "first", "first_or_404"}:
        return False
    return bool({"objects", "query"} & set(names))


def _changed(change: ast.AugAssign | ast.Assign) -> ast.Attribute | ast.Subscript | None:
    """The attribute or element that a statement counts up or down."""
    if isinstance(change, ast.AugAssign):
        target: ast.expr = change.target
        value: ast.expr = change.value
        if not isinstance(change.op, ast.Add | ast.Sub):
            return None
    else:
        target, value = change.targets[0], change.value
        if not (isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add | ast.Sub) and same(value.left, target)):
            return None
    if not isinstance(target, ast.Attribute | ast.Subscript):
        return None
    calls = [node for node in ast.walk(value) if isinstance(node, ast.Call)]
    if any(isinstance(call.func, ast.Name) and call.func.id == "F" for call in calls):
        return None
    return target


class Facts:
    """What a function does to rows: whose `save()` it calls, whether it commits, what it compares, what it locks."""

    __slots__ = ("commits", "compared", "locks", "saved", "tested")

    def __init__(self, function: Function) -> None:
        self.saved: set[str] = set()
        self.commits = False
        self.locks = False
        self.compared: dict[str, list[ast.If]] = {}
        self.tested: dict[str, int] = {}
        for node in walk(function.body):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                self._call(node.func, node)
            elif isinstance(node, ast.If):
                self._condition(node)
            if not self.locks:
                self.locks = _is_row_lock(node)

    def _call(self, called: ast.Attribute, call: ast.Call) -> None:
        if called.attr in {"save", "asave"}:
            self.saved.add(shape(called.value))
        elif called.attr in {"commit", "flush"} and not call.args:
            self.commits = True

    def _condition(self, conditional: ast.If) -> None:
        for node in ast.walk(conditional.test):
            if isinstance(node, ast.Attribute):
                self.tested.setdefault(shape(node), conditional.lineno)
            if isinstance(node, ast.Compare) and any(
                isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for op in node.ops
            ):
                for side in (node.left, *node.comparators):
                    self.compared.setdefault(shape(side), []).append(conditional)


def _facts(module: Module, function: Function) -> Facts:
    return module.once((_facts, function), lambda: Facts(function))


def _is_persisted(module: Module, function: Function, target: ast.Attribute) -> bool:
    """Whether an object is written to a database in this function."""
    owner = target.value
    if isinstance(owner, ast.Name) and owner.id in {"self", "cls"} and not _is_model(module, function):
        return False
    facts = _facts(module, function)
    if facts.commits or shape(owner) in facts.saved:
        return True
    return any(
        module.last(one.func if isinstance(one, ast.Call) else one) == "begin" for one in entered(module, target)
    )


def _is_model(module: Module, function: Function) -> bool:
    owner = module.owner(function)
    return owner is not None and any(module.last(base) == "Model" for base in owner.bases)


def _is_shared(module: Module, function: Function, target: ast.Subscript) -> bool:
    """Whether an element is one of a table at the level of the module that requests in threads share."""
    root: ast.expr = target
    while isinstance(root, ast.Subscript | ast.Attribute):
        root = root.value
    handler = handlers(module).get(function)
    if handler is None or isinstance(function, ast.AsyncFunctionDef) or not isinstance(root, ast.Name):
        return False
    return bool(module.bindings(module.tree, root.id)) and not module.bindings(function, root.id)


def _is_checked(module: Module, function: Function, target: ast.expr, change: ast.stmt) -> bool:
    """Whether the change depends on a comparison of the same value: around it, or before it with an early exit."""
    for conditional in _facts(module, function).compared.get(shape(target), ()):
        if conditional.lineno > change.lineno:
            continue
        if isinstance(conditional.body[-1], EXIT) or any(up is conditional for up in module.parents(change)):
            return True
    return False


_ROW_LOCKS = frozenset({"select_for_update", "with_for_update", "F", "version", "lock", "isolation_level"})


def _is_row_lock(node: ast.AST) -> bool:
    """Whether a node speaks of a lock on rows, or of counted versions."""
    if isinstance(node, ast.Attribute):
        return node.attr in _ROW_LOCKS
    if isinstance(node, ast.Name):
        return node.id in _ROW_LOCKS
    if isinstance(node, ast.keyword):
        return node.arg in _ROW_LOCKS
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(re.search(HELD, node.value))


# Counters in Redis and in Django's cache

_STORES = ("redis.", "django.core.cache.", "aioredis.", "flask_caching.", "pymemcache.", "valkey.")


def counters(module: Module) -> Iterator[Found]:
    """A value that is got, reckoned with and set again."""
    for call in module.calls("set", "setex"):
        if not isinstance(call.func, ast.Attribute) or len(call.args) < 2 or not _is_store(module, call.func.value):
            continue
        function = module.function(call)
        if function is None or any(keyword.arg in {"nx", "version"} for keyword in call.keywords):
            continue
        value = call.args[-1] if call.func.attr == "setex" else call.args[1]
        gets = _gets(module, call, function)
        if not gets or locked(module, call) or _is_watched(module, call):
            continue
        if _is_count(module, function, value, gets):
            message = "Another client may change the value between the get and this set."
            yield Found("B946", call, message, "Use incr or decr, a transaction with watch, or a script.")
        elif isinstance(value, ast.Constant) and value.value is not None and _is_absence(module, gets[-1], function):
            message = "Two clients may both find the key absent and both set it."
            yield Found("B946", call, message, "Set it with nx=True (cache.add in Django) and look at the answer.")


_MOST = 5  # reads of one key, and values of one name, that are looked at


def _gets(module: Module, call: ast.Call, function: Function) -> list[ast.Call]:
    """The nearest reads of the key that a call sets, before it in its function."""
    index = module.once(_gets, lambda: _all_gets(module))
    found = index.get((function, _store_and_key(call)), [])
    return found[: bisect_right(found, call.lineno, key=lambda one: one.lineno)][-_MOST:]


def _all_gets(module: Module) -> dict[tuple[Function | None, str], list[ast.Call]]:
    found: dict[tuple[Function | None, str], list[ast.Call]] = {}
    for one in sorted(module.calls("get", "exists"), key=lambda call: call.lineno):
        if one.args and isinstance(one.func, ast.Attribute):
            found.setdefault((module.function(one), _store_and_key(one)), []).append(one)
    return found


def _store_and_key(call: ast.Call) -> str:
    store = call.func.value if isinstance(call.func, ast.Attribute) else call.func
    return f"{shape(store)} {shape(call.args[0])}"


def _is_store(module: Module, node: ast.expr) -> bool:
    if module.name(node).startswith(_STORES):
        return True
    return module.last(node) in {"redis", "redis_client", "rdb", "redis_conn"}


def _is_watched(module: Module, call: ast.Call) -> bool:
    watches = ("watch", "pipeline", "lock", "transaction")
    watched = module.once(_is_watched, lambda: {module.function(one) for one in module.calls(*watches)})
    return module.function(call) in watched


def _is_count(module: Module, function: Function, value: ast.expr, gets: list[ast.Call]) -> bool:
    """Whether a value is the one that was got, and something added or taken."""
    names = {value.id} if isinstance(value, ast.Name) else set[str]()
    sums: list[ast.AST] = [value]
    for name in names:
        for binding in module.bindings(function, name)[-_MOST:]:
            if isinstance(binding, ast.AugAssign):
                sums += [ast.BinOp(binding.target, binding.op, binding.value)]
            elif isinstance(binding, ast.Assign):
                sums.append(binding.value)
    got = {shape(one) for one in gets}
    got_names = {
        target.id
        for one in gets
        for around in module.parents(one)
        if isinstance(around, ast.Assign)
        for target in around.targets
        if isinstance(target, ast.Name)
    }
    for one in sums:
        for node in ast.walk(one):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
                inner = list(ast.walk(node))
                if any(isinstance(part, ast.Name) and part.id in got_names for part in inner):
                    return True
                if any(isinstance(part, ast.Call) and shape(part) in got for part in inner):
                    return True
    return False


_TAKES = r"(?i)lock|mutex|acquire|semaphore|leader|processed|nonce|once|claim"


def _is_absence(module: Module, get: ast.Call, function: Function) -> bool:
    """Whether a look at a key is the condition of an `if`, and what is then set keeps others out."""
    if module.last(get.func) != "exists" and not re.search(_TAKES, f"{function.name} {ast.unparse(get.args[0])}"):
        return False
    for around in module.parents(get):
        if isinstance(around, ast.If):
            return True
        if isinstance(around, ast.stmt):
            return False
    return False

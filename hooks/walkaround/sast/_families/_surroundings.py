"""Where a node stands: in a test, in what answers requests, under a lock, in a `try` that catches something."""

import ast
from collections.abc import Iterator
from typing import cast

from ..._code import Function, Module, handlers, is_function

_TEST_BASES = ("TestCase", "TestBase")
_BROAD = frozenset({"Exception", "BaseException", ""})
_LOCKS = ("lock", "mutex", "semaphore", "critical", "guard", "condition")


def in_test(module: Module, node: ast.AST) -> bool:
    """Whether a node belongs to a test: by the name of the file, of a function or of a class around it."""
    if module.once(in_test, lambda: _is_test_file(module.path)):
        return True
    for around in (node, *module.parents(node)):
        if is_function(around) and cast(Function, around).name.startswith("test_"):
            return True
        if isinstance(around, ast.ClassDef) and any(module.last(base).endswith(_TEST_BASES) for base in around.bases):
            return True
    return False


def _is_test_file(path: str) -> bool:
    name = path.replace("\\", "/").rpartition("/")[2]
    return name.startswith("test_") or name.endswith(("_test.py", "_tests.py")) or name in {"conftest.py", "tests.py"}


def answering(module: Module) -> frozenset[Function]:
    """The functions that answer requests, and those of this module that they call, however far down."""
    return module.once(answering, lambda: _answering(module))


def _answering(module: Module) -> frozenset[Function]:
    reached: set[Function] = set(handlers(module))
    functions = cast("list[Function]", module.of(ast.FunctionDef, ast.AsyncFunctionDef))
    reached |= {one for one in functions if one.name == "get_context_data" and _is_view(module, one)}
    if not reached:
        return frozenset()
    by_name: dict[str, list[Function]] = {}
    for function in functions:
        by_name.setdefault(function.name, []).append(function)
    called: dict[Function | None, set[Function]] = {}
    for name in by_name:
        for call in module.calls(name):
            own = isinstance(call.func, ast.Name) or module.name(call.func).startswith(".")
            if own and len(by_name[name]) == 1:
                called.setdefault(module.function(call), set()).add(by_name[name][0])
    fresh = list(reached)
    while fresh:
        function = fresh.pop()
        inner = called.get(function, set()) - reached
        reached |= inner
        fresh += inner
    return frozenset(reached)


def _is_view(module: Module, function: Function) -> bool:
    owner = module.owner(function)
    return owner is not None and any(module.last(base).endswith("View") for base in owner.bases)


def answers(module: Module, node: ast.AST) -> bool:
    """Whether a node runs while a request is answered."""
    reached = answering(module)
    return bool(reached) and any(around in reached for around in module.parents(node))


def catches(module: Module, node: ast.AST, kinds: frozenset[str]) -> bool:
    """Whether an exception of one of these kinds (last words of names) is caught or suppressed around a node."""
    inner = node
    for around in module.parents(node):
        if isinstance(around, ast.Try | ast.TryStar) and inner in around.body:
            caught = [word for handler in around.handlers for word in _words(module, handler.type)]
            if any(word in kinds or word in _BROAD for word in caught):
                return True
        if isinstance(around, ast.With | ast.AsyncWith) and inner in around.body:
            calls = [item.context_expr for item in around.items if isinstance(item.context_expr, ast.Call)]
            for call in calls:
                if module.last(call.func) == "suppress" and any(
                    word in kinds or word in _BROAD for argument in call.args for word in _words(module, argument)
                ):
                    return True
        if is_function(around):
            return False
        inner = around
    return False


def _words(module: Module, kind: ast.expr | None) -> list[str]:
    if kind is None:
        return [""]
    return [module.last(one) for one in (kind.elts if isinstance(kind, ast.Tuple) else [kind])]


def entered(module: Module, node: ast.AST) -> Iterator[ast.expr]:
    """The context managers around a node, and the decorators of its functions."""
    for around in module.parents(node):
        if isinstance(around, ast.With | ast.AsyncWith):
            yield from (item.context_expr for item in around.items)
        elif is_function(around):
            yield from cast(Function, around).decorator_list


def locked(module: Module, node: ast.AST) -> bool:
    """Whether a lock is held around a node: entered, or acquired before it in the same function."""
    if any(_is_lock(module, one) for one in entered(module, node)):
        return True
    function = module.function(node)
    line = getattr(node, "lineno", 0)
    return any(
        module.function(call) is function and call.lineno <= line and _is_lock(module, call)
        for call in [*module.calls("acquire"), *module.calls("flock"), *module.calls("lockf")]
    )


def _is_lock(module: Module, node: ast.expr) -> bool:
    """Whether an expression is a lock: by the words it is made of, or by what it resolves to."""
    inner: ast.expr = node
    words: list[str] = []
    while True:
        if isinstance(inner, ast.Call):
            inner = inner.func
        elif isinstance(inner, ast.Subscript | ast.Await | ast.Starred):
            inner = inner.value
        elif isinstance(inner, ast.Attribute):
            words.append(inner.attr)
            inner = inner.value
        else:
            words.append(module.last(inner))
            break
    if words[0] in {"flock", "lockf"}:
        return True
    text = " ".join(words).lower()
    if any(lock in text and f"un{lock}" not in text and f"b{lock}" not in text for lock in _LOCKS):
        return True
    resolved = module.name(node).lower()
    return any(lock in resolved and f"b{lock}" not in resolved for lock in _LOCKS)


def chain(node: ast.AST) -> tuple[ast.AST, list[tuple[str, ast.Call | None]]]:
    """The root of `root.a.b(1).c()` and its steps from the root on: `a`, `b` with its call, `c` with its call."""
    steps: list[tuple[str, ast.Call | None]] = []
    call: ast.Call | None = None
    while True:
        if isinstance(node, ast.Await):
            node = node.value
        elif isinstance(node, ast.Call):
            if call is not None or not isinstance(node.func, ast.Attribute):
                break
            call, node = node, node.func
        elif isinstance(node, ast.Attribute):
            steps.append((node.attr, call))
            call, node = None, node.value
        else:
            break
    steps.reverse()
    return node, steps


def same(left: ast.AST, right: ast.AST) -> bool:
    """Whether two expressions say the same, wherever they stand."""
    return left.__class__ is right.__class__ and shape(left) == shape(right)


def shape(node: ast.AST) -> str:
    """What an expression says, loads and stores alike; what is too deep is like nothing else."""
    try:
        said = ast.dump(node)
    except RecursionError:
        return str(id(node))
    return said.replace("Store()", "Load()").replace("Del()", "Load()")


def inside(module: Module, node: ast.AST, function: ast.AST) -> bool:
    return any(around is function for around in module.parents(node))


def words_of(name: str) -> list[str]:
    """The words of a name in lower case: `unit_price`, `unitPrice` and `UNIT_PRICE` are `unit`, `price`."""
    parts: list[str] = []
    for piece in name.split("_"):
        start = 0
        for place in range(1, len(piece)):
            if piece[place].isupper() and not piece[place - 1].isupper():
                parts.append(piece[start:place].lower())
                start = place
        parts.append(piece[start:].lower())
    return [part for part in parts if part]

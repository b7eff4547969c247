"""Rows that are looked for, and made because they were not there."""

import ast
import re
from bisect import bisect_left
from collections.abc import Iterator

from ..._code import Function, Module
from ._blocks import Stretch, branch, branches, walk
from ._found import Found
from ._surroundings import catches, chain, entered, locked

TWICE = frozenset(
    {
        "IntegrityError", "UniqueViolation", "DatabaseError", "SQLAlchemyError", "Error", "DuplicateKeyError",
        "UniqueViolationError", "DBAPIError", "ValidationError", "UniqueConstraintError",
    }
)  # fmt: skip
ONCE = (
    r"(?i)(?:^|_)(?:seed|init|initiali[sz]e|bootstrap|setup|populate|migrate|forwards?|backwards?|upgrade|downgrade|"
    r"fixtures?|demo|install|startup|on_startup|lifespan|handle|main|ready|load_initial|prestart)(?:_|$)"
)


class Look:
    """A look for a row: the model, and the statement in which it is."""

    __slots__ = ("model", "node")

    def __init__(self, model: str, node: ast.expr) -> None:
        self.model = model
        self.node = node


_FINDS = frozenset(
    {"exists", "first", "count", "acount", "one_or_none", "scalar_one_or_none", "scalar", "get", "aexists", "afirst"}
)


def rows(module: Module) -> Iterator[Found]:
    """Rows that two requests may both make."""
    if not any(word in module.source for word in (b"objects", b"query", b"select(")):
        return
    if re.search(r"(?:^|/)(?:migrations|management|alembic|seeds?|fixtures)/", module.path.replace("\\", "/")):
        return
    yield from _missed(module)
    for call in module.calls(*_FINDS):
        look = _look(module, call)
        function = module.function(call)
        if look is None or function is None or re.search(ONCE, function.name):
            continue
        for lines in when_absent(module, call):
            made = _made(module, function, lines, look.model)
            if made is None:
                continue
            if is_told_twice(module, function):
                break
            if not (catches(module, made, TWICE) or locked(module, made) or is_atomic(module, made)):
                message = f"Another request may make the same {look.model} between the look and this."
                yield Found("B946", made, message, _UNIQUE)
            break


def is_for_once(function: Function) -> bool:
    """Whether a function runs once, by its name: it seeds, sets up, migrates."""
    return re.search(ONCE, function.name) is not None


_TOLD = TWICE - {"Error", "DatabaseError", "SQLAlchemyError", "ValidationError"}


def is_told_twice(module: Module, function: Function) -> bool:
    """Whether a function catches, where it commits, that a row was there already."""
    for handler in module.of(ast.ExceptHandler):
        kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
        if module.function(handler) is function and any(module.last(kind) in _TOLD for kind in kinds):
            return True
    return False


_UNIQUE = "Use get_or_create or an upsert, or a unique constraint and catch the IntegrityError."


def _missed(module: Module) -> Iterator[Found]:
    """`try: X.objects.get(…) except X.DoesNotExist: X.objects.create(…)`."""
    for handler in module.of(ast.ExceptHandler):
        kind = handler.type
        function = module.function(handler)
        if function is None or not isinstance(kind, ast.Attribute) or kind.attr != "DoesNotExist":
            continue
        model = module.last(kind.value)
        made = _made(module, function, branch(handler.body), model)
        if made is None or re.search(ONCE, function.name) or locked(module, made) or is_atomic(module, made):
            continue
        if not catches(module, made, TWICE):
            yield Found("B946", made, f"Another request may make the same {model} between the look and this.", _UNIQUE)


def _look(module: Module, call: ast.Call) -> Look | None:
    """The model that a query asks for one row of by its own values."""
    root, steps = chain(call)
    names = [name for name, _call in steps]
    if "objects" in names:
        place = names.index("objects")
        model = names[place - 1] if place else module.last(root)
        asked = "filter" in names[place:] and names[-1] in {"exists", "first", "count", "acount", "aexists", "afirst"}
        return Look(model, call) if asked and model[:1].isupper() else None
    if "query" in names:
        place = names.index("query")
        query = steps[place][1]
        model = _first_model(module, query.args) if query else names[place - 1] if place else module.last(root)
        asked = bool({"filter", "filter_by", "where"} & set(names[place:])) and names[-1] in _FINDS
        return Look(model, call) if asked and model[:1].isupper() else None
    model = _model_of_select(module, root, steps)
    return Look(model, call) if model and names and names[-1] in _FINDS else None


def _of_exists(module: Module, select: ast.Call) -> str:
    """The model in `select(exists().where(User.email == email))`."""
    inner, steps = chain(select.args[0]) if select.args else (select, [])
    if not isinstance(inner, ast.Call) or module.last(inner.func) != "exists":
        return ""
    for _name, call in steps:
        for given in call.args if call is not None else ():
            if isinstance(given, ast.Compare):
                return _first_model(module, [given.left])
    return ""


def _first_model(module: Module, arguments: list[ast.expr]) -> str:
    node: ast.expr | None = arguments[0] if arguments else None
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    names.append(module.last(node))
    return next((name for name in names if name[:1].isupper()), "")


def _model_of_select(module: Module, root: ast.AST, steps: list[tuple[str, ast.Call | None]]) -> str:
    """The model of `session.scalars(select(Model).where(…)).first()`, the statement or the result named or not."""
    for name, call in steps:
        if name in {"execute", "scalars", "scalar", "exec"} and call is not None and call.args:
            statement = call.args[0]
            if isinstance(statement, ast.Name):
                bound = module.binding(statement)
                if bound is None:
                    return ""
                statement = bound
            select, more = chain(statement)
            words = {word for word, _call in more}
            if isinstance(select, ast.Call) and module.last(select.func) == "select":
                if asked := _of_exists(module, select):
                    return asked
                bounded = words & {"where", "filter", "filter_by"} and not words & {"with_for_update"}
                return _first_model(module, select.args) if bounded else ""
            return ""
    if isinstance(root, ast.Name) and steps:
        bound = module.binding(root)
        if bound is not None:
            inner_root, inner = chain(bound)
            if inner and not (isinstance(inner_root, ast.Name) and inner_root.id == root.id):
                return _model_of_select(module, inner_root, inner)
    return ""


def when_absent(module: Module, call: ast.Call) -> Iterator[Stretch]:
    """The statements that run when a look found nothing: in a branch, or after the branch that leaves."""
    node: ast.AST = call
    around = module.parent(call)
    while isinstance(around, ast.Await):
        node, around = around, module.parent(around)
    if isinstance(around, ast.NamedExpr) or (isinstance(around, ast.Assign) and around.value is node):
        targets = around.targets if isinstance(around, ast.Assign) else [around.target]
        name = targets[0]
        function = module.function(call)
        if not isinstance(name, ast.Name) or function is None:
            return
        for use in _reads(module, function).get(name.id, ()):
            if use.lineno > call.lineno or isinstance(around, ast.NamedExpr):
                yield from _absent_branches(module, use)
        if isinstance(around, ast.NamedExpr):
            yield from _absent_branches(module, around)
        return
    yield from _absent_branches(module, node)


def _reads(module: Module, function: Function) -> dict[str, list[ast.Name]]:
    return module.once((_reads, function), lambda: _read_names(function))


def _read_names(function: Function) -> dict[str, list[ast.Name]]:
    found: dict[str, list[ast.Name]] = {}
    for node in walk(function.body):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            found.setdefault(node.id, []).append(node)
    return found


def _absent_branches(module: Module, node: ast.AST) -> Iterator[Stretch]:
    there = True
    inner = node
    for around in module.parents(node):
        if isinstance(around, ast.UnaryOp) and isinstance(around.op, ast.Not):
            there = not there
        elif isinstance(around, ast.Compare):
            meaning = _meaning(around, inner)
            if meaning is None:
                return
            there = there == meaning
        elif isinstance(around, ast.BoolOp):
            if isinstance(around.op, ast.Or) and not there:
                return
        else:
            if isinstance(around, ast.If) and around.test is inner:
                yield from branches(module, around, holds=not there)
            return
        inner = around


def _meaning(compare: ast.Compare, inner: ast.AST) -> bool | None:
    """Whether a comparison with None or 0 holds for a row that is there; None when it says something else."""
    nothing = compare.comparators[0]
    if compare.left is inner and len(compare.ops) == 1 and _is_count(inner) and not isinstance(nothing, ast.Constant):
        if isinstance(compare.ops[0], ast.GtE | ast.Gt):
            return True  # as many as there may be
        return False if isinstance(compare.ops[0], ast.Lt) else None
    if compare.left is not inner or len(compare.ops) > 1 or not isinstance(nothing, ast.Constant) or nothing.value:
        return None
    if isinstance(compare.ops[0], ast.Is | ast.Eq):
        return False
    return True if isinstance(compare.ops[0], ast.IsNot | ast.NotEq | ast.Gt) else None


def _is_count(node: ast.AST) -> bool:
    call = node.value if isinstance(node, ast.Await) else node
    return isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in {"count", "acount"}


_CREATES = frozenset({"create", "create_user", "acreate", "create_superuser", "acreate_user"})


class Makes:
    """The calls of one function by which rows come to be, each list in the order of its lines."""

    __slots__ = ("adds", "created", "news", "saves")

    def __init__(self, module: Module, function: Function) -> None:
        self.created: dict[str, list[ast.Call]] = {}
        self.news: dict[str, list[ast.Call]] = {}
        self.adds: list[ast.Call] = []
        self.saves: list[ast.Call] = []
        calls = [node for node in walk(function.body) if isinstance(node, ast.Call)]
        for call in sorted(calls, key=lambda one: (one.lineno, one.col_offset)):
            self._note(module, call)

    def _note(self, module: Module, call: ast.Call) -> None:
        word = module.last(call.func)
        if word in _CREATES:
            root, steps = chain(call)
            names = [module.last(root), *(name for name, _call in steps)]
            if "objects" in names:
                self.created.setdefault(names[names.index("objects") - 1], []).append(call)
        elif word == "add" and call.args:
            self.adds.append(call)
        elif word == "save" and not call.args:
            self.saves.append(call)
        elif word[:1].isupper():
            self.news.setdefault(word, []).append(call)


def _made(module: Module, function: Function, lines: Stretch, model: str) -> ast.Call | None:
    """The call that makes a row of a model in a stretch of code, and sends it to the database."""
    makes = module.once((Makes, function), lambda: Makes(module, function))
    created = _within(makes.created.get(model, []), lines)
    if created is not None:
        return created
    if _within(makes.news.get(model, []), lines) is None:
        return _within([one for one in makes.adds if _is_given(module, function, one.args[0], model)], lines)
    added = _within(makes.adds, lines)
    return _within(makes.saves, lines) if added is None and b"objects" in module.source else added


def _is_given(module: Module, function: Function, added: ast.expr, model: str) -> bool:
    """Whether what is added is an argument that is called after the model: `session.add(hero)`."""
    if not isinstance(added, ast.Name) or added.id.lower().replace("_", "") not in {
        model.lower(),
        f"new{model.lower()}",
    }:
        return False
    return any(isinstance(one, ast.arg) for one in module.bindings(function, added.id))


def _within(calls: list[ast.Call], lines: Stretch) -> ast.Call | None:
    """The first of some calls in a stretch of code."""
    start = bisect_left(calls, lines.first, key=lambda one: one.lineno)
    return calls[start] if start < len(calls) and calls[start].lineno <= lines.last else None


def is_atomic(module: Module, node: ast.AST) -> bool:
    return any(
        module.last(one.func if isinstance(one, ast.Call) else one) in {"atomic", "commit_on_success", "serializable"}
        for one in entered(module, node)
    )

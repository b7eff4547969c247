"""B942: input whose length is checked while nobody looks at what it holds."""

import ast
from collections.abc import Iterator

from ..._code import Function, Module, handlers
from ._declared_lengths import annotation_parts, fields, is_plain_field, is_plain_text, is_well_known, only_length
from ._found import Found
from ._length_validators import validators
from ._lengths import compared, is_condition, subject_of
from ._surroundings import answering, in_test
from ._text_uses import goes_on_unseen, has_form, takes_form

_SOURCES = frozenset(
    {"form", "args", "values", "json", "GET", "POST", "data", "query_params", "match_info", "params", "query"}
)
_TURNED_DOWN = ("Valid", "Invalid", "BadRequest", "HTTP", "ValueError", "Unprocessable")
_READS = frozenset({"get_json", "json", "form", "post"})
_OF_TORNADO = frozenset({"get_argument", "get_body_argument", "get_query_argument"})


def find(module: Module) -> Iterator[Found]:
    seen: set[int] = set()
    for found in (*fields(module), *_arguments(module), *_lengths(module), *_in_services(module), *validators(module)):
        line = getattr(found.node, "lineno", 0)
        if line not in seen and not in_test(module, found.node):
            seen.add(line)
            yield found


def _lengths(module: Module) -> Iterator[Found]:
    """`len(name)` compared in a handler, where nothing else looks into the text and the text goes on."""
    if not handlers(module):
        return
    told: set[tuple[Function, str]] = set()
    for call in compared(module):
        function = module.function(call)
        if function is None or not is_condition(module, call):
            continue
        subject = subject_of(call)
        name = _name_of(module, subject)
        if (function, name) in told or not _is_sent(module, function, subject):
            continue
        formed = has_form(name) or takes_form(module, function, subject)
        if formed and goes_on_unseen(module, function, subject):
            told.add((function, name))
            yield Found("B942", call, f"The length of {name or 'a text'} is checked and its content is not.")


def _is_sent(module: Module, function: Function, subject: ast.expr) -> bool:
    """Whether a client sent a text to a handler, or a handler gives it on to a function of this module."""
    handler = handlers(module).get(function)
    if handler is not None:
        return _is_from_client(module, subject, handler.client)
    if not isinstance(subject, ast.Name) or function not in answering(module):
        return False
    return any(isinstance(one, ast.arg) for one in module.bindings(function, subject.id)) and _is_text_argument(
        module, function, subject.id
    )


def _name_of(module: Module, node: ast.expr) -> str:
    if isinstance(node, ast.Subscript):
        key = module.constant(node.slice)
        return key if isinstance(key, str) else ""
    return module.last(node)


def _is_from_client(module: Module, node: ast.expr | None, client: frozenset[str]) -> bool:
    """Whether a text is what a client sent: an argument of the handler, or read from the request."""
    for _step in range(16):
        if isinstance(node, ast.Name):
            function = module.function(node)
            if node.id in client:
                return function is not None and _is_text_argument(module, function, node.id)
            node = _first_value(module, function, node.id)
        elif isinstance(node, ast.Attribute | ast.Call) and _is_request(module, node):
            return True
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in client:
            return is_plain_field(module, node)
        elif isinstance(node, ast.Call):
            wraps = module.last(node.func) in {"str", "loads"} and bool(node.args)
            node = node.args[0] if wraps else node.func
        elif isinstance(node, ast.Attribute | ast.Subscript | ast.Await | ast.NamedExpr):
            node = node.value
        elif isinstance(node, ast.BoolOp):
            node = node.values[0]
        else:
            return False
    return False


def _first_value(module: Module, function: Function | None, name: str) -> ast.expr | None:
    bound = module.bindings(function, name) if function else []
    return next((one.value for one in bound if isinstance(one, ast.Assign | ast.AnnAssign | ast.NamedExpr)), None)


def _is_request(module: Module, node: ast.Attribute | ast.Call) -> bool:
    """Whether an expression is what a request holds: `request.form`, `await request.json()`."""
    if isinstance(node, ast.Attribute):
        return node.attr in _SOURCES and module.last(node.value) in {"request", "req", "self", "flask", "rel_url"}
    word = module.last(node.func)
    if not isinstance(node.func, ast.Attribute):
        return False
    if word in _OF_TORNADO:
        return module.last(node.func.value) == "self"
    return word in _READS and module.last(node.func.value) in {"request", "req"}


def _is_text_argument(module: Module, function: Function, name: str) -> bool:
    """Whether an argument is a text as far as its annotation tells: a type of its own checks what it holds."""
    for binding in module.bindings(function, name):
        annotation = binding.annotation if isinstance(binding, ast.arg) else None
        kind = annotation_parts(module, annotation)[0] if annotation is not None else None
        if kind is not None and not is_plain_text(module, kind) and not _is_mapping(module, kind):
            return False
    return True


def _is_mapping(module: Module, kind: ast.expr) -> bool:
    """Whether an annotation is that of JSON that nobody has looked at: `dict[str, Any]`."""
    outer = kind.value if isinstance(kind, ast.Subscript) else kind
    return module.last(outer) in {"dict", "Dict", "Mapping", "Any"}


def _in_services(module: Module) -> Iterator[Found]:
    """`len(username)` of an argument of a function that turns a wrong one down, and gives a right one on."""
    for call in compared(module):
        function = module.function(call)
        subject = subject_of(call)
        if function is None or function in handlers(module) or not isinstance(subject, ast.Name):
            continue
        if not has_form(subject.id) or not _is_turned_down(module, call):
            continue
        arguments = [one for one in module.bindings(function, subject.id) if isinstance(one, ast.arg)]
        texts = [one.annotation for one in arguments if one.annotation is not None]
        if not texts or not all(is_plain_text(module, one) for one in texts):
            continue
        if goes_on_unseen(module, function, subject):
            yield Found("B942", call, f"The length of {subject.id} is checked and its content is not.")


def _is_turned_down(module: Module, call: ast.Call) -> bool:
    """Whether a length decides over an error of validation."""
    for around in module.parents(call):
        if isinstance(around, ast.If):
            last = around.body[-1]
            error = last.exc.func if isinstance(last, ast.Raise) and isinstance(last.exc, ast.Call) else None
            word = module.last(error)
            return any(
                part in word for part in ("Valid", "Invalid", "BadRequest", "HTTP", "ValueError", "Unprocessable")
            )
        if isinstance(around, ast.stmt):
            return False
    return False


def _arguments(module: Module) -> Iterator[Found]:
    """Arguments of FastAPI's handlers that are held to a length alone: `email: str = Query(max_length=254)`."""
    if "fastapi" not in module.imported:
        return
    for mark in module.calls("Query", "Path", "Form", "Body", "Header", "Cookie"):
        argument = _declared_by(module, mark)
        function = module.function(mark)
        if argument is None or function is None or function not in handlers(module):
            continue
        if not is_well_known(argument.arg):
            continue
        if argument.annotation is None or not only_length(module, argument.annotation, mark):
            continue
        if goes_on_unseen(module, function, ast.Name(argument.arg, ast.Load())):
            yield Found("B942", argument, f"The argument {argument.arg} is held to a length and to no form.")


def _declared_by(module: Module, mark: ast.Call) -> ast.arg | None:
    """The argument whose default or annotation a call is part of."""
    for around in module.parents(mark):
        if isinstance(around, ast.arg):
            return around
        if isinstance(around, ast.arguments):
            plain = around.posonlyargs + around.args
            pairs = [
                *zip(reversed(plain), reversed(around.defaults), strict=False),
                *zip(around.kwonlyargs, around.kw_defaults, strict=True),
            ]
            return next((one for one, value in pairs if value is mark), None)
        if isinstance(around, ast.stmt):
            return None
    return None

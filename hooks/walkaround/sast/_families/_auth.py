"""What makes sure who is asking: decorators, dependencies, checks in a body; and what holds a user."""

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ._mappings import inside, local_function
from ._patterns import Pattern

if TYPE_CHECKING:
    from ..._code import Function, Module

# Words of names that are about who is asking. A decorator or a dependency named by one is a mark.
_WHO = (
    r"auth(?!or(?:s|_|$))\w*|login|logged|jwt|token|bearer|oauth2?|roles?|perms?|permissions?|admins?|staff"
    r"|superusers?"
    r"|scopes?|apikey|api_key|current|principal|identity|credentials?|session|members?|owners?|protected|secured?"
    r"|security"
    r"|private|acl|rbac|guard|operators?|tenant|account|users?|moderators?|allowed|policy|signature"
)
_MARK = Pattern(rf"(?:^|_)(?:{_WHO})(?:$|_)")
_DEMANDS = Pattern(
    r"(?:^|_)(?:requires?|required|only|restricted|ensure|must|check|verify|verified|validate|enforce|accepted"
    r"|needed|allowed|has|protect(?:ed)?|secured?)(?:$|_)"
)
_PLAIN = Pattern(
    r"^(?:authenticated|protected|secured?|requires|auth|authenticate|authorize|user_passes_test|private"
    r"|jwt_optional)$"
)
# An argument by such a name is who asks, or what they prove it by, wherever it comes from.
_GIVEN = Pattern(
    r"^(?:_?current_(?!page|index|version|count|value|step|state|time|date|month|year|week|price|password|last)\w+|auth(?!or)\w*|principal|identity|credentials|actor|claims)$"
    r"|(?:^|_)(?:token|secret|signature|api_?key)$"
)
_HTTP = Pattern(r"^require_(?:post|get|safe|http_methods|json|params|args)|^json_required|^post_required|^htmx")
_CAPITAL = Pattern(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_USERS = Pattern(
    r"^(?:current_?user\w*|user|me|actor|viewer|principal|identity|account|member|caller|requester|admin|staff|claims"
    r"|payload|token_data|get_jwt|get_jwt_identity|get_jwt_claims|get_current_user|current_account|logged_in_user"
    r"|person"
    r"|current_user_id|user_id)$"
)
_IN_BODY = Pattern(
    r"^(?:current_?user|current_identity|is_authenticated|is_staff|is_superuser|is_admin|has_perm|has_perms|has_role"
    r"|has_permission"
    r"|get_jwt_identity|verify_jwt_in_request|get_jwt|get_current_user|authenticate\w*|authori[sz]e\w*|check_(?:auth"
    r"|perm"
    r"|access|token|api_key|login|role|object_perm|admin|user)\w*|(?:require|ensure|verify|validate|assert)_(?:auth"
    r"|login|user|admin|token|perm"
    r"|role|api_key|access|jwt|session|owner|signature|csrf)\w*|compare_digest|abort_if_not\w*|login_required"
    r"|get_user_from\w*|user_from\w*|current_actor|get_identity|remote_user|construct_event|is_logged_in|logged_in"
    r"|(?:verify|check|validate)_\w*signature|(?:HTTP|Http)?(?:Unauthorized|Forbidden)|HttpResponseForbidden"
    r"|PermissionDenied"
    r"|NotAuthenticated|AuthenticationFailed|PermissionError)$"
)
_HEADERS = Pattern(
    r"^(?:authorization|http_authorization|x[-_]api[-_]key|x[-_]auth[-_]token|api[-_]key|x[-_]\w*signature\w*)", re.I
)
_SESSION_KEYS = Pattern(r"user|account|login|logged|auth|admin|uid|member|role", re.I)


def words(name: str) -> str:
    """A name in small letters with underlines: `current_user` of `CurrentUser`."""
    return _CAPITAL.sub("_", name).lower()


def is_mark(name: str) -> bool:
    """Whether a decorator's name says that only some may come in."""
    said = words(name)
    if _HTTP.search(said) or "csrf" in said or "_not_" in said or said.startswith(("not_", "anonymous", "optional")):
        return False
    return _PLAIN.search(said) is not None or (_DEMANDS.search(said) is not None and _MARK.search(said) is not None)


def is_dependency(module: "Module", node: ast.AST | None) -> bool:
    """Whether a value is a dependency that knows who asks: `Depends(get_current_user)`, `Security(…)`."""
    if not isinstance(node, ast.Call):
        return False
    last = module.last(node.func)
    if last == "Security":
        return True
    if last not in {"Depends", "Provide"}:
        return False
    given: ast.expr | None = node.args[0] if node.args else next((word.value for word in node.keywords), None)
    if isinstance(given, ast.Call):
        given = given.func
    name = words(module.last(given))
    if re.search(r"404|_by_|valid_|exist|from_path", name) and not re.search(r"current|auth|token|admin", name):
        return False
    if re.search(r"(?:^|_)(?:owned|own|my|editable|accessible)_", name):
        return True
    # A bare `session` in a dependency is one of the database.
    if _MARK.search(re.sub(r"(?<!user_)session", "", name)) is not None and not _is_store(name):
        return True
    return given is not None and _asks(module, given)


def _asks(module: "Module", called: ast.expr, *, alone: bool = False) -> bool:
    """Whether a function of this module makes sure who is asking, by what it depends on too unless `alone`."""
    function = local_function(module, called)
    if function is None:
        return False
    known: dict[tuple[ast.AST, bool], bool] = module.once(_asks, dict)
    if (function, alone) not in known:
        known[function, alone] = False  # for functions that depend on each other
        within = any(_in_body(module, node) for node in inside(module, function))
        known[function, alone] = within or (not alone and has_mark(module, function))
    return known[function, alone]


def _is_store(name: str) -> bool:
    """`get_user_service` gives a way to the database, not a person."""
    return name.endswith(
        ("_service", "_repository", "_repo", "_store", "_manager", "_dao", "_db", "_settings", "_client", "_factory")
    )


def is_marked(module: "Module", function: "Function") -> bool:
    """Whether a decorator, an argument or the body of a handler makes sure who is asking."""
    return has_mark(module, function) or any(_in_body(module, node) for node in inside(module, function))


def has_mark(module: "Module", function: "Function") -> bool:
    """Whether a decorator or an argument of a handler makes sure who is asking."""
    return any(decorator_marks(module, one) for one in function.decorator_list) or is_given(module, function)


def is_given(module: "Module", function: "Function") -> bool:
    """Whether an argument of a handler says who is asking."""
    return any(_argument_marks(module, argument, default) for argument, default in _arguments(function))


def decorator_marks(module: "Module", decorator: ast.expr) -> bool:
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    if is_mark(ast.unparse(target).replace(".", "_")) or is_mark(module.name(target).rpartition(".")[2]):
        return True
    if not isinstance(decorator, ast.Call):
        return False
    if module.last(target) in {"permission_classes", "authentication_classes"}:
        return bool(decorator.args) and not is_public(module, decorator.args[0])
    if module.last(target) == "method_decorator":
        inner = decorator.args[:1]
        many = inner[0].elts if inner and isinstance(inner[0], ast.List | ast.Tuple) else inner
        return any(decorator_marks(module, one) for one in many)
    return any(_keyword_marks(module, word) for word in decorator.keywords)


def _keyword_marks(module: "Module", word: ast.keyword) -> bool:
    """`dependencies=[Depends(…)]`, `auth=…`, `permission_classes=[…]` where a route is registered."""
    if word.arg == "dependencies":
        return dependencies_mark(module, word.value)
    none = isinstance(word.value, ast.Constant) and not word.value.value
    if word.arg in {"auth", "guards", "permission", "security", "permissions"}:
        return not none
    return word.arg in {"permission_classes", "authentication_classes"} and not is_public(module, word.value)


def dependencies_mark(module: "Module", node: ast.expr | None) -> bool:
    if isinstance(node, ast.Name):
        node = module.binding(node)
    inner = node.elts if isinstance(node, ast.List | ast.Tuple) else []
    for one in inner:
        bound = module.binding(one) if isinstance(one, ast.Name) else one
        if is_dependency(module, bound) or (bound is None and _MARK.search(words(module.last(one)))):
            return True
    return False


def is_public(module: "Module", node: ast.expr) -> bool:
    """Whether permission classes let everybody in, or there are none."""
    inner = node.elts if isinstance(node, ast.List | ast.Tuple) else [node]
    return not inner or any(module.last(one) == "AllowAny" for one in inner)


def _arguments(function: "Function") -> Iterator[tuple[ast.arg, ast.expr | None]]:
    arguments = function.args
    plain = [*arguments.posonlyargs, *arguments.args]
    missing: list[ast.expr | None] = [None] * (len(plain) - len(arguments.defaults))
    yield from zip(plain, [*missing, *arguments.defaults], strict=True)
    yield from zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)


def _argument_marks(module: "Module", argument: ast.arg, default: ast.expr | None) -> bool:
    if is_dependency(module, default) or _GIVEN.search(argument.arg):
        return True
    annotation = argument.annotation
    if isinstance(annotation, ast.Name) and (bound := module.binding(annotation)) is not None:
        annotation = bound
    if isinstance(annotation, ast.Subscript) and isinstance(annotation.slice, ast.Tuple):
        return any(is_dependency(module, one) for one in annotation.slice.elts[1:])
    said = words(ast.unparse(annotation)) if annotation is not None else ""
    return bool(
        re.search(
            r"(?:^|[._])(?:auth(?!or)|principal)|(?:current|active|admin|session|logged_in)_?(?:\w+_)?user|user_dep",
            said,
        )
    )


def _in_body(module: "Module", node: ast.AST) -> bool:
    """Whether something in a body asks who the client is."""
    if isinstance(node, ast.Name):
        return _IN_BODY.search(node.id) is not None
    if isinstance(node, ast.Constant):
        return type(node.value) is int and node.value in {401, 403}
    if isinstance(node, ast.Attribute):
        if node.attr in {"HTTP_401_UNAUTHORIZED", "HTTP_403_FORBIDDEN", "UNAUTHORIZED", "FORBIDDEN"}:
            return True
        if _IN_BODY.search(node.attr.lstrip("_")):
            return True
        base = module.last(node.value)
        return node.attr == "user" and base in {"request", "g", "req", "state", "info", "context", "websocket"}
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Name) and _asks(module, node.func, alone=True):
            return True
        key = node.args[0] if node.args and module.last(node.func) in {"get", "pop"} else None
        return _is_proof(module, node.func.value if isinstance(node.func, ast.Attribute) else None, key)
    if isinstance(node, ast.Subscript):
        return _is_proof(module, node.value, node.slice)
    return False


def _is_proof(module: "Module", base: ast.expr | None, key: ast.expr | None) -> bool:
    """Whether a key of the headers or the session says who is asking."""
    if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
        return False
    if _HEADERS.search(key.value):
        return True
    return module.last(base) in {"session", "g"} and _SESSION_KEYS.search(key.value) is not None


_HELD = frozenset({"user", "current_user", "user_id", "account", "principal", "claims", "identity", "actor", "auth"})


def is_user(module: "Module", node: ast.expr) -> bool:
    """Whether an expression holds who is asking: `request.user`, `current_user`, `claims["sub"]`."""
    if isinstance(node, ast.Await):
        node = node.value
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr == "get" and node.args:
            return _is_session_key(module, node.func.value, node.args[0])
        return _USERS.search(module.last(node.func)) is not None
    if isinstance(node, ast.Subscript):
        return _is_session_key(module, node.value, node.slice)
    if isinstance(node, ast.Attribute):
        base = module.last(node.value)
        return node.attr in _HELD and base in {"request", "g", "self", "state", "info", "context", "req", "session"}
    return isinstance(node, ast.Name) and _USERS.search(node.id) is not None


def _is_session_key(module: "Module", base: ast.expr, key: ast.expr) -> bool:
    if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
        return False
    last = module.last(base)
    return (last == "session" and _SESSION_KEYS.search(key.value) is not None) or (
        last in {"claims", "payload", "token", "identity", "token_data"}
        and key.value in {"sub", "user_id", "uid", "user"}
    )

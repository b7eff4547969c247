"""B960: the one route of several that lets everybody in."""

import ast
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..._code import Handler, handlers
from ._auth import decorator_marks, dependencies_mark, is_given, is_marked, is_public, words
from ._drafts import is_test
from ._found import Found
from ._mappings import argument, functions, inside
from ._patterns import Pattern
from ._private import reads_private

if TYPE_CHECKING:
    from ..._code import Function, Module

_RULE = "B960"
# Routes that are for those who have not logged in yet, or for machines that prove themselves in another way.
_OPEN = (
    r"log_?in|log_?out|sign_?(?:in|up|out|on)|registers?|registration|auth|authenticate|oauth2?|sso|saml|oidc"
    r"|callback"
    r"|web_?hooks?|hooks?|forgot|otp|mfa|magic|unsubscribe|subscribe|newsletter|contact|feedback|csrf|captcha"
    r"|health\w*|ready|readiness|liveness|ping|metrics|track|heartbeat|probe|setup|install|refresh|resend|public"
    r"|anonymous"
    r"|guest|demo|echo|carts?|basket|rsvp|donate|survey|wait_?list|theme|language|locale|consent|cookies?|preview|calculate|estimate"
)
_OPEN_TO_READ = (
    r"status|version|docs|redoc|openapi|swagger|schema|static|assets?|favicon|robots|sitemap|well_known|redirect"
    r"|about|home"
    r"|landing|terms|privacy|legal|error|not_found|invites?|invitation|shared?|embed|feed|rss|info|config|root"
    r"|welcome"
    r"|search|catalog|pricing|plans|faq|help|language|locale|preview|jwks|index|main|token|reset|confirm|activate"
    r"|verify|live"
)
_OPEN_WORDS = (
    r"(?:reset|verify|verification|confirm|activate|resend|validate)_"
    r"(?:password|e?mail|account|registration|token|code|phone|user)"
    r"|(?:forgot|recover|lost|request)_password|password_(?:reset|forgot|recovery)"
    r"|e?mail_(?:verification|confirmation)|(?:get|create|issue|obtain|login_for|new)_(?:access_)?token"
    r"|^token$|access_token$|token_(?:obtain|refresh|verify|exchange|pair)|obtain_token|exchange_token"
    r"|^(?:reset|verify|confirm|activate)$|^check_|^validate_"
)
SAID = Pattern(
    r"(?:\bno|without|not require|n't require|not need|n't need)(?: any)? (?:auth|log|sign)|unauthenticated|anonymous"
    r"|\bpublic(?:ly)?\b|\bany(?:one|body)\b|\bevery(?:one|body)\b",
    re.IGNORECASE,
)
_REGISTER = frozenset({"flask", "fastapi", "aiohttp", "sanic"})
_ROUTING = frozenset({"route", "get", "post", "put", "patch", "delete", "api_route"})
_CHANGES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_CHANGING = frozenset(
    {"save", "delete", "create", "update", "commit", "bulk_create", "bulk_update", "insert", "remove"}
)
_MIXINS = Pattern(
    r"(?:Login|Permission|UserPasses|Access|Auth|Staff|Admin|Role|Superuser|Owner)\w*(?:Mixin|Required|View|Base\w*)$"
    r"|^Protected|^Secured?|Authenticated"
)
_CLASS_SETTINGS = frozenset(
    {
        "permission_classes",
        "authentication_classes",
        "decorators",
        "method_decorators",
        "permission_required",
        "authentication",
        "guards",
    }
)
_REFUSAL = Pattern(r"Unauthorized|Forbidden|Redirect|401|403|^unauthorized$|^(?:require|ensure|verify|check|validate)_")
_ANSWER = Pattern(r"[Rr]esponse|^resp$|^render|redirect|^json|HttpResp|^answer|^Http|^empty$|^html$|^text$|^file$")
_GATES = frozenset(
    {
        "dispatch",
        "prepare",
        "initial",
        "get_permissions",
        "get_authenticators",
        "check_permissions",
        "setup",
        "test_func",
    }
)
_HOOKS = frozenset({"before_request", "before_app_request", "middleware", "on_request", "prepare"})


class _Route(NamedTuple):
    """A handler in the set that it belongs to: of one router, one class, one module."""

    function: "Function"
    handler: Handler
    marked: bool
    changes: bool


def find(module: "Module") -> Iterator[Found]:
    found = handlers(module)
    seen: set[ast.AST] = set()
    for handler in found.values():
        if (useless := _useless(module, handler)) and not is_test(module, handler.function):
            seen.add(handler.function)
            message = (
                f"`{useless}` stands above the decorator that registers `{handler.function.name}`, so it does nothing."
            )
            yield Found(_RULE, handler.function, message)
    if len(found) < 2 and not module.of(ast.ClassDef):
        return
    for group, members in _groups(module, found.values()).items():
        if len(members) < 2 or _is_guarded(module, group):
            continue
        judged = [_judge(module, handler) for handler in members]
        marked = [one for one in judged if one.marked]
        bare = [
            one
            for one in judged
            if not one.marked and not _is_open(module, one) and not _is_for_all(module, one.function)
        ]
        if not any(_is_limited(one.function) for one in marked):
            bare = [one for one in bare if not _is_limited(one.function)]
        for one in bare:
            if (
                one.function not in seen
                and not is_test(module, one.function)
                and _stands_out(module, one, marked, bare)
            ):
                seen.add(one.function)
                yield Found(_RULE, one.function, _message(one, len(marked), len(judged)))
    yield from (one for one in _views(module) if one.node not in seen)


def _useless(module: "Module", handler: Handler) -> str:
    """The decorator that ought to ask who it is, above the one that registers the function as it is below."""
    function = handler.function
    if not handler.path or handler.framework not in _REGISTER or isinstance(module.parent(function), ast.ClassDef):
        return ""
    routes = [at for at, one in enumerate(function.decorator_list) if _is_registration(module, one)]
    marks = [at for at, one in enumerate(function.decorator_list) if decorator_marks(module, one) and at not in routes]
    if not routes or not marks or max(marks) > min(routes) or is_given(module, function):
        return ""
    if any(_keyword_asks(module, function.decorator_list[at]) for at in routes):
        return ""
    return ast.unparse(function.decorator_list[marks[0]])


def _is_registration(module: "Module", decorator: ast.expr) -> bool:
    if not isinstance(decorator, ast.Call) or not isinstance(decorator.func, ast.Attribute) or not decorator.args:
        return False
    path = module.constant(decorator.args[0])
    return decorator.func.attr in _ROUTING and isinstance(path, str) and path[:1] in {"", "/", "<", "{"}


def _keyword_asks(module: "Module", decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and decorator_marks(module, decorator)


def _message(one: _Route, marked: int, of: int) -> str:
    does = "changes something for" if one.changes else "answers"
    asks = "routes beside it ask" if marked > 1 else "routes of its kind asks"
    return f"`{one.function.name}` {does} everybody, although {marked} of {of} {asks} who it is."


def _stands_out(module: "Module", one: _Route, marked: list[_Route], bare: list[_Route]) -> bool:
    """Whether a route without a mark is an oversight, by what is asked of those that do the like."""
    most = len(marked) >= 2 and len(marked) > len(bare)
    if one.changes:
        guarded = [other for other in marked if other.changes and not _is_right_alone(other.function)]
        others = [other for other in bare if other.changes]
        if most or (len(guarded) >= 2 and len(guarded) > len(others)):
            return True
        related = [other for other in guarded if _is_related(module, one, other)]
        return 0 < len(related) >= sum(1 for other in others if _is_related(module, one, other))
    if marked and reads_private(module, one.function):
        return True
    if not most or sum(1 for other in bare if not other.changes) != 1:
        return False
    reading = [other.handler.path for other in marked if not other.changes]
    own = one.handler.path
    return len(reading) >= 2 or any(path and (own.startswith(path) or path.startswith(own)) for path in reading)


def _is_limited(function: "Function") -> bool:
    """Whether it is limited how often a route may be asked: somebody has thought of strangers."""
    return any(re.search(r"limit|throttle", ast.unparse(one)) for one in function.decorator_list)


def _is_right_alone(function: "Function") -> bool:
    """Whether a route asks for one more right, which those who have been let in already may lack."""
    given = [
        ast.unparse(word.value)
        for decorator in function.decorator_list
        if isinstance(decorator, ast.Call)
        for word in decorator.keywords
        if word.arg == "dependencies"
    ]
    return any("ermission" in said for said in given)


def _is_related(module: "Module", one: _Route, other: _Route) -> bool:
    """Whether two routes are about the same thing: by the beginnings of their paths, or as methods of one class."""
    owner = module.parent(one.function)
    if isinstance(owner, ast.ClassDef):
        return module.parent(other.function) is owner
    if not one.handler.path or not other.handler.path:
        return False
    ours, theirs = _segments(one.handler.path), _segments(other.handler.path)
    return not ours or not theirs or ours[0] == theirs[0]


def _segments(path: str) -> list[str]:
    """The parts of a path, those that vary all alike; without the ones that versions of an API begin with."""
    parts = ["*" if part[:1] in {"{", "<", ":"} else part for part in path.strip("/").split("/") if part]
    while parts and re.fullmatch(r"api|v\d+", parts[0]):
        del parts[0]
    return parts


def _groups(module: "Module", found: Iterable[Handler]) -> dict[tuple[str, str], list[Handler]]:
    groups: dict[tuple[str, str], list[Handler]] = {}
    for handler in found:
        if not _is_route(module, handler):
            continue
        owner = module.parent(handler.function)
        if isinstance(owner, ast.ClassDef):
            if class_marks(module, owner) or has_gate(owner) or _is_decided(module, owner):
                continue
            key = ("class", "")
        else:
            key = (handler.framework, _router(module, handler.function))
        groups.setdefault(key, []).append(handler)
    return groups


def _is_route(module: "Module", handler: Handler) -> bool:
    """Whether a handler is one for certain: not a middleware, and not a function that only helps views."""
    function = handler.function
    if isinstance(module.parent(function), ast.ClassDef):
        return True
    if module.function(function) is not None and not handler.path and handler.framework not in {"fastapi", "flask"}:
        return False  # what a decorator makes of a view
    decorators = [one.func if isinstance(one, ast.Call) else one for one in function.decorator_list]
    if any(module.last(one) in _HOOKS for one in decorators):
        return False
    if (
        handler.path
        or handler.framework in {"fastapi", "flask", "drf"}
        or any(isinstance(one, ast.Attribute) for one in decorators)
    ):
        return True
    if function.name.startswith("_") or _is_called(module, function):
        return False
    if any(decorator_marks(module, one) for one in function.decorator_list):
        return True
    returns = [node.value for node in inside(module, function) if isinstance(node, ast.Return)]
    return any(_ANSWER.search(module.last(one.func if isinstance(one, ast.Call) else one)) for one in returns)


def _is_called(module: "Module", function: "Function") -> bool:
    return any(isinstance(call.func, ast.Name) for call in module.calls(function.name))


def _router(module: "Module", function: "Function") -> str:
    """What a route is registered on: `app`, `router`; empty for functions that another module registers."""
    for decorator in function.decorator_list:
        target = decorator.func if isinstance(decorator, ast.Call) else decorator
        if (
            isinstance(target, ast.Attribute)
            and target.attr not in {"require", "required"}
            and isinstance(decorator, ast.Call)
        ):
            value = argument(decorator, "path", 0) or argument(decorator, "rule", 0)
            text = module.constant(value)
            if isinstance(text, str) and text[:1] in {"/", "", "<", "{"}:
                return ast.unparse(target.value)
    return ""


def _judge(module: "Module", handler: Handler) -> _Route:
    function = handler.function
    marked = is_marked(module, function)
    return _Route(function, handler, marked, _is_changing(module, handler))


def _is_changing(module: "Module", handler: Handler) -> bool:
    """Whether a route changes something: by its method, or by what it does when the methods are not told."""
    function = handler.function
    if handler.methods:
        return bool(handler.methods & _CHANGES)
    if handler.framework in {"fastapi", "flask"} and handler.path:
        return False
    if function.name in {
        "post",
        "put",
        "patch",
        "delete",
        "create",
        "update",
        "partial_update",
        "destroy",
        "form_valid",
    }:
        return True
    for node in inside(module, function):
        if isinstance(node, ast.Constant) and node.value in _CHANGES:
            return True
        if isinstance(node, ast.Attribute) and node.attr == "POST":
            return True
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CHANGING:
            return True
    return False


def _is_open(module: "Module", one: _Route) -> bool:
    """Whether a route is one for those who are not logged in."""
    path = one.handler.path.lower().replace("-", "_").rstrip("/")
    owner = module.owner(one.function)
    names = [words(one.function.name), path.rpartition("/")[2], words(owner.name) if owner is not None else ""]
    if path == "" and one.handler.path == "/" and not one.changes:
        return True
    if path.startswith(("/public", "/static", "/webhook", "/auth", "/health")):
        return True
    return any(is_open_word(name, one.changes) for name in names)


def is_open_word(name: str, changes: bool) -> bool:
    known = _OPEN if changes else f"{_OPEN}|{_OPEN_TO_READ}"
    return re.search(rf"(?:^|[_.{{<])(?:{known})(?:$|[_.}}>])|{_OPEN_WORDS}", name) is not None


def _is_for_all(module: "Module", function: "Function") -> bool:
    """Whether a decorator or the text at its head says that everybody may come in."""
    said = ast.get_docstring(function, clean=False)
    if said and SAID.search(said):
        return True
    for decorator in function.decorator_list:
        target = decorator.func if isinstance(decorator, ast.Call) else decorator
        if re.search(
            r"allow_any|public|anonymous|no_auth|optional|exempt|permission_classes", words(module.last(target))
        ):
            return True
    return False


def _is_guarded(module: "Module", group: tuple[str, str]) -> bool:
    """Whether all of a set is guarded at once: by its router, or by a hook that runs before each request."""
    return _router_marks(module, group[1]) or _hook_marks(module)


def _router_marks(module: "Module", name: str) -> bool:
    for call in module.calls("APIRouter", "FastAPI", "Router", "NinjaAPI", "Blueprint", "APIBlueprint"):
        up = module.parent(call)
        target = up.targets[0] if isinstance(up, ast.Assign) else up.target if isinstance(up, ast.AnnAssign) else None
        if target is not None and ast.unparse(target) == name:
            if dependencies_mark(module, argument(call, "dependencies")):
                return True
            if any(word.arg in {"auth", "guards"} for word in call.keywords):
                return True
    return any(
        call.args and ast.unparse(call.args[0]) == name and dependencies_mark(module, argument(call, "dependencies"))
        for call in module.calls("include_router")
    )


def _hook_marks(module: "Module") -> bool:
    """Whether a function that runs before each request asks who it is."""
    for function in functions(module):
        for decorator in function.decorator_list:
            target = decorator.func if isinstance(decorator, ast.Call) else decorator
            if module.last(target) in _HOOKS and is_marked(module, function) and _refuses(module, function):
                return True
    for call in module.calls("before_request"):
        if any(
            decorator_marks(module, one) or "auth" in words(module.last(one)) or "login" in words(module.last(one))
            for one in call.args
        ):
            return True
    return any(
        "auth" in words(module.last(one))
        for call in module.calls("add_middleware", "Middleware", "middleware")
        for one in call.args[:1]
    )


def _refuses(module: "Module", function: "Function") -> bool:
    """Whether a function can turn somebody away, rather than only note who it is."""
    if any(decorator_marks(module, one) for one in function.decorator_list):
        return True
    return any(
        isinstance(node, ast.Raise)
        or (isinstance(node, ast.Call) and module.last(node.func) in {"abort", "redirect", "make_response", "jsonify"})
        or (isinstance(node, ast.Constant) and type(node.value) is int and node.value in {401, 403, 302})
        or (isinstance(node, ast.Name | ast.Attribute) and _REFUSAL.search(module.last(node)))
        for node in inside(module, function)
    )


def class_marks(module: "Module", owner: ast.ClassDef) -> bool:
    """Whether a class of views lets in only some: by a mixin, a decorator, its permissions."""
    bases = [module.last(base) for base in owner.bases]
    if any(_MIXINS.search(base) and not base.startswith(("LoginView", "LogoutView", "Password")) for base in bases):
        return True
    if any(decorator_marks(module, one) for one in owner.decorator_list):
        return True
    for node in owner.body:
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and node.targets[0].id in _CLASS_SETTINGS
        ):
            return not is_public(module, node.value)
    return False


def has_gate(owner: ast.ClassDef) -> bool:
    """Whether a method that runs before the others asks who it is."""
    return any(isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name in _GATES for node in owner.body)


def _views(module: "Module") -> Iterator[Found]:
    """Classes of views beside each other, one of which lets everybody in."""
    classes: dict[ast.ClassDef, list[Handler]] = {}
    for handler in handlers(module).values():
        owner = module.parent(handler.function)
        if isinstance(owner, ast.ClassDef):
            classes.setdefault(owner, []).append(handler)
    for node in _bare_classes(module):
        classes.setdefault(node, [])
    marked: list[ast.ClassDef] = []
    unmarked: list[ast.ClassDef] = []
    for owner, members in classes.items():
        guarded = class_marks(module, owner) or has_gate(owner)
        whole = bool(members) and all(is_marked(module, one.function) for one in members)
        (marked if guarded or whole else unmarked).append(owner)
    bare = [
        owner
        for owner in unmarked
        if not _is_decided(module, owner)
        and not is_open_word(words(owner.name), changes=class_changes(module, owner, classes[owner]))
    ]
    for owner in bare:
        members = classes[owner]
        own = [one for one in owner.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
        if any(is_marked(module, one) for one in own) or is_test(module, owner):
            continue
        if _is_left_open(module, owner, classes, marked, bare):
            changing = [one.function for one in members if _is_changing(module, one)]
            place: ast.AST = next(iter([*changing, *(one.function for one in members), *own, *owner.bases]))
            message = f"`{owner.name}` lets everybody in, although {len(marked)} views beside it ask who it is."
            yield Found(_RULE, place, message)


def _is_left_open(
    module: "Module",
    owner: ast.ClassDef,
    classes: dict[ast.ClassDef, list[Handler]],
    marked: list[ast.ClassDef],
    bare: list[ast.ClassDef],
) -> bool:
    """Whether a view that lets everybody in is an oversight, by what is asked of those that do the like."""
    most = len(marked) >= 2 and len(marked) > len(bare)
    guarded = [one for one in marked if class_changes(module, one, classes[one])]
    if not class_changes(module, owner, classes[owner]):
        return most and len(bare) == 1 and len(guarded) < len(marked)
    if most:
        return True
    others = [one for one in bare if class_changes(module, one, classes[one])]
    if len(guarded) >= 2 and len(guarded) > len(others):
        return True
    model = _model(owner)
    alike = [one for one in guarded if model and _model(one) == model]
    return 0 < len(alike) >= sum(1 for one in others if _model(one) == model) and "django" in module.imported


def _model(owner: ast.ClassDef) -> str:
    """The table that a generic view is about."""
    for node in owner.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "model":
            return ast.unparse(node.value)
    return ""


_GENERIC = Pattern(
    r"(?:Create|Update|Delete|Destroy|Form|ModelViewSet|ListCreate|RetrieveUpdate\w*)(?:APIView|View)?$|^(?:List"
    r"|Detail|Retrieve|Template)\w*View$|ViewSet$"
)


def _bare_classes(module: "Module") -> list[ast.ClassDef]:
    """Classes made of generic views that need no method of their own."""
    if not module.imported & {"django", "rest_framework"}:
        return []
    return [
        node
        for node in module.of(ast.ClassDef)
        if any(
            module.name(base).startswith(("django.views.", "rest_framework.")) and _GENERIC.search(module.last(base))
            for base in node.bases
        )
    ]


def class_changes(module: "Module", owner: ast.ClassDef, members: list[Handler]) -> bool:
    if any(_is_changing(module, one) for one in members):
        return True
    return any(
        re.search(r"Create|Update|Delete|Destroy|^ModelViewSet|FormView", module.last(base)) for base in owner.bases
    )


def _is_decided(module: "Module", owner: ast.ClassDef) -> bool:
    """Whether a class says itself whom it lets in, everybody for instance; or what a base of this module says."""
    for node in owner.body:
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and node.targets[0].id in _CLASS_SETTINGS
        ):
            return True
    known = ("django.", "rest_framework.", "flask", "tornado.", "starlette.", "aiohttp.", "litestar.")
    return any(not module.name(base).startswith(known) for base in owner.bases)

"""B964: forms and views that another site may send for whoever visits it."""

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..._code import Function, is_function
from ._auth import decorator_marks
from ._drafts import is_draft, is_test
from ._found import Found
from ._mappings import argument, functions, inside, keys, local_function
from ._patterns import Pattern
from ._settings import is_set_again, settings

if TYPE_CHECKING:
    from ..._code import Module

_RULE = "B964"
_SWITCHES = frozenset({"WTF_CSRF_ENABLED", "WTF_CSRF_CHECK_DEFAULT", "CSRF_ENABLED", "JWT_COOKIE_CSRF_PROTECT"})
_MACHINES = Pattern(
    r"(?:^|_)(?:web_?hooks?|hooks?|callback|ipn|notify|notification|ping|health|graphql|rpc|scim|saml|acs|oauth\w*"
    r"|token|slack|stripe"
    r"|github|gitlab|twilio|paypal|telegram|beacon|report|csp\w*|lti\w*|metrics|inbound|ingest)(?:_|$)"
)
_PROOFS = Pattern(
    r"compare_digest|verif|signature|construct_event|hmac|authorization|api_?key|bearer|jwt|basic_auth"
    r"|validate_request|token_required"
    r"|check_token|x_hub|secret"
)
_CHANGES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_CHANGING = frozenset(
    {
        "save",
        "delete",
        "create",
        "update",
        "bulk_create",
        "get_or_create",
        "update_or_create",
        "commit",
        "add",
        "remove",
    }
)
_BY_SESSION = Pattern(r"login|session|staff|superuser|permission|user_passes|admin|member|owner")
_REST = ("rest_framework.", "ninja.", "tastypie.", "graphene_django.", "strawberry.")


def find(module: "Module") -> Iterator[Found]:
    if b"csrf" in module.source:
        yield from _exempt(module)
        yield from _pyramid(module)
        yield from _fields(module)
    if b"CSRF" in module.source:
        yield from _switches(module)
    if b"MIDDLEWARE" in module.source:
        yield from _middleware(module)
    if b"check_xsrf_cookie" in module.source or b"enforce_csrf" in module.source:
        yield from _overridden(module)


def _exempt(module: "Module") -> Iterator[Found]:
    for function in functions(module):
        for decorator in function.decorator_list:
            if _is_exempt(module, decorator) and _is_at_risk(module, function) and not is_test(module, function):
                yield Found(_RULE, decorator, f"`{function.name}` changes something and takes forms from any site.")
    for owner in module.of(ast.ClassDef):
        for decorator in owner.decorator_list:
            inner = decorator.args[0] if isinstance(decorator, ast.Call) and decorator.args else None
            if inner is not None and _is_exempt(module, inner) and _is_class_at_risk(module, owner):
                yield Found(_RULE, decorator, f"`{owner.name}` changes something and takes forms from any site.")
        for method in owner.body:
            if is_function(method) and getattr(method, "name", "") == "dispatch":
                yield from _exempt_dispatch(module, owner, method)
    yield from _exempt_calls(module)


def _exempt_dispatch(module: "Module", owner: ast.ClassDef, method: ast.stmt) -> Iterator[Found]:
    for decorator in getattr(method, "decorator_list", []):
        inner = decorator.args[0] if isinstance(decorator, ast.Call) and decorator.args else decorator
        if _is_exempt(module, inner) and _is_class_at_risk(module, owner):
            yield Found(_RULE, decorator, f"`{owner.name}` changes something and takes forms from any site.")


def _is_exempt(module: "Module", node: ast.expr) -> bool:
    name = module.name(node)
    if name == "django.views.decorators.csrf.csrf_exempt":
        return True
    if isinstance(node, ast.Attribute) and node.attr == "exempt":
        return (
            name.endswith(("CSRFProtect().exempt", "CsrfProtect().exempt", "SeaSurf().exempt"))
            or "csrf" in module.last(node.value).lower()
        )
    return False


def _exempt_calls(module: "Module") -> Iterator[Found]:
    """`csrf.exempt(blueprint)`, and `csrf_exempt(view)` in a list of addresses."""
    for call in module.calls("exempt", "csrf_exempt"):
        up = module.parent(call)
        if not call.args or is_function(up) or isinstance(up, ast.ClassDef) or not _is_exempt(module, call.func):
            continue
        given = call.args[0]
        if not is_test(module, call) and _is_given_at_risk(module, given):
            yield Found(_RULE, call, f"`{ast.unparse(given)}` takes forms from any site.")


def _is_given_at_risk(module: "Module", given: ast.expr) -> bool:
    """Whether what is exempted is a view of this module that is at risk, a class of them, or a blueprint with one."""
    if isinstance(given, ast.Call) and isinstance(given.func, ast.Attribute) and given.func.attr == "as_view":
        word = module.last(given.func.value)
        return any(one.name == word and _is_class_at_risk(module, one) for one in module.of(ast.ClassDef))
    word = module.last(given)
    return any(
        _is_at_risk(module, function) and (function.name == word or _is_on(function, word))
        for function in functions(module)
    )


def _is_on(function: Function, word: str) -> bool:
    """Whether a function is a route of a blueprint of this name."""
    calls = [one.func for one in function.decorator_list if isinstance(one, ast.Call)]
    targets = [one.value for one in calls if isinstance(one, ast.Attribute)]
    return any(isinstance(one, ast.Name) and one.id == word for one in targets)


def _is_at_risk(module: "Module", function: Function) -> bool:
    """Whether a view changes something for whoever the cookies say, with no other proof of who sends it."""
    if _MACHINES.search(function.name.lower()) or any(_is_rest(module, one) for one in function.decorator_list):
        return False
    return _changes(module, function) and not _proves(module, function) and not _is_passed_on(module, function)


def _is_class_at_risk(module: "Module", owner: ast.ClassDef) -> bool:
    named = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", owner.name).lower()
    rest = any(module.name(base).startswith(_REST) or "APIView" in module.last(base) for base in owner.bases)
    if rest or _MACHINES.search(named) or is_test(module, owner):
        return False
    verbs = {getattr(one, "name", "") for one in owner.body}
    bases = " ".join(module.last(base) for base in owner.bases)
    changes = bool(verbs & {"post", "put", "patch", "delete", "form_valid"}) or re.search(
        r"Create|Update|Delete|Form", bases
    )
    return bool(changes) and not _proves(module, owner)


def _is_rest(module: "Module", decorator: ast.expr) -> bool:
    """Whether a decorator is of a framework, or asks for a proof, that no other site's form can give."""
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    name = module.last(target).lower()
    if module.name(target).startswith(_REST) or "token" in name:
        return True
    own = local_function(module, target)
    if own is not None:
        return _proves(module, own)
    return decorator_marks(module, decorator) and not _BY_SESSION.search(name)


def _is_passed_on(module: "Module", function: Function) -> bool:
    """Whether a view leaves the work to another of this module that asks for a proof."""
    calls = [node for node in inside(module, function) if isinstance(node, ast.Call)]
    others = [one for call in calls if (one := local_function(module, call.func)) is not None and one is not function]
    return any(_is_rest(module, decorator) for one in others for decorator in one.decorator_list)


def _changes(module: "Module", function: Function) -> bool:
    for decorator in function.decorator_list:
        target = decorator.func if isinstance(decorator, ast.Call) else decorator
        if module.last(target) in {"require_GET", "require_safe", "get"}:
            return False
        if module.last(target) in {"require_POST", "post", "put", "patch", "delete"}:
            return True
        if isinstance(decorator, ast.Call) and any(
            isinstance(one, ast.Constant) and one.value in _CHANGES for word in ast.walk(decorator) for one in [word]
        ):
            return True
    for node in inside(module, function):
        if isinstance(node, ast.Constant) and node.value in _CHANGES:
            return True
        if isinstance(node, ast.Attribute) and node.attr == "POST":
            return True
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in _CHANGING
            and not module.name(node.func).startswith("builtins.")
        ):
            return True
    return False


def _proves(module: "Module", scope: ast.AST) -> bool:
    """Whether a signature, a key or a token in a header is looked at."""
    for node in inside(module, scope):
        said = ""
        if isinstance(node, ast.Name | ast.Attribute):
            said = module.last(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 40:
            said = node.value
        if said and _PROOFS.search(said.lower().replace("-", "_")):
            return True
    return False


def _switches(module: "Module") -> Iterator[Found]:
    protected = any(module.last(call.func) == "protect" for call in module.calls("protect"))
    for setting in settings(module):
        if setting.name in _SWITCHES and module.constant(setting.value) is False and not is_draft(module, setting.node):
            if (setting.name == "WTF_CSRF_CHECK_DEFAULT" and protected) or is_set_again(module, setting):
                continue
            yield Found(_RULE, setting.node, f"`{setting.name} = False` has the application take forms from any site.")
        elif setting.name == "CSRF_TRUSTED_ORIGINS" and not is_draft(module, setting.node):
            value = module.constant(setting.value)
            if isinstance(value, tuple) and any(one in {"*", "https://*", "http://*"} for one in value):
                yield Found(_RULE, setting.node, "`CSRF_TRUSTED_ORIGINS` trusts every site.")


def _middleware(module: "Module") -> Iterator[Found]:
    for setting in settings(module):
        if setting.name not in {"MIDDLEWARE", "MIDDLEWARE_CLASSES"} or is_draft(module, setting.node):
            continue
        value = module.constant(setting.value)
        if not isinstance(value, tuple) or "django.contrib.sessions.middleware.SessionMiddleware" not in value:
            continue
        if not any("csrf" in str(one).lower() for one in value) and b".CsrfViewMiddleware" not in _uncommented(module):
            yield Found(_RULE, setting.node, "The middleware has sessions, and nothing against forms from other sites.")


def _pyramid(module: "Module") -> Iterator[Found]:
    for call in module.calls("view_config", "set_default_csrf_options", "add_view", "view_defaults"):
        off = module.constant(argument(call, "require_csrf")) is False
        up = module.parent(call)
        if not off or is_test(module, call) or (isinstance(up, Function) and not _is_at_risk(module, up)):
            continue
        yield Found(_RULE, call, f"`{ast.unparse(call.func)}` takes forms from any site (`require_csrf`).")


def _uncommented(module: "Module") -> bytes:
    return b"\n".join(line for line in module.source.splitlines() if not line.lstrip().startswith(b"#"))


def _fields(module: "Module") -> Iterator[Found]:
    """Forms of Flask-WTF without their token."""
    if "flask_wtf" not in module.imported:
        return
    for node in module.of(ast.Assign):
        meta = module.parent(node)
        form = module.parent(meta) if isinstance(meta, ast.ClassDef) and meta.name == "Meta" else None
        if isinstance(form, ast.ClassDef) and _is_form(module, form.name, form) and _switches_off(module, node):
            yield Found(_RULE, node, f"`{form.name}` takes what another site sends.")
    for call in module.of(ast.Call):
        if module.last(call.func).endswith("Form") and _is_form(module, module.last(call.func), call):
            off = keys(module, argument(call, "meta")).may(module, "csrf", False)
            if off or module.constant(argument(call, "csrf_enabled")) is False:
                yield Found(_RULE, call, f"`{ast.unparse(call.func)}` takes what another site sends.")


def _is_form(module: "Module", name: str, node: ast.AST) -> bool:
    """Whether a form changes something, as far as its name tells: a search or a filter does not."""
    return re.search(r"[Ss]earch|[Ff]ilter", name) is None and not is_test(module, node)


def _switches_off(module: "Module", node: ast.Assign) -> bool:
    target = node.targets[0]
    return isinstance(target, ast.Name) and target.id == "csrf" and module.constant(node.value) is False


def _overridden(module: "Module") -> Iterator[Found]:
    """`enforce_csrf` and `check_xsrf_cookie` that do nothing."""
    for function in functions(module):
        if function.name not in {"enforce_csrf", "check_xsrf_cookie"} or is_test(module, function):
            continue
        owner = module.owner(function)
        if owner is None or not all(_is_nothing(one) for one in function.body) or _proves(module, owner):
            continue
        if function.name == "enforce_csrf" or _is_used_to_change(module, owner):
            yield Found(_RULE, function, f"`{function.name}` does nothing, so forms from any site pass.")


def _is_used_to_change(module: "Module", owner: ast.ClassDef) -> bool:
    """Whether a handler changes something, or is a base of those that may."""
    if _MACHINES.search(owner.name.lower()):
        return False
    verbs = {getattr(one, "name", "") for one in owner.body}
    based = any(module.last(base) == owner.name for other in module.of(ast.ClassDef) for base in other.bases)
    return bool(verbs & {"post", "put", "patch", "delete"}) or based or "Base" in owner.name


def _is_nothing(node: ast.stmt) -> bool:
    if isinstance(node, ast.Return):
        return node.value is None or isinstance(node.value, ast.Constant)
    return isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))

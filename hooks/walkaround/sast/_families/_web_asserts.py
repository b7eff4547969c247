"""B961: a right that only an `assert` demands."""

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ._auth import has_mark, is_mark, is_user
from ._drafts import is_test
from ._found import Found
from ._patterns import Pattern

if TYPE_CHECKING:
    from ..._code import Module

_RULE = "B961"
_RIGHTS = Pattern(
    r"^_*(?:is_(?:admin\w*|staff|superuser|super_user|owner\w*|moderator|authenticated|authorized|authorised|logged_in"
    r"|owned_by)"
    r"|has_(?:any_|all_)?(?:perm|perms|permissions?|roles?|scopes?|module_perms)\w*|has_\w+_permission"
    r"|user_(?:can|may|has_(?:access|perm|role))\w*"
    r"|check_(?:perm|permissions?|object_permissions)|admin_required|authorized|authorised)$"
)
# Rights when it is a user who has them; streams and locks have some of these too.
_ABILITIES = Pattern(
    r"^_*(?:can_\w+|may_\w+|is_(?:allowed|permitted|granted|member\w*|in_group|active|enabled|verified|approved|banned"
    r"|blocked|suspended|disabled|locked_out|manager|editor|reviewer|approver|operator|teacher|instructor|author)"
    r"|has_\w*access\w*|in_group|check_(?:access|role|scope)\w*|allowed|allows|permits|enforce|owns|belongs_to"
    r"|(?:require|ensure)_(?:role|permission|scope|admin|owner|access)\w*)$"
)
_CHECKS = Pattern(
    r"^_*(?:(?:verify|check|validate|is_valid|valid)_?(?:\w*_)?(?:password|signature|csrf\w*|jwt|hmac|api_?key"
    r"|credentials)\w*"
    r"|verify_\w*token|validate_token|(?:check|validate|is_valid)_(?:auth|access|api|bearer|csrf|id|reset|session)_token"
    r"|compare_digest|authenticate|constant_time_compare|checkpw)$"
)
_OWNER = Pattern(
    r"(?:^|_)(?:owner|author|created_by|creator|user|account|tenant|customer|organi[sz]ation|member)(?:_id|_pk)?$"
)
_MEMBERS = Pattern(
    r"^(?:\w+_)?(?:owners|editors|members|admins|collaborators|participants|moderators|managers|maintainers|authors"
    r"|allowed_users|users|viewers|reviewers|approvers|staff)(?:_ids)?$"
    r"|^(?:\w+_)?(?:owner|editor|member|admin|collaborator|participant|moderator|manager|user|viewer|reviewer)_ids$"
)
_ROLE = Pattern(
    r"^(?:role|roles|groups?|permissions?|get_(?:all_)?(?:permissions|roles|groups|scopes)|scopes?|privileges?"
    r"|rights?|user_role|access_level)$"
)
_SECRET = Pattern(r"token|key|secret|signature|password|digest|mac$")
_KEPT = Pattern(r"^[A-Z][A-Z0-9_]+$|settings|config|environ|getenv")
# Tables that say who may do what, and what else than a user holds a role.
_TABLES = Pattern(r"[Mm]ember|[Pp]ermission|[Rr]ole|[Aa]ccess|[Gg]rant|[Cc]ollaborat|[Oo]wner")
_HOLDS = Pattern(r"^(?:session|g|\w*membership|claims|token|token_data|payload|auth|credentials|jwt)$")
_ROLE_OF = Pattern(r"^(?:get|fetch|load|find)_(?:user_)?(?:role|roles|permissions?|scopes?|groups)$")
_RANK = Pattern(r"admin|moderator|superuser|staff", re.IGNORECASE)
_BY = Pattern(r"totp|hotp|pwd|password|hasher|signer|crypt_?context", re.IGNORECASE)
_MADE = Pattern(r"\bhmac\b")
_SAME = frozenset({"all", "split", "lower", "upper", "strip", "keys", "values"})
_SETS = (ast.SetComp, ast.ListComp, ast.GeneratorExp)
_SECRETS = Pattern(
    r"api_?key|api_?token|admin_?token|csrf|xsrf|signature|auth_?token|access_?token|authorization|shared_?secret"
    r"|webhook_?secret"
)


def find(module: "Module") -> Iterator[Found]:
    for node in module.of(ast.Assert):
        said = _right(module, node.test)
        if said and not is_test(module, node) and not _is_known_already(module, node):
            yield Found(_RULE, node, f"`{said}` is demanded by an `assert`, which `python -O` leaves out.")


def _right(module: "Module", test: ast.expr) -> str:
    """What is demanded, as it stands, when it is about rights, ownership or proof of identity."""
    for part in _parts(test):
        target = part.func if isinstance(part, ast.Call) else part
        last = module.last(target)
        if _RIGHTS.search(last) or (isinstance(part, ast.Call) and _proves(module, part)):
            return ast.unparse(target)
        if _ABILITIES.search(last) and _is_of_user(module, part):
            return ast.unparse(target)
        if _RIGHTS.search(_word(part)) or _is_among_groups(module, part) or _is_overlap(module, part):
            return ast.unparse(part)
        if isinstance(part, ast.Compare) and (said := _comparison(module, part)):
            return said
    return ""


def _proves(module: "Module", call: ast.Call) -> bool:
    """Whether a call finds out if a password, a code or a signature is right."""
    last = module.last(call.func)
    if last != "verify":
        return _CHECKS.search(last) is not None
    said = [_word(one) for one in call.args]
    by = module.last(call.func.value) if isinstance(call.func, ast.Attribute) else ""
    return _BY.search(by) is not None or any("password" in word for word in said)


def _is_among_groups(module: "Module", node: ast.expr) -> bool:
    """`user.groups.filter(name="editors").exists()`, `team.members.filter(pk=user.pk).exists()`."""
    if not isinstance(node, ast.Call) or module.last(node.func) not in {"exists", "contains", "count", "first"}:
        return False
    links = [one for one in ast.walk(node.func) if isinstance(one, ast.Attribute)]
    if any(_ROLE.search(one.attr) and is_user(module, one.value) for one in links):
        return True
    words = [word for one in ast.walk(node) if isinstance(one, ast.Call) for word in one.keywords]
    if not any(is_user(module, _without_id(word.value)) for word in words):
        return False
    names = [one.attr for one in links] + [one.id for one in ast.walk(node.func) if isinstance(one, ast.Name)]
    return any(_MEMBERS.search(one) or _TABLES.search(one) for one in names) or any(
        word.arg and _ROLE.search(word.arg) for word in words
    )


def _is_overlap(module: "Module", node: ast.expr) -> bool:
    """Roles that are held and roles that are needed, together: `set(user.roles) & NEEDED`, `needed <= user.scopes`."""
    if isinstance(node, ast.Call):
        if module.last(node.func) not in {"intersection", "isdisjoint", "issubset", "issuperset"}:
            return False
    elif not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd)):
        return False
    return any(_is_role(module, one) for one in ast.walk(node) if isinstance(one, ast.expr))


def _is_role(module: "Module", node: ast.expr) -> bool:
    """Whether an expression is the role, the scope or the like of whoever asks."""
    if isinstance(node, ast.Await):
        node = node.value
    if isinstance(node, ast.Call) and _ROLE_OF.search(module.last(node.func)) and node.args:
        return is_user(module, _without_id(node.args[0]))
    if not _ROLE.search(_word(node)):
        return False
    base = _base(node)
    return is_user(module, base) or _HOLDS.search(module.last(base)) is not None


def _is_of_user(module: "Module", node: ast.expr) -> bool:
    """Whether it is a user who can do something: `user.can_edit(page)`, `can_edit(user, page)`, `user.profile.…`."""
    target = node.func if isinstance(node, ast.Call) else node
    while isinstance(target, ast.Attribute):
        target = target.value
        if is_user(module, target):
            return True
    given = node.args if isinstance(node, ast.Call) else []
    return any(is_user(module, _without_id(one)) or module.last(one) == "request" for one in given)


def _parts(test: ast.expr) -> Iterator[ast.expr]:
    """The conditions in `a and not b`, and the values they compare with true or false."""
    if isinstance(test, ast.BoolOp):
        for value in test.values:
            yield from _parts(value)
    elif isinstance(test, ast.UnaryOp):
        yield from _parts(test.operand)
    elif isinstance(test, ast.Await | ast.NamedExpr):
        yield from _parts(test.value)
    elif isinstance(test, ast.Call) and _plain_word(test) in {"bool", "any", "all"} and test.args:
        inner = test.args[0]
        if isinstance(inner, ast.GeneratorExp | ast.ListComp):
            yield from _parts(inner.elt)
            yield _meeting(inner)
        else:
            yield from _parts(inner)
    elif isinstance(test, ast.Compare) and _is_truth(test.comparators[0]):
        yield from _parts(test.left)
    else:
        yield test


def _meeting(inner: ast.GeneratorExp | ast.ListComp) -> ast.expr:
    """`any(role in NEEDED for role in user.roles)`, as what it says of the two sets: that they meet."""
    test, over = inner.elt, inner.generators[0].iter
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        return ast.BinOp(over, ast.BitAnd(), test.comparators[0])
    return test


def _plain_word(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _is_truth(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, bool)


def _comparison(module: "Module", test: ast.Compare) -> str:
    """A role among roles, an owner who is the user, a secret that was sent."""
    sides = [test.left, *test.comparators]
    if any(_is_no_value(side) for side in sides):
        return ""
    words = [_word(side) for side in sides]
    if any(_is_role(module, side) for side in sides) or _is_overlap(module, _united(sides)):
        return ast.unparse(test)
    if any(is_user(module, _base(side)) for side in sides) and any(_RANK.search(ast.unparse(side)) for side in sides):
        return ast.unparse(test)
    if all(_OWNER.search(word) for word in words) and sum(is_user(module, _base(side)) for side in sides) == 1:
        return ast.unparse(test)
    users = [is_user(module, _without_id(side)) for side in sides]
    if isinstance(test.ops[0], ast.In | ast.NotIn) and users[0] and isinstance(_read(sides[1]), ast.Attribute):
        return ast.unparse(test) if _MEMBERS.search(words[1]) else ""
    owned = [
        _OWNER.search(word) is not None and isinstance(_plain(side), ast.Attribute | ast.Subscript)
        for side, word in zip(sides, words, strict=True)
    ]
    if any(users) and any(one and not user for one, user in zip(owned, users, strict=True)):
        return ast.unparse(test)
    if isinstance(test.ops[0], ast.Eq) and any(_SECRETS.search(word.lower()) for word in words):
        said = [ast.unparse(module.binding(side) or side if isinstance(side, ast.Name) else side) for side in sides]
        if any(_MADE.search(side) for side in said):
            return ast.unparse(test)
        sent = any("request" in side or "headers" in side for side in said)
        kept = any(_KEPT.search(side) for side in said) and all(_SECRET.search(word.lower()) for word in words)
        return ast.unparse(test) if sent or kept else ""
    return ""


def _united(sides: list[ast.expr]) -> ast.expr:
    """Both sides as one expression, for sets and comprehensions of roles."""
    inner = [
        one.elts if isinstance(one, ast.Tuple) else [one.generators[0].iter] if isinstance(one, _SETS) else [one]
        for one in sides
    ]
    parts = [part for many in inner for part in many]
    union = parts[0]
    for part in parts[1:]:
        union = ast.BinOp(union, ast.BitAnd(), part)
    return union


def _plain(node: ast.expr) -> ast.expr:
    """What is made a text or a number: `order.user_id` of `str(order.user_id)`."""
    while isinstance(node, ast.Call) and _plain_word(node) in {"str", "int", "set", "list", "frozenset"} and node.args:
        node = node.args[0]
    return node


def _read(node: ast.expr) -> ast.expr:
    """What `members.all()`, `scope.split()` and `role.lower()` are of."""
    node = _plain(node)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _SAME:
        return _read(node.func.value)
    return node


def _is_no_value(node: ast.expr) -> bool:
    """`None`, or a length: comparisons that say whether something is there, not whose it is."""
    if isinstance(node, ast.Constant):
        return node.value is None
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"len", "type"}


def _word(node: ast.expr) -> str:
    """The last word of a value: an attribute, a key, a name; `owner` of `post.owner.id`."""
    node = _without_id(_read(node))
    if isinstance(node, ast.Call) and _plain_word(node) == "getattr" and len(node.args) > 1:
        return str(node.args[1].value) if isinstance(node.args[1], ast.Constant) else ""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if not node.args:
            return node.func.attr
        key = node.args[0]
        return str(key.value) if isinstance(key, ast.Constant) else ""
    if isinstance(node, ast.Subscript):
        return str(node.slice.value) if isinstance(node.slice, ast.Constant) else ""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _without_id(node: ast.expr) -> ast.expr:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"str", "int"} and node.args:
        return _without_id(node.args[0])
    if isinstance(node, ast.Attribute) and node.attr in {
        "id",
        "pk",
        "uuid",
        "value",
        "name",
        "lower",
        "email",
        "username",
    }:
        return node.value
    return node


def _base(node: ast.expr) -> ast.expr:
    node = _without_id(_read(node))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.value
    return node.value if isinstance(node, ast.Attribute | ast.Subscript) else node


def _is_known_already(module: "Module", node: ast.Assert) -> bool:
    """Whether a decorator has made sure that somebody is logged in, so that the assert only tells a type checker."""
    function = module.function(node)
    said = ast.unparse(node.test)
    if function is None or not said.endswith("is_authenticated") or " " in said:
        return False
    outer = module.function(function)
    if outer is not None and module.owner(function) is None:
        return not is_mark(outer.name)  # a decorator for something else, under one that logs in
    callers = [module.function(call) for call in module.calls(function.name)]
    return has_mark(module, function) or any(one is not None and has_mark(module, one) for one in callers)

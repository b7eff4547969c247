"""B944: moments without a time zone that outlive the machine or the day they were taken on."""

import ast
from bisect import bisect_left
from collections.abc import Iterator

from ..._code import Module
from ._found import Found
from ._surroundings import in_test, words_of

_CLASS = "datetime.datetime"
_DAY = "datetime.date.today"
_UTC = frozenset({"utcnow", "utcfromtimestamp"})
_LOCAL = frozenset({"now", "today", "fromtimestamp", "strptime"})
# What a moment that lasts is called by: the whole name, or its last word.
_LASTING = frozenset(
    {
        "created", "updated", "modified", "deleted", "published", "exp", "iat", "nbf", "expires", "expiry",
        "expiration", "expire", "deadline", "timestamp", "ts", "last_login", "last_seen", "valid_until", "valid_from",
        "sent", "due",
        "not_before", "not_after", "expiration_date", "expiry_date", "due_date", "created_date", "updated_date",
        "date_created", "date_joined", "date_added", "expires_in", "starts", "ends", "start_time", "end_time",
        "pub_date", "created_time", "creation_date", "update_time", "create_time", "scheduled_for", "eta", "last_used",
        "issued", "paid_on", "created_on", "updated_on", "expires_on", "locked_until", "banned_until", "last_activity",
        "last_active", "date_posted", "posted", "order_date", "expire_date", "time_stamp", "expire_time",
        "expiration_time", "last_modified", "last_updated", "server_time",
        "current_time", "scheduled", "trial_end", "period_end", "next_run",
    }
)  # fmt: skip
# Attributes of an object of the program's own: what only times it within one run is left alone.
_OWN = frozenset({"expires", "expiry", "expiration", "exp", "created", "updated", "valid_until", "locked_until"})
_STEPS = frozenset({"isoformat", "replace"})
_FIELDS = frozenset({"Column", "mapped_column", "Field", "field"})
_DEFAULTS = frozenset({"default", "default_factory", "factory", "onupdate", "insert_default", "auto_now"})
_AWARE = "+00:00"


def find(module: Module) -> Iterator[Found]:
    if "datetime" not in module.imported:
        return
    seen: set[int] = set()
    for found in _all(module):
        line = getattr(found.node, "lineno", 0)
        if line not in seen:
            seen.add(line)
            yield found


def _all(module: Module) -> Iterator[Found]:
    for node in module.of(ast.Attribute):
        word = node.attr
        if word not in _UTC and word not in _LOCAL:
            continue
        name = module.name(node)
        if (name != f"{_CLASS}.{word}" and name != _DAY) or in_test(module, node):
            continue
        if name == _DAY:
            if _is_for_expiry(module, node):
                yield Found(
                    "B944", node, "date.today is the day where this machine stands, and decides over an expiry."
                )
        elif word in _UTC:
            yield Found("B944", node, f"datetime.{word} gives a moment without a time zone.", _REMEDIES[word])
        else:
            use = _lasting(module, node)
            if use:
                yield Found("B944", node, f"datetime.{word} has no time zone here, and the moment {use}.")


_REMEDIES = {
    "utcnow": "Use datetime.now(timezone.utc).",
    "utcfromtimestamp": "Use datetime.fromtimestamp(seconds, timezone.utc).",
}


def _lasting(module: Module, node: ast.Attribute) -> str:
    """How a naive moment outlives this run; empty when it does not, or when it is not naive."""
    around = module.parent(node)
    if not (isinstance(around, ast.Call) and around.func is node):
        return _by_reference(module, node)
    if not _is_naive(module, node.attr, around):
        stripped = _stripped(module, around) if node.attr == "now" else None
        return (_use(module, stripped, follow=True) or _returned(module, stripped, "now")) if stripped else ""
    return _use(module, around, follow=True) or _returned(module, around, node.attr)


def _stripped(module: Module, call: ast.Call) -> ast.Call | None:
    """The `….replace(tzinfo=None)` that takes its zone off a moment."""
    step = module.parent(call)
    outer = module.parent(step) if isinstance(step, ast.Attribute) and step.attr == "replace" else None
    return outer if isinstance(outer, ast.Call) and outer.func is step and _takes_zone_off(outer) else None


def _takes_zone_off(call: ast.Call) -> bool:
    zones = [keyword.value for keyword in call.keywords if keyword.arg == "tzinfo"]
    return bool(zones) and isinstance(zones[0], ast.Constant) and zones[0].value is None


def _returned(module: Module, call: ast.Call, word: str) -> str:
    """Where a moment is what a function gives back: one made of seconds, or by a function that gives the moment."""
    inner: ast.AST = call
    for around in module.parents(call):
        if isinstance(around, ast.Return):
            function = module.function(around)
            if function is None:
                return ""
            now = {"now", "timestamp", "moment"} & set(words_of(function.name)) or _is_lasting(function.name)
            if word == "now" and function.name[:1] == "_" and module.last(call.func) == "now":
                return ""  # its callers may only want to know how long something took
            given = word == "fromtimestamp" or (word == "now" and now and not _is_elapsed(function.name))
            return "is given back without one" if given else ""
        step = isinstance(around, ast.Attribute) and _is_step(around, module.parent(around))
        if not step and not (isinstance(around, ast.Call) and around.func is inner):
            return ""
        inner = around
    return ""


def _is_elapsed(name: str) -> bool:
    """Whether a function's name says that what it gives is for people or for a file's name."""
    return bool({"file", "filename", "log", "display", "str", "pretty", "human", "local"} & set(words_of(name)))


def _is_for_expiry(module: Module, node: ast.Attribute) -> bool:
    """Whether today is compared with an expiry, or becomes one."""
    inner: ast.AST = node
    for around in module.parents(node):
        if isinstance(around, ast.Compare):
            others = [one for one in (around.left, *around.comparators) if one is not inner]
            return any(isinstance(one, ast.Attribute) and _is_lasting(one.attr, strict=True) for one in others)
        if isinstance(around, ast.keyword):
            return _is_lasting(around.arg or "", strict=True)
        if isinstance(around, ast.Assign):
            return any(isinstance(one, ast.Attribute) and _is_lasting(one.attr, strict=True) for one in around.targets)
        if not isinstance(around, ast.BinOp) and not (isinstance(around, ast.Call) and around.func is inner):
            return False
        inner = around
    return False


def _by_reference(module: Module, node: ast.Attribute) -> str:
    """`default=datetime.now` of a column or field: it is called for every row."""
    keyword = module.parent(node)
    if node.attr == "strptime" or not isinstance(keyword, ast.keyword) or keyword.arg not in _DEFAULTS:
        return ""
    call = module.parent(keyword)
    word = module.last(call.func) if isinstance(call, ast.Call) else ""
    return "is stored" if word in _FIELDS or word.endswith(("Field", "DateTime")) else ""


def _is_naive(module: Module, word: str, call: ast.Call) -> bool:
    zones = [keyword.value for keyword in call.keywords if keyword.arg in {"tz", "tzinfo"}]
    if word == "strptime":
        pattern = module.constant(call.args[1]) if len(call.args) == 2 else None
        if not isinstance(pattern, str) or pattern.endswith(("Z", "UTC")):
            return False
        return "%H" in pattern and "%z" not in pattern and "%Z" not in pattern
    if any(keyword.arg is None for keyword in call.keywords) or any(isinstance(a, ast.Starred) for a in call.args):
        return False
    zones += call.args[1:] if word == "fromtimestamp" else call.args if word == "now" else []
    return all(isinstance(zone, ast.Constant) and zone.value is None for zone in zones)


def _use(module: Module, node: ast.AST, follow: bool) -> str:
    """Where the value of an expression goes, as far as it stays the same moment."""
    inner = node
    for around in module.parents(node):
        if isinstance(around, ast.Attribute):
            call = module.parent(around)
            claimed = "" if _is_parsed(node) else _claims_utc(module, around, call)
            if claimed or not _is_step(around, call):
                return claimed
        elif isinstance(around, ast.BinOp):
            use = _reckoned(module, around, inner)
            if use is not None:
                return use
        elif isinstance(around, ast.Call) and isinstance(around.func, ast.Name) and around.func.id in {"max", "min"}:
            pass  # still a moment without a zone
        elif not (isinstance(around, ast.Call) and around.func is inner):
            return _end(module, around, inner, follow)
        inner = around
    return ""


def _is_step(step: ast.Attribute, call: ast.AST | None) -> bool:
    """Whether a method gives the same moment without a zone, or its text."""
    if step.attr not in _STEPS or not isinstance(call, ast.Call) or call.func is not step:
        return False
    return not any(keyword.arg == "tzinfo" for keyword in call.keywords)


def _reckoned(module: Module, sum_: ast.BinOp, inner: ast.AST) -> str | None:
    """What becomes of a moment in a sum or a difference; None when it remains a moment."""
    other = sum_.right if sum_.left is inner else sum_.left
    if isinstance(other, ast.Constant) and other.value in {"Z", _AWARE}:
        return "is marked as UTC though it is local"
    if not isinstance(sum_.op, ast.Sub):
        return None
    if _is_moment(module, other):
        return "is set against one that was kept"
    return None if _is_span(module, other) else ""


def _end(module: Module, around: ast.AST, inner: ast.AST, follow: bool) -> str:
    """What is done with a moment where its expression ends."""
    if isinstance(around, ast.Compare):
        others = [around.left, *around.comparators]
        return "is set against one that was kept" if any(_is_moment(module, one) for one in others) else ""
    if isinstance(around, ast.keyword):
        return _given(module, around.arg or "", module.parent(around))
    if isinstance(around, ast.Dict):
        return _in_dict(around, inner)
    if isinstance(around, ast.Call):
        return _passed(module, around, inner)
    if isinstance(around, ast.Tuple | ast.List):
        call = module.parent(around)
        return _passed(module, call, around) if isinstance(call, ast.Call) else ""
    if isinstance(around, ast.Assign | ast.AnnAssign | ast.NamedExpr):
        targets = around.targets if isinstance(around, ast.Assign) else [around.target]
        return next((use for target in targets if (use := _kept(module, target, follow))), "")
    if isinstance(around, ast.FormattedValue):
        after = getattr(around, "_bandit_sibling", None)
        text = after.value if isinstance(after, ast.Constant) and around.format_spec is None else ""
        utc = isinstance(text, str) and text.startswith(("Z", _AWARE))
        return "is marked as UTC though it is local" if utc and isinstance(inner, ast.Call) else ""
    if isinstance(around, ast.Return):
        function = module.function(around)
        return "is given back as an expiry" if function and _is_lasting(function.name, strict=True) else ""
    return "is stored" if isinstance(around, ast.Lambda) and _is_factory(module, around) else ""


def _is_factory(module: Module, lambda_: ast.Lambda) -> bool:
    """Whether a lambda makes the default of a column or a field."""
    keyword = module.parent(lambda_)
    call = module.parent(keyword) if isinstance(keyword, ast.keyword) and keyword.arg in _DEFAULTS else None
    return isinstance(call, ast.Call) and module.last(call.func) in _FIELDS


def _is_parsed(node: ast.AST) -> bool:
    """Whether a moment comes from a text, which may well be one of UTC."""
    return isinstance(node, ast.Name) or (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "strptime"
    )


def _claims_utc(module: Module, step: ast.Attribute, call: ast.AST | None) -> str:
    """`strftime("…Z")` of a local moment: the text says UTC and is not."""
    if step.attr == "strftime" and isinstance(call, ast.Call) and call.args:
        pattern = module.constant(call.args[0])
        if isinstance(pattern, str) and pattern.endswith(("SZ", "fZ", "'Z'")):
            return "is marked as UTC though it is local"
    return ""


def _is_span(module: Module, node: ast.expr) -> bool:
    """Whether what is added or taken away is a span of time, so that a moment remains."""
    if isinstance(node, ast.Call):
        return module.last(node.func) in {"timedelta", "relativedelta"}
    return isinstance(node, ast.Name | ast.Attribute | ast.Constant)


def _is_lasting(name: str, strict: bool = False) -> bool:
    lowered = name.lower().partition("__")[0] or name.lower()
    words = words_of(lowered)
    if strict:
        return bool({"expires", "expiry", "expiration", "expire"} & set(words))
    return bool(words) and (lowered in _LASTING or words[-1] in {"at", "expiry", "expires", "expiration", "until"})


def _is_moment(module: Module, node: ast.AST) -> bool:
    """Whether an expression reads a moment that was kept: an attribute, an element or a column of such a name."""
    if isinstance(node, ast.Attribute):
        own = isinstance(node.value, ast.Name) and node.value.id in {"self", "cls"}
        return _is_lasting(node.attr) and (not own or _is_own(node.attr) or _is_field(module, node))
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return isinstance(node.slice.value, str) and _is_lasting(node.slice.value)
    if isinstance(node, ast.Name):
        bound = module.binding(node)
        return isinstance(bound, ast.Call) and _is_parse(bound) and _is_moment(module, bound)
    if isinstance(node, ast.Call) and _is_parse(node):
        return _is_moment(module, node.args[0])
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _takes_zone_off(node):
        return node.func.attr == "replace" and _is_moment(module, node.func.value)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get" and node.args:
        key = node.args[0]
        return isinstance(key, ast.Constant) and isinstance(key.value, str) and _is_lasting(key.value)
    return False


def _is_parse(call: ast.Call) -> bool:
    """`datetime.fromisoformat(…)`."""
    return isinstance(call.func, ast.Attribute) and call.func.attr == "fromisoformat" and len(call.args) == 1


def _is_field(module: Module, node: ast.Attribute) -> bool:
    """Whether `self.due_at` is a declared field of its class that others fill: a column, or one of a dataclass."""
    owner = module.owner(node)
    for statement in owner.body if owner is not None else ():
        if isinstance(statement, ast.AnnAssign) and module.last(statement.target) == node.attr:
            return not any(_is_set_here(module, one, node.attr) for one in module.of(ast.Assign))
        if isinstance(statement, ast.Assign) and module.last(statement.targets[0]) == node.attr:
            made = module.last(statement.value.func) if isinstance(statement.value, ast.Call) else ""
            return made in _FIELDS or made.endswith("Field")
    return False


def _is_set_here(module: Module, statement: ast.Assign, name: str) -> bool:
    """Whether an object sets its own field to the time: then it times something within this run."""
    target = statement.targets[0]
    return isinstance(target, ast.Attribute) and target.attr == name and module.last(target.value) == "self"


def _is_own(name: str) -> bool:
    return bool(_OWN & {name, *words_of(name)})


def _given(module: Module, name: str, call: ast.AST | None) -> str:
    if not isinstance(call, ast.Call):
        return ""
    if module.last(call.func) == "set_cookie" or name == "eta":
        return "is sent away"
    if not _is_lasting(name) or module.last(call.func) in {"format", "print", "debug", "info"}:
        return ""
    return "is stored"


def _in_dict(around: ast.Dict, value: ast.AST) -> str:
    for key, one in zip(around.keys, around.values, strict=True):
        if one is value and isinstance(key, ast.Constant) and isinstance(key.value, str):
            return "is stored or sent" if _is_lasting(key.value.lstrip("$").lower()) else ""
    return ""


def _passed(module: Module, call: ast.Call, value: ast.AST) -> str:
    """A moment among the parameters of a query: `execute(sql, (…, now))` is seen through its tuple."""
    word = module.last(call.func)
    if word in {"setattr"} and len(call.args) == 3 and call.args[2] is value:
        name = module.constant(call.args[1])
        return "is stored" if isinstance(name, str) and _is_lasting(name) else ""
    if word in {"hset", "hsetnx"} and len(call.args) == 3 and call.args[2] is value:
        name = module.constant(call.args[1])
        return "is stored" if isinstance(name, str) and _is_lasting(name) else ""
    if word in {"execute", "executemany", "fetch", "fetchrow"} and value in call.args[1:]:
        return "goes into a database"
    return ""


def _kept(module: Module, target: ast.AST, follow: bool) -> str:
    if isinstance(target, ast.Attribute):
        own = isinstance(target.value, ast.Name) and target.value.id in {"self", "cls"}
        lasting = _is_own(target.attr) if own else _is_lasting(target.attr)
        return "is stored" if lasting and (not own or _is_lasting(target.attr)) else ""
    if isinstance(target, ast.Subscript):
        key = module.constant(target.slice)
        return "is stored or sent" if isinstance(key, str) and _is_lasting(key) else ""
    if isinstance(target, ast.Name) and follow:
        return _uses_of(module, target)
    return ""


_MOST = 40  # uses of one name that are looked at


def _uses_of(module: Module, target: ast.Name) -> str:
    scope = module.scope(target)
    if isinstance(scope, ast.Module):
        return ""
    reads = module.once((_uses_of, scope), lambda: _reads(scope))
    names = reads.get(target.id, [])
    start = bisect_left(names, target.lineno, key=lambda one: one.lineno)
    for name in names[start : start + _MOST]:
        use = _use(module, name, follow=False)
        if use:
            return use
        if _is_lasting(target.id, strict=True) and _is_given_on(module, name):
            return "is given on as an expiry"
    return ""


def _is_given_on(module: Module, name: ast.Name) -> bool:
    around = module.parent(name)
    if isinstance(around, ast.Assign):
        return any(isinstance(target, ast.Attribute | ast.Subscript) for target in around.targets)
    return isinstance(around, ast.Return | ast.keyword)


def _reads(scope: ast.AST) -> dict[str, list[ast.Name]]:
    found: dict[str, list[ast.Name]] = {}
    for node in ast.walk(scope):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            found.setdefault(node.id, []).append(node)
    for names in found.values():
        names.sort(key=lambda one: one.lineno)
    return found

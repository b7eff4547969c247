"""Texts that have a form, by their names, and what a function does with one: does anything look at its characters?"""

import ast
import re
from collections.abc import Iterator

from ..._code import Function, Module
from ._surroundings import shape, words_of

# What has a form that can be checked, by the last words of its name.
_FORMS = frozenset(
    {
        "username", "email", "mail", "phone", "telephone", "mobile", "url", "link", "website", "homepage", "filename",
        "slug", "postcode", "zip", "zipcode", "iban", "bic", "currency", "hostname", "host", "domain", "ip", "uuid",
        "sku", "isbn", "handle", "login", "callback", "webhook", "subdomain", "vin", "ssn", "country_code", "color",
        "cidr", "mac", "colour", "timezone", "fqdn", "vat", "ean", "nick",
        "branch", "locale", "imei", "nickname", "userid", "path", "directory", "bucket", "tablename",
    }
)  # fmt: skip
_PAIRS = frozenset(
    {
        ("user", "name"), ("file", "name"), ("postal", "code"), ("zip", "code"), ("post", "code"), ("country", "code"),
        ("currency", "code"), ("phone", "number"), ("account", "number"), ("card", "number"), ("email", "address"),
        ("ip", "address"), ("mac", "address"), ("tax", "id"), ("vat", "id"), ("host", "name"), ("coupon", "code"),
        ("promo", "code"), ("avatar", "url"), ("table", "name"), ("time", "zone"), ("routing", "number"), ("e", "mail"),
        ("vat", "number"), ("order", "number"), ("license", "plate"), ("voucher", "code"),
        ("invite", "code"), ("discount", "code"), ("screen", "name"),
        ("serial", "number"), ("tracking", "number"),
        ("language", "code"), ("repo", "name"), ("repository", "name"), ("bucket", "name"), ("branch", "name"),
    }
)  # fmt: skip
_FREE = frozenset({"password", "body", "text", "comment", "description", "count", "length", "message", "title", "hash"})
# What is done to a text that looks at its characters, or holds it to a form.
_LOOKS = frozenset(
    {
        "isalnum", "isalpha", "isdigit", "isidentifier", "isnumeric", "isdecimal", "isascii", "isprintable", "islower",
        "isupper", "startswith", "endswith", "find", "index", "count", "split", "rsplit", "partition", "rpartition",
        "translate", "replace", "removeprefix", "removesuffix", "splitlines",
    }
)  # fmt: skip
_CHECKS = (
    r"(?i)valid|check|verif|clean|saniti|normali|escape|match|regex|secure|slugify|quote|allow|parse|search|safe|ensure|"
    r"require|is_|strip_tags|convert|lookup|resolve|coerce|assert|schema|form\b|serializer|constr|adapter|filter_"
)
_CONVERTS = frozenset({"int", "float", "bool", "UUID", "Decimal", "set", "any", "all", "ord", "urlparse", "urlsplit"})
_MODELS = r"(Schema|Form|In|Input|Create|Update|Request|DTO|Dto|Params|Payload|Serializer|Base|Validator|Data)$"
_SHOWN = frozenset(
    {"len", "print", "debug", "info", "warning", "error", "exception", "str", "repr", "isinstance", "type"}
)
SAME = frozenset({"strip", "lower", "upper", "lstrip", "rstrip", "casefold", "title", "encode"})


def has_form(name: str) -> bool:
    words = words_of(name)
    if not words or set(words) & _FREE:
        return False
    return words[-1] in _FORMS or tuple(words[-2:]) in _PAIRS


def goes_on_unseen(module: Module, function: Function, subject: ast.expr) -> bool:
    """Whether a text is used after all, and no use of it looks at its characters."""
    used = False
    for node in _uses(function, subject):
        verdict = _of_use(module, node)
        if verdict == "looked at":
            return False
        used = used or verdict == "used"
    return used


def is_looked_at(module: Module, function: Function, subject: ast.expr) -> bool:
    """Whether anything in a function looks at the characters of a text."""
    return any(_of_use(module, node) == "looked at" for node in _uses(function, subject))


def takes_form(module: Module, function: Function, subject: ast.expr) -> bool:
    """Whether a text of no form of its own becomes part of what has one: a path, a key, a slug."""
    return any(_becomes_form(module, node) and _of_use(module, node) == "used" for node in _uses(function, subject))


def _uses(function: Function, subject: ast.expr) -> Iterator[ast.expr]:
    said = shape(subject)
    kind = type(subject)
    for node in ast.walk(function):
        if type(node) is kind and isinstance(node, ast.expr) and not _is_stored(node) and shape(node) == said:
            yield node


def _becomes_form(module: Module, node: ast.expr) -> bool:
    inner: ast.AST = node
    for around in module.parents(node):
        if isinstance(around, ast.FormattedValue):
            text = module.parent(around)
            return isinstance(text, ast.JoinedStr) and _is_key(text, around)
        if isinstance(around, ast.BinOp):
            return isinstance(around.op, ast.Div) or (isinstance(around.op, ast.Add) and _is_joined(around, inner))
        if isinstance(around, ast.keyword):
            return has_form(around.arg or "")
        if isinstance(around, ast.Dict):
            keys = [key for key, value in zip(around.keys, around.values, strict=True) if value is inner]
            return any(has_form(str(module.constant(key))) for key in keys if key is not None)
        if isinstance(around, ast.Assign):
            target = around.targets[0]
            return isinstance(target, ast.Attribute) and has_form(target.attr)
        method = isinstance(around, ast.Attribute) and around.attr in SAME
        if not method and not (isinstance(around, ast.Call) and around.func is inner):
            return isinstance(around, ast.Call) and module.name(around.func) in {"os.path.join", "pathlib.Path"}
        inner = around
    return False


def _is_key(text: ast.JoinedStr, part: ast.FormattedValue) -> bool:
    """Whether a formatted text is a key or a path, in which this part stands by itself: `f"tag:{tag}"`."""
    fixed = "".join(str(one.value) for one in text.values if isinstance(one, ast.Constant))
    if not fixed or any(letter.isspace() for letter in fixed):
        return False
    place = text.values.index(part)
    before = text.values[place - 1] if place else None
    after = text.values[place + 1] if place + 1 < len(text.values) else None
    left = str(before.value) if isinstance(before, ast.Constant) else ""
    right = str(after.value) if isinstance(after, ast.Constant) else ""
    return left.endswith((":", "/")) or right.startswith(("/", ":")) or (right.startswith(".") and len(right) > 2)


def _is_joined(sum_: ast.BinOp, inner: ast.AST) -> bool:
    """`"tag:" + tag`."""
    left = sum_.left
    text = left.value if isinstance(left, ast.Constant) and left is not inner else None
    return isinstance(text, str) and text.endswith((":", "/")) and " " not in text


def _is_stored(node: ast.expr) -> bool:
    return not isinstance(getattr(node, "ctx", None), ast.Load)


def _of_use(module: Module, node: ast.expr) -> str:
    """What one use of a text is: `looked at`, `used` for what takes it as it is, else nothing of interest."""
    inner: ast.AST = node
    for around in module.parents(node):
        if isinstance(around, ast.Attribute):
            if not _is_kept_whole(module, around):
                return "looked at"
        elif isinstance(around, ast.Call):
            if inner is not around.func and module.last(around.func) == "len":
                return ""
            verdict = _given(module, around) if inner is not around.func else ""
            if verdict:
                return verdict
        elif not isinstance(around, ast.keyword | ast.Starred | ast.Await | ast.BoolOp | ast.IfExp | ast.UnaryOp):
            return _at_end(module, around, inner, node)
        inner = around
    return ""


def _is_kept_whole(module: Module, step: ast.Attribute) -> bool:
    """Whether a method gives the text as it is, but for its case and its ends."""
    call = module.parent(step)
    return isinstance(call, ast.Call) and call.func is step and step.attr in SAME


def _at_end(module: Module, around: ast.AST, inner: ast.AST, node: ast.expr) -> str:
    """The verdict on a use where the expression around it ends, or becomes part of something else."""
    if isinstance(around, ast.Compare):
        return _compared(around, inner)
    if isinstance(around, ast.Assign | ast.AnnAssign | ast.NamedExpr):
        targets = around.targets if isinstance(around, ast.Assign) else [around.target]
        if any(isinstance(target, ast.Attribute | ast.Subscript) for target in targets):
            return "used"
        return "" if module.last(targets[0]) == module.last(node) else "looked at"
    if isinstance(around, ast.For | ast.comprehension | ast.Match):
        return "looked at"
    if isinstance(around, ast.Subscript):
        return "looked at" if around.value is inner else "used"
    return "" if isinstance(around, ast.stmt) and not isinstance(around, ast.Return) else _text(module, around)


def _text(module: Module, around: ast.AST) -> str:
    """A text or an answer that the value becomes part of: what is raised or returned as an error does not count."""
    for above in (around, *module.parents(around)):
        if isinstance(above, ast.Raise):
            return ""
        if isinstance(above, ast.Call):
            verdict = _given(module, above)
            if verdict:
                return verdict
        if isinstance(above, ast.Return):
            return ""
        if isinstance(above, ast.stmt):
            return "used"
    return ""


def _compared(compare: ast.Compare, inner: ast.AST) -> str:
    """`name in ALLOWED` and `"@" in name` look at a text; `name == other.name` and `name is None` do not hold it."""
    if any(isinstance(op, ast.In | ast.NotIn) for op in compare.ops):
        return "looked at"
    others = [compare.left, *compare.comparators]
    plain = all(one is inner or (isinstance(one, ast.Constant) and not one.value) for one in others)
    column = any(isinstance(one, ast.Attribute) for one in others if one is not inner)
    if plain:
        return ""
    return "used" if column else "looked at"


def _given(module: Module, call: ast.Call) -> str:
    word = module.last(call.func)
    if word in _SHOWN or word.endswith(("Error", "Exception", "Response")):
        return ""
    single = len(call.args) == 1 and not call.keywords and word[:1].isupper()  # an enumeration, or a type of its own
    converts = word in _CONVERTS and isinstance(call.func, ast.Name)
    if single or converts or re.search(_CHECKS, word) or re.search(_MODELS, word):
        return "looked at"
    name = module.name(call.func)
    if name.startswith(
        ("re.", "validators.", "html.", "markupsafe.", "urllib.", "bleach.", "email_validator.", "uuid.")
    ):
        return "looked at"
    if name.startswith(".") and _local_looks(module, name):
        return "looked at"
    if word in {"get", "jsonify", "HTTPException", "abort", "JSONResponse", "JsonResponse", "HttpResponseBadRequest"}:
        return ""
    if word in {"flash", "render", "render_template", "redirect"}:
        return ""
    return "used"


def _local_looks(module: Module, name: str) -> bool:
    """Whether what is called, of this module, may look at what it is given: it matches, parses or checks something."""
    word = name.removesuffix("()").rpartition(".")[2]
    functions: list[Function] = [*module.of(ast.FunctionDef), *module.of(ast.AsyncFunctionDef)]
    for function in functions:
        if function.name == word and any(_is_look(node) for node in ast.walk(function)):
            return True
    for owner in module.of(ast.ClassDef):
        if owner.name == word:
            bases = [module.last(base) for base in owner.bases]
            return any(base in {"BaseModel", "SQLModel", "Enum", "StrEnum", "Form", "Serializer"} for base in bases)
    return False


def _is_look(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr in _LOOKS or bool(re.search(_CHECKS, node.attr))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id in _CONVERTS or bool(re.search(_CHECKS, node.func.id))
    return isinstance(node, ast.Compare) and any(isinstance(op, ast.In | ast.NotIn) for op in node.ops)

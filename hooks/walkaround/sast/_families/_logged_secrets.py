"""Secrets that are written to a log or a terminal: B922.

A value counts by its own name (`password`, `user.api_key`, `data["token"]`, `headers.get("Authorization")`), since a
name is all that tells a secret from any other text; and as a whole when it is known to hold one: the headers, cookies
or body of a request, the environment, a dictionary with an `Authorization` in it.
"""

import ast
from collections.abc import Iterator

from ..._code import Module, handlers
from ._found import Found
from ._log_calls import LEVELS, is_log, is_logger
from ._name_words import has, words
from ._secret_holders import holder
from ._workshop import is_test

# The last words of names that hold a secret. What is only about one (`token_type`, `password_hash`) does not end so.
_SECRETS = frozenset({
    "password", "passwords", "passwd", "pwd", "passphrase", "pass_phrase", "secret", "secret_key", "client_secret",
    "api_key", "apikey", "access_key", "secret_access_key", "private_key", "privatekey", "encryption_key",
    "signing_key", "authorization", "auth_header", "bearer", "cookie", "cookies", "jwt", "credit_card", "creditcard",
    "card_number", "cardnumber", "cc_number", "cvv", "cvv2", "cvc", "cvc2", "ssn", "social_security_number", "otp",
    "database_url", "db_url", "database_uri", "db_uri", "connection_string", "conn_string", "conn_str", "broker_url",
    "amqp_url", "mongo_uri", "mongodb_uri", "mongo_url", "postgres_url", "postgres_dsn", "database_dsn",
    "otp_code", "totp", "mfa_code", "pin_code", "recovery_code", "recovery_codes", "backup_code", "backup_codes",
})  # fmt: skip
# Names of addresses that carry a password where they are read from a configuration.
_ADDRESSES = frozenset({"url", "uri", "dsn", "string", "str"})
# Packages whose DSN is an address; elsewhere it may be the number of a device.
_DRIVERS = frozenset({"psycopg", "psycopg2", "asyncpg", "aiopg", "sqlalchemy", "pyodbc", "pymysql", "databases"})
_KINDS_OF_TOKENS = frozenset({
    "access", "refresh", "id", "auth", "api", "bearer", "session", "jwt", "oauth", "reset", "csrf", "bot", "user",
    "security", "github", "slack", "verification", "invite", "invitation", "login", "device", "client", "service",
})  # fmt: skip
# Tokens that are a turn, a place or a part of a text, and let nobody in.
_TURNS = frozenset({
    "acquire", "acquired", "reservation", "lock", "lease", "cancel", "cancellation", "sync", "delta", "cursor",
    "fencing", "limit", "borrower", "semaphore", "slot", "start", "end", "stop", "current", "left", "right", "peek",
})  # fmt: skip
_SESSIONS = frozenset({"session_id", "sessionid", "session_key"})
_HEADERS = frozenset({
    "authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "x-auth-token", "x-csrftoken",
    "x-csrf-token", "api-key",
})  # fmt: skip
_FORMS = frozenset({"value", "str", "string", "text", "plain", "raw"})  # of a secret; a last word that changes nothing
# First words of names that are about a secret, or hold what is left of one.
_ABOUT = frozenset({
    "has", "is", "num", "no", "n", "max", "min", "count", "total", "use", "uses", "with", "need", "needs", "should",
    "can", "show", "hide", "redacted", "masked", "hashed", "safe", "encrypted", "obfuscated", "sanitized", "invalid",
    "missing", "forgot", "force", "enable", "disable", "next", "page", "continuation", "first", "last", "prev", "eos",
    "bos", "pad", "sep", "unk", "mask", "special", "public", "url", "placeholder", "fake", "dummy", "conf", "attr",
    "header", "param", "field", "env", "err", "error", "msg", "message",
})  # fmt: skip
# Packages that cut texts into tokens: there a token is a word.
_LEXERS = frozenset({
    "tokenize", "token", "tokenizers", "transformers", "tiktoken", "nltk", "spacy", "lark", "ply", "pygments", "shlex",
    "sqlparse", "sentencepiece", "torch", "tensorflow", "parso", "libcst", "sly", "pyparsing", "markdown_it", "jieba",
})  # fmt: skip
_CREATING = frozenset({"generate", "create", "make", "new", "random", "mint", "issue", "choice", "uuid4"})
_SECRETS_MODULE = frozenset({"token_hex", "token_urlsafe", "token_bytes"})
_FAILURES = frozenset({"error", "exception", "critical", "warning"})
_BINDING = ("bind", "contextualize", "bind_contextvars")
_MASKING = ("mask", "redact", "hash", "digest", "obfus", "sanitize", "sanitise", "scrub")
_ASKING = frozenset({"bool", "len", "any", "all"})
_LEXING = (
    "lexer", "parser", "scanner", "tokenizer", "tokeniser", "node", "stream", "match", "ctx", "grammar",
)  # fmt: skip
_REQUESTING = frozenset({"fastapi", "starlette", "django", "rest_framework", "aiohttp", "sanic"})
# Attributes of what is called a token and is an object: of a lexer's, or a row of a table.
_PARTS = frozenset({
    "type", "kind", "text", "lemma_", "pos_", "value", "lineno", "string", "id", "user", "pk", "name", "revoked",
})  # fmt: skip
_KEEPING = frozenset({
    "str", "repr", "dict", "list", "tuple", "dumps", "pformat", "format", "join", "decode", "get_secret_value", "items",
    "values", "copy", "strip", "to_dict", "getlist",
})  # fmt: skip
_BODIES = ("body", "data", "form", "POST", "json", "values")
_BEFORE_ALL = ("middleware", "dispatch", "before_request", "after_request", "log")
# Methods that give what they are methods of.
_OF_ITSELF = frozenset({"decode", "get_secret_value", "items", "values", "copy", "strip", "to_dict"})
_WHOLE = frozenset({"headers", "META", "cookies", "COOKIES", "body", "data", "form", "POST", "json", "values"})
_WHOLE_CALLS = frozenset({"get_json", "json", "form", "body", "get_data", "post", "text", "read"})
_WORDS = (
    b"pass", b"PASS", b"pwd", b"ecret", b"SECRET", b"oken", b"TOKEN", b"key", b"KEY", b"uthorization", b"earer",
    b"ookie", b"COOKIE", b"ession", b"jwt", b"JWT", b"ard", b"cvv", b"cvc", b"ssn", b"otp", b"mfa", b"pin_code",
    b"recovery", b"backup", b"headers", b"META", b"environ", b"POST", b"body", b"data", b"form", b"json",
    b"read", b"values", b"social", b"locals", b"DATABASES", b"CACHES",
    b"config", b"dsn", b"DSN", b"_url", b"_URL", b"_uri", b"_URI", b"conn",
)  # fmt: skip


def find(module: Module) -> Iterator[Found]:
    if is_test(module.path) or not any(word in module.source for word in _WORDS):
        return
    for call in module.calls(
        "print", "pprint", *_BINDING, *(("write",) if b"sys" in module.source else ()), *sorted(LEVELS)
    ):
        if is_log(module, call) or _binds(module, call):
            shown = _shown(module, call)
            if shown:
                yield Found("B922", call, f"{_called(call)} writes {shown} to the log.")


def _binds(module: Module, call: ast.Call) -> bool:
    """Whether a call gives a logger a value for all that it writes: `logger.bind(token=…)`."""
    if module.last(call.func) == "bind_contextvars":
        return True
    return (
        module.last(call.func) in _BINDING
        and isinstance(call.func, ast.Attribute)
        and is_logger(module, call.func.value)
    )


def _called(call: ast.Call) -> str:
    name = ast.unparse(call.func)
    return name if len(name) <= 40 else "This call"


def _shown(module: Module, call: ast.Call) -> str:
    """What secret a log call writes; empty when it writes none."""
    for argument in call.args:
        found = _secret(module, argument, call)
        if found:
            return found
    for keyword in call.keywords:
        if keyword.arg in {"exc_info", "stack_info", "file", "end", "sep", "flush"}:
            continue
        found = _secret(module, keyword.value, call)
        if not found and keyword.arg and _is_secret(keyword.arg) and _is_plain(module, keyword.value):
            found = keyword.arg
        if found:
            return found
    return ""


def _secret(module: Module, node: ast.expr, call: ast.Call, depth: int = 8) -> str:
    """The name of the secret in an expression whose text is written."""
    if depth <= 0 or isinstance(node, ast.Constant | ast.Compare | ast.Lambda):
        return ""
    named = _named(module, node, call)
    if named is not None:
        return named
    for inner in _parts(module, node):
        found = _secret(module, inner, call, depth - 1)
        if found:
            return found
    return ""


def _parts(module: Module, node: ast.expr) -> list[ast.expr]:
    """The expressions whose texts are parts of an expression's."""
    if isinstance(node, ast.JoinedStr):
        return [part.value for part in node.values if isinstance(part, ast.FormattedValue) and not _is_cut(part)]
    if isinstance(node, ast.BinOp):
        return [node.left, node.right] if isinstance(node.op, ast.Add | ast.Mod) else []
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return node.elts
    if isinstance(node, ast.Dict):
        return node.values
    if isinstance(node, ast.IfExp):
        return [node.body, node.orelse]
    if isinstance(node, ast.BoolOp):
        return node.values if isinstance(node.op, ast.Or) else node.values[-1:]
    if isinstance(node, ast.Starred | ast.Await | ast.NamedExpr):
        return [node.value]
    if isinstance(node, ast.Call):
        return _parts_of_call(module, node)
    if isinstance(node, ast.DictComp):
        return _parts_of_copy(node)
    return []


def _parts_of_copy(node: ast.DictComp) -> list[ast.expr]:
    """What `{k: v for k, v in headers.items()}` copies as it is."""
    source = node.generators[0]
    pair = source.target.elts if isinstance(source.target, ast.Tuple) else []
    if source.ifs or len(pair) != 2 or not isinstance(node.value, ast.Name) or not isinstance(pair[1], ast.Name):
        return []
    return [source.iter] if node.value.id == pair[1].id else []


def _is_cut(part: ast.FormattedValue) -> bool:
    """Whether a format writes only the beginning of a text: `{token:.4}`."""
    spec = part.format_spec
    return isinstance(spec, ast.JoinedStr) and any(
        isinstance(one, ast.Constant) and "." in str(one.value) for one in spec.values
    )


def _parts_of_call(module: Module, call: ast.Call) -> list[ast.expr]:
    word = module.last(call.func)
    if word not in _KEEPING:
        return []  # whatever it does (a length, a hash, a mask), its answer is something else
    if isinstance(call.func, ast.Attribute) and word in _OF_ITSELF:
        return [call.func.value] if not call.args else []
    inner = [*call.args, *(keyword.value for keyword in call.keywords)]
    return [*inner, call.func.value] if isinstance(call.func, ast.Attribute) else inner


def _named(module: Module, node: ast.expr, call: ast.Call) -> str | None:
    """The secret that a name, an attribute or an element is; empty when it is none, None when its parts decide."""
    whole = _whole(module, node) or holder(module, node, _is_secret)
    if whole.endswith(" of the answer") and module.last(call.func) in _FAILURES:
        return ""  # an answer that is logged as a failure has no secret in it
    if whole:
        return whole
    if isinstance(node, ast.Name):
        return _of_name(module, node, call)
    if isinstance(node, ast.Attribute):
        word = "card_number" if node.attr == "number" and module.last(node.value).endswith("card") else node.attr
        return _if_secret(module, node, word, call) if node.attr not in _KEEPING else None
    if isinstance(node, ast.Dict):
        return _of_dict(module, node)
    if isinstance(node, ast.Subscript):
        key = module.constant(node.slice)
        return _if_secret(module, node, key, call) if isinstance(key, str) else ""
    if isinstance(node, ast.Call):
        return _of_call(module, node, call)
    return None


def _of_name(module: Module, node: ast.Name, call: ast.Call) -> str:
    if not node.id.isupper() and _is_imported(module, node):
        return ""  # a module or a function
    bound = module.binding(node)
    built = isinstance(bound, ast.JoinedStr | ast.BinOp | ast.List | ast.Tuple) or _is_filled(bound)
    found = _if_secret(module, node, node.id, call) if not built or words(node.id)[-1:][0] not in _ADDRESSES else ""
    if found:
        return found
    if _is_of_environment(module, node, call):
        return "the environment"
    if isinstance(bound, ast.Dict):  # headers = {"Authorization": f"Bearer {token}"}
        kept = _of_dict(module, bound)
        return f"{kept} in {node.id}" if kept else ""
    if built and bound is not None:
        return _secret(module, bound, call, 4)
    whole = _whole(module, bound) if bound is not None else ""
    return whole if not whole.endswith(_BODIES) or _may_carry_any(module, node) else ""


def _is_filled(node: ast.expr | None) -> bool:
    """`"postgresql://{}:{}@{}".format(user, password, host)`."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"


def _is_of_environment(module: Module, node: ast.Name, call: ast.Call) -> bool:
    """The value in `for key, value in os.environ.items()`, where nothing is left out."""
    for one in module.bindings(module.scope(node), node.id):
        loop = one if isinstance(one, ast.For) else None
        source = loop.iter if loop is not None else None
        if loop is None or not isinstance(source, ast.Call) or module.name(source.func) != "os.environ.items":
            continue
        pair = loop.target.elts if isinstance(loop.target, ast.Tuple) else []
        return module.statement(call) in loop.body and len(pair) == 2 and module.last(pair[1]) == node.id
    return False


def _may_carry_any(module: Module, node: ast.Name) -> bool:
    """Whether a body that was read before is likely to hold a secret: the function stands before all handlers, or the
    module has to do with logging in or paying."""
    function = module.function(node)
    names = (
        [module.last(one.func if isinstance(one, ast.Call) else one) for one in function.decorator_list]
        if function
        else []
    )
    if any(has(name, _BEFORE_ALL) for name in [*names, function.name if function else ""]):
        return True
    return any(word in module.source for word in (b"password", b"login", b"token", b"credential", b"payment"))


def _is_imported(module: Module, node: ast.Name) -> bool:
    return module.once(
        (_is_imported, node.id),
        lambda: any(isinstance(one, ast.Import | ast.ImportFrom) for one in module.bindings(module.tree, node.id)),
    )


def _of_dict(module: Module, node: ast.Dict) -> str | None:
    """The key of a secret in a dictionary whose values are written."""
    for key, value in zip(node.keys, node.values, strict=True):
        name = module.constant(key)
        if isinstance(name, str) and _is_secret(name):
            fixed = isinstance(module.constant(value), str | int) or module.last(value).isupper()
            if fixed and None in node.keys:
                return ""  # {**form, "password": MASK}
            if not fixed:
                return name if _is_plain(module, value) else ""
    return None


def _of_call(module: Module, node: ast.Call, call: ast.Call) -> str | None:
    """`os.getenv("API_KEY")`, `headers.get("Authorization")`, `form.get("password")`."""
    word = module.last(node.func)
    if module.name(node.func) == "builtins.dict":
        named = (one for one in node.keywords if one.arg and _is_secret(one.arg) and _is_plain(module, one.value))
        return next((str(one.arg) for one in named), None)
    if word in {"get", "getenv", "pop", "get_header", "header"} and node.args:
        key = module.constant(node.args[0])
        return _if_secret(module, node, key, call) if isinstance(key, str) else ""
    return None


def _if_secret(module: Module, node: ast.expr, word: str, call: ast.Call) -> str:
    if word.lower() in _HEADERS and isinstance(node, ast.Subscript | ast.Call):
        return word
    lone = _without_form(word)[-1:] == ["token"] and _is_token(module, node)
    lone = lone or (words(word)[-1:] == ["dsn"] and not module.imported.isdisjoint(_DRIVERS))
    if not lone and not _is_secret(word) and not _is_session(module, node, word):
        return ""
    if isinstance(module.constant(node), str | int | tuple):
        return ""  # a text of the program's own, such as a message about passwords
    return word if _is_plain(module, node) and not _is_for_the_user(module, node, call) else ""


def _without_form(word: str) -> list[str]:
    """The words of a name, without a last one that says only how a secret is kept."""
    found = words(word)
    return found[:-1] if len(found) > 1 and found[-1] in _FORMS else found


def _is_secret(word: str) -> bool:
    found = _without_form(word)
    if not found or (len(found) > 1 and found[0] in _ABOUT):
        return False
    if found[-1] == "token":
        return len(found) > 1 and found[-2] in _KINDS_OF_TOKENS
    if found[-1].endswith("token"):
        return found[-1].removesuffix("token") in _KINDS_OF_TOKENS
    return any("_".join(found[-count:]) in _SECRETS for count in (1, 2, 3))


def _is_session(module: Module, node: ast.expr, word: str) -> bool:
    """`request.session.session_key`, `cookies["sessionid"]`; other things called sessions are no keys to anything."""
    if "_".join(words(word)) not in _SESSIONS:
        return False
    if isinstance(node, ast.Attribute):
        return isinstance(node.value, ast.Attribute) and module.last(node.value.value) == "request"
    holder = node.func.value if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else node
    holder = holder.value if isinstance(holder, ast.Subscript) else holder
    return module.last(holder).lower() == "cookies"


def _is_token(module: Module, node: ast.expr) -> bool:
    """Whether something that is only called a token is one that lets somebody in, not one of a language."""
    named = words(module.last(node))
    if not _ABOUT.isdisjoint(named[:1]) or not _TURNS.isdisjoint(named) or not module.imported.isdisjoint(_LEXERS):
        return False
    if not isinstance(node, ast.Name):
        owner = module.owner(node)
        around = owner.name if owner is not None and isinstance(node, ast.Attribute) else ""
        return not isinstance(node, ast.Attribute) or not has(f"{module.last(node.value)} {around}", _LEXING)
    kinds = module.bindings(module.scope(node), node.id)
    typed = any(isinstance(one, ast.arg) and one.annotation is not None for one in kinds)
    if typed and module.name(node) not in {"", "builtins.str()", "builtins.bytes()"}:
        return False
    if any(isinstance(one, ast.For | ast.AsyncFor | ast.comprehension) for one in kinds):
        return False
    return _parts_of(module).get(node.id, set()).isdisjoint(_PARTS)


def _parts_of(module: Module) -> dict[str, set[str]]:
    """Which attributes of each plain name a module asks for."""

    def collected() -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for use in module.of(ast.Attribute):
            if isinstance(use.value, ast.Name):
                found.setdefault(use.value.id, set()).add(use.attr)
        return found

    return module.once(_parts_of, collected)


def _is_plain(module: Module, node: ast.expr) -> bool:
    """Whether a value is written as it is: not held back by its type, no flag, no number."""
    name = module.name(node)
    if not isinstance(node, ast.Call) and ("Secret" in name or _is_starred(module, node, name)):
        return False  # pydantic's SecretStr shows itself as stars
    if name.endswith(("URL()", "make_url()")):
        return False  # SQLAlchemy's addresses show the password as stars
    if name in {"builtins.bool()", "builtins.int()", "builtins.float()", "builtins.len()", "builtins.list()"}:
        return False
    if isinstance(node, ast.Constant | ast.Compare | ast.UnaryOp | ast.BoolOp | ast.IfExp):
        return False
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        return False
    if isinstance(node, ast.Name):
        given = (getattr(one, "value", None) for one in module.bindings(module.scope(node), node.id))
        return all(_is_made_plain(module, value) for value in given if isinstance(value, ast.expr))
    if isinstance(node, ast.Call):
        return module.last(node.func) in {"get", "getenv", "pop", "str", "get_secret_value", "header", "get_header"}
    return True


def _is_starred(module: Module, node: ast.expr, name: str) -> bool:
    """Whether a value is declared to be one of pydantic's secrets: in the class that it is known to be of, else in any
    of this module's."""
    word = module.last(node)
    if word not in _starred(module) or name == "builtins.str()":
        return False
    kind = module.name(node.value) if isinstance(node, ast.Attribute) else ""
    owners = [one for one in module.of(ast.ClassDef) if f".{one.name}()" == kind]
    if len(owners) != 1:
        return True
    fields = (one for one in owners[0].body if isinstance(one, ast.AnnAssign) and module.last(one.target) == word)
    return any("Secret" in module.name(one.annotation) for one in fields)


def _starred(module: Module) -> set[str]:
    """The attributes that classes of this module declare to be pydantic's `SecretStr` or `SecretBytes`."""

    def collected() -> set[str]:
        typed = (one for one in module.of(ast.AnnAssign) if "Secret" in module.name(one.annotation))
        return {one.target.id for one in typed if isinstance(one.target, ast.Name)}

    return module.once(_starred, collected) if b"Secret" in module.source else set()


def _is_made_plain(module: Module, value: ast.expr) -> bool:
    """Whether a variable holds the secret itself, and not what was left of it."""
    if isinstance(value, ast.Compare | ast.UnaryOp):
        return False
    if isinstance(value, ast.Subscript) and isinstance(value.slice, ast.Slice):
        return False
    if isinstance(value, ast.Call):
        word = module.last(value.func)
        return word not in _ASKING and not has(word, _MASKING)
    return True


def _is_for_the_user(module: Module, node: ast.expr, call: ast.Call) -> bool:
    """Whether a program prints a secret that it has just made, for whoever asked for one."""
    if module.last(call.func) not in {"print", "pprint"} or not isinstance(node, ast.Name):
        return False
    bound = module.binding(node)
    while isinstance(bound, ast.Call | ast.Await | ast.Attribute):
        if isinstance(bound, ast.Call) and _creates(module.last(bound.func)):
            return True
        bound = bound.func if isinstance(bound, ast.Call) else bound.value
        if isinstance(bound, ast.Attribute) and _creates(bound.attr):
            return True
    return False


def _creates(word: str) -> bool:
    return word in _SECRETS_MODULE or not _CREATING.isdisjoint(words(word))


def _whole(module: Module, node: ast.expr) -> str:
    """What is written as a whole though secrets are in it."""
    if isinstance(node, ast.Await):
        node = node.value
    if isinstance(node, ast.Attribute):
        if node.attr == "environ":
            return "the environment" if module.name(node) == "os.environ" else ""
        if node.attr in _WHOLE and _is_request(module, node.value):
            return f"the request's {node.attr}"
    elif isinstance(node, ast.Name):
        return "the environment" if module.name(node) == "os.environ" else ""
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not node.args:
        read = node.func.attr in _WHOLE_CALLS and _is_request(module, node.func.value)
        return "the request's body" if read else ""
    return ""


def _is_request(module: Module, node: ast.expr) -> bool:
    """Whether an expression is the request that a handler answers."""
    name = module.name(node)
    if name in {"flask.request", "quart.request", "bottle.request"}:
        return True
    if name.endswith("Request()") and name.partition(".")[0] in _REQUESTING:
        return True
    function = module.function(node)
    handler = handlers(module).get(function) if function is not None else None
    if handler is None:
        return False
    if isinstance(node, ast.Name):
        return node.id in handler.request
    return isinstance(node, ast.Attribute) and node.attr == "request" and module.last(node.value) == "self"

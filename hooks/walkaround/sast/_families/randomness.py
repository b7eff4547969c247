"""B955 predictable-random, and B957 weak-secret-size: where a value has to be one that nobody guesses.

Judged by where it goes: a token, a password, a session, a nonce. Dice, jitter, samples and test data stay as they are.
"""

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ._arguments import argument, around, called
from ._destinations import Place, callers, places
from ._found import Found
from ._secret_names import is_secret, makes_secret, takes_secret
from ._words import is_test, one, said, words

if TYPE_CHECKING:
    from ..._code import Module

_DRAWS = (
    "random", "randint", "randrange", "choice", "choices", "sample", "getrandbits", "randbytes", "uniform",
    "normalvariate", "gauss", "triangular", "betavariate", "expovariate", "integers", "rand", "bytes", "lognormvariate",
    "vonmisesvariate", "paretovariate", "weibullvariate", "gammavariate", "random_integers", "random_sample", "randn",
)  # fmt: skip
_SOURCES = ("random.", "numpy.random.")
_SYSTEM = "random.SystemRandom"
_NAMED = frozenset({"uuid.uuid3", "uuid.uuid5"})
_MOMENTS = frozenset({"time.time", "time.time_ns", "datetime.datetime.now", "datetime.datetime.utcnow"})
_UNKNOWABLE = ("secrets.", "os.urandom", "uuid.")
_WHOLE = frozenset({"getrandbits", "randbytes"})  # what nobody draws dice by
_PICKS = frozenset({"choice", "sample", "choices"})
_ALPHABET = frozenset(
    {
        "alphabet", "chars", "characters", "letters", "digits", "charset", "symbols", "pool", "chr", "alnum", "allowed",
        "ascii", "base", "alpha", "source", "hex",
    }
)  # fmt: skip
_NEUTRAL = frozenset(
    {"random", "string", "generate", "make", "gen", "code", "id", "rand", "create", "new", "key", "chars", "unique"}
)
_KEPT = frozenset({"remember", "session", "auth", "login"})  # words of cookies by which somebody is known
_MADE_UP = frozenset({"fake", "faker", "fixture", "fixtures", "factory", "dummy", "mock", "seed"})
_VERBS = frozenset(
    {"generate", "make", "create", "new", "gen", "build", "random", "set", "save", "store", "send", "issue"}
)
_MAKERS = frozenset({"factory", "generator", "maker", "service", "builder", "provider", "manager", "issuer"})
_SMALL = 1000  # dice, percentages, indices: nobody's secret has so few values
_LENGTH = 16  # bytes
_SALT = 8
_CUT = 20  # hexadecimal characters of a longer text
_DJANGO = 14  # of 62 characters each
# Secrets that may be short, and such as have sizes of their own.
_SHORT = frozenset({"otp", "code", "codes", "pin", "nonce", "iv", "password", "cnonce"})


def find(module: "Module") -> Iterator[Found]:
    if is_test(module):
        return
    seen: set[ast.AST] = set()
    for call in [*_draws(module), *_moments(module)]:
        statement = module.statement(call)
        named = "" if statement in seen or _is_made_up(module, call) else _secret(module, call)
        if named:
            seen.add(statement)
            yield Found("B955", call, f"{called(call)} can be predicted, and makes {named}.")
    for call in module.calls("shuffle") if "random" in module.imported else ():
        named = _shuffled(module, call)
        if named and not _is_made_up(module, call):
            yield Found("B955", call, f"{called(call)} can be predicted, and orders {named}.")
    for call, size, start in _sizes(module):
        yield from _small(module, call, size, start)


# B955


def _is_made_up(module: "Module", call: ast.Call) -> bool:
    """Whether a function makes data to test with."""
    function = module.function(call)
    return (function is not None and function.name.startswith("test_")) or not _MADE_UP.isdisjoint(around(module, call))


def _draws(module: "Module") -> Iterator[ast.Call]:
    if module.imported & {"random", "numpy"}:
        for call in module.calls(*_DRAWS):
            name = module.name(call.func)
            if name.startswith(_SOURCES) and not name.startswith(_SYSTEM) and not _is_pick(module, call):
                yield call
    if "uuid" in module.imported:
        for call in module.calls("uuid1", "uuid3", "uuid5"):
            name = module.name(call.func)
            if name == "uuid.uuid1" or (name in _NAMED and not any(_has_secret(module, one) for one in call.args)):
                yield call


def _moments(module: "Module") -> Iterator[ast.Call]:
    """`sha256(str(time.time()))`: a moment that is hashed to look like more."""
    if "hashlib" not in module.imported:
        return
    for call in module.calls("sha256", "sha512", "blake2b", "sha3_256"):
        if len(call.args) == 1 and module.name(call.func).startswith("hashlib.") and _is_moment(module, call.args[0]):
            yield call


def _is_moment(module: "Module", node: ast.expr) -> bool:
    """Whether a value is made of the time, and of nothing that is secret."""
    names = {module.name(part.func) for part in ast.walk(node) if isinstance(part, ast.Call)}
    if _MOMENTS.isdisjoint(names) or any(name.startswith(_UNKNOWABLE) for name in names):
        return False
    return not _has_secret(module, node)


def _has_secret(module: "Module", node: ast.expr) -> bool:
    named = (part for part in ast.walk(node) if isinstance(part, ast.Name | ast.Attribute | ast.Subscript))
    return any(is_secret(said(module, part)) for part in named)


def _is_pick(module: "Module", call: ast.Call) -> bool:
    """Whether this chooses among things that exist, or counts in the small: a proxy of a list, a die."""
    last = module.last(call.func)
    if last in _PICKS and call.args:
        return not _is_alphabet(module, call.args[0], 4) and not _is_repeated(module, call)
    if last in {"randint", "randrange", "integers"}:
        bounds = [module.constant(bound) for bound in call.args[:2]]
        numbers = [bound for bound in bounds if isinstance(bound, int)]
        return len(numbers) == len(bounds) > 0 and max(numbers) < _SMALL and not _is_repeated(module, call)
    return False


def _shuffled(module: "Module", call: ast.Call) -> str:
    """What secret is put in order: a list of that name, or one in a function that makes a secret."""
    if module.name(call.func) not in {"random.shuffle", "random.Random().shuffle", "numpy.random.shuffle"}:
        return ""
    name = said(module, call.args[0]) if call.args else ()
    if is_secret(name):
        return one(name)
    function = module.function(call)
    made = words(function.name) if function is not None else ()
    return one(made[1:] if made[0] in _VERBS else made) if len(made) > 1 and makes_secret(made) else ""


def _is_alphabet(module: "Module", node: ast.expr, depth: int) -> bool:
    """Whether one draws from characters or numbers rather than from things that exist."""
    if depth <= 0:
        return False
    if isinstance(module.constant(node), str | bytes) or module.name(node).startswith("string."):
        return True
    if isinstance(node, ast.BinOp):
        return _is_alphabet(module, node.left, depth - 1) or _is_alphabet(module, node.right, depth - 1)
    if isinstance(node, ast.Call):
        last = module.last(node.func)
        if last == "range":
            values = [module.constant(bound) for bound in node.args]
            return all(isinstance(value, int) for value in values) and max(values, default=0) >= 10
        return last in {"list", "join", "tuple"} and bool(node.args) and _is_alphabet(module, node.args[0], depth - 1)
    bound = module.binding(node) if isinstance(node, ast.Name) else None
    if bound is not None and _is_alphabet(module, bound, depth - 1):
        return True
    return not _ALPHABET.isdisjoint(said(module, node))


def _is_repeated(module: "Module", call: ast.Call) -> bool:
    """Whether this is drawn once per character: in a comprehension, or in a loop that adds up."""
    if any(keyword.arg in {"k", "size"} for keyword in call.keywords):
        return any(isinstance(up, ast.Call) and module.last(up.func) == "join" for up in module.parents(call))
    for up in module.parents(call):
        if isinstance(up, ast.GeneratorExp | ast.ListComp | ast.AugAssign):
            return True
        if isinstance(up, ast.stmt):
            return False
    return False


def _secret(module: "Module", call: ast.Call) -> str:
    """What secret a value becomes, here or where the function that returns it is called; empty if none."""
    goes = places(module, call)
    named = _named(goes)
    if not named and module.last(call.func) in _WHOLE and any(place.said == ("key",) for place in goes):
        return "a key"
    if named:
        return named
    if any(place.said == ("code",) and place.kind == "name" for place in goes) and _is_of_login(module, call):
        return "a code to log in with"
    kind = next((kind for place in goes if (kind := _made_by_class(module, place))), ())
    if kind:
        return one(kind)
    return next((named for place in goes if (named := _named_by_callers(module, place))), "")


def _named_by_callers(module: "Module", place: Place) -> str:
    """What secret the callers of a function make of what it returns."""
    function = place.node
    if place.kind != "returned" or not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return ""
    for use in [] if _NEUTRAL.isdisjoint(place.said) else callers(module, function):
        name = module.name(use.func)
        if name == f".{function.name}" or name.endswith(f"().{function.name}"):
            named = _named(places(module, use))
            if named:
                return named
    return ""


def _made_by_class(module: "Module", place: Place) -> tuple[str, ...]:
    """What secret a class makes, by its name: `TokenFactory`, of which `create` is a method."""
    if place.kind != "returned" or len(place.said) != 1 or place.said[0] not in _VERBS:
        return ()
    owner = module.owner(place.node)
    name = tuple(word for word in words(owner.name) if word not in _MAKERS) if owner is not None else ()
    return name if is_secret(name) else ()


def _is_of_login(module: "Module", call: ast.Call) -> bool:
    """Whether the function or class around makes a code one that nobody may guess: `def start_login`."""
    return any(is_secret((word, "code")) for word in around(module, call))


def _named(goes: list[Place]) -> str:
    return next((_shown(place) for place in goes if _is_secret_place(place)), "")


def _shown(place: Place) -> str:
    """What a place keeps or a function gives, without the word for giving it."""
    verb = place.kind in {"returned", "argument"} and len(place.said) > 1 and place.said[0] in _VERBS
    return one(place.said[1:] if verb else place.said)


def _is_secret_place(place: Place) -> bool:
    if place.kind in {"name", "text"}:
        return is_secret(place.said)
    if place.kind == "cookie":
        return is_secret(place.said) or not _KEPT.isdisjoint(place.said)
    if place.kind == "argument":
        return takes_secret(place.said)
    return place.kind == "returned" and makes_secret(place.said)


# B957


def _sizes(module: "Module") -> Iterator[tuple[ast.Call, int, ast.AST]]:
    """Every call that gives random bytes, with how many, and the expression that has them."""
    for call in module.calls("token_hex", "token_urlsafe", "token_bytes", "urandom", "get_random_bytes"):
        name = module.name(call.func)
        if name.startswith(("secrets.", "Crypto.Random.", "Cryptodome.Random.")) or name == "os.urandom":
            size = _number(module, argument(call, 0, "nbytes", "size"))
            if 0 < size < _LENGTH:
                yield call, size, call
    for call in module.calls("get_random_string"):
        if module.name(call.func) == "django.utils.crypto.get_random_string":
            size = _number(module, argument(call, 0, "length"))
            if 0 < size < _DJANGO and argument(call, 1, "allowed_chars") is None:
                yield call, size * 6 // 8, call
    for call in module.calls("uuid4", "token_hex"):
        if module.name(call.func) in {"uuid.uuid4", "secrets.token_hex"}:
            yield from _cut(module, call)


def _number(module: "Module", node: ast.expr | None) -> int:
    value = module.constant(node)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _cut(module: "Module", call: ast.Call) -> Iterator[tuple[ast.Call, int, ast.AST]]:
    """`uuid4().hex[:8]`: a part of what was long enough."""
    for place in places(module, call)[:3]:
        part = place.node.slice if isinstance(place.node, ast.Subscript) and place.kind == "sliced" else None
        if isinstance(part, ast.Slice) and part.lower is None:
            length = _number(module, part.upper)
            if 0 < length < _CUT:
                yield call, length // 2, place.node


def _small(module: "Module", call: ast.Call, size: int, start: ast.AST) -> Iterator[Found]:
    for place in places(module, start):
        if not _is_secret_place(place) or not _SHORT.isdisjoint(place.said):
            continue
        if "salt" not in place.said or size < _SALT:
            yield Found("B957", call, f"{called(call)} gives {size * 8} bits, too few for {_shown(place)}.")
            return

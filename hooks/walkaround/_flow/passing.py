"""Texts, numbers and paths: what functions of libraries make of what they are given."""

import ast
from typing import Any

from .._code import UNKNOWN, Module
from . import expressions
from .run import Env, Run
from .sinks import Given, opens_entities, plain
from .tables import (
    ARCHIVES,
    CONVERSIONS,
    DECODERS,
    ENCODERS,
    MEMBERS,
    NUMBERS,
    READERS,
    ROWS,
    SANITISERS,
    SESSION_GIVERS,
    TEXT_METHODS,
    TRANSPARENT,
    XML_WORDS,
)
from .value import (
    ALL,
    ARGUMENT,
    CLEAN,
    CLIENT,
    COMMAND,
    DATA,
    HTML,
    LDAP,
    MEMBER,
    OUTSIDE,
    PATH,
    PICKLE,
    RESOLVED,
    SESSION,
    SQL,
    XPATH,
    Value,
    collected,
    deeper,
    element,
    harmless,
    joined,
    mapped,
    mixed,
    of_constant,
    of_source,
)

_FOLDED = frozenset(
    {"upper", "lower", "strip", "lstrip", "rstrip", "title", "replace", "format", "join", "split", "encode", "decode",
     "removeprefix", "removesuffix", "capitalize", "startswith", "endswith"}
)  # fmt: skip


_KEPT = frozenset({"encode", "decode", "read", "strip", "getvalue", "split", "replace", "lower", "upper"})


def constant(_run: Run, _node: ast.Call, given: Given, _env: Env) -> Value | None:
    """A method of a constant text with constant arguments."""
    receiver = given.receiver
    if given.word in _KEPT and receiver.kind == "fixed" and all(one.fixed for one in given.positional):
        return Value(kind="fixed")
    if given.word not in _FOLDED or not isinstance(receiver.constant, str | bytes) or given.named:
        return None
    if not all(value.known for value in given.positional):
        return None
    try:
        value = getattr(receiver.constant, given.word)(*(one.constant for one in given.positional))
    except Exception:  # noqa: BLE001 - whatever constants make of each other, there is no value
        return CLEAN
    return of_constant(value) if not isinstance(value, str) or len(value) < 10_000 else CLEAN


def number(_run: Run, _node: ast.Call, given: Given, env: Env) -> Value | None:
    if given.word in CONVERSIONS:
        for value in given.positional[:1]:
            env.guard(value.sources, ALL & ~SESSION)  # a number, but still the client's
    if given.word == "relative_to" and not given.receiver.lexical:
        env.guard(given.receiver.sources, PATH)  # it raises for what is not below
    return CLEAN if given.word in NUMBERS else None


_UNESCAPED = frozenset({"jinja2.Template().render", "mako.template.Template().render"})


def _rendered(run: Run, node: ast.Call, given: Given) -> Value:
    """What a template that stands alone makes of values: it does not escape unless it is told to."""
    maker = node.func.value if isinstance(node.func, ast.Attribute) else None
    maker = run.module.binding(maker) if isinstance(maker, ast.Name) else maker
    if not isinstance(maker, ast.Call):
        return CLEAN
    text = run.module.constant(maker.args[0]) if maker.args else ""
    told = any(keyword.arg in {"autoescape", "default_filters"} or keyword.arg is None for keyword in maker.keywords)
    if told or (isinstance(text, str) and ("|e" in text or "| e" in text or "| h" in text or "|h" in text)):
        return CLEAN
    whole = mixed([*given.positional, *given.named.values()])
    return whole.but(safe=whole.safe | (ALL & ~HTML), built=node, text="<", items=None) if whole.sources else CLEAN


def template(run: Run, node: ast.Call, given: Given, _env: Env) -> Value | None:
    """`text.format(…)`, `text.join(…)`, `text.replace(…)`: texts made of the receiver and the arguments."""
    if given.word in {"format", "format_map"} and isinstance(node.func, ast.Attribute):
        return _formatted(node, given)
    if given.word in {"substitute", "safe_substitute"} and isinstance(node.func, ast.Attribute):
        return _formatted(node, given._replace(receiver=given.receiver.but(constant=UNKNOWN)))
    if given.word == "render" and given.name in _UNESCAPED:
        return _rendered(run, node, given)
    if given.name == "shlex.join":
        return harmless(mixed(given.positional), COMMAND)
    if given.word == "join" and isinstance(node.func, ast.Attribute) and len(given.positional) == 1:
        return _joined(node, given) if not given.name.startswith("os.path") else None
    if given.word == "replace" and given.receiver.sources and len(given.positional) >= 2:
        return _replaced(given)
    if given.name == "re.sub" and len(given.positional) >= 3:
        return _substituted(given)
    return None


def _formatted(node: ast.Call, given: Given) -> Value:
    receiver = given.receiver
    if receiver.kind == "markup":
        return harmless(mixed([*given.positional, *given.named.values()]), HTML)
    if not receiver.text and not receiver.known and not receiver.sources:
        return CLEAN  # a template from elsewhere
    template = receiver.constant if isinstance(receiver.constant, str) else None
    values = [*given.positional, *given.named.values()]
    if template is not None:
        values = _used(template, given) or ([] if "{" in template else values)
    made = expressions.text_of([receiver.but(head=receiver.head), *(one.but(constant=UNKNOWN) for one in values)], node)
    if template is not None:
        return made.but(head=expressions.format_head(template, made, values))
    return made


def _used(template: str, given: Given) -> list[Value]:
    """The values that a template names, in its order."""
    import string

    found: list[Value] = []
    count = 0
    try:
        for _, name, spec, _ in string.Formatter().parse(template):
            if name is None:
                continue
            first = name.partition(".")[0]
            key = first.partition("[")[0]
            if not key:
                key, count = str(count), count + 1
            value = (
                given.positional[int(key)]
                if key.isdigit() and int(key) < len(given.positional)
                else given.named.get(key)
            )
            value = value if value is not None else given.named.get("**", CLEAN)
            if "[" in first:
                value = element(value, of_constant(first.partition("[")[2].rstrip("]")))
            found.append(CLEAN if spec and spec[-1] in "dfegxX" else value)
    except ValueError:
        return [*given.positional, *given.named.values()]
    return found


def _joined(node: ast.Call, given: Given) -> Value:
    parts = given.positional[0]
    if parts.kind == "fields":
        return CLEAN
    if isinstance(parts.items, list):
        values = parts.items
    elif isinstance(parts.items, dict) and parts.kind != "fields":
        values = list(parts.items.values())
    else:
        values = [parts]
    if not any(value.sources for value in values):
        return Value(text=" ".join(value.text for value in values)[:400])
    made = expressions.text_of([one.but(text=f"{one.text} ") if one.text else one for one in values], node)
    if not given.receiver.known and not given.receiver.text:
        made = made.but(head=None)
    if (
        len(values) == 1
        and values[0].built is None
        and not any(character.isalnum() for character in given.receiver.text)
    ):
        return made.but(built=None)  # a list of foreign values, not a text with one in it
    return made


def _replaced(given: Given) -> Value:
    """A text without a character that does the harm."""
    whole = mixed([given.receiver, given.positional[1]])
    old = given.positional[0].constant
    if old in {'"', "`", "]"} and given.positional[1].constant in {old * 2, ""}:
        return harmless(whole, SQL | XPATH)  # the name of a column or a table, for its quotes
    if old in {"'", '"'} and not given.positional[1].sources:
        return harmless(whole, XPATH | LDAP)
    if old == "<":
        return harmless(whole, HTML)
    return whole


def _substituted(given: Given) -> Value:
    pattern, new, text = given.positional[:3]
    whole = mixed([text, new])
    if isinstance(pattern.constant, str) and pattern.constant.startswith("[") and '"' in pattern.constant:
        return harmless(whole, SQL)
    if isinstance(pattern.constant, str) and (
        pattern.constant.startswith("[^") or pattern.constant in {r"\W", r"\W+", r"\D", r"\D+"}
    ):
        allowed = pattern.constant
        return harmless(whole, ALL & ~PATH if "." in allowed and "/" in allowed else ALL)
    return whole


def sanitised(_run: Run, _node: ast.Call, given: Given, _env: Env) -> Value | None:
    families = SANITISERS.get(given.word)
    if given.word in {"quote", "escape"} and not given.name.startswith(_NOT_SQL):
        families = (families or 0) | SQL  # what a database's driver or dialect has under this name
    values = [*given.positional, *given.named.values()]
    if given.word == "html" and not given.name:
        return None
    if given.word == "dumps" and not given.name.startswith(("json.", "orjson.", "simplejson.")) and given.name:
        return CLEAN  # pickle's and others' own form
    if given.word in ENCODERS:
        whole = mixed(values)
        return whole.but(safe=ALL, kind="encoded", items=None) if whole.sources else CLEAN
    if families is None:
        return None
    whole = mixed([given.receiver, *values])
    kind = "json" if given.word == "dumps" and whole.sources else ""
    return harmless(whole, families).but(items=None, kind=kind) if families != ALL else CLEAN


_NOT_SQL = (
    "shlex.",
    "urllib.",
    "pipes.",
    "html.",
    "markupsafe.",
    "flask.",
    "django.",
    "cgi.",
    "xml.",
    "re.",
    "jinja2.",
)


def _mapped(run: Run, node: ast.Call, given: Given, env: Env) -> Value:
    """`map(function, values)`."""
    word = run.module.last(node.args[0]) if node.args else ""
    values = mixed(element(one, None) for one in given.positional[1:])
    if word in NUMBERS or not values.sources:
        return CLEAN
    if word in SANITISERS:
        return harmless(values, SANITISERS[word])
    function = run.analysis.local(node.args[0])
    if function is not None:
        plain = ast.Call(node.args[0], [], [])
        return run.analysis.called(run, plain, function, given._replace(positional=[values], named={}), env)
    plain_text = word in {"str", "repr", "strip", "lower", "upper"} or isinstance(node.args[0], ast.Lambda)
    return values if plain_text else CLEAN


def transparent(run: Run, node: ast.Call, given: Given, env: Env) -> Value | None:
    """Functions that pass on what they are given, and methods of texts and containers."""
    found = _made(run, node, given) or _arguments_of_program(run, given)
    if found is not None:
        return found
    name = given.name
    if given.word in XML_WORDS and name.startswith(_XML) and given.positional:
        document = given.positional[0]
        return deeper(document, "document").but(kind="derived") if document.sources else None
    if name in _MATCHERS or given.word in {"match", "fullmatch"}:
        return _match(given)
    if name == "builtins.map" and len(given.positional) > 1:
        return _mapped(run, node, given, env)
    if name in TRANSPARENT:
        return _passed(node, given)
    if given.word in {"joinpath", "with_name", "with_stem"}:
        return _path_joined(node, given)
    if name in {"builtins.open", "io.open", "aiofiles.open", "codecs.open"}:
        return _content(mixed(given.positional[:1]))
    if given.word in {"read_bytes", "read_text"} and given.receiver.sources:
        return _content(given.receiver)
    if given.receiver.sources and given.word in TEXT_METHODS and isinstance(node.func, ast.Attribute):
        return _of_text(given)
    return None


_ANSWERS = ("requests.get()", "requests.post()", "httpx.get()", "httpx.post()", "requests.Session().get()")


_XML = ("lxml.", "xml.", "defusedxml.")


def is_answer(module: Module, name: str) -> bool:
    """Whether an object is the answer of another service, in a module that reads XML."""
    if module.imported.isdisjoint({"lxml", "xml", "xmltodict", "defusedxml"}):
        return False
    return name.startswith(("requests.", "httpx.")) and name.endswith(("get()", "post()", "request()"))


def _made(run: Run, node: ast.Call, given: Given) -> Value | None:
    """Objects that are told apart, and what comes from outside."""
    name = given.name
    if name == "configparser.ConfigParser" or given.word in {"ConfigParser", "RawConfigParser"}:
        return Value(kind="config", items={})
    if given.word in {"XMLParser", "makeparser"} and opens_entities(given):
        return Value(kind="entities", built=node)
    if name in SESSION_GIVERS:
        return Value(kind="session")
    if plain(given):
        return Value(kind="plain")
    if given.word in {"Markup", "SafeString"}:
        return Value(kind="markup")
    if given.word in MEMBERS and (name.startswith(ARCHIVES) or not name):
        return of_source(MEMBER, given.word)
    if name in {"re.compile", "string.Template"} and given.positional:
        return given.positional[0]
    return _from_outside(run, given)


def _from_outside(run: Run, given: Given) -> Value | None:
    """Rows, answers of other services, and what a user typed."""
    name = given.name
    if name == "urllib.request.urlopen" and is_answer(run.module, "requests.get()"):
        return of_source(DATA, "answer")
    if name in READERS or given.word in ROWS or (given.word == "json" and name.startswith(_ANSWERS)):
        return of_source(DATA, "row" if given.word != "json" else "answer")
    return of_source(OUTSIDE, "input") if name == "builtins.input" else None


def _arguments_of_program(run: Run, given: Given) -> Value | None:
    """What `parse_args` gives: of argparse what the user typed, of reqparse what a client sent."""
    if given.word != "parse_args" or not given.name.endswith("Parser().parse_args"):
        return None
    level = OUTSIDE if given.name.startswith("argparse.") else CLIENT
    items: dict[Any, Value] = {}
    for one in run.module.calls("add_argument"):
        names = [name.value for name in one.args if isinstance(name, ast.Constant) and isinstance(name.value, str)]
        held = any(
            keyword.arg in {"choices", "action"} or (keyword.arg == "type" and run.module.last(keyword.value) != "str")
            for keyword in one.keywords
        )
        for name in names:
            key = name.lstrip("-").replace("-", "_")
            items[key] = CLEAN if held else of_source(level, "parsed", key)
    return Value(kind="arguments", items=items) if items else None


_MATCHERS = frozenset({"re.match", "re.fullmatch", "re.search"})


def _path_joined(node: ast.Call, given: Given) -> Value | None:
    whole = mixed([given.receiver, *given.positional])
    if not whole.sources:
        return None
    return whole.but(built=whole.built or node, kind="path", items=None, safe=whole.safe & ~RESOLVED)


def _content(path: Value) -> Value:
    """A file that a caller names holds what the caller likes; one in a folder of ours does not."""
    if path.built is not None or any(source[0] != ARGUMENT for source in path.sources):
        return CLEAN
    return harmless(deeper(path, "content"), ALL & ~PICKLE)


def _match(given: Given) -> Value:
    """A match of a whole text against a pattern; one that may match a part says nothing."""
    free = given.name in _MATCHERS
    texts = given.positional[1:] if free else given.positional
    whole = mixed([*texts[:1]])
    pattern = (given.positional[0] if free and given.positional else given.receiver).constant
    loose = isinstance(pattern, str) and (
        pattern.strip("^$") in {".*", ".+", ""}
        or (given.word != "fullmatch" and not pattern.endswith(("$", r"\Z", r"\z")))
    )
    return Value(sources=whole.sources, safe=whole.safe, kind="" if loose else "match") if whole.sources else CLEAN


def _passed(node: ast.Call, given: Given) -> Value:
    values = [*given.positional, *given.named.values()]
    name = given.name
    if name in {"builtins.min", "builtins.max"} and any(isinstance(one.constant, int | float) for one in values):
        return CLEAN  # a text would raise here
    if name == "builtins.dict":
        return (
            mapped([(of_constant(key), value) for key, value in given.named.items()])
            if not given.positional
            else values[0]
        )
    if name in {
        "builtins.list",
        "builtins.tuple",
        "builtins.sorted",
        "builtins.set",
        "builtins.frozenset",
        "builtins.iter",
    }:
        return values[0].but(constant=values[0].constant if values[0].known else UNKNOWN) if values else collected([])
    if name == "builtins.str" and values:
        return (
            values[0].but(kind="")
            if values[0].sources
            else values[0]
            if values[0].known and isinstance(values[0].constant, str)
            else CLEAN
        )
    if name == "builtins.next":
        return joined(element(values[0], None), values[1] if len(values) > 1 else None) if values else CLEAN
    whole = mixed(values)
    if name == "io.BytesIO" and any(one.constant or one.kind == "fixed" for one in values) and not whole.sources:
        return Value(kind="fixed")
    if name in {"io.StringIO", "io.BytesIO"}:
        return whole.but(kind="buffer", text=whole.text or "".join(one.text for one in values))
    if not whole.sources:
        return Value(kind="fixed") if values and all(one.fixed for one in values) else CLEAN
    if given.word in DECODERS:
        return whole.but(safe=0, kind="", items=None)
    return _path(node, name, whole, values)


def _path(node: ast.Call, name: str, whole: Value, values: list[Value]) -> Value:
    if name in {"os.path.join", "pathlib.Path", "pathlib.PurePath", "anyio.Path"}:
        if len(values) == 1:
            return whole.but(kind="path", items=None)
        return whole.but(built=whole.built or node, kind="path", items=None, safe=whole.safe & ~RESOLVED)
    if name in {"urllib.parse.urlparse", "urllib.parse.urlsplit", "yarl.URL"}:
        return whole.but(kind="url", items=None)
    if name == "urllib.parse.urljoin" and len(values) > 1:
        return whole.but(built=whole.built or node, items=None)
    if name in {"dataclasses.asdict", "builtins.vars"}:
        return whole.but(kind="fields", items=None)
    if name in {"os.path.abspath", "os.path.normpath", "os.path.realpath"}:
        return whole.but(kind="path", items=None, safe=whole.safe | RESOLVED)
    if name.startswith(("os.path.", "pathlib.")):
        return whole.but(kind="path", items=None)
    return whole.but(items=None, head="" if whole.head == "" else whole.head)


def _of_text(given: Given) -> Value:
    receiver = given.receiver
    whole = mixed([receiver, *given.positional])
    if given.word in {"dict", "model_dump"}:
        return receiver.but(kind="fields", items=None)
    if given.word in {"split", "rsplit", "splitlines", "partition", "rpartition", "getlist", "get_all", "getall"}:
        return whole.but(items=None, constant=UNKNOWN, kind="")
    if given.word == "get":
        return receiver if receiver.kind == "derived" else element(receiver, None)
    if given.word in {"getone", "getfirst", "__getitem__"} and given.positional:
        return element(receiver, given.positional[0])
    if given.word in {"resolve", "absolute", "joinpath", "expanduser", "with_suffix", "with_name"}:
        plain = whole.safe | RESOLVED if given.word == "resolve" else whole.safe
        return whole.but(kind="path", built=whole.built, safe=plain)
    if given.word in {"values", "pop", "popitem", "group", "groups", "groupdict"}:
        return deeper(receiver, "[]")
    if given.word == "keys":
        return CLEAN if receiver.kind == "fields" else deeper(receiver, "key")
    keeps = receiver.kind if receiver.kind in {"path", "derived", "buffer", "encoded", "host", "url", "upload"} else ""
    return whole.but(kind=keeps, items=None, constant=UNKNOWN)

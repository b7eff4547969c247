"""Where foreign values do harm: each call is held against the table of sinks."""

import ast
from typing import Any, NamedTuple

from .run import Env, Run
from .tables import AUTHORITY, DATABASES, FILES, SESSION_METHODS, SINKS, XML_WORDS, Sink
from .value import (
    CLEAN,
    CLIENT,
    CODE,
    COMMAND,
    HTML,
    LDAP,
    PATH,
    PICKLE,
    REDIRECT,
    SESSION,
    SQL,
    TEMPLATE,
    URL,
    XML,
    XPATH,
    Value,
    mixed,
    of_constant,
)


class Given(NamedTuple):
    """A call: the last word and the full name of what is called, the object it is called on, and what it is given."""

    word: str
    name: str
    receiver: Value
    positional: list[Value]
    named: dict[str, Value]

    def argument(self, position: int, *names: str) -> Value:
        if 0 <= position < len(self.positional):
            return self.positional[position]
        return next((self.named[name] for name in names if name in self.named), CLEAN)


# Words by which a text reads like SQL in any case, and those that do in capitals only.
_VERBS = frozenset(
    {"select", "insert", "update", "delete", "create", "drop", "alter", "truncate", "pragma", "savepoint", "vacuum"}
)
_CAPITALS = frozenset(
    {"REPLACE", "ORDER", "GROUP", "WHERE", "FROM", "VALUES", "MERGE", "GRANT", "REVOKE", "UNION", "HAVING", "LIMIT",
     "JOIN", "ATTACH", "EXPLAIN", "ANALYZE", "COPY", "CALL", "EXEC", "SET", "SHOW", "USE", "WITH", "REINDEX", "ASC",
     "DESC", "LIKE", "RETURNING", "LOCK", "DESCRIBE", "LISTEN", "NOTIFY", "AND", "OR", "NOT", "OFFSET", "BY"}
)  # fmt: skip
_WITHOUT_WORDS = str.maketrans("()[]{},;='\"`\n\t", " " * 14)
_HOLDERS = frozenset(
    {"cursor", "cur", "conn", "connection", "db", "session", "engine", "database", "c", "con", "pool", "objects", "tx"}
)
_SHELLS = frozenset({"sh", "bash", "zsh", "dash", "ksh", "cmd", "cmd.exe", "powershell", "pwsh", "powershell.exe"})
_RUN = frozenset({"-c", "/c", "/C", "-lc", "-ec", "-ic", "-Command", "/k"})
_UNSAFE_LOADERS = frozenset({"Loader", "CLoader", "UnsafeLoader", "CUnsafeLoader", "FullLoader", "CFullLoader"})
_SESSIONS = frozenset(f"{package}.session.{word}" for package in ("flask", "quart") for word in SESSION_METHODS)
_MARKUP = frozenset(
    {"mark_safe", "Markup", "SafeString", "SafeText", "SafeData", "HTMLResponse", "HTML", "html", "format_html"}
)


def check(run: Run, node: ast.Call, given: Given, env: Env) -> bool:
    """Note the foreign values that do harm in this call; whether there were any but paths."""
    before = len(run.hits)
    if given.word in XML_WORDS:
        _xml(run, node, given, env)
    if given.word in {"write", "finish"} and given.positional:
        _written(run, node, given)
    _check_special(run, node, given)
    for sink in SINKS.get(given.word, ()):
        if _is(run, node, sink, given):
            _CHECKS.get(sink.family, _plain)(run, node, sink, given)
    return any(hit.family != PATH for hit in run.hits[before:])


def _check_special(run: Run, node: ast.Call, given: Given) -> None:
    """Calls that do harm in a way of their own."""
    if given.word in SESSION_METHODS:
        _kept_in_session(run, node, given)
    if given.word == "set_header" and len(given.positional) == 2 and _is_tornado(run, node):
        _located(run, node, *given.positional)
    if given.word == "render_template_string" and given.positional:
        _marked_safe(run, node, given)
    if given.word == "setopt" and given.name.startswith("pycurl.") and len(given.positional) == 2:
        _option(run, node, given)
    if "headers" in given.named and given.word.endswith(("Response", "make_response")):
        _with_headers(run, node, given.named["headers"])
    if given.name.endswith("XPathEvaluator()") and given.positional:
        run.hit(XPATH, given.positional[0], node, "XPathEvaluator")


def _kept_in_session(run: Run, node: ast.Call, given: Given) -> None:
    """`session.update(values)`, `session.setdefault(key, value)`, `request.set_session(values)`."""
    if given.word == "set_session":
        values = given.positional if given.receiver.kind == "request" else []
    elif given.receiver.kind == "session" or given.name in _SESSIONS:
        values = [*given.positional, *given.named.values()]
    else:
        return
    for value in values:
        if value.kind != "derived":
            run.hit(SESSION, value.but(built=None), node, "session")


def _marked_safe(run: Run, node: ast.Call, given: Given) -> None:
    """A value that a template of ours lets through as it is: `{{ name|safe }}`."""
    import re

    text = given.positional[0].constant
    for name, value in given.named.items() if isinstance(text, str) and "safe" in text else ():
        if re.search(rf"{{{{\s*{re.escape(name)}\b[^}}]*\|\s*safe\b", text):
            run.hit(HTML, value.but(built=None), node, "template")


def _option(run: Run, node: ast.Call, given: Given) -> None:
    """`curl.setopt(pycurl.URL, address)`."""
    option, value = run.module.last(node.args[0]), given.positional[1]
    if option in {"URL", "PROXY"} and value.sources and not _fixed(value, URL):
        run.hit(URL, value, node, "setopt")


def _with_headers(run: Run, node: ast.AST, headers: Value) -> None:
    """A response that is made with its headers."""
    if isinstance(headers.items, dict):
        for name, value in headers.items.items():
            _located(run, node, of_constant(name) if isinstance(name, str) else CLEAN, value)


def _located(run: Run, node: ast.AST, name: Value, value: Value) -> None:
    """A header `Location`."""
    named = isinstance(name.constant, str) and name.constant.lower() == "location"
    if named and value.sources and value.kind != "derived" and not _fixed(value, REDIRECT):
        run.hit(REDIRECT, value, node, "Location")


def _is(run: Run, node: ast.Call, sink: Sink, given: Given) -> bool:
    if sink.positions == (-1,) and given.receiver.kind == "path":
        return True
    return any(_fits(run, node, name, given) for name in sink.names)


_OTHERS = frozenset({"re", "os", "builtins", "logging", "concurrent", "itertools", "click", "typer"})


def _fits(run: Run, node: ast.Call, name: str, given: Given) -> bool:
    """Whether a call is of what one name in the table of sinks stands for."""
    if not name:
        return given.name.partition(".")[0] not in _OTHERS
    if name == "!ldap":
        return bool(run.module.imported & {"ldap", "ldap3"}) and not given.name.startswith(("re.", "builtins."))
    if name == ".":
        own = isinstance(node.func, ast.Attribute) and run.analysis.class_of_self(run.function, node.func.value)
        return bool(own)
    if name.endswith(".*"):
        return given.name.rpartition(".")[0] == name[:-2]
    return given.name == name or (name.endswith(".") and given.name.startswith(name))


def _values(sink: Sink, given: Given) -> list[Value]:
    found = [given.receiver if at < 0 else given.positional[at] for at in sink.positions if at < len(given.positional)]
    return found + [given.named[name] for name in sink.keywords if name in given.named]


def _plain(run: Run, node: ast.Call, sink: Sink, given: Given) -> None:
    for value in _values(sink, given):
        if value.sources and not (sink.family == PATH and _is_file(value)):
            run.hit(sink.family, value, node, _called(given, node))


def _is_file(value: Value) -> bool:
    """Whether a value is a file that was sent, or its content: no path."""
    if value.kind in {"buffer", "upload"}:
        return True
    return all(not FILES.isdisjoint(source) and _NAMES.isdisjoint(source) for source in value.sources)


_NAMES = frozenset({"filename", "name"})


def _called(given: Given, node: ast.Call) -> str:
    """A call by the name that a reader knows it by."""
    if given.name and not given.name.startswith(".") and "(" not in given.name and "[" not in given.name:
        return given.name.removeprefix("builtins.")
    if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
        return f"{node.func.value.id}.{node.func.attr}"
    return given.word


def _sql(run: Run, node: ast.Call, sink: Sink, given: Given) -> None:
    database = given.name.startswith(DATABASES) or bool(given.name and given.name in sink.names)
    for value in _values(sink, given):
        if given.word == "extra" and value.items is not None:
            value = mixed(list(value.items.values()) if isinstance(value.items, dict) else value.items)
        if not value.sources:
            continue
        if value.built is not None:
            said = any(character.isalpha() for character in value.text) or _by_client(value) or given.name in sink.names
            fits = (database and said) or given.word == "extra" or like_sql(value)
        else:
            fits = database or _held(node) in _HOLDERS
        if fits and not (given.word == "extra" and value.built is None):
            run.hit(SQL, value, node, _called(given, node))


def _by_client(value: Value) -> bool:
    return any(source[0] == CLIENT for source in value.sources)


def like_sql(value: Value) -> bool:
    """Whether the known part of a text reads like SQL."""
    words = value.text.translate(_WITHOUT_WORDS).split()
    return any(word in _CAPITALS or word.lower() in _VERBS for word in words) or "order by" in value.text


def _held(node: ast.Call) -> str:
    """The last word of what a method is called on."""
    if not isinstance(node.func, ast.Attribute):
        return ""
    of = node.func.value
    while isinstance(of, ast.Call | ast.Await):
        of = of.func if isinstance(of, ast.Call) else of.value
    word = of.attr if isinstance(of, ast.Attribute) else of.id if isinstance(of, ast.Name) else ""
    return word.lower().lstrip("_").rpartition("_")[2]


def _command(run: Run, node: ast.Call, sink: Sink, given: Given) -> None:
    name = _called(given, node)
    if given.name.startswith("subprocess.") and given.word not in {"getoutput", "getstatusoutput"}:
        _process(run, node, given, name)
    elif given.word == "create_subprocess_exec":
        _program(run, node, given.positional, name)
    elif given.name.startswith(("os.exec", "os.spawn", "os.posix", "os.startfile", "anyio.")):
        for value in _values(sink, given):
            run.hit(COMMAND, value, node, name, strict=True)
    else:
        for value in _values(sink, given):
            whole = value.built is None and given.word == "exec_command" and not given.name.startswith("paramiko.")
            if value.items is None:
                run.hit(COMMAND, value, node, name, strict=whole)


def _process(run: Run, node: ast.Call, given: Given, name: str) -> None:
    command = given.argument(0, "args")
    shell = given.named.get("shell")
    if shell is not None and not (shell.known and not shell.constant):
        first = command.items[0] if isinstance(command.items, list) and command.items else command
        run.hit(COMMAND, first, node, name)
    elif isinstance(command.items, list):
        _program(run, node, command.items, name)
    elif command.items is None and command.built is None:
        run.hit(COMMAND, command, node, name, strict=True)


def _program(run: Run, node: ast.Call, words: list[Value], name: str) -> None:
    """A program with its arguments: what a shell is given to run, and a program that a client names."""
    if not words:
        return
    program = words[0].constant
    base = program.replace("\\", "/").rpartition("/")[2].lower() if isinstance(program, str) else ""
    if words[0].sources:
        run.hit(COMMAND, words[0], node, name, strict=True)
    elif len(words) > 2 and words[1].constant in _RUN and (not base or base in _SHELLS):
        run.hit(COMMAND, words[2], node, name)


def _code(run: Run, node: ast.Call, sink: Sink, given: Given) -> None:
    strict = given.word not in {"eval", "exec"} or given.name.startswith("pandas.")
    for value in _values(sink, given):
        if value.kind != "compiled":
            run.hit(CODE, value, node, _called(given, node), strict)


def _pickle(run: Run, node: ast.Call, sink: Sink, given: Given) -> None:
    data = given.positional[0] if given.positional else CLEAN
    run.analysis.loaded[node] = data.fixed and run.analysis.loaded.get(node, True)
    if given.name in {"yaml.load", "yaml.load_all"}:
        loaders = [keyword.value for keyword in node.keywords if keyword.arg == "Loader"] + node.args[1:2]
        if loaders and run.module.last(loaders[0]) not in _UNSAFE_LOADERS:
            return
    for value in _values(sink, given)[:1]:
        run.hit(PICKLE, value.but(built=None), node, _called(given, node))


def _url(run: Run, node: ast.Call, sink: Sink, given: Given) -> None:
    for value in _values(sink, given)[:2]:
        if value.sources and not _fixed(value, URL):
            run.hit(URL, value, node, _called(given, node))


def _fixed(value: Value, family: int) -> bool:
    """Whether an address begins with a host that is not foreign."""
    head = value.head
    if head is None or _has_host(head):
        return True
    if family == REDIRECT:
        return len(head) > 1 and (head[0] in "?#" or (head[0] == "/" and head[1] not in "/\\"))
    return head.startswith("/")


def _has_host(head: str) -> bool:
    """Whether the beginning of an address reaches past its host."""
    _, mark, rest = head.partition("://")
    return bool(mark) and rest[:1] not in {"", "/", "?", "#"} and any(end in rest for end in "/?#")


def _redirect(run: Run, node: ast.Call, sink: Sink, given: Given) -> None:
    for value in _values(sink, given)[:1]:
        if value.sources and not _fixed(value, REDIRECT) and value.kind != "derived":
            run.hit(REDIRECT, value, node, _called(given, node))


def _html(run: Run, node: ast.Call, sink: Sink, given: Given) -> None:
    if given.word not in _MARKUP and (not _sends_html(given) or _declares_plain(run)):
        return
    for value in _values(sink, given)[:1]:
        body = _body(value, node.args[0] if node.args else None)
        if body.kind != "derived":
            run.hit(HTML, body, node, _called(given, node))


def _body(value: Value, node: ast.expr | None = None) -> Value:
    """The text of what is sent; a dictionary or a list is sent as JSON, a tuple has headers."""
    if isinstance(value.items, list) and isinstance(node, ast.Tuple) and value.items[0].items is None:
        return value.items[0]
    return value if value.items is None and value.kind not in {"fields", "buffer"} else CLEAN


def _sends_html(given: Given) -> bool:
    """Whether a response of this class, made this way, is shown as HTML."""
    kinds = [given.named[name] for name in ("mimetype", "content_type", "media_type") if name in given.named]
    kinds += [kind for one in (*given.positional[1:], given.named.get("headers", CLEAN)) if (kind := _stated(one))]
    if kinds:
        return kinds[0].kind == "html" or (isinstance(kinds[0].constant, str) and "html" in kinds[0].constant)
    return given.name.startswith(("flask.", "django.", "quart.", "werkzeug.")) and "headers" not in given.named


def _declares_plain(run: Run) -> bool:
    """Whether this function sets the type of a response to something else than HTML."""
    return run.module.once((_declares_plain, run.function), lambda: any(map(_sets_plain, ast.walk(run.function))))


def _sets_plain(node: ast.AST) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "set_header":
        texts = [one.value.lower() for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        return len(texts) == 2 and texts[0] == "content-type" and "html" not in texts[1]
    if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Constant):
        return False
    for target in node.targets:
        key = target.slice if isinstance(target, ast.Subscript) else None
        named = isinstance(key, ast.Constant) and str(key.value).lower() == "content-type"
        typed = isinstance(target, ast.Attribute) and target.attr in {"mimetype", "content_type", "media_type"}
        if (named or typed) and "html" not in str(node.value.value):
            return True
    return False


def _written(run: Run, node: ast.Call, given: Given) -> None:
    """`self.write(text)` of a Tornado handler, `response.write(text)` of a response of Django."""
    if given.name == "django.http.HttpResponse().write":
        if given.receiver.kind != "plain" and not _declares_plain(run):
            run.hit(HTML, _body(given.positional[0]), node, "response.write")
    elif _is_tornado(run, node) and not _declares_plain(run):
        run.hit(HTML, _body(given.positional[0]), node, f"self.{given.word}")


def _is_tornado(run: Run, node: ast.Call) -> bool:
    """Whether this is a method of a Tornado handler itself."""
    if run.handler is None or run.handler.framework != "tornado" or not isinstance(node.func, ast.Attribute):
        return False
    return run.analysis.class_of_self(run.function, node.func.value) is not None


def plain(given: Given) -> bool:
    """Whether a response is made that is said to be no HTML."""
    if not given.word.endswith("Response"):
        return False
    kind = given.named.get("content_type", CLEAN).constant
    return isinstance(kind, str) and "html" not in kind


def _ldap(run: Run, node: ast.Call, sink: Sink, given: Given) -> None:
    for value in _values(sink, given):
        run.hit(LDAP, value, node, _called(given, node))


def _archive(run: Run, node: ast.Call, sink: Sink, given: Given) -> None:
    if given.word != "unpack_archive":
        return
    for value in _values(sink, given):
        run.hit(sink.family, value, node, _called(given, node))


def _template(run: Run, node: ast.Call, sink: Sink, given: Given) -> None:
    if "andbox" not in given.name:
        _plain(run, node, sink, given)


_CHECKS = {
    SQL: _sql,
    COMMAND: _command,
    CODE: _code,
    PICKLE: _pickle,
    URL: _url,
    REDIRECT: _redirect,
    HTML: _html,
    LDAP: _ldap,
    TEMPLATE: _template,
}


# --- statements that do harm ---------------------------------------------------------------------------------------


def returned(run: Run, node: ast.Return, value: Value) -> None:
    """What a view returns as a page."""
    handler = run.handler
    if node.value is None or value.kind == "derived":
        return
    if handler is None:
        _leads(run, node, value)
        return
    for one in value.items[1:] if isinstance(value.items, list) and handler.framework == "flask" else ():
        _with_headers(run, node, one)
    if handler.framework != "flask" and not run.analysis.html(handler.function):
        return
    if isinstance(value.items, list) and any(_is_plain(one) for one in value.items[1:]):
        return
    run.hit(HTML, _body(value, node.value), node, "return")


def _leads(run: Run, node: ast.Return, value: Value) -> None:
    """Where a view of Django leads on to, by a method that is asked for it."""
    if getattr(run.function, "name", "") not in {"get_redirect_url", "get_success_url"}:
        return
    owner = run.module.owner(run.function)
    if owner is not None and run.analysis.answers_requests(owner) and value.sources and not _fixed(value, REDIRECT):
        run.hit(REDIRECT, value, node, "return")


def _is_plain(value: Value) -> bool:
    """Whether this is a dictionary of headers that says that no HTML is sent."""
    kind = _stated(value)
    return kind is not None and isinstance(kind.constant, str) and "html" not in kind.constant


def _stated(headers: Value) -> Value | None:
    """The type of content that a dictionary of headers states."""
    if not isinstance(headers.items, dict):
        return None
    named = (kind for name, kind in headers.items.items() if isinstance(name, str) and name.lower() == "content-type")
    return next(named, None)


def set_in_session(run: Run, target: ast.expr, key: Value, value: Value) -> None:
    if key.foreign(SESSION):
        run.hit(SESSION, key.but(built=None), target, "session")
    elif isinstance(value.items, dict):
        for name, part in value.items.items():
            if isinstance(name, str) and name.lower() in AUTHORITY and part.kind != "derived":
                run.hit(SESSION, part.but(built=None), target, "session")
    elif value.items is None and value.kind != "derived":
        run.hit(SESSION, value.but(built=None), target, "session")


def redirected(run: Run, target: ast.Subscript, key: Value, value: Value) -> None:
    """`response.headers["Location"] = address`."""
    _located(run, target, key, value)


def set_on_object(run: Run, target: ast.Attribute, value: Value) -> Value | None:
    """`response.location = address`, and a parser of expat that is told how to read what a document refers to."""
    if target.attr == "location":
        if run.module.name(target.value).startswith(("flask.", "werkzeug.", "quart.", "bottle.", "falcon.")):
            _located(run, target, of_constant("location"), value)
    elif target.attr == "ExternalEntityRefHandler" and not value.known:
        return Value(kind="entities", built=target)
    return None


# --- XML -----------------------------------------------------------------------------------------------------------


def _xml(run: Run, node: ast.Call, given: Given, env: Env) -> None:
    from .names import place

    if given.word == "setFeature" and isinstance(node.func, ast.Attribute) and len(given.positional) == 2:
        feature = node.args[0]
        name = run.module.name(feature).rpartition(".")[2] or run.module.last(feature)
        name += str(given.positional[0].constant)
        on = given.positional[1]
        external = any(part in name for part in ("external_ges", "external_pes", "external-general", "external-param"))
        if external and on.known and (key := place(node.func.value)):
            env.values[key] = Value(kind="entities", built=node) if on.constant else CLEAN
        return
    others = [one for one in (given.receiver, *given.positional[1:], *given.named.values()) if one.kind == "entities"]
    parser = others[0].built if others else node if opens_entities(given) else None
    if parser is not None and (given.positional or "source" in given.named):
        data = given.argument(0, "source")
        run.hit(XML, data.but(built=parser), node, _called(given, node))


def opens_entities(given: Given) -> bool:
    """Whether a parser of a library is made, or a text is parsed, so that what a document refers to is read."""
    if given.name.startswith("defusedxml."):
        return any(_switch(given, name) is False for name in ("forbid_entities", "forbid_external"))
    if given.name == "xmltodict.parse":
        return _switch(given, "disable_entities") is False
    if not given.name.startswith("lxml.") or given.word not in {"XMLParser", "iterparse", "makeparser"}:
        return False
    asked = _switch(given, "resolve_entities")
    network = _switch(given, "no_network")
    huge = _switch(given, "huge_tree")
    dtd = any(_switch(given, name) is True for name in ("load_dtd", "dtd_validation"))
    return asked is True or (network is False and asked is not False) or huge is True or (dtd and asked is not False)


def _switch(given: Given, name: str) -> Any:
    """The value of a keyword, written out or from a dictionary that is spread."""
    spread = given.named.get("**", CLEAN).items
    found = given.named.get(name) or (spread.get(name) if isinstance(spread, dict) else None)
    return (found or CLEAN).constant

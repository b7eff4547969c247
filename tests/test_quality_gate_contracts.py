"""Contract tests without schemathesis: how contracts are named, what documents and sources say of routes, how facts are
put in words, and that no process outlives its time."""

import ast
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from walkaround._finding import NotJudged
from walkaround.quality_gate.contracts import Asked, Broken, _process, _trial, _uncovered, failures, uncovered_routes
from walkaround.quality_gate.contracts._documents import routes_in
from walkaround.quality_gate.contracts._named import Contract, contract_of, file_of
from walkaround.quality_gate.contracts._routes import Declared, declared
from walkaround.quality_gate.contracts._wording import broken, unjudged
from walkaround.quality_gate.contracts.edges import edges

APP = Contract("app.main:app", "", "app.main:app")
DOCUMENT = Contract("api.yaml", "api.yaml", "")


def expect(_: int) -> Callable[[], None]:
    return lambda: None


def said(found: Iterator[Broken | NotJudged]) -> list[object]:
    """Findings as they are, and what was not judged as its text."""
    return [str(one) if isinstance(one, NotJudged) else tuple(one) for one in found]


def asked(top: Path, *contracts: str, changed: Mapping[str, str] | None = None, seconds: int = 20) -> Asked:
    """All lines of these sources are changed."""
    sources = dict(changed or {})
    for path, text in sources.items():
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_text(text, encoding="utf-8")
    lines = {path: frozenset(range(1, text.count("\n") + 2)) for path, text in sources.items()}
    return Asked(str(top), sys.executable, contracts, lines, lambda path: (top / path).read_bytes(), 5, seconds)


_NAMED = {
    "application": ("app.main:app", ("", "app.main:app")),
    "factory": ("app.main:create_app()", ("", "app.main:create_app()")),
    "attribute": ("app:site.wsgi", ("", "app:site.wsgi")),
    "document": ("api.yaml", ("api.yaml", "")),
    "both": ("./api.yaml -> app.main:app", ("api.yaml", "app.main:app")),
}


@pytest.mark.parametrize(("text", "expected"), _NAMED.values(), ids=_NAMED)
def test_contracts_are_named(tmp_path: Path, text: str, expected: tuple[str, str]) -> None:
    (tmp_path / "api.yaml").touch()
    assert contract_of(text, str(tmp_path)) == (text, *expected)


_FORMS = "write `app.main:app`, `app.main:create_app()`, `openapi.yaml` or `openapi.yaml -> app.main:app`"
_MISNAMED = {
    "nothing": ("", f": is no name of a contract; {_FORMS}"),
    "a call with arguments": ("app:make(1)", f"app:make(1): is no name of a contract; {_FORMS}"),
    "code": ("app:app;import os", f"app:app;import os: is no name of a contract; {_FORMS}"),
    "no application": ("api.yaml -> ", f"api.yaml -> : is no name of a contract; {_FORMS}"),
    "not there": ("apo.yaml", 'apo.yaml: apo.yaml is not there; did you mean "api.yaml"?'),
    "outside": ("../api.yaml", "../api.yaml: names a document outside of the repository; keep a copy of it inside"),
    "absolute": ("/api.yaml", "/api.yaml: names a document outside of the repository; keep a copy of it inside"),
}


@pytest.mark.parametrize(("text", "expected"), _MISNAMED.values(), ids=_MISNAMED)
def test_contracts_are_misnamed(tmp_path: Path, text: str, expected: str) -> None:
    (tmp_path / "api.yaml").touch()
    assert said(failures(asked(tmp_path, text), expect)) == [expected]


def test_file_of_a_contract(tmp_path: Path) -> None:
    (tmp_path / "src/app").mkdir(parents=True)
    assert file_of(APP, str(tmp_path)) == "app.main:app"
    (tmp_path / "src/app/main.py").touch()
    assert file_of(APP, str(tmp_path)) == "src/app/main.py"
    assert file_of(DOCUMENT, str(tmp_path)) == "api.yaml"


_DOCUMENTS = {
    "yaml": (
        "openapi: 3.1.0\npaths:\n  /a/{id}:\n    get: {}\n    parameters: []\n    x-note: 1\n",
        {("GET", "/a/{id}")},
    ),
    "json": ('{"openapi": "3.0.0", "paths": {"/a": {"post": {}, "put": {}}}}', {("POST", "/a"), ("PUT", "/a")}),
    "swagger": ("swagger: '2.0'\nbasePath: /v1\npaths: {/a: {get: {}}}", {("GET", "/a"), ("GET", "/v1/a")}),
    "servers": (
        "openapi: 3.0.0\nservers: [{url: 'https://x.org/v2/'}, {url: /v3}, 1]\npaths: {/a: {get: {}}}",
        {("GET", "/a"), ("GET", "/v2/a"), ("GET", "/v3/a")},
    ),
    "reference": ("openapi: 3.0.0\npaths: {/a: {$ref: other.yaml}}", {("", "/a")}),
    "no paths": ("openapi: 3.1.0", set()),
    "what is no path": ("openapi: 3.1.0\npaths: {1: 2, /a: 3}", set()),
}


@pytest.mark.parametrize(("text", "expected"), _DOCUMENTS.values(), ids=_DOCUMENTS)
def test_documents(text: str, expected: set[tuple[str, str]]) -> None:
    assert {*map(tuple, routes_in(DOCUMENT, lambda _: text.encode()))} == expected


_NO_DOCUMENTS = {
    "broken yaml": (b"openapi: [", "cannot be read: line "),
    "broken json": (b'{"openapi": ', "Expecting value"),
    "deep": (b"[" * 20_000, ""),
    "not utf-8": (b"\xff", "is not UTF-8; save it as UTF-8"),
    "a list": (b"- openapi", "is no OpenAPI document: `openapi` and `swagger` are missing; mend it"),
    "empty": (b"", "is no OpenAPI document: `openapi` and `swagger` are missing; mend it"),
    "paths are a list": (b"openapi: 3.1.0\npaths: [1]", "is no OpenAPI document: its `paths` are no mapping; mend it"),
    "a tag that makes objects": (b"!!python/object/apply:os.system [x]", "could not determine a constructor"),
}


@pytest.mark.parametrize(("content", "part"), _NO_DOCUMENTS.values(), ids=_NO_DOCUMENTS)
def test_what_is_no_document(tmp_path: Path, content: bytes, part: str) -> None:
    (tmp_path / "api.yaml").write_bytes(content)
    found = said(failures(asked(tmp_path, "api.yaml"), expect))
    assert len(found) == 1
    assert str(found[0]).startswith("api.yaml: api.yaml ")
    assert part in str(found[0])
    assert "\n" not in str(found[0])


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
@settings(max_examples=50, deadline=None)
def test_any_document(content: bytes) -> None:
    with pytest.raises(NotJudged) as failed:
        routes_in(DOCUMENT, lambda _: content)
    assert failed.value.path == "api.yaml"
    assert "\n" not in failed.value.why


_ROUTES: dict[str, tuple[str, set[tuple[frozenset[str], str]]]] = {
    "fastapi": ("@app.get('/a/{id}')\nasync def f(id: int): ...", {(frozenset({"GET"}), "/a/{id}")}),
    "flask": ("@bp.route('/a', methods=['POST', 'PUT'])\ndef f(): ...", {(frozenset({"POST", "PUT"}), "/a")}),
    "flask by default": ("@bp.route('/a/<int:id>')\ndef f(id): ...", {(frozenset({"GET"}), "/a/<int:id>")}),
    "several": (
        "@app.get('/a')\n@app.post('/b')\ndef f(): ...", {(frozenset({"GET"}), "/a"), (frozenset({"POST"}), "/b")},
    ),
    "options come by themselves": (
        "@a.route('/a', methods=['GET', 'OPTIONS'])\ndef f(): ...",
        {(frozenset({"GET"}), "/a")},
    ),
    "methods that cannot be told": ("@a.route('/a', methods=M)\ndef f(): ...", {(frozenset(), "/a")}),
    "litestar": ("from litestar import get\n@get('/a')\nasync def f() -> int: ...", {(frozenset({"GET"}), "/a")}),
    "litestar without path": (
        "from litestar import post\n@post()\nasync def f() -> int: ...",
        {(frozenset({"POST"}), "")},
    ),
    "django": (
        ("from django.urls import path, include\nu = [\n  path('a/<int:id>/', v),\n  path('b/', include('b')),\n"
        "  path('c/', admin.site.urls),\n]"),
        {(frozenset(), "a/<int:id>/")},
    ),
    "starlette": ("routes = [Route('/a', f, methods=['GET'])]", {(frozenset({"GET"}), "/a")}),
    "added": ("app.add_url_rule('/a', view_func=f)", {(frozenset(), "/a")}),
    "aiohttp": ("import aiohttp\napp.router.add_post('/a', f)", {(frozenset({"POST"}), "/a")}),
    "a path that cannot be told": ("@app.get(PREFIX + '/a')\ndef f(): ...", set()),
    "hidden": ("@app.get('/a', include_in_schema=False)\ndef f(): ...", set()),
    "a page": ("@app.route('/a')\ndef f():\n    return render_template('a.html')", set()),
    "a client": ("def f():\n    client.get('/a')", set()),
    "a patch": ("@mock.patch('os.path')\ndef f(): ...", set()),
    "a table of something else": ("path('a/', v)\nRoute('a')", set()),
    "no call": ("@app.get\ndef f(): ...", set()),
}  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), _ROUTES.values(), ids=_ROUTES)
def test_declared_routes(source: str, expected: set[tuple[frozenset[str], str]]) -> None:
    lines = frozenset(range(1, source.count("\n") + 2))
    assert {(one.methods, one.path) for one in declared(ast.parse(source), lines)} == expected


def test_only_changed_lines() -> None:
    source = "@app.get('/a')\ndef a():\n    return 1\n\n\n@app.get(\n    '/b')\ndef b():\n    return 2\n"
    tree = ast.parse(source)
    assert [*declared(tree, frozenset({1}))] == [Declared(frozenset({"GET"}), "/a", 2)]
    assert [*declared(tree, frozenset({7}))] == [Declared(frozenset({"GET"}), "/b", 8)]
    assert [*declared(tree, frozenset({2, 3, 4, 5, 8, 9}))] == []


API = """\
openapi: 3.1.0
paths:
  /orders: {get: {}}
  /v1/items/{item_id}: {get: {}, put: {}}
  /a/b: {$ref: other.yaml}
"""
_COVERED = {
    "the same": "@app.get('/orders')\ndef f(): ...",
    "a slash at its end": "@app.get('/orders/')\ndef f(): ...",
    "behind a prefix": "@router.put('/items/{id}')\ndef f(id): ...",
    "another way to write a parameter": "@bp.route('/items/<int:id>')\ndef f(id): ...",
    "the root of a router": "@router.get('')\ndef f(): ...",
    "parameters alone, which may stand anywhere": "@app.get('/{name}')\ndef f(): ...",
    "by reference": "@app.delete('/a/b')\ndef f(): ...",
    "django": "from django.urls import path\nurlpatterns = [path('items/<int:pk>', v)]",
}
_UNCOVERED = {
    "new": ("@app.get('/carts')\ndef f(): ...", "GET /carts"),
    "another method": ("@app.route('/orders', methods=['GET', 'POST', 'PUT'])\ndef f(): ...", "POST, PUT /orders"),
    "a name where a parameter is": ("@app.get('/items/export')\ndef f(): ...", "GET /items/export"),
    "django": ("\nfrom django.urls import path; path('carts/', v)", "/carts/"),
}


@pytest.mark.parametrize("source", _COVERED.values(), ids=_COVERED)
def test_covered_routes(tmp_path: Path, source: str) -> None:
    (tmp_path / "api.yaml").write_text(API)
    assert said(uncovered_routes(asked(tmp_path, "api.yaml", changed={"shop/web.py": source}))) == []


@pytest.mark.parametrize(("source", "shown"), _UNCOVERED.values(), ids=_UNCOVERED)
def test_uncovered_routes(tmp_path: Path, source: str, shown: str) -> None:
    (tmp_path / "api.yaml").write_text(API)
    assert said(uncovered_routes(asked(tmp_path, "api.yaml", changed={"shop/web.py": source}))) == [
        (
            "shop/web.py", 2, f"`{shown}` is new or changed, and no contract has it.",
            "Add it to api.yaml, with what it answers.",
        )
    ]  # fmt: skip


def test_nothing_is_asked_without_contracts(tmp_path: Path) -> None:
    changed = {"web.py": "@app.get('/carts')\ndef f(): ..."}
    assert said(uncovered_routes(asked(tmp_path, changed=changed))) == []
    assert said(failures(asked(tmp_path, changed=changed), expect)) == []


def test_a_source_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "api.yaml").write_text(API)
    assert said(uncovered_routes(asked(tmp_path, "api.yaml", changed={"web.py": "\ndef f(:"}))) == [
        "web.py: line 2: is not Python that this interpreter reads; mend it"
    ]


def test_a_document_that_cannot_be_read_is_no_verdict(tmp_path: Path) -> None:
    (tmp_path / "api.yaml").write_text(API)
    (tmp_path / "other.yaml").write_text("[1]")
    why = "other.yaml: other.yaml is no OpenAPI document: `openapi` and `swagger` are missing; mend it"
    new = {"web.py": "@app.get('/carts')\ndef f(): ..."}
    assert said(uncovered_routes(asked(tmp_path, "api.yaml", "other.yaml", changed=new))) == [why]
    known = {"web.py": "@app.get('/orders')\ndef f(): ..."}
    assert said(uncovered_routes(asked(tmp_path, "api.yaml", "other.yaml", changed=known))) == []


_SEGMENTS = st.lists(st.sampled_from(["a", "b", "{id}", "<int:n>", "<x>", "{p:path}", "c-{id}"]), max_size=4)


@given(_SEGMENTS, _SEGMENTS)
@settings(max_examples=50)
def test_a_route_fits_its_own_path_behind_any_prefix(prefix: list[str], own: list[str]) -> None:
    path = "/" + "/".join(own)
    assert _uncovered._fits(path, "/".join(["", *prefix, *own]))
    assert not _uncovered._fits(f"{path}/z", "/".join(["", *prefix, *own]))


_REQUEST = {"operation": "GET /a/{id}", "request": "GET /a/0"}
_BREACHES: dict[str, tuple[dict[str, Any], str, str]] = {
    "exception": (
        {"what": "exception", "exception": "ZeroDivisionError"},
        "`GET /a/0` ends in ZeroDivisionError, which nothing handles.",
        "Handle what this request brings, or refuse it with a status that the contract of GET /a/{id} has.",
    ),
    "server error": (
        {"what": "server-error", "status": 503},
        "`GET /a/0` answers 503, an error of the server.",
        "Handle what this request brings, or refuse it with a status that the contract of GET /a/{id} has.",
    ),
    "status": (
        {"what": "status", "status": 404, "known": ["200", "422"]},
        "`GET /a/0` answers 404, which the contract of GET /a/{id} does not have.",
        "Add 404 to the contract, or answer with one of 200, 422.",
    ),
    "no status known": (
        {"what": "status", "status": 404, "known": []},
        "`GET /a/0` answers 404, which the contract of GET /a/{id} does not have.",
        "Add 404 to the contract.",
    ),
    "media": (
        {"what": "media", "status": 200, "media": "text/html", "known": ["application/json"]},
        "`GET /a/0` answers 200 with text/html, which the contract of GET /a/{id} does not have.",
        "Answer with application/json, or add text/html to the contract.",
    ),
    "headers": (
        {"what": "headers", "status": 200, "missing": ["ETag"]},
        "`GET /a/0` answers 200 without ETag, which the contract of GET /a/{id} promises.",
        "Send the header, or take it out of the contract.",
    ),
    "schema": (
        {"what": "schema", "status": 200, "where": "items/0/id", "rule": "type"},
        (
            "The answer of `GET /a/0` is not what the contract of GET /a/{id} says of 200: a value is of another type"
            " at `items/0/id`."
        ),
        "Mend the answer or the contract, whichever is wrong.",
    ),
    "unknown rule": (
        {"what": "schema", "status": 200, "where": "", "rule": "dependentSchemas"},
        "The answer of `GET /a/0` is not what the contract of GET /a/{id} says of 200: it breaks its schema.",
        "Mend the answer or the contract, whichever is wrong.",
    ),
    "body": (
        {"what": "body", "status": 200},
        "The answer of `GET /a/0`, 200, cannot be read as the contract of GET /a/{id} says.",
        "Answer with a body of the type that is named in the contract.",
    ),
    "other": (
        {"what": "other", "status": 200, "title": "Something else"},
        "`GET /a/0` breaks the contract of GET /a/{id}: something else.",
        "Mend the answer or the contract, whichever is wrong.",
    ),
}


@pytest.mark.parametrize(("fact", "message", "remedy"), _BREACHES.values(), ids=_BREACHES)
def test_breaches_in_words(fact: dict[str, Any], message: str, remedy: str) -> None:
    assert broken({**_REQUEST, **fact}, "web.py", 7) == ("web.py", 7, message, remedy)


def test_no_request_can_fool_a_terminal() -> None:
    found = broken({**_REQUEST, "what": "body", "status": 200, "request": "GET /\x1b[31m\n\u202e"}, "web.py", 7)
    assert found.message.isprintable()


_IN_THE_WAY: dict[str, tuple[dict[str, Any], str]] = {
    "import": (
        {"what": "import", "module": "app.main", "why": "ModuleNotFoundError: No module named 'x'"},
        "app.main cannot be imported: ModuleNotFoundError: No module named 'x'; try `py -c 'import app.main'`",
    ),
    "attribute": (
        {"what": "attribute", "module": "app.main", "attribute": "ap", "there": ["app"]},
        "app.main has no 'ap'; did you mean \"app\"?",
    ),
    "attribute, nothing near": (
        {"what": "attribute", "module": "app.main", "attribute": "zzz", "there": ["app", "create_app()"]},
        "app.main has no 'zzz'; it has app, create_app()",
    ),
    "attribute, nothing there": (
        {"what": "attribute", "module": "app.main", "attribute": "zzz", "there": []},
        "app.main has no 'zzz'; name its application",
    ),
    "factory": (
        {"what": "factory", "why": "TypeError: missing x"},
        "the application cannot be made: TypeError: missing x; name one that is made without arguments",
    ),
    "start": (
        {"what": "start", "why": "OSError: no database"},
        "the application does not start: OSError: no database; let a stand-in take the place of what it waits for",
    ),
    "no application": (
        {"what": "no-application", "type": "int"},
        "is of type int and no application; name an ASGI or WSGI application",
    ),
    "version": (
        {"what": "version", "version": "3.39.0"},
        "schemathesis 3.39.0 is another one than 4; run `py -m pip install 'schemathesis>=4,<5'`",
    ),
    "no document": (
        {"what": "no-document"},
        "the application offers no OpenAPI document; name one, as in `openapi.yaml -> app.main:app`",
    ),
    "document": (
        {"what": "document", "why": "ValueError: x"}, "the OpenAPI document cannot be read: ValueError: x; mend it",
    ),
    "empty": ({"what": "empty"}, "the OpenAPI document has no operation that could be tried; mend it"),
    "network": (
        {"what": "network", "operation": "GET /a", "host": "db.example.org"},
        "GET /a was not tried, for it asks the host db.example.org; let a stand-in answer in tests",
    ),
    "refused": (
        {"what": "refused", "operation": "GET /a", "status": 401},
        "GET /a refuses every request with 401; give credentials for tests in schemathesis.toml",
    ),
    "operation": (
        {"what": "operation", "operation": "GET /a", "why": "Unsatisfiable: x"},
        "GET /a was not tried: Unsatisfiable: x; mend its part of the document",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("fact", "why"), _IN_THE_WAY.values(), ids=_IN_THE_WAY)
def test_what_stands_in_the_way(fact: dict[str, Any], why: str) -> None:
    assert str(unjudged(fact, APP, "py")) == f"app.main:app: {why}"


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "integer"}, [0]),
        ({"type": "integer", "minimum": 1, "maximum": 9}, [1, 9]),
        ({"type": "integer", "exclusiveMinimum": 0, "maximum": 9}, [9]),
        ({"type": "integer", "minimum": 0, "exclusiveMinimum": True}, []),
        ({"type": "number", "multipleOf": 3, "maximum": 10}, [0]),
        ({"type": "integer", "enum": [4]}, []),
        ({"type": "string"}, [""]),
        ({"type": "string", "minLength": 1}, []),
        ({"type": "string", "format": "date"}, []),
        ({"$ref": "#/components/schemas/Count"}, [0, 7]),
        ({"$ref": "#/components/schemas/Loop"}, []),
        ({"$ref": "other.yaml"}, []),
    ],
)
def test_edges(schema: dict[str, Any], expected: list[object]) -> None:
    parameter = {"in": "query", "name": "n", "schema": schema}
    known = {"Count": {"type": "integer", "maximum": 7}, "Loop": {"$ref": "#/components/schemas/Loop"}}
    document = {"paths": {"/a": {"parameters": [parameter]}}, "components": {"schemas": known}}
    operation = type("Operation", (), {"path": "/a", "definition": type("Definition", (), {"raw": {}})})
    assert [*edges(operation, document)] == [("query", "n", value) for value in expected]
    body = {"content": {"application/json": {"schema": {"properties": {"n": schema}}}}}
    operation.definition.raw = {"requestBody": body}  # type: ignore[attr-defined]
    assert [*edges(operation, {**document, "paths": {}})] == [("body", "n", value) for value in expected]


@pytest.fixture
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a script of the test in the place of the one that runs inside of the project's environment."""
    monkeypatch.setattr(_trial, "has_module", lambda *_: ())

    def write(source: str) -> None:
        script = tmp_path / "inside_of_the_test.py"
        script.write_text(
            "import json, os, sys, time, subprocess\nsay = lambda **fact: print(json.dumps(fact), flush=True)\n"
            + dedent(source)
        )
        monkeypatch.setattr(_process, "_SCRIPT", str(script))

    return write


def test_schemathesis_is_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_trial, "has_module", lambda _, name: (name,))
    (tmp_path / "api.yaml").write_text(API)
    why = (
        "contract tests need schemathesis in the project's environment; run "
        f"`{sys.executable} -m pip install 'schemathesis>=4,<5'`"
    )
    both = asked(
        tmp_path, "app:app", "api.yaml -> app:app", "api.yaml", changed={"web.py": "@a.get('/x')\ndef f(): ..."}
    )
    assert said(failures(both, expect)) == [f"app:app: {why}", f"api.yaml -> app:app: {why}"]
    assert said(uncovered_routes(both)) == [f"app:app: {why}"]


def test_facts_become_findings(tmp_path: Path, inside: Callable[[str], None]) -> None:
    inside("""
        assert sys.argv[1:] == ["try", "app.main:app", "", "5"], sys.argv
        assert os.getcwd() == os.path.realpath(os.getcwd())
        print("a line that is no fact")
        print("[1]")
        say(kind="operations", count=2)
        say(kind="asking", request="GET /a/0")
        say(kind="broken", what="server-error", status=500, operation="GET /a/{id}", request="GET /a/0",
            place=["web.py", 3])
        say(kind="done")
        say(kind="broken", what="status", status=404, known=["200"], operation="GET /b", request="GET /b", place=None)
        say(kind="unjudged", what="network", operation="GET /c", host="x.org")
        say(kind="done")
        say(kind="end")
    """)
    steps: list[int] = []

    def counting(total: int) -> Callable[[], None]:
        steps.append(total)
        return lambda: steps.append(1)

    assert said(failures(asked(tmp_path, "app.main:app"), counting)) == [
        (
            "web.py", 3, "`GET /a/0` answers 500, an error of the server.",
            "Handle what this request brings, or refuse it with a status that the contract of GET /a/{id} has.",
        ),
        (
            "app.main:app", 0, "`GET /b` answers 404, which the contract of GET /b does not have.",
            "Add 404 to the contract, or answer with one of 200.",
        ),
        "app.main:app: GET /c was not tried, for it asks the host x.org; let a stand-in answer in tests",
    ]  # fmt: skip
    assert steps == [2, 1, 1]


def test_routes_are_told_by_the_application(tmp_path: Path, inside: Callable[[str], None]) -> None:
    inside("""
        assert sys.argv[1:] == ["routes", "app:app"]
        say(kind="routes", routes=[["GET", "/orders"]])
        say(kind="end")
    """)
    changed = {"web.py": "@app.get('/orders')\n@app.get('/carts')\ndef f(): ..."}
    assert said(uncovered_routes(asked(tmp_path, "app:app", changed=changed))) == [
        (
            "web.py",
            3,
            "`GET /carts` is new or changed, and no contract has it.",
            "Add it to app:app, with what it answers.",
        )
    ]


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("time.sleep(60)", "did not end within 3 seconds: importing and starting the application takes longer;"),
        (
            "say(kind='asking', request='GET /slow')\ntime.sleep(60)",
            "did not end within 3 seconds: the last request was `GET /slow`; mend what waits, or",
        ),
        ("os.close(1)\ntime.sleep(60)", "did not end within 3 seconds: importing and starting the application"),
        ("sys.exit('no settings')", "the application ended its process with exit code 1: no settings; mend that first"),
        (
            "say(kind='asking', request='GET /a')\nos._exit(3)",
            "the application ended its process with exit code 3 at `GET /a`; mend that first",
        ),
        ("os.abort()", "the application ended its process by signal 6; mend that first"),
        ("pass", "the application ended its process with exit code 0; mend that first"),
    ],
    ids=["hangs at import", "hangs in a request", "closes its output and hangs", "exits", "exits in a request",
         "crashes", "ends without a word"],
)  # fmt: skip
def test_an_application_that_hangs_or_crashes(
    tmp_path: Path, inside: Callable[[str], None], source: str, why: str
) -> None:
    inside(source)
    found = said(failures(asked(tmp_path, "app:app", seconds=3 if "within" in why else 60), expect))
    assert len(found) == 1
    assert str(found[0]).startswith(f"app:app: {why}")


def test_a_project_without_an_interpreter(tmp_path: Path, inside: Callable[[str], None]) -> None:
    inside("pass")
    nowhere = asked(tmp_path, "app:app")._replace(python=str(tmp_path / "python"))
    assert said(failures(nowhere, expect)) == [
        f": the interpreter {tmp_path / 'python'} does not run: No such file or directory"
    ]


CHILD = """
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    say(kind="asking", request=str(child.pid))
    time.sleep(60)
"""


def is_gone(pid: int) -> bool:
    for _ in range(1200):
        try:
            with open(f"/proc/{pid}/stat") as file:
                if file.read().rpartition(")")[2].split()[0] == "Z":
                    return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="asks /proc which processes there are")
def test_children_end_with_it(tmp_path: Path, inside: Callable[[str], None]) -> None:
    inside(CHILD)
    found = said(failures(asked(tmp_path, "app:app", seconds=3), expect))
    pid = int(str(found[0]).partition("`")[2].partition("`")[0])
    assert is_gone(pid)


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="asks /proc which processes there are")
def test_ctrl_c_ends_it(tmp_path: Path, inside: Callable[[str], None]) -> None:
    inside(CHILD)
    facts = _process.facts(sys.executable, str(tmp_path), ["try"], 20)
    first = next(facts)
    assert isinstance(first, dict)
    with pytest.raises(KeyboardInterrupt):
        facts.throw(KeyboardInterrupt)
    assert is_gone(int(first["request"]))


def test_nothing_is_left_in_the_project(tmp_path: Path, inside: Callable[[str], None]) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (project / "app.py").write_text("app = None\n")
    inside("""
        sys.path[0] = os.getcwd()
        import app
        os.makedirs(os.environ["HYPOTHESIS_STORAGE_DIRECTORY"])
        print("x" * 1_000_000, file=sys.stderr)
        say(kind="end")
    """)
    assert said(failures(asked(project, "app:app"), expect)) == []
    assert [one.name for one in project.iterdir()] == ["app.py"]

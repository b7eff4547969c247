"""What a module says: names, constants, handlers of requests; and that odd code gives no answer instead of a wrong one."""

import ast
import textwrap
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests_support import TOP, tries
from walkaround._code import UNKNOWN, Module, handlers


def module(source: str) -> Module:
    content = textwrap.dedent(source).encode()
    return Module("shop/app.py", content, ast.parse(content))


def last_call(read: Module) -> ast.Call:
    return max(read.of(ast.Call), key=lambda call: (call.lineno, -call.col_offset))


NAMES = [
    ("import requests\nrequests.get(1)", "requests.get"),
    ("import requests as r\nr.get(1)", "requests.get"),
    ("from requests import get\nget(1)", "requests.get"),
    ("from requests import get as g\ng(1)", "requests.get"),
    ("import os.path\nos.path.join(1)", "os.path.join"),
    ("import os.path as p\np.join(1)", "os.path.join"),
    ("from . import db\ndb.query(1)", ".db.query"),
    ("from ..store.db import query\nquery(1)", "..store.db.query"),
    ("import requests\ns = requests.Session()\ns.get(1)", "requests.Session().get"),
    ("import requests\nwith requests.Session() as s:\n    s.get(1)", "requests.Session().get"),
    ("import requests\nif s := requests.Session():\n    s.get(1)", "requests.Session().get"),
    ("import requests\ns = None\ns = requests.Session()\ns.get(1)", "requests.Session().get"),
    ("import requests\ns = requests.Session()\ns = other()\ns.get(1)", ""),
    ("import requests, httpx\ns = requests if x else httpx\ns.get(1)", ""),
    ("import requests\nclass A:\n    def __init__(self):\n        self.s = requests.Session()\n    def f(self):\n        self.s.get(1)", "requests.Session().get"),
    ("import requests\nclass A:\n    s = requests.Session()\n    def f(self):\n        self.s.get(1)", "requests.Session().get"),
    ("class A:\n    def f(self):\n        self.g(1)", ".A().g"),
    ("class A:\n    @staticmethod\n    def f(self):\n        self.g(1)", ""),
    ("from sqlalchemy.orm import Session\ndef f(db: Session):\n    db.execute(1)", "sqlalchemy.orm.Session().execute"),
    ("from sqlalchemy.orm import Session\ndef f(db: 'Session'):\n    db.execute(1)", "sqlalchemy.orm.Session().execute"),
    ("from sqlalchemy.orm import Session\ndef f(db: Session | None):\n    db.execute(1)", "sqlalchemy.orm.Session().execute"),
    ("from typing import Optional\nimport db\ndef f(x: Optional[db.Conn]):\n    x.execute(1)", "db.Conn().execute"),
    ("from typing import Annotated\nimport db\ndef f(x: Annotated[db.Conn, 1]):\n    x.execute(1)", "db.Conn().execute"),
    ("import db\nasync def f():\n    c = await db.connect()\n    c.execute(1)", "db.connect().execute"),
    ("import db\nfor row in db.rows():\n    row.get(1)", "db.rows()[].get"),
    ("import db\ntry:\n    x\nexcept (db.Error, KeyError) as e:\n    e.args(1)", "db.Error().args"),
    ("import db\nc, d = db.one(), db.two()\nd.get(1)", "db.two().get"),
    ("import db\nc, d = db.both()\nd.get(1)", ""),
    ("import db\ndef f(db):\n    db.get(1)", ""),
    ("import db\ndef f():\n    db = other()\n    db.get(1)", ""),
    ("def f():\n    global db\n    import db\ndb.get(1)", "db.get"),
    ("import db\ndef f():\n    def g():\n        nonlocal_ = 1\n        db.get(1)", "db.get"),
    ("open(1)", "builtins.open"),
    ("def open(x): ...\nopen(1)", ".open"),
    ("''.join(1)", "builtins.str().join"),
    ("f'{x}'.join(1)", "builtins.str().join"),
    ("x = x.y()\nx.z(1)", ""),
    ("unknown(1)", ""),
    ("(lambda s: s.get(1))", ""),
]  # fmt: skip


@pytest.mark.parametrize(("source", "name"), NAMES, ids=[source.replace("\n", "; ") for source, _ in NAMES])
def test_what_a_call_refers_to(source: str, name: str) -> None:
    read = module(source)
    assert read.name(last_call(read).func) == name


CONSTANTS: list[tuple[str, Any]] = [
    ("f(5 * 60)", 300),
    ("f(-5)", -5),
    ("A = 5\nf(A)", 5),
    ("A = 5\nA = 6\nf(A)", UNKNOWN),
    ("A = 'a'\nf(A + 'b')", "ab"),
    ("A = 'a'\nf(f'{A}b{1}')", "ab1"),
    ("f(f'{A}')", UNKNOWN),
    ("f(('a', 'b'))", ("a", "b")),
    ("f(['a', x])", UNKNOWN),
    ("f('a' * 10)", UNKNOWN),
    ("f(1 / 0)", UNKNOWN),
    ("f('%s' % 'a')", "a"),
    ("f(not True)", False),
    ("def g(a):\n    f(a)", UNKNOWN),
    ("f(None)", None),
    ("A = A\nf(A)", UNKNOWN),
]


@pytest.mark.parametrize(("source", "value"), CONSTANTS, ids=[source.replace("\n", "; ") for source, _ in CONSTANTS])
def test_what_is_the_same_in_every_run(source: str, value: Any) -> None:
    read = module(source)
    found = read.constant(read.calls("f")[0].args[0])
    assert (type(found), found) == (type(value), value)


HANDLERS = [
    pytest.param("from flask import Flask\napp = Flask('a')\n@app.route('/<int:n>/<name>')\ndef f(n, name): ...", ("flask", {"name"}, set()), id="flask"),
    pytest.param("from flask import Blueprint\nbp = Blueprint('a', 'b')\n@bp.post('/x')\ndef f(): ...", ("flask", set(), set()), id="blueprint"),
    pytest.param("from .app import app\nimport flask\n@app.get('/x')\ndef f(): ...", ("flask", set(), set()), id="imported-application"),
    pytest.param("from fastapi import FastAPI, Depends\napp = FastAPI()\n@app.get('/x')\nasync def f(q: str, n: int, db=Depends(g)): ...", ("fastapi", {"q"}, set()), id="fastapi"),
    pytest.param("from fastapi import APIRouter, Request, Query\nr = APIRouter()\n@r.get('/x')\ndef f(request: Request, q: str = Query(pattern='^a$')): ...", ("fastapi", set(), {"request"}), id="pattern"),
    pytest.param("from enum import Enum\nfrom fastapi import APIRouter\nr = APIRouter()\nclass K(Enum):\n    a = 1\n@r.get('/x')\ndef f(k: K): ...", ("fastapi", set(), set()), id="enumeration"),
    pytest.param("from django.http import HttpResponse\ndef f(request, name):\n    return HttpResponse(1)", ("django", {"name"}, {"request"}), id="django"),
    pytest.param("from django.views import View\nclass V(View):\n    def get(self, request, name): ...", ("django", {"name"}, {"request"}), id="class-based"),
    pytest.param("from rest_framework.decorators import api_view\n@api_view(['POST'])\ndef f(request): ...", ("drf", set(), {"request"}), id="drf"),
    pytest.param("from starlette.requests import Request\nasync def f(request: Request): ...", ("starlette", set(), {"request"}), id="starlette"),
    pytest.param("from aiohttp import web\nasync def f(request: web.Request): ...", ("aiohttp", set(), {"request"}), id="aiohttp"),
    pytest.param("def f(event, context): ...", None, id="no-import"),
    pytest.param("import boto3\ndef f(event, context): ...", ("lambda", set(), {"event"}), id="lambda"),
    pytest.param("from flask import Flask\ncache = {}\ndef f(): cache.get('/x')", None, id="no-decorator"),
    pytest.param("import click\n@click.command()\ndef f(name): ...", None, id="command"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), HANDLERS)
def test_what_answers_requests(source: str, expected: Any) -> None:
    read = module(source)
    found = next(iter(handlers(read).values()), None)
    assert (None if found is None else (found.framework, set(found.client), set(found.request))) == expected


def test_the_walk_is_that_of_bandit() -> None:
    """Parents, siblings and order are those that bandit's own visitor would see."""
    source = (TOP / "hooks" / "walkaround" / "_code" / "_names.py").read_bytes()
    read = Module("a.py", source, ast.parse(source))
    leaves = (ast.expr_context, ast.operator, ast.unaryop, ast.boolop, ast.cmpop)
    expected: list[tuple[ast.AST, ast.AST, ast.AST | None]] = []

    def visit(node: ast.AST) -> None:
        for _, value in ast.iter_fields(node):
            items = value if isinstance(value, list) else [value]
            for number, item in enumerate(items):
                if isinstance(item, ast.AST) and not isinstance(item, leaves):
                    after = items[number + 1] if number + 1 < len(items) else None
                    expected.append((item, node, after))
                    visit(item)

    visit(read.tree)
    seen = [(node, read.parent(node), getattr(node, "_bandit_sibling", None)) for node in read.order]
    assert seen == expected


SOURCES = sorted((TOP / "hooks" / "walkaround").rglob("*.py"))


@settings(max_examples=tries(60))
@given(st.sampled_from(SOURCES), st.data())
def test_cut_and_mixed_sources_raise_nothing(path: Any, data: st.DataObject) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    first = data.draw(st.integers(0, len(lines)))
    mixed = lines[first:] + lines[: data.draw(st.integers(0, len(lines)))]
    try:
        tree = ast.parse(b"".join(mixed))
    except SyntaxError:
        return
    read = Module("a.py", b"".join(mixed), tree)
    handlers(read)
    for node in read.of(ast.Call, ast.Attribute, ast.Name):
        assert isinstance(read.name(node), str)
        read.constant(node)
